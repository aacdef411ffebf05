"""What the panel lists and counts: plain selects, in pages that begin after the last line of the page before."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from db import models
from db.records import PersonLine, PhotoState, ScreeningLine, UnansweredLine, VoteLine
from db.repositories.photos import OPEN
from db.repositories.screenings import open_findings
from db.unit_of_work import UnitOfWork
from db.vault import Kind

Column = InstrumentedAttribute[Any]

SLOW_SHARE = 0.95
"""The screening time that this share stays below."""


async def people(work: UnitOfWork, after: str | None, limit: int) -> list[PersonLine]:
    """A page of people, newest first; `after` is the id of the line before, one that is gone begins anew."""
    person = models.Person
    begin = await _begin(work, person.created_at, person.id, after)
    return await _person_lines(work, _people().where(*begin).limit(limit))


async def person(work: UnitOfWork, person_id: str) -> PersonLine | None:
    """One person's line."""
    lines = await _person_lines(work, _people().where(models.Person.id == person_id))
    return lines[0] if lines else None


async def screenings(
    work: UnitOfWork, *, level: str | None, outcome: str | None, after: str | None, limit: int
) -> list[ScreeningLine]:
    """A page of screenings, newest first, of one level and outcome if asked for; `after` as for people."""
    screening, result = models.Screening, models.Result
    wanted = list(await _begin(work, screening.at, screening.id, after))
    if level is not None:
        wanted.append(result.level == level)
    if outcome is not None:
        wanted.append(screening.outcome == outcome)
    rows = await work.connection.execute(_screenings().where(*wanted).limit(limit))
    return [_screening_line(work, row) for row in rows]


async def counts(work: UnitOfWork, since: datetime) -> dict[str, object]:
    """The dashboard's figures since a time.

    `people` and `waiting` (photos without a result so far) are of now; `slow_ms` is the 95th percentile or None;
    `levels` and `outcomes` map words to numbers.
    """
    photo, screening, result = models.Photo, models.Screening, models.Result
    return {
        "people": await _count(work, models.Person.id),
        "new_people": await _count(work, models.Person.id, models.Person.created_at >= since),
        "photos": await _count(work, photo.id, photo.created_at >= since),
        "waiting": await _count(work, photo.id, photo.state.in_(OPEN)),
        "parked": await _count(work, photo.id, photo.parked_at >= since),
        "outcomes": await _tally(work, screening.outcome, screening.at >= since),
        "levels": await _tally(work, result.level, result.created_at >= since, result.level.is_not(None)),
        "slow_ms": await _slow(work, since),
    }


async def votes(work: UnitOfWork, since: date) -> list[VoteLine]:
    """How each topic's answer was found since a day, those with the most thumbs down first."""
    vote = models.Vote
    up, down = func.sum(vote.up).label("up"), func.sum(vote.down).label("down")
    found = select(vote.topic, up, down).where(vote.day >= since).group_by(vote.topic)
    rows = await work.connection.execute(found.order_by(down.desc(), up.desc(), vote.topic))
    return [VoteLine(row.topic, int(row.up), int(row.down)) for row in rows]


async def unanswered(work: UnitOfWork, limit: int) -> list[UnansweredLine]:
    """Questions without an answer that nobody has dismissed, the most frequent first."""
    one = models.Unanswered
    found = select(one.id, one.text, one.language, one.times, one.last_on).where(one.dismissed_at.is_(None))
    rows = await work.connection.execute(found.order_by(one.times.desc(), one.last_on.desc(), one.id).limit(limit))
    return [
        UnansweredLine(row.id, work.sealer.open(Kind.UNANSWERED, row.id, row.text).decode(), *row[2:]) for row in rows
    ]


async def unanswered_count(work: UnitOfWork, since: date) -> int:
    """How many questions found no answer since a day."""
    day = models.UnansweredDay
    return int(await work.connection.scalar(select(func.sum(day.times)).where(day.day >= since)) or 0)


async def _begin(work: UnitOfWork, time: Column, key: Column, after: str | None) -> Iterable[ColumnElement[bool]]:
    """Where a page begins, in an order of time and then id, both falling."""
    at = await work.connection.scalar(select(time).where(key == after)) if after else None
    return () if at is None else (or_(time < at, and_(time == at, key < after)),)


def _people() -> Select[Any]:
    one, photo, result = models.Person, models.Photo, models.Result
    kept = select(func.count()).where(photo.person_id == one.id, photo.state != PhotoState.FORGOTTEN)
    told = select(func.count()).where(result.person_id == one.id)
    return select(
        one.id,
        one.created_at,
        one.language,
        one.adult_at,
        kept.scalar_subquery().label("photos"),
        told.scalar_subquery().label("results"),
    ).order_by(one.created_at.desc(), one.id.desc())


async def _person_lines(work: UnitOfWork, found: Select[Any]) -> list[PersonLine]:
    rows = (await work.connection.execute(found)).all()
    doors = await _doors(work, [row.id for row in rows])
    return [
        PersonLine(row.id, row.created_at, row.language, row.adult_at, tuple(doors[row.id]), row.photos, row.results)
        for row in rows
    ]


async def _doors(work: UnitOfWork, ids: list[str]) -> defaultdict[str, list[str]]:
    identity = models.Identity
    doors: defaultdict[str, list[str]] = defaultdict(list)
    known = select(identity.person_id, identity.door).where(identity.person_id.in_(ids)).order_by(identity.door)
    for person_id, door in await work.connection.execute(known):
        doors[person_id].append(door)
    return doors


def _screenings() -> Select[Any]:
    one, photo, result = models.Screening, models.Photo, models.Result
    return (
        select(
            one.id,
            one.photo_id,
            one.person_id,
            one.at,
            one.outcome,
            result.level,
            one.findings,
            one.model,
            one.ms,
            photo.state,
        )
        .join(photo, photo.id == one.photo_id)
        .outerjoin(result, result.photo_id == one.photo_id)
        .order_by(one.at.desc(), one.id.desc())
    )


def _screening_line(work: UnitOfWork, row: Row[Any]) -> ScreeningLine:
    findings = open_findings(work.sealer, row.id, row.findings)
    return ScreeningLine(
        id=row.id,
        photo_id=row.photo_id,
        person_id=row.person_id,
        at=row.at,
        outcome=row.outcome,
        level=row.level,
        condition=findings["condition"],
        malignant=findings["malignant"],
        model=row.model,
        ms=row.ms,
        photo_state=PhotoState(row.state),
    )


async def _count(work: UnitOfWork, key: Column, *which: ColumnElement[bool]) -> int:
    return await work.connection.scalar(select(func.count(key)).where(*which)) or 0


async def _tally(work: UnitOfWork, word: Column, *which: ColumnElement[bool]) -> dict[str, int]:
    found = await work.connection.execute(select(word, func.count()).where(*which).group_by(word))
    return {row[0]: row[1] for row in found}


async def _slow(work: UnitOfWork, since: datetime) -> float | None:
    screening = models.Screening
    lately = screening.at >= since
    place = int(SLOW_SHARE * await _count(work, screening.id, lately))
    slow: float | None = await work.connection.scalar(
        select(screening.ms).where(lately).order_by(screening.ms).offset(place).limit(1)
    )
    return slow
