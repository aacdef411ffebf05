"""The store: units of work on one database, each with a deadline inside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Self

from sqlalchemy.ext.asyncio import AsyncEngine

from db.engine import open_engine
from db.migrating import migrate
from db.reach import StoreUnreachable, reaching
from db.unit_of_work import UnitOfWork
from db.vault import Sealer

__all__ = ["Store", "StoreUnreachable", "migrate"]

DEADLINE = 15.0
"""Seconds a unit of work may take. aiomysql itself waits for ever for a server that is frozen."""


class Store:
    """One database and the sealer of what is private in it; belongs to the event loop that opened it."""

    def __init__(self, engine: AsyncEngine, sealer: Sealer, deadline: float) -> None:
        self._engine = engine
        self._sealer = sealer
        self._deadline = deadline

    @classmethod
    async def open(cls, url: str, sealer: Sealer, *, deadline: float = DEADLINE) -> Self:
        """Open a store whose schema is current. Raises StoreUnreachable, and SealBroken for another store's key."""
        store = cls(open_engine(url), sealer, deadline)
        try:
            async with store.work() as work:
                if not await work.proofs.holds():
                    await work.proofs.leave()
                    await work.proofs.holds()  # another first start may have left its own in this moment
                    await work.commit()
        except BaseException:
            await store.close()
            raise
        return store

    @asynccontextmanager
    async def work(self) -> AsyncIterator[UnitOfWork]:
        """A unit of work; rolls back unless committed. Raises StoreUnreachable."""
        async with reaching(self._engine, self._deadline) as connection:
            yield UnitOfWork(connection, self._sealer)

    async def close(self) -> None:
        """Let go of all connections."""
        await self._engine.dispose()
