"""Passwords are hashed apart from everything else, a few at a time."""

import asyncio
import threading
from contextlib import ExitStack

import pytest

from bot.assistant.passwords import TURNS, Busy, Passwords, Turn


@pytest.fixture(scope="module")
def passwords() -> Passwords:
    return Passwords()


async def test_a_password_fits_its_hash_only(passwords: Passwords) -> None:
    with passwords.turn() as turn:
        stored = await turn.hash("seven quiet lanterns")
        assert await turn.check("seven quiet lanterns", stored)
        assert not await turn.check("eight quiet lanterns", stored)
        assert not await turn.check("no such password", None)


async def test_one_too_many_is_sent_away_and_a_place_comes_free(passwords: Passwords) -> None:
    with ExitStack() as queue:
        for _ in range(TURNS):
            queue.enter_context(passwords.turn())
        with pytest.raises(Busy), passwords.turn():
            pass
    with passwords.turn():
        pass


async def test_hashing_leaves_the_threads_of_the_safety_check_alone(
    passwords: Passwords, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(Turn, "_fits", lambda *_: ran.append(threading.current_thread().name))
    with passwords.turn() as turn:
        await turn.check("x", "y")
    elsewhere = await asyncio.to_thread(threading.current_thread)
    assert ran == ["passwords_0"]
    assert elsewhere.name.startswith("asyncio")
