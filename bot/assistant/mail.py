"""The outbox as the doors see it: letters that are due, and what became of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.assistant.doorbell import Doorbell
from bot.assistant.events import Address, Door
from bot.assistant.replies import Reply
from db.store import Store
from db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Letter:
    """One reply on its way. `ref` is the message that it replaces in place, when its slot has one."""

    id: int
    person_id: str | None
    subject: str
    reply: Reply
    ref: str | None
    attempts: int


class Mail:
    """Delivery at least once; replies in a slot are edits, so that a repeat changes nothing."""

    def __init__(self, store: Store, doorbell: Doorbell, now: Callable[[], datetime]) -> None:
        self._store = store
        self._doorbell = doorbell
        self._now = now

    async def due(self, door: Door, limit: int = 50) -> list[Letter]:
        """Letters to send now, oldest first for each person."""
        async with self._store.work() as work:
            rows = await work.outbox.due(door, self._now(), limit)
            await work.commit()
        return [
            Letter(row.id, row.person_id, row.subject, Reply.from_json(row.payload), row.ref, row.attempts)
            for row in rows
        ]

    async def delivered(self, letter: int, ref: str | None) -> None:
        """The door sent it; `ref` is the message's own id, for later edits in the slot."""
        async with self._store.work() as work:
            await _let_go(work, letter)
            await work.outbox.sent(letter, ref, self._now())
            await work.commit()

    async def undelivered(self, letter: int, *, retry_in: float | None) -> None:
        """The door could not send it: again in `retry_in` seconds, or never."""
        async with self._store.work() as work:
            if retry_in is None:
                await _let_go(work, letter)
                await work.outbox.drop(letter, "undeliverable")
            else:
                await work.outbox.retry(letter, self._now() + timedelta(seconds=retry_in))
            await work.commit()

    async def blocked(self, whom: Address) -> None:
        """The person blocked us at this door: nothing is sent until they write again."""
        async with self._store.work() as work:
            person = await work.people.by_subject(whom.door, whom.subject)
            if person is not None:
                await work.people.block(person.id, whom.door, self._now())
            await work.commit()

    async def wait_for_mail(self, door: Door, seconds: float) -> None:
        """Return when letters may be due."""
        await self._doorbell.wait(door, seconds)


async def _let_go(work: UnitOfWork, letter: int) -> None:
    """Erase a photo that stayed only for this letter's drawing."""
    payload = await work.outbox.payload(letter)
    reply = Reply.from_json(payload) if payload else None
    if reply is not None and reply.drawing and reply.photo:
        await work.photos.let_go(reply.photo)
