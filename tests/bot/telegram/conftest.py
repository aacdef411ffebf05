"""A door on the strict Bot API server, with a fake assistant behind it."""

import io
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from PIL import Image

from bot.settings import TelegramMode
from bot.telegram import limits, patience
from bot.telegram.app import TelegramDoor
from tests.bot.telegram.fakes import FakeAssistant, FakeStore
from tests.botapi import MY_TOKEN, BotApi

OpenDoor = Callable[[], Awaitable[TelegramDoor]]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short pauses, and PTB's own way of being told that its old attributes are not wanted."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    monkeypatch.setattr(limits, "SLOW_START", 0.05)
    monkeypatch.setattr(patience, "PAUSES", (0.05, 0.05, 0.05))
    monkeypatch.setattr("bot.telegram.app.SWEEP_SECONDS", 0.1)
    monkeypatch.setattr("bot.telegram.app.STALE_SECONDS", 0.0)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    server = BotApi()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def assistant(store: FakeStore) -> FakeAssistant:
    return FakeAssistant(store)


def make_door(
    api_url: str, assistant: FakeAssistant, store: FakeStore, *, token: str = MY_TOKEN, **webhook: str
) -> TelegramDoor:
    """A door that has not been started."""
    mode = TelegramMode.WEBHOOK if webhook else TelegramMode.POLLING
    return TelegramDoor(assistant, store, token=token, api_url=api_url, mode=mode, **webhook)  # type: ignore[arg-type]


@pytest.fixture
async def door(api: BotApi, assistant: FakeAssistant, store: FakeStore) -> AsyncIterator[TelegramDoor]:
    opened = make_door(api.url, assistant, store)
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    packed = io.BytesIO()
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(packed, "JPEG")
    return packed.getvalue()
