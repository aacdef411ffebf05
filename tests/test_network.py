"""The tests themselves stay on this machine."""

import asyncio
import socket

import pytest


def test_no_test_reaches_beyond_this_machine() -> None:
    with socket.socket() as far, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        far.connect(("192.0.2.1", 80))


async def test_not_even_by_way_of_the_event_loop() -> None:
    with pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        await asyncio.open_connection("192.0.2.1", 80)
