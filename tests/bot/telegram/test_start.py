"""How the door opens: with a bad token, without a network, and what it tells Telegram about itself."""

import logging
import socket

import pytest
from structlog.testing import capture_logs

from bot.assistant.events import Command
from bot.assistant.replies import Reply
from bot.assistant.texts import languages, texts_in
from bot.telegram.app import TelegramDoor
from bot.telegram.commands import COMMANDS
from bot.telegram.refused import TelegramRefused
from tests.bot.telegram.conftest import make_door
from tests.bot.telegram.fakes import FakeAssistant, FakeStore, until
from tests.botapi import MY_TOKEN, ApiError, BotApi, Refusal

OTHER_TOKEN = "123456789:BBanother_token_that_nobody_knows_0"


@pytest.mark.parametrize("token", [OTHER_TOKEN, "nonsense"])
async def test_bad_token_is_refused_with_the_way_out_and_without_the_token(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, token: str
) -> None:
    door = make_door(api.url, assistant, store, token=token)
    with pytest.raises(TelegramRefused, match=r"BotFather.*LENTIGO_TELEGRAM_TOKEN") as refusal:
        await door.start()
    await door.stop()
    assert token not in str(refusal.value)
    assert refusal.value.__context__ is None or refusal.value.__suppress_context__


async def test_server_that_comes_later_is_found(assistant: FakeAssistant, store: FakeStore) -> None:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    door = make_door(f"http://127.0.0.1:{port}", assistant, store)
    await door.start()
    assert not door.health().connected
    api = BotApi()
    await api.start(port)
    user = api.user()
    user.send_text("at last")
    await user.wait_for_text("said at last")
    assert door.health().connected
    await door.stop()
    await api.stop()


async def test_server_with_a_cold_start_is_tried_again(api: BotApi, assistant: FakeAssistant, store: FakeStore) -> None:
    api.fail("getMe", Refusal(ApiError(502, "Bad Gateway")), times=2)
    door = make_door(api.url, assistant, store)
    await door.start()
    await until(lambda: door.health().connected, what="the door is open")
    await door.stop()


async def test_door_that_never_opened_can_be_closed(assistant: FakeAssistant, store: FakeStore) -> None:
    door = make_door("http://127.0.0.1:9", assistant, store)
    await door.start()
    await door.stop()
    assert not door.health().connected


async def test_every_command_is_listed_in_private_chats_and_none_in_groups(api: BotApi, door: TelegramDoor) -> None:
    await until(lambda: len(api.called("setMyShortDescription")) == 4, what="the bot has introduced itself")
    listed = api.state.about.commands["all_private_chats", ""]
    assert {one["command"] for one in listed} == {command.value for command in Command} == set(COMMANDS)
    assert ("all_group_chats", "") not in api.state.about.commands
    assert "not a doctor" in api.state.about.texts["description", ""]


async def test_commands_and_texts_are_there_in_every_language(api: BotApi, door: TelegramDoor) -> None:
    await until(lambda: len(api.called("setMyShortDescription")) == 4, what="the bot has introduced itself")
    about = api.state.about
    for language in languages():
        for scope in ("default", "all_private_chats"):
            listed = {one["command"]: one["description"] for one in about.commands[scope, language]}
            assert listed == {command.value: texts_in(language)(f"commands.{command}") for command in Command}
        assert about.texts["description", language] == texts_in(language)("bot.description")
        assert about.texts["short_description", language] == texts_in(language)("bot.short")


async def test_who_chooses_a_language_sees_the_commands_in_it(
    api: BotApi, door: TelegramDoor, assistant: FakeAssistant
) -> None:
    assistant.chosen = "es"
    user = api.user()
    user.send_text("Español")
    scope = f'chat{{"chat_id": {user.id}}}'
    await until(lambda: (scope, "") in api.state.about.commands, what="the commands of the chat are set")
    described = {one["description"] for one in api.state.about.commands[scope, ""]}
    assert texts_in("es")("commands.photo") in described


async def test_refused_introduction_does_not_keep_the_door_shut(
    api: BotApi, assistant: FakeAssistant, store: FakeStore
) -> None:
    api.fail("setMyCommands", Refusal(ApiError(502, "Bad Gateway")))
    door = make_door(api.url, assistant, store)
    await door.start()
    user = api.user()
    user.send_text("hello")
    await user.wait_for_text("said hello")
    await door.stop()


async def test_logs_hold_no_words_no_name_and_no_token(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assistant.answer = lambda _: [Reply("private answer")]
    assistant.trouble = [ValueError("quotes private words")]
    api.fail("sendMessage", Refusal(ApiError(502, "Bad Gateway")))
    with capture_logs() as events:
        door = make_door(api.url, assistant, store)
        await door.start()
        user = api.user(first_name="Privatename")
        user.send_text("private words")
        await user.wait_for_text("private answer")
        await door.stop()
    written = repr(events) + caplog.text
    assert {"update_failed", "letter_put_off"} <= {event["event"] for event in events}
    for secret in ("private", "Privatename", MY_TOKEN, MY_TOKEN.split(":")[1]):
        assert secret not in written
