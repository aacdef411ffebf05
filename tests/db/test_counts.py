"""Votes and questions without an answer: counted by day, kept without a name, and forgotten."""

from datetime import date, timedelta

import pytest

from db import reports
from db.store import Store
from tests.db.people import NOW, at, known
from tests.db.raw import dump_of, tables_of

TODAY = NOW.date()
LONG_AGO = TODAY - timedelta(days=91)


async def vote(store: Store, topic: str, *thumbs: bool, day: date = TODAY, language: str = "en") -> None:
    async with store.work() as work:
        for up in thumbs:
            await work.votes.count(topic, language, day, up=up)
        await work.commit()


async def note(store: Store, *texts: str, day: date = TODAY, language: str = "en") -> None:
    async with store.work() as work:
        for text in texts:
            await work.unanswered.count(language, day)
            await work.unanswered.note(text, language, day)
        await work.commit()


async def test_votes_are_added_up_by_topic(store: Store) -> None:
    await vote(store, "sunscreen", True, True, False)
    await vote(store, "sunscreen", False, language="es")
    await vote(store, "melanoma", True)
    await vote(store, "melanoma", False, day=LONG_AGO)
    async with store.work() as work:
        lines = await reports.votes(work, TODAY)
    assert [(line.topic, line.up, line.down, line.share) for line in lines] == [
        ("sunscreen", 2, 2, 50),
        ("melanoma", 1, 0, 100),
    ]


async def test_the_same_question_is_one_row_with_a_number(store: Store) -> None:
    await note(store, "can … get it", "what about …", "can … get it")
    await note(store, "can … get it", language="es")
    async with store.work() as work:
        lines = await reports.unanswered(work, 10)
        assert await reports.unanswered_count(work, TODAY) == 4
        assert await reports.unanswered_count(work, TODAY + timedelta(days=1)) == 0
    assert (lines[0].text, lines[0].times) == ("can … get it", 2)
    assert sorted((line.text, line.language) for line in lines[1:]) == [("can … get it", "es"), ("what about …", "en")]
    assert {line.last_on for line in lines} == {TODAY}


async def test_a_question_that_was_dismissed_stays_away(store: Store) -> None:
    await note(store, "what about …")
    async with store.work() as work:
        (line,) = await reports.unanswered(work, 10)
        assert await work.unanswered.dismiss(line.id, NOW)
        assert not await work.unanswered.dismiss(line.id, at(1)), "once is enough"
        assert not await work.unanswered.dismiss("nothing", NOW)
        await work.commit()
    await note(store, "what about …")
    async with store.work() as work:
        assert await reports.unanswered(work, 10) == []


async def test_what_nobody_asks_any_more_is_erased(store: Store) -> None:
    await note(store, "old", "asked again", day=LONG_AGO)
    await note(store, "asked again")
    async with store.work() as work:
        await work.unanswered.forget_before(TODAY - timedelta(days=90))
        await work.commit()
    async with store.work() as work:
        assert [line.text for line in await reports.unanswered(work, 10)] == ["asked again"]


async def test_questions_are_sealed_and_no_row_names_anybody(store: Store) -> None:
    await note(store, "can … get it")
    await vote(store, "sunscreen", True)
    assert b"can \xe2\x80\xa6 get it" not in await dump_of(store)
    tables = await tables_of(store)
    assert len(tables["votes"]) == len(tables["unanswered"]) == len(tables["unanswered_days"]) == 1


@pytest.mark.parametrize("chosen", [True, False])
async def test_a_language_is_kept_with_whether_it_was_chosen(store: Store, chosen: bool) -> None:
    await known(store)
    async with store.work() as work:
        await work.people.set_language("ada", "es", chosen=chosen)
        await work.commit()
    async with store.work() as work:
        person = await work.people.get("ada")
    assert person is not None
    assert (person.language, person.language_chosen) == ("es", chosen)
