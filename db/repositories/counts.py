"""Counting without names: votes on answers, and questions that found none."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, update

from db import models
from db.models import Base
from db.repositories.base import Repository
from db.vault import Kind


class Counting(Repository):
    """Rows that hold numbers."""

    async def _add(
        self,
        table: type[Base],
        place: Mapping[str, Any],
        more: Mapping[str, int],
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Add to the numbers at a place, and set `values` there; two that are the first at once are both counted."""
        if not await self._raise(table, place, more, values or {}):
            await self._insert_once(insert(table).values(**place, **(values or {}), **dict.fromkeys(more, 0)))
            await self._raise(table, place, more, values or {})

    async def _raise(
        self, table: type[Base], place: Mapping[str, Any], more: Mapping[str, int], values: Mapping[str, Any]
    ) -> bool:
        here = [getattr(table, name) == value for name, value in place.items()]
        added = {name: getattr(table, name) + by for name, by in more.items()}
        done = await self._connection.execute(update(table).where(*here).values(**added, **values))
        return done.rowcount == 1


class Votes(Counting):
    """Thumbs by topic, language and day."""

    async def count(self, topic: str, language: str, day: date, *, up: bool) -> None:
        """Count one vote."""
        place = {"topic": topic, "language": language, "day": day}
        await self._add(models.Vote, place, {"up": int(up), "down": int(not up)})


class Unanswered(Counting):
    """Questions without an answer: a number a day and, of those who agreed, the scrubbed words."""

    async def count(self, language: str, day: date) -> None:
        """Count a question, whatever it was."""
        await self._add(models.UnansweredDay, {"language": language, "day": day}, {"times": 1})

    async def note(self, text: str, language: str, day: date) -> None:
        """Keep a scrubbed question; the same again is counted, and comes back to nobody who dismissed it."""
        question = self._sealer.fingerprint(Kind.UNANSWERED, f"{language}\0{text}")
        sealed = self._sealer.seal(Kind.UNANSWERED, question, text.encode())
        again = {"language": language, "text": sealed, "last_on": day}
        await self._add(models.Unanswered, {"id": question}, {"times": 1}, again)

    async def dismiss(self, question: str, now: datetime) -> bool:
        """Take a question off the list; False when it is not there."""
        row = models.Unanswered
        done = await self._connection.execute(
            update(row).where(row.id == question, row.dismissed_at.is_(None)).values(dismissed_at=now)
        )
        return done.rowcount == 1

    async def forget_before(self, day: date) -> None:
        """Erase the questions that nobody has asked since."""
        await self._connection.execute(delete(models.Unanswered).where(models.Unanswered.last_on < day))
