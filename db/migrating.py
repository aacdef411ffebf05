"""Bringing a store's schema to the newest revision."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from db.engine import open_engine
from db.reach import StoreUnreachable, reaching

MIGRATIONS = Path(__file__).parent / "migrations"

LOOK_SECONDS = 15.0
"""Seconds to find out whether there is anything to do."""

MIGRATE_SECONDS = 300.0
"""Seconds for doing it, and for waiting while another process does it."""

LOCK, LOCK_SECONDS = "lentigo migration", 120


async def migrate(url: str) -> None:
    """Migrate, from an empty database too; quick when nothing is to do. Of two that start at once, one waits.

    A store that a later program has migrated is left as it is: every revision must work with the program before it.
    Raises StoreUnreachable.
    """
    engine = open_engine(url)
    try:
        async with reaching(engine, LOOK_SECONDS) as connection:
            if not _is_behind(await connection.run_sync(revision_of)):
                return
        async with reaching(engine, MIGRATE_SECONDS) as connection:
            await _wait_until_alone(connection)
            await connection.run_sync(_upgrade)
            await connection.commit()
    finally:
        await engine.dispose()


def newest() -> str | None:
    """The revision that this program needs."""
    return _revisions().get_current_head()


def revision_of(connection: Connection) -> str | None:
    """The revision that a database is at; None for one without our tables."""
    return MigrationContext.configure(connection).get_current_revision()


def _is_behind(revision: str | None) -> bool:
    """Whether a database is empty or at a revision that we know and that is not the newest."""
    return revision is None or revision in {script.revision for script in _revisions().walk_revisions()} - {newest()}


def _revisions() -> ScriptDirectory:
    return ScriptDirectory.from_config(config_of())


def config_of(connection: Connection | None = None) -> Config:
    """Alembic's settings; its commands run on `connection`, in the transaction that is open there."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _upgrade(connection: Connection) -> None:
    command.upgrade(config_of(connection), "head")


async def _wait_until_alone(connection: AsyncConnection) -> None:
    """Keep other processes from migrating: on SQLite until the commit, on MySQL until the connection is closed.

    A lock of MySQL's tables would not do, since each CREATE TABLE commits.
    """
    if connection.dialect.name == "sqlite":
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif not await connection.scalar(text("SELECT GET_LOCK(:lock, :seconds)"), {"lock": LOCK, "seconds": LOCK_SECONDS}):
        raise StoreUnreachable("another process has been migrating for too long")
