"""Screenings: what the model made of each photo."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, select

from db import models
from db.records import ScreeningRow
from db.repositories.base import Repository
from db.vault import Kind, Sealer


class Screenings(Repository):
    """Screenings by id."""

    async def add(self, screening: ScreeningRow) -> None:
        """Note a screening; an id that is known changes nothing."""
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
