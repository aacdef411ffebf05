"""The network at work: LiteRT, one interpreter a thread, what it saw in a photo as logits and a map."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ml.contract import Floats, ModelContract, ModelError, Pixels
from ml.litert import Network

CELL = 32
"""Pixels of the input that one cell of the activation map stands for."""

_FLIPS: tuple[Callable[[Pixels], Pixels], ...] = (
    lambda square: square,
    lambda square: square[:, ::-1],
    lambda square: square[::-1],
    lambda square: square[::-1, ::-1],
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network saw: class logits, kind logits and the class-activation map (rows, columns, class)."""

    classes: Floats
    kinds: Floats
    activation: Floats


class Classifier:
    """A loaded model. Safe to share between threads: each thread gets its own interpreter."""

    def __init__(self, contract: ModelContract, network: Network) -> None:
        self.contract = contract
        self._network = network

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Load and check the model of a folder; raises ModelError when it does not match its contract."""
        contract = ModelContract.load(folder)
        network = Network(folder / contract.weights)
        size = contract.framing.size
        cells = size // CELL
        expected = {
            "picture": (1, size, size, 3),
            "classes": (1, len(contract.labels)),
            "kinds": (1, len(contract.kinds)),
            "activation": (1, cells, cells, len(contract.labels)),
        }
        if wrong := network.misfits(expected):
            raise ModelError(
                f"{folder / contract.weights} does not match its contract: {', '.join(wrong)} "
                "has another shape. Export the model again with `lentigo export`."
            )
        return cls(contract, network)

    def look(self, pixels: Pixels, *, flips: int | None = None) -> Sight:
        """Run the network on an upright RGB photo, averaged over the contract's number of flips."""
        square = self.contract.framing.square(pixels)
        seen = [self._once(flip(square)) for flip in _FLIPS[: flips or self.contract.flips]]
        classes = np.mean([one.classes for one in seen], axis=0)
        kinds = np.mean([one.kinds for one in seen], axis=0)
        return Sight(classes, kinds, seen[0].activation)

    def _once(self, square: Pixels) -> Sight:
        return Sight(**self._network(self.contract.framing.scaled(square)[None]))


def box(pixels: Pixels, activation: Floats) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) in photo pixels of where one class map exceeds half its peak.

    Zhou 2016 takes a fifth of the peak on whole scenes; half fits a map of 6 x 6 cells over one lesion.
    """
    height, width = pixels.shape[:2]
    side = min(height, width)
    raised = cv2.resize(np.maximum(activation, 0), (96, 96), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.nonzero(raised >= 0.5 * raised.max())
    left, top = (width - side) // 2, (height - side) // 2
    cell = side / 96
    return (
        left + int(columns.min() * cell),
        top + int(rows.min() * cell),
        left + int((columns.max() + 1) * cell),
        top + int((rows.max() + 1) * cell),
    )
