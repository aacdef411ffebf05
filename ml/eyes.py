"""The networks of one model looking at one photo together: outline first, then the class in the square around it."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ml.classify import Classifier, Sight
from ml.contract import ModelContract, Pixels
from ml.quality import spot_faults
from ml.reason import Reason
from ml.segment import Outline, Outliner

OUTLINE = "outline"
"""The folder of the outline network inside a model's folder."""

# Of 715 phone masks outside fold 4 the longer side of the box takes .41 of the photo's shorter side in the median and
# .17 at the fifth percentile; its middle is off by .25 at the ninety-ninth.
_USUAL, _SMALL = 0.4, 0.17
_OFF_CENTRE = 0.25

Square = tuple[int, int, int]
"""(left, top, side) in pixels of the photo."""


@dataclass(frozen=True, slots=True)
class View:
    """What the networks saw: the outline, the square that the classes were told from, and what speaks against it."""

    outline: Outline | None
    square: Square
    sight: Sight
    faults: tuple[Reason, ...]


class Eyes:
    """A model's networks. Safe to share between threads."""

    def __init__(self, classifier: Classifier, outliner: Outliner | None = None) -> None:
        self.classifier = classifier
        self.outliner = outliner

    @classmethod
    def load(cls, folder: Path) -> "Eyes":
        """Load a model's folder, with the outline network in it if it has one; raises ModelError."""
        outline = folder / OUTLINE
        return cls(Classifier.load(folder), Outliner.load(outline) if outline.is_dir() else None)

    @property
    def contract(self) -> ModelContract:
        """The contract of the classifier."""
        return self.classifier.contract

    def look(self, pixels: Pixels) -> View:
        """Look at an upright RGB photo."""
        outline = self.outliner.outline(pixels) if self.outliner else None
        shape = pixels.shape[0], pixels.shape[1]
        square = square_of(shape, outline)
        near = close_square(shape, outline, self.contract.close) if outline and self.contract.close else None
        sight = self.classifier.look(_cut(pixels, square), _cut(pixels, near) if near else None)
        return View(outline, square, sight, spot_faults(pixels, outline) if outline else ())


def square_of(shape: tuple[int, int], outline: Outline | None) -> Square:
    """Return the square of a photo (height, width) that the classes are told from.

    The central one; where the spot lies aside or is much smaller than in the photos that were learned from, one around
    the spot, as large as would be usual for it.
    """
    height, width = shape
    side = min(height, width)
    if outline is None:
        return (width - side) // 2, (height - side) // 2, side
    if outline.extent < _SMALL * side:
        return _around(shape, outline, outline.extent / _USUAL)
    across, down = outline.middle
    if max(abs(across - width / 2), abs(down - height / 2)) > _OFF_CENTRE * side:
        return _around(shape, outline, side)
    return (width - side) // 2, (height - side) // 2, side


def close_square(shape: tuple[int, int], outline: Outline, factor: float) -> Square:
    """Return the square around a spot whose side is its longer side times `factor`, within the photo."""
    return _around(shape, outline, outline.extent * factor)


def _around(shape: tuple[int, int], outline: Outline, wanted: float) -> Square:
    height, width = shape
    side = max(1, min(round(wanted), height, width))
    across, down = outline.middle
    return _within(across - side / 2, width - side), _within(down - side / 2, height - side), side


def _cut(pixels: Pixels, square: Square) -> Pixels:
    left, top, side = square
    return np.ascontiguousarray(pixels[top : top + side, left : left + side])


def _within(start: float, last: int) -> int:
    return int(min(max(0, round(start)), last))
