"""Untrusted bytes to clean upright pixels: formats and sizes are checked before anything is decoded."""

import io
from functools import lru_cache
from math import ceil

import cv2
import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from ml.contract import Pixels
from ml.reason import Reason

FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
MAX_BYTES = 20 * 1024 * 1024  # what the Bot API hands out at most
MAX_PIXELS = 64_000_000  # width x height x frames: a 48-megapixel phone photo passes, a bomb does not
MAX_SIDE = 1600  # of the pixels returned: several times what the network sees
JPEG_QUALITY = 92


class UnreadablePhoto(Exception):
    """The bytes are no picture that can be opened; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@lru_cache(maxsize=1)
def _teach_heif() -> None:
    register_heif_opener()  # registers with Pillow for the whole process: once, and not at import


def clean_pixels(photo: bytes, *, max_side: int = MAX_SIDE) -> Pixels:
    """Return the photo upright as RGB (height, width, 3), its long side at most `max_side` pixels.

    Raises UnreadablePhoto, and nothing else, for whatever the bytes hold.
    """
    if len(photo) > MAX_BYTES:
        raise UnreadablePhoto(Reason.TOO_LARGE)
    _teach_heif()
    try:
        with Image.open(io.BytesIO(photo), formats=FORMATS) as image:
            return _decoded(image, max_side)
    except UnreadablePhoto:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise UnreadablePhoto(Reason.TOO_LARGE) from bomb
    except UnidentifiedImageError as stranger:
        raise UnreadablePhoto(Reason.NOT_A_PICTURE) from stranger
    except Exception as fault:  # decoders meet hostile bytes with any exception type there is
        raise UnreadablePhoto(Reason.BROKEN) from fault


def _decoded(image: Image.Image, max_side: int) -> Pixels:
    # Phones store a depth map or a second view as further frames of one JPEG ("MPO"); only the first is read.
    frames = 1 if image.format == "MPO" else getattr(image, "n_frames", 1)
    if image.width * image.height * frames > MAX_PIXELS:
        raise UnreadablePhoto(Reason.TOO_LARGE)
    image.draft("RGB", _within(image.size, max_side))  # a JPEG decodes at a half or less for almost nothing
    image.thumbnail((max_side, max_side), Image.Resampling.BOX, reducing_gap=None)
    upright = ImageOps.exif_transpose(image)
    return np.array(_opaque(upright), np.uint8)


def _within(size: tuple[int, int], max_side: int) -> tuple[int, int]:
    """The size of a picture whose long side is `max_side`, rounded up: nothing smaller is to be decoded."""
    factor = max_side / max(size)
    return ceil(size[0] * factor), ceil(size[1] * factor)


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):  # 16-bit grey: Pillow would clip instead of scaling
        image = image.point(lambda value: value / 256).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    paper = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(paper, layered).convert("RGB")


def clean_jpeg(pixels: Pixels) -> bytes:
    """Return the pixels as a JPEG made anew: no EXIF, no place, no comment, no colour profile."""
    written, coded = cv2.imencode(
        ".jpg", np.ascontiguousarray(pixels[:, :, ::-1]), [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    )
    if not written:
        raise ValueError(f"cannot write pixels of shape {pixels.shape} as JPEG")
    return bytes(coded)
