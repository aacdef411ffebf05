"""How well outlines fit: the Jaccard index a picture, beside Otsu's threshold and GrabCut as the floor."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ml.contract import Pixels
from ml.dataset import Lesion, decode, read_mask
from ml.evaluation.metrics import interval
from ml.segment import SURE, Outliner

Mask = NDArray[np.bool_]
Drawer = Callable[[Pixels], Mask]
Tick = Callable[[int, int], None]

_GRABCUT_STEPS = 5
_SMOOTH = 0.02  # Gaussian of Otsu's grey picture in units of the short side: hair and pores out


def jaccard(told: Mask, truth: Mask) -> float:
    """Return the area shared over the area of either; 1.0 when both are empty."""
    either = int((told | truth).sum())
    return float((told & truth).sum() / either) if either else 1.0


def measure(
    drawers: dict[str, Drawer], lesions: Sequence[Lesion], *, at_most: dict[str, int], tick: Tick | None = None
) -> dict[str, Any]:
    """Return for each drawer and domain the mean Jaccard index with its interval over groups.

    `at_most` limits the pictures of a slow drawer; those that it sees are drawn with a fixed seed.
    """
    random = np.random.default_rng(0)
    shown = [lesion for lesion in lesions if lesion.mask]
    order = random.permutation(len(shown))
    told: dict[str, Any] = {name: {"dermoscopy": [], "phone": []} for name in drawers}
    for done, place in enumerate(order):
        lesion = shown[place]
        pixels, truth = decode(lesion.file), read_mask(lesion.mask) > 127
        for name, draw in drawers.items():
            scores = told[name][lesion.domain]
            if len(scores) < at_most.get(name, len(shown)):
                scores.append((jaccard(draw(pixels), truth), lesion.group))
        if tick:
            tick(done + 1, len(shown))
    return {name: {domain: _figure(scores) for domain, scores in one.items() if scores} for name, one in told.items()}


def _figure(scores: Sequence[tuple[float, str]]) -> dict[str, float]:
    values = np.array([score for score, _ in scores])
    groups = np.array([group for _, group in scores], np.str_)
    return asdict(interval(lambda at: float(values[at].mean()), groups))


def by_network(outliner: Outliner) -> Drawer:
    """Draw with the outline network."""

    def draw(pixels: Pixels) -> Mask:
        found = outliner.outline(pixels)
        if found is None:
            return np.zeros(pixels.shape[:2], np.bool_)
        size = pixels.shape[1], pixels.shape[0]
        return np.asarray(cv2.resize(found.mask.astype(np.float32), size) >= SURE, np.bool_)

    return draw


def by_otsu(pixels: Pixels) -> Mask:
    """Draw by Otsu's threshold (1979) on the smoothed grey picture: the dark side is the lesion."""
    grey = cv2.GaussianBlur(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), (0, 0), _SMOOTH * min(pixels.shape[:2]))
    _, dark = cv2.threshold(grey, 0, 1, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(dark, np.bool_)


def by_grabcut(pixels: Pixels) -> Mask:
    """Draw by GrabCut (Rother 2004), started from the central box of three quarters of each side."""
    height, width = pixels.shape[:2]
    mask: Pixels = np.zeros((height, width), np.uint8)
    box = (width // 8, height // 8, width * 3 // 4, height * 3 // 4)
    parts = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(0)
    cv2.grabCut(np.ascontiguousarray(pixels), mask, box, *parts, _GRABCUT_STEPS, cv2.GC_INIT_WITH_RECT)
    return np.asarray((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), np.bool_)
