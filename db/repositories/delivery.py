"""Taking letters out of the outbox: in order for each person, each by one carrier, the latest of a slot alone."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased

from db import models
from db.records import LetterRow, LetterState
from db.vault import Kind, Sealer

CARRYING = timedelta(seconds=20)
"""How long a letter that was taken out belongs to its carrier: longer than a send with its time-outs (5 + 10 s),
and as short as that, since a killed carrier's letters wait for so long."""


async def take_due(
    connection: AsyncConnection, sealer: Sealer, door: str, now: datetime, limit: int
) -> list[LetterRow]:
    """Take out letters that are due, oldest first.

    A person's letters wait behind an earlier one that is being carried or put off. A letter that a later one in its
    slot replaces is marked so and not sent. Whoever has blocked us gets none.
    """
    letters, passed_over = [], set()
    for row in (await connection.execute(_due(door, now, limit))).all():
        if row.person_id in passed_over:
            continue
        if row.replaced:
            await _take(connection, row.id, now, {"state": LetterState.SUPERSEDED})
        elif await _take(connection, row.id, now, {"due_at": now + CARRYING}):
            letters.append(_letter(row, sealer))
        else:
            passed_over.add(row.person_id)
    return letters


async def _take(connection: AsyncConnection, letter: int, now: datetime, values: dict[str, Any]) -> bool:
    """Compare and set: True for the one who finds the letter as it was."""
    taken = await connection.execute(
        update(models.Outbox)
        .where(models.Outbox.id == letter, models.Outbox.state == LetterState.WAITING, models.Outbox.due_at <= now)
        .values(values)
    )
    return taken.rowcount == 1


def _due(door: str, now: datetime, limit: int) -> Select[Any]:
    letter, identity = models.Outbox, models.Identity
    farewell = letter.person_id.is_(None)
    reachable = and_(identity.person_id.is_not(None), identity.blocked_at.is_(None))
    return (
        select(
            letter.id,
            letter.key,
            letter.person_id,
            letter.door,
            letter.payload,
            letter.attempts,
            letter.subject.label("farewell_to"),
            identity.subject,
            _shown_ref().label("ref"),
            _is_replaced().label("replaced"),
        )
        .outerjoin(identity, and_(identity.person_id == letter.person_id, identity.door == letter.door))
        .where(letter.door == door, letter.state == LetterState.WAITING, letter.due_at <= now)
        .where(or_(farewell, reachable), ~_is_held_up(now))
        .order_by(letter.id)
        .limit(limit)
    )


def _is_held_up(now: datetime) -> ColumnElement[bool]:
    """An earlier letter to the same person at the same door is on its way or put off."""
    letter, earlier = models.Outbox, aliased(models.Outbox)
    return exists().where(
        earlier.person_id == letter.person_id,
        earlier.door == letter.door,
        earlier.state == LetterState.WAITING,
        earlier.due_at > now,
        earlier.id < letter.id,
    )


def _is_replaced() -> ColumnElement[bool]:
    """A later letter in the same slot waits as well."""
    letter, later = models.Outbox, aliased(models.Outbox)
    return exists().where(
        later.person_id == letter.person_id,
        later.door == letter.door,
        later.state == LetterState.WAITING,
        later.slot == letter.slot,
        later.id > letter.id,
    )


def _shown_ref() -> Any:
    """The message that the slot shows already."""
    letter, shown = models.Outbox, aliased(models.Outbox)
    return (
        select(shown.ref)
        .where(
            shown.person_id == letter.person_id,
            shown.door == letter.door,
            shown.state == LetterState.SENT,
            shown.slot == letter.slot,
            shown.ref.is_not(None),
        )
        .order_by(shown.id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _letter(row: Row[Any], sealer: Sealer) -> LetterRow:
    if row.person_id is None:
        subject = sealer.open(Kind.FAREWELL, row.key, row.farewell_to)
    else:
        subject = sealer.open(Kind.IDENTITY, f"{row.person_id}:{row.door}", row.subject)
    payload = sealer.open_json(Kind.OUTBOX, row.key, row.payload)
    return LetterRow(row.id, row.person_id, subject.decode(), payload, row.ref, row.attempts)
