"""Reaching the database: a connection for a while, and one exception for whatever keeps the database from answering."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

CUT_SECONDS = 1.0
"""How long a connection that was given up may take to close; then it is torn."""


class StoreUnreachable(Exception):
    """The database is away, frozen or locked. Nothing has happened, and the same may be tried again."""


MISTAKES = (IntegrityError, DataError, ProgrammingError, NotSupportedError)
"""What the database says to a wrong statement; everything else that it says is about itself."""


@asynccontextmanager
async def reaching(engine: AsyncEngine, seconds: float) -> AsyncIterator[AsyncConnection]:
    """Lend a connection for so long; what is not committed by then is rolled back.

    Raises StoreUnreachable; mistakes of ours pass through.
    """
    try:
        async with asyncio.timeout(seconds) as deadline, _lent(engine) as connection:
            yield connection
    except MISTAKES:
        raise
    except (DBAPIError, NoConnectionFree) as fault:
        raise StoreUnreachable(_reason(fault)) from fault
    except TimeoutError as fault:
        if not deadline.expired():
            raise
        raise StoreUnreachable(f"no answer within {seconds:g} seconds") from fault


@asynccontextmanager
async def _lent(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection of the pool, given back clean, or cut when the deadline has struck.

    `close` alone would roll back behind a shield, and wait for a frozen server for ever.
    """
    connection = await engine.connect()
    try:
        yield connection
        await connection.rollback()
    except asyncio.CancelledError:
        with suppress(TimeoutError):
            async with asyncio.timeout(CUT_SECONDS):
                await connection.invalidate()
        raise
    finally:
        # Behind a shield: whoever is cancelled just here would leave the pool with half a farewell, and it complains.
        await asyncio.shield(connection.close())


def _reason(fault: Exception) -> str:
    """The driver's own words, without its number; SQLAlchemy's add the statement."""
    words = fault.orig.args if isinstance(fault, DBAPIError) and fault.orig else fault.args
    return str(words[-1]) if words else type(fault).__name__
