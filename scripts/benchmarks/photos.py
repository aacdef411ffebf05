"""Photos to measure with, drawn: skin with a brown spot, as Telegram sends it and as a camera takes it."""

import cv2
import numpy as np

from ml.contract import Floats, Pixels

TELEGRAM, CAMERA = (960, 1280), (3000, 4000)
"""Height and width: Telegram shrinks photos to 1280 px; 12 megapixels is what phones take."""
_TELEGRAM_QUALITY, _CAMERA_QUALITY = 87, 95


def telegram_photo() -> bytes:
    """A photo after Telegram shrank it."""
    return _jpeg(_spot(*TELEGRAM), _TELEGRAM_QUALITY)


def camera_photo() -> bytes:
    """The same in 12 megapixels, with a sensor's noise: a smooth picture would decode too fast."""
    large = cv2.resize(_spot(*TELEGRAM), CAMERA[::-1], interpolation=cv2.INTER_CUBIC).astype(np.float32)
    noise = np.random.default_rng(2).normal(0, 4, CAMERA).astype(np.float32)
    return _jpeg(large + noise[..., None], _CAMERA_QUALITY)


def scaled_squares(size: int, count: int) -> list[Floats]:
    """Small pictures in the range of -1 to 1, for what only needs something to look at."""
    drawn = (cv2.resize(_spot(240, 240, seed), (size, size), interpolation=cv2.INTER_AREA) for seed in range(count))
    return [((one - 127) / 128).astype(np.float32) for one in drawn]


def _spot(height: int, width: int, seed: int = 7) -> Floats:
    """Skin with lumps of three sizes and a spot of soft, uneven border; RGB 0-255."""
    random = np.random.default_rng(seed)

    def lumps(grain: int, strength: float) -> Floats:
        small = random.normal(0, strength, (max(2, height // grain), max(2, width // grain))).astype(np.float32)
        return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)

    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    far = np.hypot(rows - height / 2, columns - width / 2) / height + lumps(24, 0.015)
    inside = (1 / (1 + np.exp((far - 0.17) / 0.02)))[..., None]
    relief = (lumps(60, 6) + lumps(8, 2.5) + lumps(2, 4))[..., None]
    skin, spot = np.array((213, 167, 140)) + relief, np.array((122, 55, 33)) + relief
    mixed = cv2.GaussianBlur(skin * (1 - inside) + spot * inside, (0, 0), 1.2)
    return np.asarray(mixed.clip(0, 255), np.float32)


def _jpeg(pixels: Floats, quality: int) -> bytes:
    whole: Pixels = pixels.clip(0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", np.ascontiguousarray(whole[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return bytes(coded)
