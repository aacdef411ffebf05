"""What a body may be and do: files only where photos are taken, places that come free, senders that hang up."""

import asyncio
import socket
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import ClientResponse
from structlog.testing import capture_logs

from tests.web.running import OURS, Browser, Running, upload_data
from web.limits import UPLOADS_AT_ONCE

HalfAPhoto = Callable[..., Awaitable[tuple[StreamReader, StreamWriter]]]

HALF = (
    b"Host: x\r\nContent-Length: 90000\r\nContent-Type: multipart/form-data; boundary=edge\r\n\r\n--edge\r\n"
    b'Content-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\n' + bytes(20_000)
)
RESET = struct.pack("ii", 1, 0)
"""SO_LINGER for a close that throws away what was not sent, as a crash does."""


@pytest.fixture
async def half_a_photo(lentigo: Running) -> AsyncIterator[HalfAPhoto]:
    """Opens connections that send the beginning of a photo and then nothing."""
    writers: list[StreamWriter] = []

    async def send(path: str, browser: Browser | None = None) -> tuple[StreamReader, StreamWriter]:
        reader, writer = await asyncio.open_connection(lentigo.server.host, lentigo.server.port)
        writers.append(writer)
        session = f"Cookie: lentigo={browser.tokens['lentigo']}\r\n" if browser else ""
        writer.write(f"POST {path} HTTP/1.1\r\n{session}".encode() + HALF)
        await writer.drain()
        return reader, writer

    yield send
    for writer in writers:
        writer.close()


async def post(lentigo: Running, path: str, **request: object) -> ClientResponse:
    """A form from somebody who is not logged in."""
    client = lentigo.browser().client
    return await client.post(path, allow_redirects=False, **request)  # type: ignore[arg-type]


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
async def test_a_sender_that_hangs_up_is_no_fault_of_ours(
    lentigo: Running, half_a_photo: HalfAPhoto, *, reset: bool
) -> None:
    browser = await lentigo.person()
    with capture_logs() as logs:
        _, writer = await half_a_photo("/photo", browser)
        await asyncio.sleep(0.1)
        if reset:
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        writer.close()
        await asyncio.sleep(0.3)
    assert logs == []


@pytest.mark.parametrize("path", ["/login", "/register", "/theme", "/language", "/admin/login"])
async def test_a_file_is_refused_where_no_photo_is_taken(lentigo: Running, path: str) -> None:
    answer = await post(lentigo, path, data=upload_data(email="ada@example.org"), headers=OURS)
    assert answer.status == 415


async def test_a_file_is_refused_on_the_other_forms_of_a_person(lentigo: Running) -> None:
    browser = await lentigo.person()
    await browser.post("/privacy", upload_data(adult="on"))
    assert browser.status == 415


async def test_nobody_who_is_not_logged_in_holds_up_photos(lentigo: Running, half_a_photo: HalfAPhoto) -> None:
    browser = await lentigo.person()
    for path in ("/login", "/photo", "/chat"):
        for _ in range(UPLOADS_AT_ONCE):
            reader, _ = await half_a_photo(path)
            answer = await asyncio.wait_for(reader.readline(), 2)
            assert answer.split()[1] in {b"415", b"303"}
    await asyncio.wait_for(lentigo.photo(browser), 2)
    assert browser.status == 200


async def test_a_photo_that_finds_no_place_is_told_to_come_back(
    lentigo: Running, half_a_photo: HalfAPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.forms.SLOT_SECONDS", 0.1)
    browser = await lentigo.person()
    for _ in range(UPLOADS_AT_ONCE):
        await half_a_photo("/photo", browser)
    await asyncio.sleep(0.2)
    await browser.post("/photo", upload_data())
    assert (browser.status, browser.headers["Retry-After"]) == (503, "10")
    assert "Too many at once" in browser.page
    assert 'href="/photo"' in browser.page


@pytest.mark.parametrize("charset", ["foo", "utf-16"])
async def test_a_charset_that_does_not_fit_is_no_fault_of_ours(lentigo: Running, charset: str) -> None:
    kind = {"Content-Type": f"application/x-www-form-urlencoded; charset={charset}"}
    answer = await post(lentigo, "/login", data=b"email=a&password=b", headers=OURS | kind)
    assert 400 <= answer.status < 500


@pytest.mark.parametrize("cookie", ["lentigo", "lentigo-panel"])
async def test_a_cookie_of_any_bytes_opens_nothing(lentigo: Running, cookie: str) -> None:
    reader, writer = await asyncio.open_connection(lentigo.server.host, lentigo.server.port)
    path = "/admin" if cookie.endswith("panel") else "/chat"
    writer.write(f"GET {path} HTTP/1.1\r\nHost: x\r\nCookie: {cookie}=".encode() + b"\xff\xfe\r\n\r\n")
    assert (await asyncio.wait_for(reader.readline(), 2)).split()[1] == b"303"
    writer.close()
