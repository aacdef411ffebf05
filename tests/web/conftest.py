"""The browser door on a real store; what eyes, ears and chatbot make of things is said by the tests."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser as Chromium

from bot.assistant.accounts import Accounts
from bot.assistant.assistant import Assistant
from bot.assistant.doorbell import Doorbell
from bot.assistant.panel import Panel
from bot.assistant.passwords import Passwords
from bot.assistant.screening import Screening
from bot.assistant.vocabulary import common_words
from bot.settings import Settings
from bot.wiring import new_id, now
from db.store import Store, migrate
from db.vault import Sealer
from knowledge.corpus import Corpus
from scripts.chromium import launched
from tests.web.made import NAMES, condition
from tests.web.running import FearsOneWord, KnowsOneThing, Obedient, Running
from web.app import create_app


@pytest.fixture(scope="session")
def known() -> Corpus:
    made = {code: condition(code) for code in NAMES}
    return Corpus({}, {one.id: one for one in made.values()}, made, {})


@pytest.fixture(scope="session")
def passwords() -> Passwords:
    return Passwords()


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store, migrated once: a copy of it takes a hundredth of the time."""
    file = tmp_path_factory.mktemp("blank") / "lentigo.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    return file


@pytest.fixture
async def store(blank: Path, tmp_path: Path) -> AsyncIterator[Store]:
    file = shutil.copy(blank, tmp_path)
    store = await Store.open(f"sqlite+aiosqlite:///{file}", Sealer(bytes(32)))
    yield store
    await store.close()


@pytest.fixture
def public_url() -> str:
    """Where people come from; a test that wants https says so by a parameter of this name."""
    return ""


@pytest.fixture
def settings(tmp_path: Path, public_url: str) -> Settings:
    return Settings(_env_file=None, data_dir=tmp_path, country="IN", public_url=public_url)


async def webhook(_: web.Request) -> web.Response:
    """Stands for Telegram's."""
    return web.Response(text="kept")


class AsInService(TestServer):
    """A test server that, like `lentigo run`, does not cancel the handler of a client that hung up."""

    async def _make_runner(self, **options: Any) -> "web.BaseRunner[web.Request]":
        return await super()._make_runner(**options | {"handler_cancellation": False})


@pytest.fixture
async def lentigo(store: Store, known: Corpus, passwords: Passwords, settings: Settings) -> AsyncIterator[Running]:
    doorbell, predictor = Doorbell(), Obedient()
    assistant = Assistant(
        store,
        KnowsOneThing(),  # type: ignore[arg-type]
        FearsOneWord(),  # type: ignore[arg-type]
        vocabulary=common_words(),
        doorbell=doorbell,
        now=now,
        new_id=new_id,
    )
    accounts = Accounts(store, passwords, now=now, new_id=new_id)
    panel = Panel(store, passwords, now=now, new_id=new_id)
    screening = Screening(store, predictor, known, doorbell=doorbell, now=now)  # type: ignore[arg-type]
    running = Running(store, assistant, accounts, panel, screening, predictor)
    app = create_app(
        assistant,
        accounts,
        panel,
        settings=settings,
        telegram_webhook=webhook,
        telegram_well=lambda: running.telegram_well,
        now=lambda: now() + running.later,
    )
    running.server = server = AsInService(app, host="127.0.0.1")
    await server.start_server()
    yield running
    for client in running.clients:
        await client.session.close()
    await server.close()


@pytest.fixture
async def chromium() -> AsyncIterator[Chromium]:
    """A real browser, on this machine only."""
    async with launched() as browser:
        yield browser
