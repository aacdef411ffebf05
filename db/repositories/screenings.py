"""Screenings: what the model made of each photo."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select, update

from db import models
from db.records import PhotoState, ScreeningRow
from db.repositories.base import Repository
from db.vault import Kind, Sealer


class PhotoForgotten(Exception):
    """The photo was erased, or consent to look at it taken back, while it was looked at: nothing of it is recorded."""


class Screenings(Repository):
    """Screenings by id."""

    async def add(self, screening: ScreeningRow) -> None:
        """Note a screening; an id that is known changes nothing. Raises PhotoForgotten."""
        await self._hold(screening.photo_id)
        findings = {
            "condition": screening.condition,
            "probabilities": screening.probabilities,
            "malignant": screening.malignant,
            "box": screening.box,
            "reasons": screening.reasons,
        }
        await self._insert_once(
            insert(models.Screening).values(
                id=screening.id,
                photo_id=screening.photo_id,
                person_id=screening.person_id,
                at=screening.at,
                outcome=screening.outcome,
                findings=self._sealer.seal_json(Kind.SCREENING, screening.id, findings),
                model=screening.model,
                ms=screening.ms,
            )
        )

    async def _hold(self, photo_id: str) -> None:
        """Take the lock of the photo's row, so that until the unit ends nobody takes the photo back.

        A write does so on both databases; SQLite knows no FOR UPDATE.
        """
        photo = models.Photo
        held = await self._connection.execute(
            update(photo)
            .where(photo.id == photo_id, photo.state != PhotoState.FORGOTTEN)
            .values(created_at=photo.created_at)
        )
        if held.rowcount == 0:
            raise PhotoForgotten

    async def of_person(self, person_id: str) -> list[ScreeningRow]:
        """A person's screenings, oldest first."""
        one = models.Screening
        found = await self._connection.execute(
            select(one.id, one.photo_id, one.person_id, one.at, one.outcome, one.findings, one.model, one.ms)
            .where(one.person_id == person_id)
            .order_by(one.at)
        )
        return [
            ScreeningRow(
                id=row.id,
                photo_id=row.photo_id,
                person_id=row.person_id,
                at=row.at,
                outcome=row.outcome,
                model=row.model,
                ms=row.ms,
                **open_findings(self._sealer, row.id, row.findings),
            )
            for row in found
        ]


def open_findings(sealer: Sealer, screening: str, sealed: bytes) -> Mapping[str, Any]:
    """What the model named: condition, probabilities, malignant, box, reasons."""
    return sealer.open_json(Kind.SCREENING, screening, sealed)
