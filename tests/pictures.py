"""Pictures for tests: a real lesion photo where there is one, else skin with a spot, drawn."""

import cv2
import numpy as np

from tests.legs import PHOTOS


def drawn_lesion(side: int = 640, seed: int = 7) -> bytes:
    """Skin with texture, and a brown spot with a soft, uneven border, as a JPEG."""
    rng = np.random.default_rng(seed)
    skin = np.full((side, side, 3), (150, 175, 215), np.float32)
    skin += cv2.GaussianBlur(rng.normal(0, 40, skin.shape).astype(np.float32), (0, 0), 3)
    skin += rng.normal(0, 6, skin.shape).astype(np.float32)
    angles = np.linspace(0, 2 * np.pi, 60, endpoint=False)
    radii = side * 0.17 * (1 + 0.12 * np.sin(3 * angles) + rng.normal(0, 0.03, angles.shape))
    border = np.stack([side / 2 + radii * np.cos(angles), side / 2 + radii * np.sin(angles)], axis=1).astype(np.int32)
    spot = np.zeros((side, side), np.float32)
    cv2.fillPoly(spot, [border], 1.0)
    spot = cv2.GaussianBlur(spot, (0, 0), 4)[..., None]
    brown = np.array((45, 70, 110), np.float32) + rng.normal(0, 14, skin.shape).astype(np.float32)
    return _jpeg(skin * (1 - spot) + brown * spot)


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
