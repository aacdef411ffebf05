"""Reading what a form sends: fields and a photo, each with a cap while it is read, the whole with a deadline."""

import asyncio
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from web.keys import UPLOADS
from web.limits import FORM_SECONDS, LARGEST_PHOTO, MOST_FIELDS, PHOTO_SECONDS

KEY = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent; `oversized` when its photo was larger than we read, so that it was let go of."""

    fields: Mapping[str, str] = field(default_factory=dict)
    photo: bytes = b""
    oversized: bool = False

    def text(self, name: str) -> str:
        """A field's text, empty when it was not sent."""
        return self.fields.get(name, "").strip()

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return name in self.fields

    def key(self, person: str) -> str:
        """The key under which this form counts once, however often it is sent; nobody can use another's."""
        key = self.text("key")
        if not KEY.fullmatch(key):
            raise web.HTTPBadRequest
        return f"{person}:{key}"


async def read_form(request: web.Request) -> Form:
    """Read the body. Raises 400 when it is no form, 408 when it is too slow, 413 when it is too large."""
    several = request.content_type == "multipart/form-data"
    try:
        async with asyncio.timeout(PHOTO_SECONDS if several else FORM_SECONDS):
            return await _parts(request) if several else await _plain(request)
    except TimeoutError as slow:
        raise web.HTTPRequestTimeout from slow
    except (ValueError, HttpProcessingError, web.RequestPayloadError) as broken:
        raise web.HTTPBadRequest from broken


async def _plain(request: web.Request) -> Form:
    sent = await request.post()
    return Form({name: value for name, value in sent.items() if isinstance(value, str)})


async def _parts(request: web.Request) -> Form:
    fields: dict[str, str] = {}
    photo = b""
    reader = await request.multipart()
    for _ in range(MOST_FIELDS):
        part = await reader.next()
        if part is None:
            return Form(fields, photo)
        if not isinstance(part, BodyPartReader) or part.name is None:
            raise web.HTTPBadRequest
        if part.filename is None:
            fields[part.name] = (await part.read()).decode()
            continue
        sent = await _photo(request, part)
        if sent is None:
            return Form(fields, oversized=True)
        photo = sent or photo
    raise web.HTTPBadRequest


async def _photo(request: web.Request, part: BodyPartReader) -> bytes | None:
    """The photo of one file input, empty when none was chosen; None when it is too large."""
    photo = bytearray(await part.read_chunk())
    if not photo:
        return b""
    async with request.app[UPLOADS]:
        while chunk := await part.read_chunk():
            photo += chunk
            if len(photo) > LARGEST_PHOTO:
                return None
    return bytes(photo)
