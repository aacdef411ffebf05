"""Migrations: from nothing to the models, once, whoever starts first."""

import asyncio

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

from db.checkup import check_up
from db.migrating import newest
from db.models import Base
from db.store import Store, migrate
from db.vault import SealBroken, Sealer
from tests.db.stores import opened


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


async def test_an_empty_database_becomes_what_the_models_say(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer) as store, store.work() as work:
        assert await work.connection.run_sync(differences) == []
        await work.connection.execute(text("CREATE INDEX stray ON people (language)"))
        assert len(await work.connection.run_sync(differences)) == 1, "a difference would be seen"


async def test_many_that_start_at_once_migrate_once(url: str, sealer: Sealer) -> None:
    await asyncio.gather(*(migrate(url) for _ in range(6)))
    stores = await asyncio.gather(*(Store.open(url, sealer) for _ in range(4)))
    async with stores[0].work() as work:
        assert await work.connection.run_sync(differences) == []
    for store in stores:
        await store.close()


async def test_a_second_start_changes_nothing(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer):
        await migrate(url)
        found = await check_up(url, sealer)
    assert (found.is_current, found.revision, found.proved) == (True, newest(), True)


async def test_a_later_programs_store_is_left_as_it_is(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer) as store, store.work() as work:
        await work.connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
        await work.commit()
    await migrate(url)
    found = await check_up(url, sealer)
    assert (found.is_current, found.revision) == (False, "later")


async def test_a_look_at_nothing_makes_nothing(url: str, sealer: Sealer) -> None:
    found = await check_up(url, sealer)
    assert (found.is_current, found.revision, found.proved) == (False, None, False)


async def test_a_look_notices_another_stores_key(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer):
        with pytest.raises(SealBroken):
            await check_up(url, Sealer(bytes(31) + b"\x01"))
