"""The durable outbox: letters written once, and what became of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from db import models
from db.records import LetterRow, LetterState, Told
from db.repositories.base import Repository
from db.repositories.delivery import take_due
from db.vault import Kind


class Outbox(Repository):
    """Letters by key, to persons and to those who have just been erased."""

    async def put(
        self, key: str, person_id: str, door: str, payload: dict[str, Any], slot: str | None, now: datetime
    ) -> None:
        """Write a letter to a person; a key that is known changes nothing."""
        await self._put(key, door, payload, now, person_id=person_id, slot=slot)

    async def farewell(self, key: str, door: str, subject: str, payload: dict[str, Any], now: datetime) -> None:
        """Write the last letter to somebody who is erased; it goes, with its address, when it is sent or dropped."""
        address = self._sealer.seal(Kind.FAREWELL, key, subject.encode())
        await self._put(key, door, payload, now, subject=address)

    async def due(self, door: str, now: datetime, limit: int) -> list[LetterRow]:
        """Take out letters that are to be sent now; see `db.repositories.delivery` for the order they keep."""
        return await take_due(self._connection, self._sealer, door, now, limit)

    async def payload(self, letter: int) -> dict[str, Any] | None:
        """What a letter says; None when it is gone."""
        found = await self._connection.execute(
            select(models.Outbox.key, models.Outbox.payload).where(models.Outbox.id == letter)
        )
        row = found.one_or_none()
        return self._sealer.open_json(Kind.OUTBOX, row.key, row.payload) if row else None

    async def in_slot(self, person_id: str, slot: str) -> dict[str, Any] | None:
        """What a person's newest letter in a slot says."""
        letter = models.Outbox
        found = await self._connection.execute(
            select(letter.key, letter.payload)
            .where(letter.person_id == person_id, letter.slot == slot)
            .order_by(letter.id.desc())
            .limit(1)
        )
        row = found.one_or_none()
        return self._sealer.open_json(Kind.OUTBOX, row.key, row.payload) if row else None

    async def sent(self, letter: int, ref: str | None, now: datetime) -> None:
        """Note that a letter was sent, and under which id its message stands."""
        await self._settle(letter, {"state": LetterState.SENT, "ref": ref, "sent_at": now})

    async def drop(self, letter: int, reason: str) -> None:
        """Give a letter up."""
        await self._settle(letter, {"state": LetterState.DROPPED, "reason": reason})

    async def retry(self, letter: int, at: datetime) -> None:
        """Put a letter off after an attempt in vain."""
        waiting = models.Outbox
        await self._connection.execute(
            update(waiting)
            .where(waiting.id == letter, waiting.state == LetterState.WAITING)
            .values(due_at=at, attempts=waiting.attempts + 1)
        )

    async def count(self, person_id: str) -> int:
        """How many letters to a person are kept."""
        letters = select(func.count()).where(models.Outbox.person_id == person_id)
        return await self._connection.scalar(letters) or 0

    async def of_person(self, person_id: str, door: str) -> list[Told]:
        """What a person was told at one door, oldest first; sent or not, the browser reads it from here."""
        return await self._told(_letters().where(models.Outbox.person_id == person_id, models.Outbox.door == door))

    async def everything_of(self, person_id: str) -> list[Told]:
        """What a person was told, oldest first."""
        return await self._told(_letters().where(models.Outbox.person_id == person_id))

    async def _put(self, key: str, door: str, payload: dict[str, Any], now: datetime, **whom: Any) -> None:
        await self._insert_once(
            insert(models.Outbox).values(
                key=key,
                door=door,
                payload=self._sealer.seal_json(Kind.OUTBOX, key, payload),
                state=LetterState.WAITING,
                attempts=0,
                created_at=now,
                due_at=now,
                **whom,
            )
        )

    async def _settle(self, letter: int, values: dict[str, Any]) -> None:
        one = models.Outbox.id == letter
        if await self._connection.scalar(select(models.Outbox.person_id).where(one)) is None:
            await self._connection.execute(delete(models.Outbox).where(one))
        else:
            await self._connection.execute(update(models.Outbox).where(one).values(values))

    async def _told(self, found: Select[Any]) -> list[Told]:
        rows = await self._connection.execute(found.order_by(models.Outbox.id))
        return [
            Told(row.created_at, self._sealer.open_json(Kind.OUTBOX, row.key, row.payload), row.door, row.slot)
            for row in rows
        ]


def _letters() -> Select[Any]:
    letter = models.Outbox
    return select(letter.key, letter.created_at, letter.payload, letter.door, letter.slot)
