"""The static files: read once at the start, named by their contents, kept by browsers for a year."""

import gzip
import hashlib
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aiohttp import hdrs, web

STATIC = Path(__file__).parent / "static"

FOR_EVER = "public, max-age=31536000, immutable"
"""For addresses that carry the hash of the file, so that a changed file has another address."""

ASK_AGAIN = "public, no-cache"
"""For addresses without it, as one script imports another: kept, but asked for with the ETag."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file, ready to be sent."""

    content: bytes
    packed: bytes
    kind: str
    version: str


class Assets:
    """All static files in memory: a few dozen kilobytes, and no path that could lead elsewhere."""

    def __init__(self, files: Mapping[str, Asset]) -> None:
        self._files = files

    @classmethod
    def load(cls, folder: Path = STATIC) -> "Assets":
        """Read every file of the folder."""
        return cls({path.name: _asset(path) for path in folder.iterdir()})

    def address(self, name: str) -> str:
        """Where a page finds the file."""
        return f"/static/{name}?v={self._files[name].version}"

    async def serve(self, request: web.Request) -> web.Response:
        """Send one file."""
        asset = self._files.get(request.match_info["name"])
        if asset is None:
            raise web.HTTPNotFound
        headers = {
            hdrs.CACHE_CONTROL: FOR_EVER if request.query.get("v") == asset.version else ASK_AGAIN,
            hdrs.ETAG: f'"{asset.version}"',
            hdrs.VARY: hdrs.ACCEPT_ENCODING,
        }
        if asset.version in request.headers.get(hdrs.IF_NONE_MATCH, ""):
            return web.Response(status=304, headers=headers)
        if "gzip" not in request.headers.get(hdrs.ACCEPT_ENCODING, ""):
            return web.Response(body=asset.content, content_type=asset.kind, charset="utf-8", headers=headers)
        headers[hdrs.CONTENT_ENCODING] = "gzip"
        return web.Response(body=asset.packed, content_type=asset.kind, charset="utf-8", headers=headers)


def _asset(path: Path) -> Asset:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(content, gzip.compress(content, mtime=0), kind, hashlib.sha256(content).hexdigest()[:12])
