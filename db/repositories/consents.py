"""Consents: what stands, and the history of what stood."""

from datetime import datetime

from sqlalchemy import insert, select, update

from db import models
from db.records import ConsentRow
from db.repositories.base import Repository


class Consents(Repository):
    """Each purpose on its own; nothing is overwritten."""

    async def standing(self, person_id: str, version: str) -> frozenset[str]:
        """The purposes that the person consents to now, in the words of this version; older words do not count."""
        consent = models.Consent
        given = await self._connection.scalars(
            select(consent.purpose).where(
                consent.person_id == person_id, consent.version == version, consent.withdrawn_at.is_(None)
            )
        )
        return frozenset(given)

    async def people_with(self, purpose: str, version: str) -> list[str]:
        """Everybody who consents to a purpose now, in the words of this version, in order of their ids."""
        consent = models.Consent
        found = await self._connection.scalars(
            select(consent.person_id)
            .where(consent.purpose == purpose, consent.version == version, consent.withdrawn_at.is_(None))
            .distinct()
            .order_by(consent.person_id)
        )
        return list(found)

    async def give(self, person_id: str, purpose: str, version: str, language: str, door: str, now: datetime) -> None:
        """Note consent to the words of this version; the same consent again changes nothing."""
        consent = models.Consent
        standing = await self._connection.scalars(
            select(consent.version).where(
                consent.person_id == person_id, consent.purpose == purpose, consent.withdrawn_at.is_(None)
            )
        )
        if version in standing.all():
            return
        await self.withdraw(person_id, purpose, now)
        await self._connection.execute(
            insert(consent).values(
                person_id=person_id, purpose=purpose, version=version, language=language, door=door, given_at=now
            )
        )

    async def withdraw(self, person_id: str, purpose: str, now: datetime) -> None:
        """Take back consent to one purpose, where it stands."""
        consent = models.Consent
        await self._connection.execute(
            update(consent)
            .where(consent.person_id == person_id, consent.purpose == purpose, consent.withdrawn_at.is_(None))
            .values(withdrawn_at=now)
        )

    async def history(self, person_id: str) -> list[ConsentRow]:
        """Everything the person ever consented to, oldest first."""
        consent = models.Consent
        found = await self._connection.execute(
            select(
                consent.purpose,
                consent.version,
                consent.language,
                consent.door,
                consent.given_at,
                consent.withdrawn_at,
            )
            .where(consent.person_id == person_id)
            .order_by(consent.id)
        )
        return [ConsentRow(*row) for row in found]
