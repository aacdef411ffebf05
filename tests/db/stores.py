"""Stores for the tests that need one of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from db.store import DEADLINE, Store, migrate
from db.vault import Sealer


@asynccontextmanager
async def opened(url: str, sealer: Sealer, *, deadline: float = DEADLINE) -> AsyncIterator[Store]:
    """A migrated store, closed at the end however the test ends."""
    await migrate(url)
    store = await Store.open(url, sealer, deadline=deadline)
    try:
        yield store
    finally:
        await store.close()
