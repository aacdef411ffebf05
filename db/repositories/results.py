"""Results: what people were told about their photos."""

from typing import Any

from sqlalchemy import Row, insert, select

from db import models
from db.records import ResultRow
from db.repositories.base import Repository
from db.vault import Kind

RESULT = (
    models.Result.photo_id,
    models.Result.person_id,
    models.Result.level,
    models.Result.outcome,
    models.Result.page,
    models.Result.created_at,
)


class Results(Repository):
    """One result a photo."""

    async def add(self, result: ResultRow) -> None:
        """Note a result; a photo that has one keeps it, since it has been told."""
        await self._insert_once(
            insert(models.Result).values(
                photo_id=result.photo_id,
                person_id=result.person_id,
                level=result.level,
                outcome=result.outcome,
                page=self._sealer.seal_json(Kind.RESULT, result.photo_id, result.page),
                created_at=result.created_at,
            )
        )

    async def of_photo(self, photo_id: str) -> ResultRow | None:
        """The result of a photo."""
        found = await self._connection.execute(select(*RESULT).where(models.Result.photo_id == photo_id))
        row = found.one_or_none()
        return self._row(row) if row else None

    async def latest_of(self, person_id: str) -> ResultRow | None:
        """A person's newest result."""
        found = await self._connection.execute(
            select(*RESULT)
            .where(models.Result.person_id == person_id)
            .order_by(models.Result.created_at.desc(), models.Result.photo_id)
            .limit(1)
        )
        row = found.one_or_none()
        return self._row(row) if row else None

    async def of_person(self, person_id: str) -> list[ResultRow]:
        """A person's results, newest first."""
        found = await self._connection.execute(
            select(*RESULT)
            .where(models.Result.person_id == person_id)
            .order_by(models.Result.created_at.desc(), models.Result.photo_id)
        )
        return [self._row(row) for row in found]

    def _row(self, row: Row[Any]) -> ResultRow:
        page = self._sealer.open_json(Kind.RESULT, row.photo_id, row.page)
        return ResultRow(row.photo_id, row.person_id, row.level, row.outcome, page, row.created_at)
