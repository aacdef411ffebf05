"""Lesions cut out along their outline, pasted onto plain skin: more faces for the rare classes of phone photos."""

from dataclasses import dataclass

import cv2
import numpy as np

from ml.contract import Pixels
from ml.training.augment import Random

_SIDE = 256
_RIM = 5  # pixels of the cut-out's own edge whose colour the skin is drawn towards
_PLAY = 0.08  # of the frame, that the lesion wanders from the middle


@dataclass(frozen=True, slots=True)
class Cutout:
    """A lesion's box: pixels, mask (255 = lesion) and the box's longer side as a share of the photo's shorter one."""

    pixels: Pixels
    mask: Pixels
    share: float


def fitted(mask: Pixels, picture: Pixels) -> Pixels:
    """Return a mask at the size of its picture."""
    height, width = picture.shape[:2]
    return np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_NEAREST), np.uint8)


def cut_out(picture: Pixels, mask: Pixels) -> Cutout | None:
    """Cut a masked lesion out of its photo; None when the mask is empty or fills the frame."""
    height, width = picture.shape[:2]
    whole = fitted(mask, picture)
    left, top, wide, high = cv2.boundingRect((whole > 127).astype(np.uint8))
    if min(wide, high) < 2 * _RIM or (wide >= width and high >= height):
        return None
    box = slice(top, top + high), slice(left, left + wide)
    share = max(wide, high) / min(height, width)
    return Cutout(np.ascontiguousarray(picture[box]), np.ascontiguousarray(whole[box]), share)


def paste(cutout: Cutout, skin: Pixels, random: Random) -> Pixels:
    """Blend a cut-out into the middle of a square of plain skin, which takes the colour of the lesion's rim."""
    canvas = np.asarray(cv2.resize(skin, (_SIDE, _SIDE), interpolation=cv2.INTER_LINEAR), np.float32)
    factor = min(0.9, cutout.share * random.uniform(0.85, 1.15)) * _SIDE / max(cutout.mask.shape)
    pixels, mask = (_scaled(part, factor) for part in (cutout.pixels, cutout.mask))
    core = cv2.erode(mask, np.ones((3, 3), np.uint8))
    rim = (core > 127) & (cv2.erode(core, np.ones((2 * _RIM + 1,) * 2, np.uint8)) <= 127)
    if not rim.any():
        rim = mask > 0
    canvas += pixels[rim].mean(axis=0) - canvas.mean(axis=(0, 1))
    high, wide = mask.shape
    top, left = (
        int(np.clip((_SIDE - length) / 2 + random.uniform(-_PLAY, _PLAY) * _SIDE, 0, _SIDE - length))
        for length in (high, wide)
    )
    soft = cv2.GaussianBlur(core, (0, 0), max(1.0, 0.02 * max(high, wide))).astype(np.float32)[..., None] / 255
    soft *= (mask > 127)[..., None]
    here = canvas[top : top + high, left : left + wide]
    here[:] = here * (1 - soft) + pixels.astype(np.float32) * soft
    return np.asarray(canvas.clip(0, 255), np.uint8)


def _scaled(part: Pixels, factor: float) -> Pixels:
    size = tuple(max(4, min(_SIDE, round(length * factor))) for length in part.shape[1::-1])
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(part, size, interpolation=way), np.uint8)
