"""Migrations: from nothing to the models, once, whoever starts first."""

import asyncio

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, text

from db.checkup import check_up
from db.engine import open_engine
from db.migrating import config_of, newest
from db.models import Base, Person, Photo
from db.store import Store, migrate
from db.vault import SealBroken, Sealer
from tests.db.people import NOW
from tests.db.stores import opened


def differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


async def test_an_empty_database_becomes_what_the_models_say(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer) as store, store.work() as work:
        assert await work.connection.run_sync(differences) == []
        await work.connection.execute(text("CREATE INDEX stray ON people (language)"))
        assert len(await work.connection.run_sync(differences)) == 1, "a difference would be seen"


async def test_a_photo_from_before_the_questions_has_no_answers_and_is_looked_at(url: str, sealer: Sealer) -> None:
    engine = open_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(lambda one: command.upgrade(config_of(one), "0001"))
    async with engine.begin() as connection:
        person = {"id": "ada", "language": "en", "created_at": NOW}
        await connection.execute(insert(Person.__table__).values(person))
        photo = {"id": "p1", "person_id": "ada", "door": "telegram", "state": "received", "keep": True, "attempts": 0}
        times = {"created_at": NOW, "free_at": NOW}
        await connection.execute(insert(Photo.__table__).values(photo | times))
    await engine.dispose()
    async with opened(url, sealer) as store, store.work() as work:
        assert await work.connection.run_sync(differences) == []
        claimed = await work.photos.claim(NOW, 30)
        assert claimed is not None
        assert (claimed.id, claimed.answers) == ("p1", None)
        person = await work.people.get("ada")
        assert person is not None
        assert not person.language_chosen


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
