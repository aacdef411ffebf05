"""The way of a photo on a real store: one result whatever is killed, parked when it kills, never false comfort."""

import asyncio
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.consent import VERSION, Purpose
from bot.assistant.doorbell import Doorbell
from bot.assistant.events import Door
from bot.assistant.replies import Level, Reply
from bot.assistant.result import build
from bot.assistant.screening import LEASE, TRIES, Screening
from bot.assistant.telling import tell_result
from bot.assistant.texts import texts_in
from bot.assistant.verdict import decide
from bot.telegram.render import render
from db.records import Person
from db.store import Store
from knowledge.corpus import Corpus
from ml.contract import LABELS
from ml.predict import Prediction
from tests.pictures import drawn_lesion
from tests.web.made import NAMES, NO_SIGNS, condition, reading

BEGIN = datetime(2026, 11, 24, 12, tzinfo=UTC)
MADE = {code: condition(code) for code in NAMES}
KNOWN = Corpus({}, {one.id: one for one in MADE.values()}, MADE, {})


class Clock:
    def __init__(self) -> None:
        self.time = BEGIN

    def __call__(self) -> datetime:
        return self.time


class Eyes:
    """A predictor that says what it is told to, or dies."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.threads: set[int] = set()

    def predict(self, _: bytes) -> Prediction:
        self.threads.add(threading.get_ident())
        if self.fault:
            raise self.fault
        return NO_SIGNS


@pytest.fixture
async def store(empty_store: Store) -> Store:
    async with empty_store.work() as work:
        await work.people.add(Person("ada", "en", BEGIN, BEGIN))
        await work.people.link("ada", Door.TELEGRAM, "501", BEGIN)
        await work.consents.give("ada", Purpose.ANALYSE, VERSION, "en", Door.TELEGRAM, BEGIN)
        await work.photos.put("p1", "ada", Door.TELEGRAM, drawn_lesion(), keep=False, now=BEGIN, answers={})
        await work.commit()
    return empty_store


def worker(store: Store, eyes: Eyes, clock: Clock) -> Screening:
    return Screening(store, eyes, KNOWN, doorbell=Doorbell(), now=clock)  # type: ignore[arg-type]


async def told(store: Store) -> list[str]:
    async with store.work() as work:
        return [Reply.from_json(row[1]).text for row in await work.outbox.of_person("ada", Door.TELEGRAM)]


async def test_a_photo_of_a_killed_worker_gets_one_result(store: Store) -> None:
    clock, eyes = Clock(), Eyes()
    assert await worker(store, eyes, clock)._claim() is not None  # and here the plug is pulled
    assert not await worker(store, eyes, clock).next(), "it belongs to the dead worker until its lease is over"
    clock.time += timedelta(seconds=LEASE + 1)
    assert await worker(store, eyes, clock).next()
    assert not await worker(store, eyes, clock).next()
    assert sum("not a diagnosis" in text for text in await told(store)) == 1


async def test_a_photo_that_kills_each_time_is_parked_and_its_owner_told_once(store: Store) -> None:
    clock, eyes = Clock(), Eyes()
    eyes.fault = RuntimeError("the decoder died")
    for _ in range(TRIES):
        with pytest.raises(RuntimeError):
            await worker(store, eyes, clock).next()
        clock.time += timedelta(seconds=LEASE + 1)
    assert await worker(store, eyes, clock).next()
    assert not await worker(store, eyes, clock).next()
    assert sum("could not read this photo" in text for text in await told(store)) == 1


async def test_a_photo_not_to_be_kept_is_gone_with_its_result(store: Store) -> None:
    assert await worker(store, Eyes(), Clock()).next()
    async with store.work() as work:
        assert not await work.photos.read("p1")


async def test_however_many_photos_wait_few_threads_look_and_they_end(store: Store) -> None:
    async with store.work() as work:
        for n in range(6):
            await work.photos.put(f"q{n}", "ada", Door.TELEGRAM, drawn_lesion(), keep=False, now=BEGIN, answers={})
        await work.commit()
    eyes = Eyes()
    screening = worker(store, eyes, Clock())
    await asyncio.gather(*(asyncio.to_thread(time.sleep, 0.01) for _ in range(8)))  # the default pool has grown
    assert all([await screening.next() for _ in range(7)])
    assert len(eyes.threads) == 1
    screening.close()
    with pytest.raises(RuntimeError, match="shutdown"):
        screening._looking.submit(print)


chances = st.lists(st.floats(0.001, 1), min_size=len(LABELS), max_size=len(LABELS)).map(
    lambda parts: {code: part / sum(parts) for code, part in zip(LABELS, parts, strict=True)}
)


@given(chances)
def test_above_the_threshold_no_word_at_any_door_reassures(mix: dict[str, float]) -> None:
    prediction = reading(**mix)
    verdict = decide(prediction)
    page = build("p1", prediction, verdict, corpus=KNOWN, texts=texts_in("en"), now=BEGIN)
    reply = tell_result(page, texts_in("en"))
    said = f"{page.words} {page.headline} {page.do_now} {page.sureness} {render(reply).plain}"
    if prediction.malignant is not None and prediction.malignant >= prediction.see_doctor:
        assert verdict.level in {Level.SEE_DOCTOR, Level.URGENT}
        assert "No warning signs" not in said
        assert "to a doctor by" in said
    assert "not a diagnosis" in said
