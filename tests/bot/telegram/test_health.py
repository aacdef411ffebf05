"""A short silence of Telegram is no fault of ours; a long one is told, so that a restart may be tried."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.settings import TelegramMode
from bot.telegram import limits
from bot.telegram.app import TelegramDoor
from bot.telegram.health import PATIENCE
from tests.bot.telegram.fakes import FakeAssistant, FakeStore, until
from tests.botapi import MY_TOKEN, BotApi

OUTAGE = timedelta(minutes=10)
"""Of the drill that the door has to stay up through."""


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def door_to(url: str, clock: Clock, store: FakeStore, *, mode: TelegramMode = TelegramMode.POLLING) -> TelegramDoor:
    """A door that has not been started."""
    where = {"webhook_url": "https://lentigo.example/telegram/webhook", "webhook_secret": "a-secret"}
    return TelegramDoor(FakeAssistant(store), store, token=MY_TOKEN, api_url=url, mode=mode, clock=clock, **where)  # type: ignore[arg-type]


def test_patience_outlasts_the_drill_and_the_longest_pause_after_it() -> None:
    assert timedelta(seconds=limits.SLOWEST + limits.POLL_SECONDS) + OUTAGE < PATIENCE


@pytest.mark.parametrize("mode", TelegramMode)
async def test_a_door_that_does_not_open_is_borne_for_a_while(
    clock: Clock, store: FakeStore, mode: TelegramMode
) -> None:
    door = door_to("http://127.0.0.1:9", clock, store, mode=mode)
    await door.start()
    clock.now += OUTAGE
    assert door.is_well()
    clock.now += PATIENCE
    assert not door.is_well()
    await door.stop()


async def test_polls_that_fail_for_long_are_told_and_one_that_succeeds_mends_it(
    api: BotApi, clock: Clock, store: FakeStore
) -> None:
    door = door_to(api.url, clock, store)
    await door.start()
    await until(lambda: door.health().last_contact is not None or bool(api.called("getUpdates")), what="it polls")
    clock.now += PATIENCE
    assert not door.is_well()
    user = api.user()
    user.send_text("hello")
    await user.wait_for_text("said hello")
    assert door.is_well()
    await door.stop()


async def test_a_webhook_may_be_silent_while_nobody_writes(api: BotApi, clock: Clock, store: FakeStore) -> None:
    door = door_to(api.url, clock, store, mode=TelegramMode.WEBHOOK)
    await door.start()
    clock.now += timedelta(days=3)
    assert door.is_well()
    await door.stop()
