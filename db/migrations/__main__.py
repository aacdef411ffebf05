"""Drafts the next revision: what the models say and the revisions so far do not. To be tidied and tested by hand."""

import argparse
import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from sqlalchemy import Connection

from db.engine import open_engine
from db.migrating import config_of, migrate, newest


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m db.migrations", description=__doc__)
    parser.add_argument("what", help="what changes, in a few words")
    what = parser.parse_args().what
    with TemporaryDirectory() as folder:
        asyncio.run(draft(f"sqlite:///{Path(folder) / 'scratch.db'}", what))


async def draft(url: str, what: str) -> None:
    """Write the draft beside the other revisions, with a scratch store to compare the models with."""
    await migrate(url)
    engine = open_engine(url)
    async with engine.connect() as connection:
        await connection.run_sync(_write, what)
    await engine.dispose()


def _write(connection: Connection, what: str) -> None:
    number = int(newest() or 0) + 1
    command.revision(config_of(connection), what, autogenerate=True, rev_id=f"{number:04}")


if __name__ == "__main__":
    main()
