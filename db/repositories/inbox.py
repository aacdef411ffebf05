"""The durable inbox: each event is written down once, and handled once."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from db import models
from db.records import InboxRow
from db.repositories.base import Repository
from db.vault import Kind

EVENT = (
    models.Inbox.door,
    models.Inbox.key,
    models.Inbox.payload,
    models.Inbox.received_at,
    models.Inbox.handled_at,
)


class Inbox(Repository):
    """Events by door and key."""

    async def put(self, door: str, key: str, subject: str, payload: dict[str, Any], now: datetime) -> InboxRow:
        """Write an event down and return its row; an event whose key is known is left as it is.

        The row is held until the unit ends, so that of two who handle the same event one waits and finds it handled.
        """
        event = models.Inbox
        known = await self._number(door, key) is not None
        if known or not await self._add(door, key, subject, payload, now):
            await self._hold(door, key)
        found = await self._connection.execute(select(*EVENT).where(event.door == door, event.key == key))
        return self._row(found.one())

    async def pending(self, door: str, limit: int) -> list[InboxRow]:
        """Events that nobody has handled, oldest first."""
        waiting = select(*EVENT).where(models.Inbox.door == door, models.Inbox.handled_at.is_(None))
        return await self._rows(waiting.limit(limit))

    async def done(self, door: str, key: str, now: datetime, *, keep_payload: bool, person_id: str | None) -> None:
        """Mark an event as handled, and whose it was; its contents go unless they are to be kept."""
        values: dict[str, Any] = {"handled_at": now, "person_id": person_id}
        if not keep_payload:
            values["payload"] = None
        number = await self._number(door, key)
        await self._connection.execute(update(models.Inbox).where(models.Inbox.id == number).values(values))

    async def count(self, person_id: str) -> int:
        """How many events of a person are kept with their contents."""
        counted = await self._connection.scalar(
            select(func.count()).where(models.Inbox.person_id == person_id, models.Inbox.payload.is_not(None))
        )
        return counted or 0

    async def of_person(self, person_id: str) -> list[InboxRow]:
        """A person's events, oldest first."""
        return await self._rows(select(*EVENT).where(models.Inbox.person_id == person_id))

    async def _add(self, door: str, key: str, subject: str, payload: dict[str, Any], now: datetime) -> bool:
        """Write the row; False when somebody else has just done so."""
        return await self._insert_once(
            insert(models.Inbox).values(
                door=door,
                key=key,
                fingerprint=self._sealer.fingerprint(door, subject) if subject else None,
                payload=self._sealer.seal_json(Kind.INBOX, f"{door}:{key}", payload) if payload else None,
                received_at=now,
            )
        )

    async def _hold(self, door: str, key: str) -> None:
        """Take the row's lock. A write does so on both databases; SQLite knows no FOR UPDATE."""
        event, number = models.Inbox, await self._number(door, key)
        await self._connection.execute(update(event).where(event.id == number).values(received_at=event.received_at))

    async def _number(self, door: str, key: str) -> int | None:
        """The row's id. Rows are written by it, since MySQL locks all that it looks through, by whichever index."""
        event = models.Inbox
        number: int | None = await self._connection.scalar(select(event.id).where(event.door == door, event.key == key))
        return number

    async def _rows(self, found: Select[Any]) -> list[InboxRow]:
        return [self._row(row) for row in await self._connection.execute(found.order_by(models.Inbox.id))]

    def _row(self, row: Row[Any]) -> InboxRow:
        sealed = row.payload
        payload = self._sealer.open_json(Kind.INBOX, f"{row.door}:{row.key}", sealed) if sealed else {}
        return InboxRow(row.door, row.key, payload, row.received_at, row.handled_at)
