"""The gate on pixels: photos that hold too little to look at, each with its reason."""

from dataclasses import dataclass

import cv2
import numpy as np

from ml.contract import Flags, Floats, Pixels
from ml.reason import Reason
from ml.segment import Outline

_WORK_SIDE = 192  # statistics are taken at the size that the network sees

# Each level lies between clean pictures of folds 0-3 (250 by phone, 250 by dermatoscope) and the same ones
# degraded; beside it the clean extreme and the degraded one.
_MIN_SIDE = 100  # pixels; clean frames have 150 and more
_DARK = 64.0  # 95th percentile of brightness; clean >= 102, at a quarter of the light <= 62
_BLANK = 3.5  # standard deviation of brightness; clean >= 9.4, an even surface about 0-3
_GLARE = 0.05  # share of burnt-out pixels in the middle; clean <= 0.005, a reflection towards a corner >= 0.2
_BLURRED = 0.32  # edge sharpness; clean >= 0.32, Gaussian blur of 2 % of the short side <= 0.34
_FAR_SHARE, _FAR_PIXELS = 0.1, 40  # of the shorter side, and pixels: a spot below both holds nothing to look at
_HAIRY = 0.68  # share of a spot under hair; of clean phone photos about 1 in 100 reaches it, of dermoscopic ones none
_HAIR_SIDE = 256  # pixels of the shorter side at which lines are looked for
_HAIR_DEPTH = 14  # grey values by which a line is darker than its surroundings
_HAIR_REACH = 40  # pixels that a line spans at least
_HAIR_INSIDE = 0.7  # share of a line within the spot at most: hair goes on beside it, scale and pigment lines do not


@dataclass(frozen=True, slots=True)
class Statistics:
    """What the gate measures: pixels, brightness 0-255, share 0-1, sharpness without unit."""

    side: int
    bright: float
    spread: float
    burnt: float
    sharpness: float


def measure(pixels: Pixels) -> Statistics:
    """Measure an RGB photo at the network's scale."""
    side = min(pixels.shape[:2])
    factor = _WORK_SIDE / side
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=way), np.uint8)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY).astype(np.float32)
    return Statistics(
        side=side,
        bright=float(np.percentile(grey, 95)),
        spread=float(grey.std()),
        burnt=float((_middle(small).min(axis=2) >= 247).mean()),
        sharpness=_sharpness(grey),
    )


def _middle(small: Pixels) -> Pixels:
    """Return the central three fifths: a white sheet behind an arm is no glare."""
    height, width = small.shape[:2]
    half = 3 * _WORK_SIDE // 10
    return small[height // 2 - half : height // 2 + half, width // 2 - half : width // 2 + half]


def _sharpness(grey: Floats) -> float:
    """Return the steepest bend over the steepest slope: a ratio, so that contrast and light cancel out.

    An edge blurred by s has slope ~1/s and bend ~1/s^2, so the ratio falls as 1/s. It sees heavy blur
    only; whether a photo can be judged at all is not to be read from it.
    """
    bend = cv2.Laplacian(cv2.GaussianBlur(grey, (0, 0), 1.0), cv2.CV_32F)
    soft = cv2.GaussianBlur(grey, (0, 0), 1.5)
    slope = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) / 8
    return float(np.percentile(np.abs(bend), 99) / (np.percentile(slope, 99) + 0.3))


def faults(pixels: Pixels) -> tuple[Reason, ...]:
    """Return why the photo should be taken again; empty when nothing speaks against it."""
    if min(pixels.shape[:2]) < _MIN_SIDE:
        return (Reason.TOO_SMALL,)
    seen = measure(pixels)
    if seen.bright < _DARK:  # in the dark everything is also blank and soft: one reason is enough
        return (Reason.DARK,)
    if seen.burnt > _GLARE:
        return (Reason.GLARE,)
    if seen.spread < _BLANK:
        return (Reason.BLANK,)
    return (Reason.BLURRED,) if seen.sharpness < _BLURRED else ()


def spot_faults(pixels: Pixels, outline: Outline) -> tuple[Reason, ...]:
    """Return why the spot in a photo cannot be looked at: seen from too far, or under hair."""
    if outline.extent < _FAR_PIXELS and outline.extent < _FAR_SHARE * min(pixels.shape[:2]):
        return (Reason.TOO_FAR,)
    return (Reason.HAIR,) if hair(pixels, outline.mask) >= _HAIRY else ()


def hair(pixels: Pixels, spot: Flags) -> float:
    """Return the share of a spot (True in `spot`) that thin dark lines cover, 0-1.

    Lines are what a closing fills (the first step of DullRazor, Lee 1997); short remains are texture.
    """
    factor = _HAIR_SIDE / max(1, min(pixels.shape[:2]))
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=way)
    grey = cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    filled = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (9, 9)))
    dark = (cv2.subtract(filled, grey) > _HAIR_DEPTH).astype(np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    reach = np.hypot(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    here = cv2.resize(spot.astype(np.uint8), grey.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    inside = np.bincount(parts[here], minlength=count)
    line = (reach >= _HAIR_REACH) & (inside <= _HAIR_INSIDE * stats[:, cv2.CC_STAT_AREA])
    line[0] = False
    return float(line[parts][here].mean()) if here.any() else 0.0
