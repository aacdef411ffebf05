"""What an outline lets measure: asymmetry, border, colours and extent, each a figure that can be said in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.contract import Pixels
from ml.segment import Outline

_SIDE = 128  # pixels of the square that shapes are compared in
_COLOUR_SHARE = 0.05  # of the spot, that a colour covers to be counted
_COLOUR_SIDE = 128  # pixels of the longer side at which colours are read
_NEAR = 28.0  # distance in CIE L*a*b* up to which a pixel takes a colour's name

Mask = NDArray[np.bool_]


class Colour(StrEnum):
    """The six colours of the ABCD rule of dermoscopy (Stolz 1994)."""

    WHITE = "white"
    RED = "red"
    LIGHT_BROWN = "light_brown"
    DARK_BROWN = "dark_brown"
    BLUE_GREY = "blue_grey"
    BLACK = "black"


# L* 0-100, a*, b*: our own reading of the names, compared after skin is set to L* 70.
_CENTRES = {
    Colour.WHITE: (92.0, 2.0, 6.0),
    Colour.RED: (52.0, 34.0, 20.0),
    Colour.LIGHT_BROWN: (56.0, 14.0, 26.0),
    Colour.DARK_BROWN: (32.0, 14.0, 18.0),
    Colour.BLUE_GREY: (45.0, 0.0, -6.0),
    Colour.BLACK: (14.0, 3.0, 3.0),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Figures of one outline.

    `asymmetry` is the area by which the spot and its mirror image differ, as a share of its area, over the better of
    its two main axes and the other, averaged: 0 alike, 1 not at all. `border` is one minus the isoperimetric quotient
    of the smoothed outline: 0 for a circle, near 1 for a ragged edge. `colours` cover at least one twentieth each.
    `extent` is the longest diameter as a share of the photo's shorter side.
    """

    asymmetry: float
    border: float
    colours: tuple[Colour, ...]
    extent: float

    def millimetres(self, mm_per_side: float) -> float:
        """The longest diameter, for a photo whose shorter side is so many millimetres wide at the skin."""
        return self.extent * mm_per_side


def shape(pixels: Pixels, outline: Outline) -> Shape:
    """Measure a spot in its upright RGB photo."""
    upright = _upright(outline.mask)
    return Shape(
        asymmetry=round(float(np.mean([_differs(upright, axis) for axis in (0, 1)])), 3),
        border=round(_raggedness(outline.mask), 3),
        colours=_colours(pixels, outline.mask),
        extent=round(_longest(outline.mask) / min(outline.mask.shape), 4),
    )


def _upright(mask: Mask) -> Mask:
    """Turn a spot so that its main axes lie along the square's sides, its middle in the centre."""
    rows, columns = np.nonzero(mask)
    places = np.stack([columns, rows], axis=1).astype(np.float64)
    middle = places.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov((places - middle).T))
    reach = 4.6 * float(np.sqrt(spread[-1])) or 1.0
    turn = axes.T[::-1] * (_SIDE / reach)
    affine = np.column_stack([turn, np.array([_SIDE / 2, _SIDE / 2]) - turn @ middle])
    return np.asarray(cv2.warpAffine(mask.astype(np.uint8), affine, (_SIDE, _SIDE)), np.bool_)


def _differs(mask: Mask, axis: int) -> float:
    """Half the area in which a shape and its mirror image differ, over its area (Stolz 1994's A, by pixels)."""
    return float((mask ^ np.flip(mask, axis)).sum() / (2 * max(1, int(mask.sum()))))


def _raggedness(mask: Mask) -> float:
    """One minus 4 pi A / P^2 of the outline at 128 px, smoothed so that the pixel grid does not count."""
    border = _border(mask)
    area, length = cv2.contourArea(border), cv2.arcLength(border, closed=True)
    return float(np.clip(1 - 4 * np.pi * area / max(length**2, 1e-9), 0, 1))


def _border(mask: Mask) -> NDArray[np.float32]:
    """The smoothed contour of a spot; of one too thin to outlive the smoothing, the contour as it is."""
    left, top, wide, high = cv2.boundingRect(mask.astype(np.uint8))
    part = np.pad(mask[top : top + high, left : left + wide].astype(np.float32), max(wide, high) // 8 + 1)
    factor = _SIDE / max(part.shape)
    small = cv2.GaussianBlur(cv2.resize(part, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), (0, 0), 1.2)
    longest = max(_contours(small > 0.5) or _contours(part > 0), key=len)[:, 0, :].astype(np.float32)
    kernel = np.ones(5, np.float32) / 5
    rounded = [np.convolve(np.r_[one[-2:], one, one[:2]], kernel, "valid") for one in longest.T]
    return np.ascontiguousarray(np.stack(rounded, axis=1)[:, None, :], np.float32)


def _contours(mask: Mask) -> Sequence[NDArray[np.int32]]:
    borders, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return cast("Sequence[NDArray[np.int32]]", borders)


def _longest(mask: Mask) -> float:
    """The longest diameter in pixels."""
    borders, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(borders))[:, 0, :].astype(np.float64)
    return float(np.hypot(*(hull[:, None] - hull[None]).transpose(2, 0, 1)).max()) + 1


def _colours(pixels: Pixels, mask: Mask) -> tuple[Colour, ...]:
    """Name the colours of a spot, with the light of the photo set by the skin around it."""
    factor = min(1.0, _COLOUR_SIDE / max(mask.shape))
    spot = cv2.resize(mask.astype(np.uint8), None, fx=factor, fy=factor, interpolation=cv2.INTER_NEAREST) > 0
    small = cv2.resize(pixels, spot.shape[::-1], interpolation=cv2.INTER_AREA)
    lab = np.asarray(cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float64)
    if (~spot).any():
        lab[..., 0] += 70 - np.median(lab[..., 0][~spot])
    names = list(_CENTRES)
    distance = np.linalg.norm(lab[spot][:, None] - np.array([_CENTRES[name] for name in names]), axis=2)
    nearest = np.where(distance.min(axis=1) <= _NEAR, distance.argmin(axis=1), -1)
    enough = _COLOUR_SHARE * max(1, len(nearest))  # a thin spot may have no pixel left at this size
    return tuple(name for at, name in enumerate(names) if (nearest == at).sum() >= enough)
