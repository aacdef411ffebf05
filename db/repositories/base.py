"""What every repository stands on, and how a row is written once."""

import sqlite3

from sqlalchemy import Insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from db.vault import Sealer

MYSQL_DUPLICATE = 1062
SQLITE_DUPLICATES = frozenset({sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY})


class Repository:
    """A view on the one connection of a unit of work."""

    def __init__(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self._connection = connection
        self._sealer = sealer

    async def _insert_once(self, statement: Insert) -> bool:
        """Insert a row unless its key is taken; says whether it did. Other refusals, as of an orphan, are raised."""
        try:
            async with self._connection.begin_nested():
                await self._connection.execute(statement)
        except IntegrityError as clash:
            if not _is_duplicate(clash):
                raise
            return False
        return True


def _is_duplicate(clash: IntegrityError) -> bool:
    if isinstance(clash.orig, sqlite3.IntegrityError):
        return clash.orig.sqlite_errorcode in SQLITE_DUPLICATES
    return clash.orig is not None and clash.orig.args[0] == MYSQL_DUPLICATE
