"""People and where they are known."""

from datetime import datetime

from sqlalchemy import Select, delete, insert, select, update

from db import models
from db.records import IdentityRow, Person
from db.repositories.base import Repository
from db.vault import Kind

PERSON = (
    models.Person.id,
    models.Person.language,
    models.Person.adult_at,
    models.Person.created_at,
    models.Person.language_chosen,
)


class AlreadyLinked(Exception):
    """This e-mail address or chat belongs to somebody already."""


class People(Repository):
    """Persons by id and by what they are called at a door; the latter is looked up by fingerprint."""

    async def add(self, person: Person) -> None:
        """Make a person known."""
        await self._connection.execute(
            insert(models.Person).values(
                id=person.id,
                language=person.language,
                adult_at=person.adult_at,
                created_at=person.created_at,
                language_chosen=person.language_chosen,
            )
        )

    async def get(self, person_id: str) -> Person | None:
        """The person with this id."""
        return await self._one(select(*PERSON).where(models.Person.id == person_id))

    async def by_subject(self, door: str, subject: str) -> Person | None:
        """The person who is called `subject` at this door."""
        known = select(*PERSON).join(models.Identity, models.Identity.person_id == models.Person.id)
        return await self._one(
            known.where(
                models.Identity.door == door, models.Identity.fingerprint == self._sealer.fingerprint(door, subject)
            )
        )

    async def set_adult(self, person_id: str, now: datetime) -> None:
        """Note that the person said that they are 18 or over."""
        await self._connection.execute(update(models.Person).where(models.Person.id == person_id).values(adult_at=now))

    async def set_language(self, person_id: str, language: str, *, chosen: bool) -> None:
        """Note the language to speak; one that was `chosen` is not changed by what a device asks for."""
        await self._connection.execute(
            update(models.Person).where(models.Person.id == person_id).values(language=language, language_chosen=chosen)
        )

    async def link(
        self, person_id: str, door: str, subject: str, now: datetime, *, password_hash: str | None = None
    ) -> None:
        """Say what a person is called at a door. Raises AlreadyLinked."""
        linked = await self._insert_once(
            insert(models.Identity).values(
                person_id=person_id,
                door=door,
                fingerprint=self._sealer.fingerprint(door, subject),
                subject=self._sealer.seal(Kind.IDENTITY, f"{person_id}:{door}", subject.encode()),
                password_hash=password_hash,
                linked_at=now,
            )
        )
        if not linked:
            raise AlreadyLinked(door)

    async def password(self, door: str, subject: str) -> tuple[str, str] | None:
        """Id and password hash of the person who is called `subject`; None when there is no such, or no password."""
        found = await self._connection.execute(
            select(models.Identity.person_id, models.Identity.password_hash).where(
                models.Identity.door == door, models.Identity.fingerprint == self._sealer.fingerprint(door, subject)
            )
        )
        row = found.one_or_none()
        return (row.person_id, row.password_hash) if row and row.password_hash else None

    async def identities(self, person_id: str) -> list[IdentityRow]:
        """What the person is called, door by door."""
        identity = models.Identity
        found = await self._connection.execute(
            select(identity.door, identity.subject, identity.linked_at, identity.blocked_at)
            .where(identity.person_id == person_id)
            .order_by(identity.linked_at)
        )
        return [IdentityRow(door, self._opened(person_id, door, sealed), *times) for door, sealed, *times in found]

    async def block(self, person_id: str, door: str, now: datetime) -> None:
        """Send nothing to the person at this door."""
        await self._set_blocked(person_id, door, now)

    async def unblock(self, person_id: str, door: str) -> None:
        """Send to the person again."""
        await self._set_blocked(person_id, door, None)

    async def erase(self, person_id: str, *, receipt: str, now: datetime) -> None:
        """Erase the person and all that names them; only the receipt stays. Raises LookupError for nobody.

        The audit keeps that somebody looked, with the receipt in the place of the person's ids.
        """
        await self._forget_in_audit(person_id, receipt)
        prints = await self._connection.scalars(
            select(models.Identity.fingerprint).where(models.Identity.person_id == person_id)
        )
        await self._connection.execute(delete(models.Inbox).where(models.Inbox.fingerprint.in_(prints.all())))
        gone = await self._connection.execute(delete(models.Person).where(models.Person.id == person_id))
        if gone.rowcount == 0:
            raise LookupError("no such person")
        await self._connection.execute(insert(models.Receipt).values(id=receipt, erased_at=now))

    async def _forget_in_audit(self, person_id: str, receipt: str) -> None:
        photos = await self._connection.scalars(select(models.Photo.id).where(models.Photo.person_id == person_id))
        await self._connection.execute(
            update(models.Audit)
            .where(models.Audit.subject.in_([person_id, *photos]))
            .values(subject=receipt, details={})
        )

    async def _set_blocked(self, person_id: str, door: str, at: datetime | None) -> None:
        identity = models.Identity
        await self._connection.execute(
            update(identity).where(identity.person_id == person_id, identity.door == door).values(blocked_at=at)
        )

    async def _one(self, found: Select[tuple[str, str, datetime | None, datetime, bool]]) -> Person | None:
        row = (await self._connection.execute(found)).one_or_none()
        return Person(*row) if row else None

    def _opened(self, person_id: str, door: str, sealed: bytes) -> str:
        return self._sealer.open(Kind.IDENTITY, f"{person_id}:{door}", sealed).decode()
