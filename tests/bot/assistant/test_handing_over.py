"""A photo's bytes go straight to the store; only one that waits for consent stays in memory, and none gets lost."""

import asyncio
from datetime import timedelta

import pytest

from bot.assistant import passage, waiting_room
from bot.assistant.events import Address, Called, Command, Door, PhotoSent, Pressed
from bot.assistant.reading import Stage
from bot.assistant.texts import texts_in
from bot.assistant.waiting_room import WAIT
from db.store import StoreUnreachable
from tests.bot.assistant.house import DOORS, House
from tests.pictures import drawn_lesion

ADA = Address(Door.TELEGRAM, DOORS[Door.TELEGRAM])
EVE = Address(Door.TELEGRAM, "666")


def waiting(house: House) -> list[bytes]:
    return [one.photo for one in house.assistant._room._waiting.values()]


async def test_with_consent_a_full_waiting_room_loses_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "ROOM", 10)
    photo = await house.assistant.offer(ADA, drawn_lesion(), key="k")
    assert await house.stage(photo) is Stage.RECEIVED
    assert waiting(house) == []


async def test_without_consent_it_waits_and_is_taken_afterwards(house: House) -> None:
    await house.assistant.offer(EVE, drawn_lesion(), key="k")
    assert waiting(house) == [drawn_lesion()]
    for choice in ("adult:yes", "consent:agree", "keep:no"):
        await house.stranger(Pressed(choice))
    assert waiting(house) == []
    async with house.store.work() as work:
        person = await work.people.by_subject("telegram", "666")
        assert person is not None
        assert [row.state for row in await work.photos.of_person(person.id)] == ["received"]


async def test_one_that_could_not_wait_is_asked_for_again(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting_room, "ROOM", 10)
    await house.assistant.offer(EVE, drawn_lesion(), key="k")
    for choice in ("adult:yes", "consent:agree", "keep:no"):
        await house.stranger(Pressed(choice))
    async with house.store.work() as work:
        person = await work.people.by_subject("telegram", "666")
        assert person is not None
        letters = await work.outbox.everything_of(person.id)
    assert texts_in("en")("photo.gone") in [letter.payload["text"] for letter in letters]


async def test_its_time_may_end_while_it_is_being_taken(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The writer may keep it waiting for seconds after it was found in the room."""
    await house.assistant.offer(EVE, drawn_lesion(), key="k")
    for choice in ("adult:yes", "consent:agree"):
        await house.stranger(Pressed(choice))
    from bot.assistant import assistant as face  # noqa: PLC0415

    inner = face.carry_out

    async def late(*given: object, **more: object) -> None:
        house.clock.time += WAIT + timedelta(seconds=1)
        await inner(*given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(face, "carry_out", late)
    await house.stranger(Pressed("keep:no"))
    async with house.store.work() as work:
        person = await work.people.by_subject("telegram", "666")
        assert person is not None
        assert len(await work.photos.of_person(person.id)) == 1


async def test_a_photo_without_its_bytes_is_never_passed_over(house: House) -> None:
    with pytest.raises(LookupError):
        await house.assistant.handle(ADA, PhotoSent("nothing"), key="k")
    await house.assistant.offer(ADA, drawn_lesion(), key="k")
    assert (await house.told())[-1].text == texts_in("en")("photo.received"), "the event was not used up"


@pytest.mark.parametrize("choice", ["delete:all", "delete:photos"])
async def test_erasing_lets_go_of_the_photo_that_waits(house: House, choice: str) -> None:
    await house.assistant.offer(EVE, drawn_lesion(), key="k")
    await house.stranger(Called(Command.DELETE))
    await house.stranger(Pressed(choice))
    assert waiting(house) == []


async def test_erasing_on_the_page_lets_go_of_it_too(house: House) -> None:
    await house.assistant.grant("ada", adult=True, analyse=False, keep=False, research=False)
    await house.photo(Door.BROWSER, look=False)
    assert len(waiting(house)) == 1
    await house.assistant.erase("ada")
    assert waiting(house) == []


async def test_more_than_the_memory_holds_is_sent_back_untouched(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passage, "ROOM", len(drawn_lesion()) + 1)
    offers = [house.assistant.offer(ADA, drawn_lesion(), key=key) for key in ("k1", "k2", "k3")]
    taken = await asyncio.gather(*offers, return_exceptions=True)
    assert [type(one) for one in taken] == [str, StoreUnreachable, StoreUnreachable]
    photo = await house.assistant.offer(ADA, drawn_lesion(), key="k2")
    assert await house.stage(photo) is Stage.RECEIVED, "the same may come again"
