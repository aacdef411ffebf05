"""Every update is handled, exactly once, in its chat's order, whatever is repeated, lost or killed."""

import asyncio

import pytest

from bot.assistant.events import Said
from bot.telegram.app import TelegramDoor
from db.store import StoreUnreachable
from tests.bot.telegram.conftest import make_door
from tests.bot.telegram.fakes import FakeAssistant, FakeStore, until
from tests.botapi import ApiError, BotApi, Drop, Refusal, conflict, too_many
from tests.botapi.faults import Fault


async def test_update_that_comes_five_times_is_handled_once(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, door: TelegramDoor
) -> None:
    user = api.user()
    api.state.updates.lose_confirmations(5)
    number = user.send_text("once")
    await until(lambda: api.state.updates.pending == [], what="the update was confirmed")
    user.send_text("next")
    await user.wait_for_text("said next")
    assert [key for _, _, key in assistant.heard] == [f"tg:{number}", f"tg:{number + 1}" if number else ""]
    assert [bubble.text for bubble in user.received] == ["said once", "said next"]
    assert list(store.rows) == [key for _, _, key in assistant.heard]


async def test_update_that_is_sent_again_much_later_is_not_handled_again(
    api: BotApi, assistant: FakeAssistant, store: FakeStore
) -> None:
    first = make_door(api.url, assistant, store)
    await first.start()
    user = api.user()
    number = user.send_text("once")
    await user.wait_for_text("said once")
    await first.stop()
    assert number is not None
    api.state.updates.send_again(number)
    second = make_door(api.url, assistant, store)
    await second.start()
    await until(lambda: api.state.updates.pending == [], what="the repeat was confirmed")
    await second.stop()
    assert assistant.events == [Said("once")]


async def test_twenty_quick_messages_of_one_chat_keep_their_order(
    api: BotApi, assistant: FakeAssistant, door: TelegramDoor
) -> None:
    user, other = api.user(), api.user(888)
    for number in range(20):
        user.send_text(str(number))
        other.send_text(f"other {number}")
    await user.wait_for(lambda seen: len(seen) == 20)
    await other.wait_for(lambda seen: len(seen) == 20)
    assert [bubble.text for bubble in user.received] == [f"said {number}" for number in range(20)]
    assert [bubble.text for bubble in other.received] == [f"said other {number}" for number in range(20)]


async def test_updates_that_a_killed_process_had_taken_are_taken_up_in_order(
    api: BotApi, assistant: FakeAssistant, store: FakeStore
) -> None:
    dying = make_door(api.url, assistant, store)
    killed = asyncio.Event()
    dying._application.update_processor.do_process_update = _never(killed)  # type: ignore[method-assign]
    await dying.start()
    user = api.user()
    for number in range(17):
        user.send_text(str(number))
    await until(lambda: api.state.updates.pending == [], what="Telegram has heard that all were received")
    assert assistant.events == []
    killed.set()
    await dying.stop()
    heir = make_door(api.url, assistant, store)
    await heir.start()
    await user.wait_for(lambda seen: len(seen) == 17)
    await heir.stop()
    assert assistant.events == [Said(str(number)) for number in range(17)]


def _never(killed: asyncio.Event) -> object:
    """Processing that ends with the process and not before; nothing is handled."""

    async def process(update: object, coroutine: object) -> None:
        await killed.wait()
        coroutine.close()  # type: ignore[attr-defined]

    return process


async def test_nothing_is_confirmed_while_the_store_is_away(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, door: TelegramDoor
) -> None:
    store.away = True
    user = api.user()
    user.send_text("keep me")
    await asyncio.sleep(0.3)
    assert len(api.state.updates.pending) == 1
    store.away = False
    await user.wait_for_text("said keep me")
    assert assistant.events == [Said("keep me")]


async def test_store_that_is_away_for_a_moment_does_not_change_the_order(
    api: BotApi, assistant: FakeAssistant, door: TelegramDoor
) -> None:
    assistant.trouble = [StoreUnreachable("away")] * 2
    user = api.user()
    user.send_text("1")
    user.send_text("2")
    await user.wait_for(lambda seen: len(seen) == 2)
    assert assistant.events == [Said("1"), Said("2")]


async def test_update_that_fails_is_tried_again_by_the_sweep(
    api: BotApi, assistant: FakeAssistant, door: TelegramDoor
) -> None:
    assistant.trouble = [ValueError("a mistake in the program")] * 2
    user = api.user()
    user.send_text("again")
    await user.wait_for_text("said again")


async def test_update_that_always_fails_is_given_up_and_holds_up_nobody(
    api: BotApi, assistant: FakeAssistant, store: FakeStore, door: TelegramDoor
) -> None:
    assistant.trouble = [ValueError("a mistake in the program")] * 3
    user = api.user()
    number = user.send_text("poison")
    await until(lambda: assistant.trouble == [], what="it failed three times")
    await until(lambda: store.rows[f"tg:{number}"].handled_at is not None, what="it was given up")
    user.send_text("fine")
    await user.wait_for_text("said fine")
    assert assistant.events == [Said("fine")]


@pytest.mark.parametrize(
    "fault",
    [
        Refusal(conflict("terminated by other getUpdates request")),
        Refusal(too_many(1)),
        Refusal(ApiError(502, "Bad Gateway")),
        Drop(),
        Drop(after=True),
    ],
    ids=["409", "429", "502", "dropped", "answer lost"],
)
async def test_polling_outlives_faults(api: BotApi, assistant: FakeAssistant, door: TelegramDoor, fault: Fault) -> None:
    user = api.user()
    api.fail("getUpdates", fault, times=2)
    user.send_text("a")
    await user.wait_for_text("said a", timeout=8)
    assert assistant.events == [Said("a")]
