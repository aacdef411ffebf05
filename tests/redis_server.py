"""A private Redis for the tests: on a free port of the loopback, keeping nothing, ended by its own process."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from redis.asyncio import Redis

from bot.ringing import CHANNEL

PATIENCE = 10.0


class PrivateRedis:
    """A redis-server of our own on the loopback, which can be stopped and started on the same port."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        program = shutil.which("redis-server")
        assert program is not None
        options = ("--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(self._folder))
        quiet = asyncio.subprocess.DEVNULL
        self._process = await asyncio.create_subprocess_exec(
            program, "--port", str(self.port), *options, stdout=quiet, stderr=quiet
        )
        async with asyncio.timeout(PATIENCE):
            while not await self._answers():  # noqa: ASYNC110 - another process tells no event
                await asyncio.sleep(0.02)

    async def stop(self) -> None:
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def listeners(self) -> int:
        async with Redis.from_url(self.url) as client:
            [(_, count)] = await client.pubsub_numsub(CHANNEL)
            return int(count)

    async def _answers(self) -> bool:
        async with Redis.from_url(self.url) as client:
            with suppress(Exception):
                return bool(await client.ping())
        return False


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[PrivateRedis]:
    """A running one for this test."""
    server = PrivateRedis(tmp_path)
    await server.start()
    yield server
    await server.stop()
