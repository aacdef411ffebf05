"""The network at work: LiteRT, one interpreter a thread, what it saw in a photo as logits and a map."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ml.contract import Floats, ModelContract, ModelError, Pixels
from ml.weights import Network, open_network

_FLIPS: tuple[Callable[[Pixels], Pixels], ...] = (
    lambda square: square,
    lambda square: square[:, ::-1],
    lambda square: square[::-1],
    lambda square: square[::-1, ::-1],
)


@dataclass(frozen=True, slots=True)
class Sight:
    """What the network saw: class logits and, where it tells them, kind and domain logits and class-activation map.

    The map is (rows, columns, class).
    """

    classes: Floats
    kinds: Floats | None
    domains: Floats | None
    activation: Floats | None


class Classifier:
    """A loaded model. Safe to share between threads: each thread gets its own interpreter."""

    def __init__(self, contract: ModelContract, network: Network) -> None:
        self.contract = contract
        self._network = network

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Load and check the model of a folder; raises ModelError when it does not match its contract."""
        contract = ModelContract.load(folder)
        network = open_network(folder / contract.weights)
        if wrong := network.misfits(contract.shapes):
            raise ModelError(
                f"{folder / contract.weights} does not match its contract: {', '.join(wrong)} "
                "has another shape. Export the model again with `lentigo export`."
            )
        return cls(contract, network)

    def look(self, pixels: Pixels, close: Pixels | None = None) -> Sight:
        """Run the network on an upright RGB photo, averaged over the contract's zooms and flips.

        `close` is a part of the photo to be looked at as well. The map is that of the whole photo.
        """
        contract = self.contract
        squares = [contract.framing.square(pixels, zoom) for zoom in contract.zooms]
        if close is not None:
            squares.append(contract.framing.square(close))
        seen = [self._once(flip(square)) for square in squares for flip in _FLIPS[: contract.flips]]
        classes, kinds, domains = (_mean(seen, name) for name in ("classes", "kinds", "domains"))
        assert classes is not None  # noqa: S101 - every network tells classes
        return Sight(classes, kinds, domains, seen[0].get("activation"))

    def _once(self, square: Pixels) -> dict[str, Floats]:
        told = self._network(self.contract.framing.scaled(square)[None])
        if self.contract.scores == "probabilities":
            told["classes"] = np.log(np.maximum(told["classes"], 1e-7))
        return told


def _mean(seen: Sequence[Mapping[str, Floats]], name: str) -> Floats | None:
    return np.mean([one[name] for one in seen], axis=0) if name in seen[0] else None


def box(square: tuple[int, int, int], activation: Floats) -> tuple[int, int, int, int]:
    """Return (left, top, right, bottom) in photo pixels of where one class map exceeds half its peak.

    `square` is what the map lies over: (left, top, side).

    Zhou 2016 takes a fifth of the peak on whole scenes; half fits a map of 6 x 6 cells over one lesion.
    """
    left, top, side = square
    raised = cv2.resize(np.maximum(activation, 0), (96, 96), interpolation=cv2.INTER_CUBIC)
    rows, columns = np.nonzero(raised >= 0.5 * raised.max())
    cell = side / 96
    return (
        left + int(columns.min() * cell),
        top + int(rows.min() * cell),
        left + int((columns.max() + 1) * cell),
        top + int((rows.max() + 1) * cell),
    )
