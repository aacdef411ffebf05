"""Photos wait ten minutes and no longer; guessing is slowed down; rings are not lost."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.assistant import throttle as throttling
from bot.assistant import waiting_room
from bot.assistant.doorbell import Doorbell
from bot.assistant.throttle import TRIES, WINDOW, Throttle
from bot.assistant.waiting_room import WAIT, WaitingRoom


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_photo_waits_ten_minutes_only() -> None:
    clock = Clock()
    room = WaitingRoom(clock)
    room.put("a", b"photo")
    clock.now += WAIT
    assert room.get("a") == b"photo"
    clock.now += timedelta(seconds=1)
    assert room.get("a") is None


def test_flood_lets_the_oldest_go(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(waiting_room, "ROOM", 10)
    room = WaitingRoom(Clock())
    room.put("a", b"12345678")
    room.put("b", b"12345678")
    assert (room.get("a"), room.get("b")) == (None, b"12345678")


def test_too_many_tries_close_the_door_for_a_while() -> None:
    clock = Clock()
    throttle = Throttle(clock)
    assert all(throttle.allows("ada") for _ in range(TRIES))
    assert not throttle.allows("ada")
    assert throttle.allows("eve")
    clock.now += WINDOW
    assert throttle.allows("ada")


def test_right_password_forgets_tries() -> None:
    throttle = Throttle(Clock())
    for _ in range(TRIES):
        throttle.allows("ada")
    throttle.passed("ada")
    assert throttle.allows("ada")


def test_many_names_let_the_oldest_go_and_long_ones_take_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttling, "NAMES", 3)
    throttle = Throttle(Clock())
    for _ in range(TRIES):
        throttle.allows("ada")
    for name in "bcd":
        throttle.allows(name * 100_000)
    assert throttle.allows("ada")
    assert {len(key) for key in throttle._tries} == {16}


async def test_ring_before_the_wait_is_heard() -> None:
    bell = Doorbell()
    bell.ring("photos")
    async with asyncio.timeout(1):
        await bell.wait("photos", 30)


async def test_wait_ends_without_a_ring() -> None:
    async with asyncio.timeout(1):
        await Doorbell().wait("photos", 0.01)
