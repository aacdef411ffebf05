"""The tables as a thief reads them."""

from typing import Any

from sqlalchemy import select

from db.models import Base
from db.store import Store

Tables = dict[str, list[tuple[Any, ...]]]


async def tables_of(store: Store) -> Tables:
    """Every row of every table."""
    async with store.work() as work:
        return {
            table.name: [tuple(row) for row in await work.connection.execute(select(table))]
            for table in Base.metadata.sorted_tables
        }


async def dump_of(store: Store) -> bytes:
    """Everything that the tables hold, in one piece."""
    rows = [row for table in (await tables_of(store)).values() for row in table]
    return b"\n".join(cell if isinstance(cell, bytes) else str(cell).encode() for row in rows for cell in row)
