"""SQLite, set up to be written by many tasks and a few processes."""

import asyncio
import os
import sqlite3
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from db.reach import StoreUnreachable

PRAGMAS = (
    "busy_timeout = 5000",  # milliseconds that a writer waits for another one; below the deadline of a unit of work
    "foreign_keys = ON",  # off unless asked for, and then orphans are accepted
    "secure_delete = ON",  # what is erased is overwritten in the file
)

WAL = "PRAGMA journal_mode = WAL"
"""Readers and the writer do not hold each other up. The file remembers it, so it is enough that one connection ever
succeeds; while another process is writing to a new file it fails at once, whatever the busy_timeout."""

READING = ("SELECT", "PRAGMA", "BEGIN")
"""How statements begin that need no lock of a writer."""

TURN = "turn to write"
"""Where a connection notes that it is this process's writer."""


class Undoing(sqlite3.Connection):
    """A connection that rolls back before it closes.

    SQLite itself keeps a closed connection, its transaction and the writer's lock until the last cursor is gone. One of
    a unit that was cut off in the midst of a statement lives on in the traceback, until the garbage is collected.
    """

    def close(self) -> None:
        """Roll back and close; once more changes nothing."""
        with suppress(sqlite3.Error):
            self.rollback()
        super().close()


def sqlite_engine(address: URL) -> AsyncEngine:
    """Reads run by themselves; the first write takes the writer's lock, which is held until the unit's end.

    The driver's own way would begin a transaction as a reader and fail at once when somebody else has written by the
    time that it wants to write; waiting helps only one who asks for the lock at the beginning. Within this process
    writers queue up: SQLite itself lets in whoever asks in the right moment, and turns others away after all.
    """
    _make_private(address.database)
    as_ours = {"isolation_level": None, "factory": Undoing}
    engine = create_async_engine(address, hide_parameters=True, connect_args=as_ours)
    turns = asyncio.Lock()
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(engine.sync_engine, "before_cursor_execute", partial(_lock_before_writing, turns))
    event.listen(engine.sync_engine, "checkin", _end_turn)
    return engine


def _make_private(file: str | None) -> None:
    """Make the file, where there is none, for its owner alone; SQLite gives its side files the same rights.

    A file that cannot be opened is noticed here, because aiosqlite leaves a thread behind when it fails to open one.
    """
    if file in {None, "", ":memory:"}:
        raise StoreUnreachable("SQLite needs a file here; in memory nothing would be kept")
    try:
        os.close(os.open(str(file), os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as fault:
        raise StoreUnreachable(f"{file}: {fault.strerror}") from fault


def _prepare(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    with suppress(sqlite3.OperationalError):
        cursor.execute(WAL)
    cursor.close()


def _lock_before_writing(
    turns: asyncio.Lock, connection: Connection, _cursor: object, statement: str, *_: object
) -> None:
    pooled: Any = connection.connection
    if statement.startswith(READING) or pooled.driver_connection.in_transaction:
        return
    if TURN not in pooled.record_info:
        pooled.dbapi_connection.run_async(lambda _driver: turns.acquire())
        pooled.record_info[TURN] = turns
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _end_turn(_connection: object, record: ConnectionPoolEntry) -> None:
    """The unit has ended and its connection is back in the pool."""
    turns: asyncio.Lock | None = (record.record_info or {}).pop(TURN, None)
    if turns is not None:
        turns.release()
