"""Photos spoilt on purpose, each in the way that one reason of the gate is for: what the gate is measured on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import cv2
import numpy as np

from ml.contract import Pixels
from ml.eyes import Eyes
from ml.quality import faults, spot_faults
from ml.reason import Reason

_STRANDS = 120
_GROUND = 1200  # pixels a side of the photo in which a far spot is a speck


def blurred(pixels: Pixels) -> Pixels:
    """Out of focus: a Gaussian of 2.5 % of the shorter side."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.025 * min(pixels.shape[:2])), np.uint8)


def dark(pixels: Pixels) -> Pixels:
    """A fifth of the light."""
    return np.asarray(pixels * 0.2, np.uint8)


def burnt(pixels: Pixels) -> Pixels:
    """Twice the light and more."""
    return np.asarray(np.clip(pixels * 2.2 + 60.0, 0, 255), np.uint8)


def reflecting(pixels: Pixels) -> Pixels:
    """A reflection beside the middle."""
    rows, columns = np.mgrid[: pixels.shape[0], : pixels.shape[1]]
    far = np.hypot(rows / pixels.shape[0] - 0.5, columns / pixels.shape[1] - 0.4)
    return np.asarray(np.clip(pixels + 400 * np.exp(-((far / 0.35) ** 2))[..., None], 0, 255), np.uint8)


def tiny(pixels: Pixels) -> Pixels:
    """A thumbnail of 64 pixels."""
    return np.asarray(cv2.resize(pixels, (64, 64), interpolation=cv2.INTER_AREA), np.uint8)


def hairy(pixels: Pixels) -> Pixels:
    """Dark strands all over."""
    random, drawn = np.random.default_rng(0), pixels.copy()
    height, width = pixels.shape[:2]
    thick = max(1, round(min(height, width) / 128))
    for _ in range(_STRANDS):
        ends = (random.uniform(-0.1, 1.1, (2, 2)) * (width, height)).astype(int)
        cv2.line(drawn, tuple(ends[0].tolist()), tuple(ends[1].tolist()), (25, 18, 15), thick, cv2.LINE_AA)
    return drawn


def far(pixels: Pixels) -> Pixels:
    """The whole photo shrunk to 64 pixels in the middle of a large one, its ground the colour of its own rim."""
    small = tiny(pixels)
    rim = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    ground = np.full((_GROUND, _GROUND, 3), np.median(rim, axis=0), np.float32)
    ground += np.random.default_rng(0).normal(0, 4, (_GROUND, _GROUND, 1)).astype(np.float32)
    at = (_GROUND - 64) // 2
    ground[at : at + 64, at : at + 64] = small
    return np.asarray(cv2.GaussianBlur(ground.clip(0, 255), (0, 0), 1.0), np.uint8)


WAYS: Mapping[str, tuple[Callable[[Pixels], Pixels], Reason]] = {
    "blurred": (blurred, Reason.BLURRED),
    "dark": (dark, Reason.DARK),
    "burnt out": (burnt, Reason.GLARE),
    "a reflection": (reflecting, Reason.GLARE),
    "tiny": (tiny, Reason.TOO_SMALL),
    "under hair": (hairy, Reason.HAIR),
    "too far": (far, Reason.TOO_FAR),
}
"""Each way of spoiling a photo, and the reason that should be given."""


def caught(eyes: Eyes, photos: Sequence[Pixels]) -> dict[str, Any]:
    """Return the share of photos sent back when spoilt in each way, for whatever reason, and when clean."""
    told = {name: float(np.mean([_sent_back(eyes, spoil(one)) for one in photos])) for name, (spoil, _) in WAYS.items()}
    return {"photos": len(photos), "clean": float(np.mean([_sent_back(eyes, one) for one in photos])), "spoilt": told}


def _sent_back(eyes: Eyes, pixels: Pixels) -> bool:
    if faults(pixels):
        return True
    outline = eyes.outliner.outline(pixels) if eyes.outliner else None
    return bool(outline and spot_faults(pixels, outline))
