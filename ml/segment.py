"""Where the spot is: the outline network at work, and the outline that it gives in pixels of the photo."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ml.contract import CONTRACT_FILE, Floats, Framing, ModelError, Pixels, finite_json, refusal, sha256
from ml.weights import Network, open_network

SURE = 0.5
"""Chance of lesion from which a pixel belongs to it: what the network was trained to split at."""

FINE = 320
"""Pixels of an outline's longer side at most: three times what the network tells, so that nothing is lost."""

SMALLEST = 0.0005
"""Share of the photo that an outline has at least; a smaller one is a speck, not a spot."""


@dataclass(frozen=True, slots=True)
class OutlineContract:
    """What the weights of an outline network promise; `model.json` beside them.

    Input: the whole photo squeezed into a `framing.size` square; output: logits at half the size.
    """

    name: str
    weights: str
    sha256: str
    framing: Framing
    data_hash: str
    licence: str
    training: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write `model.json` into the model's folder."""
        text = json.dumps(asdict(self), indent=2, ensure_ascii=False) + "\n"
        (folder / CONTRACT_FILE).write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "OutlineContract":
        """Read and check a model's folder; raises ModelError when anything is missing or does not match."""
        try:
            told = finite_json(folder / CONTRACT_FILE)
            contract = cls(**{**told, "framing": Framing(**told["framing"])})
            found, digest = contract.framing.faults(), sha256(folder / contract.weights)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise refusal(folder, f"its contract cannot be read ({fault!r})") from fault
        if digest != contract.sha256:
            found.append(f"{contract.weights} is not the file that the contract names by its sha256")
        if found:
            raise refusal(folder, "; ".join(found))
        return contract


@dataclass(frozen=True, slots=True)
class Outline:
    """A spot in a photo.

    `mask` is True on the spot, over the whole photo, at its aspect but no larger than FINE; `box` is (left, top, right,
    bottom) in pixels of the photo.
    """

    mask: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"
    box: tuple[int, int, int, int]

    @property
    def extent(self) -> int:
        """The longer side of the box, in pixels of the photo."""
        left, top, right, bottom = self.box
        return max(right - left, bottom - top)

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box (across, down), in pixels of the photo."""
        left, top, right, bottom = self.box
        return (left + right) / 2, (top + bottom) / 2

    @property
    def share(self) -> float:
        """The spot's share of the photo, 0-1."""
        return float(self.mask.mean())


class Outliner:
    """A loaded outline network. Safe to share between threads."""

    def __init__(self, contract: OutlineContract, network: Network) -> None:
        self.contract = contract
        self._network = network

    @classmethod
    def load(cls, folder: Path) -> "Outliner":
        """Load and check the network of a folder; raises ModelError when it does not match its contract."""
        contract = OutlineContract.load(folder)
        network = open_network(folder / contract.weights)
        side = contract.framing.size
        expected = {"picture": (1, side, side, 3), "lesion": (1, side // 2, side // 2, 1)}
        if wrong := network.misfits(expected):
            raise ModelError(f"{folder / contract.weights} does not match its contract: {', '.join(wrong)}")
        return cls(contract, network)

    def look(self, pixels: Pixels) -> Floats:
        """Return the chance of lesion at half the network's size, for an upright RGB photo of any size."""
        side = self.contract.framing.size
        way = cv2.INTER_AREA if min(pixels.shape[:2]) > side else cv2.INTER_LINEAR
        square = np.asarray(cv2.resize(pixels, (side, side), interpolation=way), np.uint8)
        logits = self._network(self.contract.framing.scaled(square)[None])["lesion"][..., 0]
        return np.asarray(1 / (1 + np.exp(-logits)), np.float32)

    def outline(self, pixels: Pixels) -> Outline | None:
        """Return the outline of the main spot, or None when there is none."""
        return outline_of(self.look(pixels), (pixels.shape[0], pixels.shape[1]))


def outline_of(chances: Floats, shape: tuple[int, int]) -> Outline | None:
    """Return the main spot of a photo (height, width): the part that holds the most chance, its holes filled."""
    factor = min(1.0, FINE / max(shape))
    high, wide = (max(1, round(side * factor)) for side in shape)
    raised = np.asarray(cv2.resize(chances, (wide, high), interpolation=cv2.INTER_LINEAR), np.float32)
    count, parts = cv2.connectedComponents((raised >= SURE).astype(np.uint8))
    if count < 2:
        return None
    weights = np.bincount(parts.ravel(), raised.ravel().astype(np.float64), minlength=count)
    main = (parts == 1 + int(weights[1:].argmax())).astype(np.uint8)
    borders, _ = cv2.findContours(main, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(main, borders, -1, 1, cv2.FILLED)
    if main.mean() < SMALLEST:
        return None
    return Outline(main.astype(np.bool_), _box(main, shape))


def _box(mask: Pixels, shape: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return the box of a mask in pixels of the photo."""
    left, top, wide, high = cv2.boundingRect(mask)
    across, down = shape[1] / mask.shape[1], shape[0] / mask.shape[0]
    return round(left * across), round(top * down), round((left + wide) * across), round((top + high) * down)
