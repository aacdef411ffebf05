"""The files that the server holds, and photos made smaller as Telegram makes them."""

import io
import secrets
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from tests.botapi.errors import ApiError, bad_request

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
LARGEST_DOCUMENT = 50 * 1024 * 1024
SIDES = (90, 320, 800, 1280)
"""Longest sides, in pixels, of the sizes that Telegram makes of a photo."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A file on the server."""

    id: str
    unique: str
    path: str
    name: str
    mime: str
    data: bytes

    def to_json(self) -> dict[str, Any]:
        """What the File, PhotoSize and Document objects share."""
        return {"file_id": self.id, "file_unique_id": self.unique, "file_size": len(self.data)}


class Files:
    """All files by id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}

    def keep(self, data: bytes, folder: str, name: str, mime: str) -> Stored:
        """Store a file under a fresh id."""
        unique = secrets.token_urlsafe(9)
        stored = Stored(
            f"AgACAgIAAxkB{secrets.token_urlsafe(24)}", unique, f"{folder}/{unique}_{name}", name, mime, data
        )
        self._by_id[stored.id] = stored
        return stored

    def get(self, file_id: str) -> Stored:
        """A file by its id; 400 when there is none."""
        if file_id not in self._by_id:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return self._by_id[file_id]

    def at(self, path: str) -> Stored | None:
        """A file by its download path."""
        return next((stored for stored in self._by_id.values() if stored.path == path), None)

    def photo(self, data: bytes) -> list[dict[str, Any]]:
        """The PhotoSize list of a photo, smallest first: re-encoded, without metadata, at most 1280 px."""
        picture = _opened(data)
        sizes = []
        for side in SIDES:
            small = ImageOps.contain(picture, (side, side)) if max(picture.size) > side else picture
            packed = io.BytesIO()
            small.save(packed, "JPEG", quality=87)
            stored = self.keep(packed.getvalue(), "photos", f"{side}.jpg", "image/jpeg")
            sizes.append(stored.to_json() | {"width": small.width, "height": small.height})
            if max(picture.size) <= side:
                break
        return sizes

    def document(self, data: bytes, name: str, mime: str) -> dict[str, Any]:
        """The Document object of a file, its bytes untouched."""
        if len(data) > LARGEST_DOCUMENT:
            raise ApiError(413, "Request Entity Too Large")
        return self.keep(data, "documents", name, mime).to_json() | {"file_name": name, "mime_type": mime}


def _opened(data: bytes) -> Image.Image:
    if len(data) > LARGEST_PHOTO:
        raise bad_request(
            f"file of size {len(data)} bytes is too big for a photo; the maximum size is {LARGEST_PHOTO} bytes"
        )
    try:
        picture = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    except (UnidentifiedImageError, OSError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    width, height = picture.size
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return picture.convert("RGB")
