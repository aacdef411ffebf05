"""A running Lentigo: the real command in a process of its own, started, killed and started again."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import aiohttp

LENTIGO = Path(sys.executable).parent / "lentigo"
UP_WITHIN = 60.0


class Running:
    """One installation: its settings, its data folder, and the process while it runs."""

    def __init__(self, data: Path, settings: Mapping[str, str]) -> None:
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._data = data
        self._settings = {
            "LENTIGO_DATA_DIR": str(data),
            "LENTIGO_PORT": str(self.port),
            **settings,
        }
        self._process: asyncio.subprocess.Process | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its commands."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LENTIGO_")}
        return clean | self._settings

    async def start(self) -> None:
        """Start the process and wait until it is healthy."""
        with (self._data.parent / "lentigo.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                LENTIGO, "run", env=self.environment, cwd=self._data.parent, stdout=log, stderr=log
            )
        async with asyncio.timeout(UP_WITHIN), aiohttp.ClientSession() as session:
            while not await self._healthy(session):
                assert self._process.returncode is None, self.log()
                await asyncio.sleep(0.1)

    async def kill(self) -> None:
        """Pull the plug: kill -9."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """Ctrl-C; returns the exit code."""
        return await self._end(signal.SIGINT)

    async def command(self, *arguments: str, stdin: bytes = b"") -> tuple[int, str, str]:
        """Run another command of the installation; returns exit code, output, errors."""
        process = await asyncio.create_subprocess_exec(
            LENTIGO,
            *arguments,
            env=self.environment,
            cwd=self._data.parent,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate(stdin)
        return process.returncode or 0, out.decode(), err.decode()

    def log(self) -> str:
        """What the process printed."""
        return (self._data.parent / "lentigo.log").read_text(errors="replace")

    async def _end(self, how: signal.Signals) -> int:
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return process.returncode or 0 if process else 0
        process.send_signal(how)
        return await asyncio.wait_for(process.wait(), 40)

    async def _healthy(self, session: aiohttp.ClientSession) -> bool:
        try:
            async with session.get(f"{self.url}/health") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
