"""The audit: rows are added, never changed, but that an erased person's ids give way to the receipt."""

from sqlalchemy import insert

from db import models
from db.records import AuditRow
from db.repositories.base import Repository


class Audit(Repository):
    """Who did what."""

    async def write(self, row: AuditRow) -> None:
        """Add a row."""
        await self._connection.execute(
            insert(models.Audit).values(
                at=row.at, actor=row.actor, action=row.action, subject=row.subject, details=row.details
            )
        )
