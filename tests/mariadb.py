"""A private MariaDB for the tests: started once a session on a free port of the loopback, a fresh database a test."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pymysql
import pytest

UP_WITHIN = 30.0

SMALL = (
    "--innodb-buffer-pool-size=32M",
    "--innodb-log-file-size=16M",
    "--innodb-file-per-table=0",  # tables of a test come and go quicker in one file
    "--innodb-flush-log-at-trx-commit=2",  # a test kills the server, but never the power
    "--innodb-flush-method=nosync",
    "--skip-innodb-doublewrite",
    "--skip-log-bin",
    "--skip-name-resolve",
)


class MariaDb:
    """One mariadbd in a folder of its own, ended by its own process id."""

    def __init__(self, folder: Path) -> None:
        self.port = _free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._install()

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self._folder / "mariadbd.log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *_command("mariadbd", self._folder / "data"),
                    f"--socket={self._folder / 'socket'}",
                    f"--port={self.port}",
                    "--bind-address=127.0.0.1",
                    *SMALL,
                ],
                stdout=log,
                stderr=log,
            )
        end = time.monotonic() + UP_WITHIN
        while not self._answers():
            assert self._process.poll() is None, self.log()
            assert time.monotonic() < end, self.log()
            time.sleep(0.05)

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.send_signal(signal.SIGCONT)
            self._process.kill()
            self._process.wait()
            self._process = None

    def restart(self) -> None:
        """End it and start it on the same port: every connection to it is dead."""
        self.stop()
        self.start()

    def freeze(self) -> None:
        """Let it hold its connections and answer nothing, until it is thawed."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def create(self, name: str) -> str:
        """Make an empty database; returns its address, as people write it."""
        self.run(f"CREATE DATABASE {name} CHARACTER SET utf8mb4")
        return f"mysql://root@127.0.0.1:{self.port}/{name}"

    def run(self, statement: str) -> None:
        """Run one statement."""
        with pymysql.connect(host="127.0.0.1", port=self.port, user="root") as connection:
            connection.cursor().execute(statement)

    def log(self) -> str:
        """What it printed."""
        return (self._folder / "mariadbd.log").read_text(errors="replace")

    def _install(self) -> None:
        subprocess.run(
            [
                *_command("mariadb-install-db", self._folder / "data"),
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            check=True,
            capture_output=True,
        )

    def _answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except pymysql.err.OperationalError:
            return False
        return True

    def _signal(self, which: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(which)


@pytest.fixture(scope="session")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MariaDb]:
    """The session's server."""
    server = MariaDb(tmp_path_factory.mktemp("mariadb"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def mariadb_url(mariadb: MariaDb) -> str:
    """The address of an empty database."""
    return mariadb.create(f"test_{uuid4().hex}")


def _command(program: str, data: Path) -> list[str]:
    """The program without this machine's settings; root must say that it means to be root."""
    found = shutil.which(program)
    assert found is not None, f"{program} is not on the PATH"
    return [found, "--no-defaults", f"--datadir={data}", *(["--user=root"] if os.geteuid() == 0 else [])]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
