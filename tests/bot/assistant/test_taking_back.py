"""No means no: what is taken back in the talk or on the page stops, with the photos that stood on it."""

from contextlib import suppress
from datetime import timedelta

import pytest

from bot.assistant.events import Address, Called, Command, Door, Event, Pressed
from bot.assistant.reading import Stage, Standing
from bot.assistant.screening import LEASE
from bot.assistant.symptoms import QUESTIONS, Told
from bot.assistant.texts import texts_in
from db.records import PhotoState
from db.unit_of_work import PhotoForgotten
from tests.bot.assistant.house import DOORS, House
from tests.pictures import drawn_lesion

TEXTS = texts_in("en")
SKIPPED: Told = dict.fromkeys(QUESTIONS)
AGAIN = (Pressed("consent:change"), Pressed("consent:agree"))
"""Somebody chooses anew."""
DECLINED = (Pressed("consent:change"), Pressed("consent:questions"))
WITHDRAWN = (Called(Command.CONSENT), Pressed("consent:withdraw"))


async def do(house: House, *events: Event, door: Door = Door.TELEGRAM) -> None:
    for event in events:
        await house.do(event, door)


async def standing(house: House) -> Standing:
    return await house.assistant.consents("ada")


async def states(house: House) -> list[tuple[PhotoState, bool]]:
    async with house.store.work() as work:
        return [(row.state, row.keep) for row in await work.photos.of_person("ada")]


async def bytes_of(house: House, photo: str) -> bytes:
    async with house.store.work() as work:
        return await work.photos.read(photo)


async def kept(house: House) -> str:
    """A photo with its result, to be kept for 30 days."""
    photo = await house.photo()
    await house.do(Pressed(f"ask:{photo}:all:skip"))
    assert await house.worker.next()
    assert await house.stage(photo) is Stage.DONE
    return photo


@pytest.mark.parametrize("door", Door)
async def test_no_to_keeping_takes_back_keeping_and_research(house: House, door: Door) -> None:
    await do(house, *AGAIN, Pressed("keep:yes"), Pressed("research:yes"), door=door)
    assert await standing(house) == Standing(adult=True, analyse=True, keep=True, research=True)
    await do(house, *AGAIN, Pressed("keep:no"), door=door)
    assert await standing(house) == Standing(adult=True, analyse=True)


@pytest.mark.parametrize("door", Door)
async def test_no_to_research_takes_back_research_alone(house: House, door: Door) -> None:
    await do(house, *AGAIN, Pressed("keep:yes"), Pressed("research:yes"), door=door)
    await do(house, *AGAIN, Pressed("keep:yes"), Pressed("research:no"), door=door)
    assert await standing(house) == Standing(adult=True, analyse=True, keep=True)


@pytest.mark.parametrize("door", Door)
async def test_declining_takes_back_everything(house: House, door: Door) -> None:
    await do(house, *AGAIN, Pressed("keep:yes"), Pressed("research:yes"), *DECLINED, door=door)
    assert await standing(house) == Standing(adult=True)
    photo = await house.photo(door, look=False)
    assert await house.stage(photo) is None, "it waits for consent"


@pytest.mark.parametrize("events", [DECLINED, WITHDRAWN], ids=["declined", "withdrawn"])
async def test_a_photo_in_the_queue_is_let_go(house: House, events: tuple[Event, ...]) -> None:
    photo = await house.photo(look=False)
    await do(house, *events)
    assert await house.stage(photo) is Stage.GONE
    assert await bytes_of(house, photo) == b""
    assert not await house.worker.next()
    assert await house.result(photo) is None


async def test_a_photo_that_is_asked_about_is_let_go_by_declining(house: House) -> None:
    photo = await house.photo()
    assert await house.stage(photo) is Stage.ASKING
    await do(house, *DECLINED)
    assert await house.stage(photo) is Stage.GONE
    assert TEXTS("ask.dropped") in [reply.text for reply in await house.told()]


@pytest.mark.parametrize("answers", [None, SKIPPED], ids=["to be asked about", "to be decided"])
async def test_of_a_photo_that_is_being_looked_at_nothing_is_recorded(house: House, answers: Told | None) -> None:
    whom = Address(Door.TELEGRAM, DOORS[Door.TELEGRAM])
    photo = await house.assistant.offer(whom, drawn_lesion(), key="k", answers=answers)
    worker = house.worker
    claimed = await worker._claim()
    assert claimed is not None
    await do(house, *WITHDRAWN)
    told = len(await house.told())
    with suppress(PhotoForgotten):
        await worker._screen(claimed)
    assert await house.result(photo) is None
    assert len(await house.told()) == told
    async with house.store.work() as work:
        assert await work.screenings.of_person("ada") == []
    house.clock.time += timedelta(seconds=LEASE + 1)
    assert not await house.worker.next()


@pytest.mark.parametrize("page", [True, False], ids=["page", "talk"])
async def test_without_consent_to_keep_the_kept_photos_go(house: House, page: bool) -> None:
    photo = await kept(house)
    if page:
        await house.assistant.grant("ada", adult=True, analyse=True, keep=False, research=False)
    else:
        await do(house, *AGAIN, Pressed("keep:no"))
        assert TEXTS("keep.erased") in [reply.text for reply in await house.told()]
    assert await bytes_of(house, photo) == b""
    assert await house.assistant.photos("ada") == {photo: Stage.GONE}
    assert await house.result(photo) is not None, "the result in words stays"


async def test_without_consent_to_keep_an_open_photo_is_not_kept(house: House) -> None:
    await house.photo(look=False)
    await do(house, *AGAIN, Pressed("keep:no"))
    assert await states(house) == [(PhotoState.RECEIVED, False)]


async def test_a_photo_that_is_looked_at_meanwhile_is_not_kept(house: House) -> None:
    photo = await house.photo(Door.BROWSER)
    await house.do(Pressed(f"ask:{photo}:all:skip"), Door.BROWSER)
    worker = house.worker
    claimed = await worker._claim()
    assert claimed is not None
    await house.assistant.grant("ada", adult=True, analyse=True, keep=False, research=False)
    await worker._screen(claimed)
    assert await house.result(photo) is not None
    assert await bytes_of(house, photo) == b""


async def test_consent_to_look_is_taken_back_on_the_page_and_keeping_stands(house: House) -> None:
    old, new = await kept(house), await house.photo(look=False)
    await house.assistant.grant("ada", adult=True, analyse=False, keep=True, research=False)
    assert await house.stage(new) is Stage.GONE
    assert await bytes_of(house, old) != b""


async def test_a_photo_that_waits_for_consent_goes_with_the_withdrawal(house: House) -> None:
    await house.assistant.grant("ada", adult=True, analyse=False, keep=True, research=False)
    await house.photo(look=False)
    await do(house, Pressed("consent:withdraw"))
    assert house.assistant._room._waiting == {}


async def test_consent_of_others_stands(house: House) -> None:
    eve = Address(Door.TELEGRAM, "666")
    for event in (Called(Command.START), Pressed("adult:yes"), Pressed("consent:agree"), Pressed("keep:yes")):
        await house.stranger(event)
    photo = await house.assistant.offer(eve, drawn_lesion(), key="eve")
    await do(house, *WITHDRAWN)
    async with house.store.work() as work:
        row = await work.photos.get(photo)
    assert row is not None
    assert (row.state, row.keep) == (PhotoState.RECEIVED, True)
