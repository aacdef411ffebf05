"""Stores on SQLite and on a real MariaDB: an empty one a test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from db.models import Base
from db.store import Store
from db.vault import Sealer
from tests.db.stores import opened
from tests.mariadb import MariaDb

DATABASES = ["sqlite", pytest.param("mariadb", marks=pytest.mark.mariadb)]


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that nobody has migrated."""
    if request.param == "mariadb":
        address: str = request.getfixturevalue("mariadb_url")
        return address
    return f"sqlite:///{tmp_path / 'lentigo.db'}"


@pytest.fixture
def sealer() -> Sealer:
    return Sealer(bytes(32))


@pytest.fixture(scope="session")
def shared_mariadb(mariadb: MariaDb) -> str:
    """The address of a database that is migrated once a session and emptied after each test."""
    return mariadb.create("shared")


@pytest.fixture(params=DATABASES)
async def store(request: pytest.FixtureRequest, tmp_path: Path, sealer: Sealer) -> AsyncIterator[Store]:
    """An empty store."""
    if request.param == "sqlite":
        async with opened(f"sqlite:///{tmp_path / 'lentigo.db'}", sealer) as one:
            yield one
        return
    async with opened(request.getfixturevalue("shared_mariadb"), sealer) as one:
        yield one
        async with one.work() as work:
            for table in reversed(Base.metadata.sorted_tables):
                await work.connection.execute(delete(table))
            await work.commit()
