"""Pictures for tests: a real lesion photo where there is one, else skin with a spot, drawn."""

import cv2
import numpy as np

from tests.legs import PHOTOS


def drawn_lesion(side: int = 480, seed: int = 7) -> bytes:
    """Skin with folds, pores and a brown spot of soft, uneven border, lifelike enough to be taken for one; a JPEG."""
    random = np.random.default_rng(seed)

    def cloud(grain: int, strength: float) -> np.ndarray:
        """Noise in lumps of `grain` pixels."""
        lumps = random.normal(0, strength, (max(2, side // grain),) * 2).astype(np.float32)
        return cv2.resize(lumps, (side, side), interpolation=cv2.INTER_CUBIC)

    rows, columns = np.mgrid[:side, :side].astype(np.float32) - side / 2
    relief = (cloud(60, 6.5) + cloud(8, 2.2) + cloud(2, 4.5))[..., None] * np.array((1.1, 1.0, 0.8), np.float32)
    angle = np.arctan2(rows, columns)
    radius = side * 0.165 * (1 + 0.1 * np.sin(2 * angle + 1) + 0.06 * np.sin(5 * angle)) + cloud(12, 0.02 * side)
    inside = 1 / (1 + np.exp((np.hypot(rows, columns) - radius) / (0.033 * side)))[..., None]
    skin = np.array((140, 167, 213), np.float32) + relief
    spot = np.array((33, 55, 122), np.float32) + (cloud(10, 6.5) + cloud(3, 2.0))[..., None]
    shade = 1 - 0.25 * ((rows / side) ** 2 + (columns / side) ** 2)[..., None]
    return _jpeg(cv2.GaussianBlur((skin * (1 - inside) + spot * inside) * shade, (0, 0), 1.2))


def real_or_drawn() -> bytes:
    """The first phone photo of the real data, or a drawn one."""
    real = sorted((PHOTOS / "pad_ufes20").glob("*.jpg"))
    return real[0].read_bytes() if real else drawn_lesion()


def black(side: int = 400) -> bytes:
    """A picture taken in the pocket."""
    return _jpeg(np.zeros((side, side, 3), np.float32))


def _jpeg(pixels: np.ndarray) -> bytes:
    written, coded = cv2.imencode(".jpg", np.clip(pixels, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 90])
    assert written
    return coded.tobytes()
