"""A photo that is not kept stays for its drawing to be sent, no longer than that and never beyond the hour."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.assistant import privacy
from bot.assistant.doorbell import Doorbell
from bot.assistant.events import Door
from bot.assistant.mail import Letter, Mail
from bot.assistant.reading import Reading, Stage
from bot.assistant.replies import Drawing
from bot.assistant.screening import Screening
from bot.worker import SWEEP_EVERY
from db.records import Person
from db.store import Store
from ml.predict import Prediction
from tests.bot.assistant.test_why import KNOWN
from tests.pictures import drawn_lesion
from tests.web.made import BLURRED, SEE_DOCTOR, WHY

BEGIN = datetime(2026, 11, 24, 12, tzinfo=UTC)
OUTLINED = replace(SEE_DOCTOR, why=WHY)


class Sees:
    """A predictor that sees one thing."""

    def __init__(self, seen: Prediction) -> None:
        self._seen = seen

    def predict(self, _: bytes) -> Prediction:
        return self._seen


@pytest.fixture
async def store(empty_store: Store) -> Store:
    async with empty_store.work() as work:
        await work.people.add(Person("ada", "en", BEGIN, BEGIN))
        await work.people.link("ada", Door.TELEGRAM, "501", BEGIN)
        await work.people.link("ada", Door.BROWSER, "ada@example.org", BEGIN)
        await work.commit()
    return empty_store


async def screened(
    store: Store, seen: Prediction = OUTLINED, *, door: Door = Door.TELEGRAM, keep: bool = False
) -> None:
    async with store.work() as work:
        await work.photos.put("p1", "ada", door, drawn_lesion(), keep=keep, now=BEGIN, answers={})
        await work.commit()
    worker = Screening(store, Sees(seen), KNOWN, doorbell=Doorbell(), now=lambda: BEGIN)  # type: ignore[arg-type]
    assert await worker.next()


async def is_there(store: Store) -> bool:
    async with store.work() as work:
        return bool(await work.photos.read("p1"))


def reading(store: Store) -> Reading:
    return Reading(store, lambda: BEGIN, lambda: "1")


def mail(store: Store) -> Mail:
    return Mail(store, Doorbell(), lambda: BEGIN)


async def result_letter(store: Store) -> Letter:
    """The only letter that is due: `looking` gave way to the result."""
    (letter,) = await mail(store).due(Door.TELEGRAM)
    assert letter.reply.drawing is Drawing.OUTLINE
    return letter


async def test_it_is_there_until_its_letter_is_delivered(store: Store) -> None:
    await screened(store)
    letter = await result_letter(store)
    assert (await reading(store).drawn("ada", "p1", Drawing.OUTLINE) or b"").startswith(b"\xff\xd8\xff")
    await mail(store).undelivered(letter.id, retry_in=1)
    assert await is_there(store), "the letter is only put off"
    await mail(store).delivered(letter.id, "17")
    assert not await is_there(store)
    assert await reading(store).drawn("ada", "p1", Drawing.OUTLINE) is None


async def test_it_goes_with_a_letter_that_is_given_up(store: Store) -> None:
    await screened(store)
    await mail(store).undelivered((await result_letter(store)).id, retry_in=None)
    assert not await is_there(store)


async def test_whatever_becomes_of_the_letter_it_is_gone_within_the_hour(store: Store) -> None:
    await screened(store)
    assert privacy.SENT_WITHIN + timedelta(seconds=SWEEP_EVERY) < timedelta(hours=1)
    assert await privacy.sweep(store, BEGIN + privacy.SENT_WITHIN - timedelta(seconds=1)) == 0
    assert await privacy.sweep(store, BEGIN + privacy.SENT_WITHIN) == 1
    assert not await is_there(store)


async def test_no_page_and_no_other_person_sees_it_meanwhile(store: Store) -> None:
    await screened(store)
    pages = reading(store)
    assert await pages.picture("ada", "p1") is None
    assert await pages.photos("ada") == {"p1": Stage.GONE}
    assert await pages.drawn("eve", "p1", Drawing.OUTLINE) is None


async def test_delete_erases_it_at_once(store: Store) -> None:
    await screened(store)
    async with store.work() as work:
        await privacy.forget_photos(work, "ada")
        await work.commit()
    assert not await is_there(store)


@pytest.mark.parametrize(
    ("seen", "door"),
    [(SEE_DOCTOR, Door.TELEGRAM), (replace(BLURRED, why=WHY), Door.TELEGRAM), (OUTLINED, Door.BROWSER)],
    ids=["no outline", "not judged", "browser"],
)
async def test_where_no_picture_is_sent_it_is_gone_with_its_result(store: Store, seen: Prediction, door: Door) -> None:
    await screened(store, seen, door=door)
    assert not await is_there(store)


async def test_one_that_is_kept_stays_after_its_letter(store: Store) -> None:
    await screened(store, keep=True)
    await mail(store).delivered((await result_letter(store)).id, "17")
    assert await is_there(store)
    assert await privacy.sweep(store, BEGIN + timedelta(days=1)) == 0
    assert await reading(store).drawn("ada", "p1", Drawing.HEAT) is not None
