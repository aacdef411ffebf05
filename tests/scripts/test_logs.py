"""A request that cannot be read leaves the kind of its fault in the log, and nothing of itself."""

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from scripts.logs import Terse


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    written = io.StringIO()
    lines = logging.StreamHandler(written)
    lines.setFormatter(Terse())
    logging.getLogger().addHandler(lines)
    yield written
    logging.getLogger().removeHandler(lines)


@pytest.mark.parametrize(
    ("request_line", "cookie", "kind"),
    [
        (b"GET /chat", b"lentigo=SECRETTOKEN; big=" + b"a" * 9000, "LineTooLong"),
        (b"GET /photo/\xff?email=ada@example.org", b"lentigo=SECRETTOKEN", "InvalidURLError"),
        (b"GET /", b"lentigo=SECRETTOKEN\x00", "BadHttpMessage"),
    ],
    ids=["oversized cookie", "bad path", "bad byte"],
)
async def test_a_request_that_cannot_be_read(log: io.StringIO, request_line: bytes, cookie: bytes, kind: str) -> None:
    async with TestServer(web.Application(), host="127.0.0.1") as server:
        reader, writer = await asyncio.open_connection(server.host, server.port)
        writer.write(request_line + b" HTTP/1.1\r\nHost: x\r\nCookie: " + cookie + b"\r\n\r\n")
        assert b" 400 " in await asyncio.wait_for(reader.readline(), 5)
        writer.close()
    written = log.getvalue()
    assert f"fault={kind}" in written
    for secret in ("SECRETTOKEN", "ada@example.org", "127.0.0.1", "aaaa"):
        assert secret not in written


def test_the_words_of_a_fault_that_nobody_fetched_stay_out(log: io.StringIO) -> None:
    logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: ValueError('my mole bleeds')")
    assert log.getvalue() == "ERROR asyncio Task exception was never retrieved\n"
