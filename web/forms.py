"""Reading what a form sends: fields and a photo, each with a cap while it is read, the whole with a deadline."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, web
from aiohttp.http_exceptions import HttpProcessingError

from web.keys import UPLOADS
from web.limits import FORM_SECONDS, LARGEST_PHOTO, MOST_FIELDS, PHOTO_SECONDS, RETRY_AFTER, SLOT_SECONDS

KEY = re.compile(r"[0-9a-f]{32}")

MULTIPART = "multipart/form-data"

BROKEN = (ValueError, LookupError, HttpProcessingError, web.RequestPayloadError, ConnectionError)
"""What a body is to blame for that is no form: LookupError for a charset that nobody knows, ConnectionError when its
sender hung up, who reads no answer."""


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
    """Read a form without a file.

    Raises 400 when it is no form, 408 when it is too slow, 413 when it is too large, 415 when it may bring a file.
    """
    if request.content_type == MULTIPART:
        raise web.HTTPUnsupportedMediaType
    return await _read(_plain(request), FORM_SECONDS)


async def read_photo_form(request: web.Request) -> Form:
    """Read a form that may bring a photo. Raises 400, 408, 413, or 503 while too many others send a photo."""
    if request.content_type == MULTIPART:
        return await _read(_parts(request), PHOTO_SECONDS)
    return await read_form(request)


async def _read(body: Awaitable[Form], seconds: float) -> Form:
    try:
        async with asyncio.timeout(seconds):
            return await body
    except TimeoutError as slow:
        raise web.HTTPRequestTimeout from slow
    except BROKEN as broken:
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
    async with _slot(request):
        while chunk := await part.read_chunk():
            photo += chunk
            if len(photo) > LARGEST_PHOTO:
                return None
    return bytes(photo)


@asynccontextmanager
async def _slot(request: web.Request) -> AsyncIterator[None]:
    """A place among the photos that are being received. Raises 503 when none comes free soon."""
    try:
        async with asyncio.timeout(SLOT_SECONDS):
            await request.app[UPLOADS].acquire()
    except TimeoutError as full:
        raise web.HTTPServiceUnavailable(headers={"Retry-After": RETRY_AFTER}) from full
    try:
        yield
    finally:
        request.app[UPLOADS].release()
