"""Admins of the panel."""

from sqlalchemy import ColumnElement, insert, select

from db import models
from db.records import Admin
from db.repositories.base import Repository


class NameTaken(Exception):
    """There is an admin of this name."""


class Admins(Repository):
    """Admins by id and by name."""

    async def add(self, admin: Admin) -> None:
        """Add an admin. Raises NameTaken."""
        added = await self._insert_once(
            insert(models.Admin).values(
                id=admin.id,
                name=admin.name,
                role=admin.role,
                password_hash=admin.password_hash,
                created_at=admin.created_at,
                disabled_at=admin.disabled_at,
            )
        )
        if not added:
            raise NameTaken(admin.name)

    async def get(self, admin_id: str) -> Admin | None:
        """The admin with this id."""
        return await self._one(models.Admin.id == admin_id)

    async def by_name(self, name: str) -> Admin | None:
        """The admin of this name."""
        return await self._one(models.Admin.name == name)

    async def _one(self, which: ColumnElement[bool]) -> Admin | None:
        admin = models.Admin
        found = await self._connection.execute(
            select(admin.id, admin.name, admin.role, admin.password_hash, admin.created_at, admin.disabled_at).where(
                which
            )
        )
        row = found.one_or_none()
        return Admin(*row) if row else None
