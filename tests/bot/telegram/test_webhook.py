"""The webhook lets nobody in but Telegram, and says 200 only when the update is kept."""

import io
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.assistant.events import Said
from bot.telegram.app import TelegramDoor
from bot.telegram.limits import LARGEST_UPDATE
from bot.telegram.refused import TelegramRefused
from bot.telegram.webhook import SECRET_HEADER
from tests.bot.telegram.conftest import make_door
from tests.bot.telegram.fakes import FakeAssistant, FakeStore, until
from tests.botapi import BotApi

SECRET = "a-secret_of-Telegram"


@pytest.fixture
async def server(api: BotApi, assistant: FakeAssistant, store: FakeStore) -> AsyncIterator[TestServer]:
    doors: list[TelegramDoor] = []

    async def handle(request: web.Request) -> web.Response:
        return await doors[0].webhook_handler(request)

    app = web.Application()
    app.router.add_post("/telegram/webhook", handle)
    async with TestServer(app) as listening:
        url = str(listening.make_url("/telegram/webhook"))
        doors.append(make_door(api.url, assistant, store, webhook_url=url, webhook_secret=SECRET))
        await doors[0].start()
        yield listening
        await doors[0].stop()


async def post(server: TestServer, body: bytes | io.BytesIO, secret: str = SECRET) -> int:
    url = server.make_url("/telegram/webhook")
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers={SECRET_HEADER: secret}) as answer,
    ):
        return answer.status


async def test_update_comes_in_and_is_answered(server: TestServer, api: BotApi) -> None:
    user = api.user()
    user.send_text("hello")
    await user.wait_for_text("said hello")
    await until(lambda: api.state.updates.pending == [], what="the webhook answered 200")
    assert api.state.updates.webhook["url"].endswith("/telegram/webhook")
    assert not api.called("getUpdates")


async def test_update_brought_five_times_is_handled_once(
    server: TestServer, api: BotApi, assistant: FakeAssistant
) -> None:
    user = api.user()
    number = user.send_text("hello")
    assert number is not None
    for _ in range(4):
        api.state.updates.send_again(number)
    await until(lambda: api.state.updates.pending == [], what="all were answered 200")
    await user.wait_for_text("said hello")
    assert assistant.events == [Said("hello")]


@pytest.mark.parametrize("secret", ["", "wrong", SECRET + "x", "ß"])
async def test_wrong_secret_is_refused_and_nothing_is_kept(server: TestServer, store: FakeStore, secret: str) -> None:
    assert await post(server, b'{"update_id": 1}', secret) == 403
    assert store.rows == {}


@pytest.mark.parametrize("body", [b"", b"[]", b"not json", b"{}", b'{"update_id": 1, "message": 3}', b"\xff"])
async def test_body_that_is_no_update_is_400(server: TestServer, store: FakeStore, body: bytes) -> None:
    assert await post(server, body) == 400
    assert store.rows == {}


async def test_huge_body_is_413(server: TestServer) -> None:
    assert await post(server, io.BytesIO(bytes(LARGEST_UPDATE + 1))) == 413


async def test_telegram_brings_the_update_again_while_the_store_is_away(
    server: TestServer, api: BotApi, store: FakeStore
) -> None:
    store.away = True
    user = api.user()
    user.send_text("keep me")
    await until(lambda: "503" in api.state.updates.webhook.get("last_error_message", ""), what="503 was answered")
    store.away = False
    await user.wait_for_text("said keep me")


async def test_address_that_telegram_refuses_is_explained(
    api: BotApi, assistant: FakeAssistant, store: FakeStore
) -> None:
    door = make_door(api.url, assistant, store, webhook_url="http://example.org/", webhook_secret=SECRET)
    with pytest.raises(TelegramRefused, match=r"https url must be provided.*LENTIGO_TELEGRAM_WEBHOOK_URL"):
        await door.start()
    await door.stop()


async def test_webhook_without_a_secret_is_not_opened(api: BotApi, assistant: FakeAssistant, store: FakeStore) -> None:
    door = make_door(api.url, assistant, store, webhook_url="https://example.org/")
    with pytest.raises(TelegramRefused, match="LENTIGO_TELEGRAM_WEBHOOK_SECRET"):
        await door.start()
    await door.stop()
