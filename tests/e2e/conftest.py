"""One installation a test, on SQLite and on a real MariaDB; a Bot API server where Telegram would be."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.botapi.server import MY_TOKEN, BotApi
from tests.e2e.running import Running


@pytest.fixture
async def telegram() -> AsyncIterator[BotApi]:
    server = BotApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture(params=["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)])
async def lentigo(request: pytest.FixtureRequest, tmp_path: Path, telegram: BotApi) -> AsyncIterator[Running]:
    settings = {"LENTIGO_TELEGRAM_TOKEN": MY_TOKEN, "LENTIGO_TELEGRAM_API_URL": telegram.url}
    if request.param == "mariadb":
        settings["LENTIGO_DATABASE_URL"] = request.getfixturevalue("mariadb_url")
    running = Running(tmp_path / "data", settings)
    yield running
    await running.kill()
