"""Taking everything along: packed beside the event loop, one package a person at a time."""

import asyncio
import io
import threading
import time
import zipfile

import pytest

from bot.assistant import privacy
from tests.bot.assistant.house import House


async def test_photos_are_stored_as_they_are_and_words_are_packed(house: House) -> None:
    photo = await house.photo(look=False)
    with zipfile.ZipFile(io.BytesIO(await house.assistant.export("ada"))) as archive:
        how = {one.filename: one.compress_type for one in archive.infolist()}
    assert how == {"about-you.json": zipfile.ZIP_DEFLATED, f"photos/{photo}.jpg": zipfile.ZIP_STORED}


async def test_packing_holds_up_nobody_and_each_person_packs_one_at_a_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    under_way, most, loop_thread = 0, 0, threading.get_ident()

    def slow(*_: object) -> bytes:
        nonlocal under_way, most
        assert threading.get_ident() != loop_thread
        under_way += 1
        most = max(most, under_way)
        time.sleep(0.05)
        under_way -= 1
        return b""

    monkeypatch.setattr(privacy, "_pack", slow, raising=False)
    await asyncio.gather(*(house.assistant.export("ada") for _ in range(3)))
    assert most == 1
    await asyncio.gather(*(house.assistant.export(person) for person in ("ada", "eve")))
    assert most == 2
