"""Units of work: all or nothing, never for ever, and one name for a database that does not answer."""

import asyncio
from datetime import timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from db.records import Person
from db.store import Store, StoreUnreachable, migrate
from db.vault import SealBroken, Sealer
from tests.db.people import NOW, known
from tests.db.stores import opened
from tests.mariadb import MariaDb

COUNTING = """
WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 3000000) SELECT count(*) FROM n
"""


def rights_in(folder: Path) -> dict[str, str]:
    return {file.name: oct(file.stat().st_mode & 0o777) for file in folder.iterdir()}


async def test_rolls_back_unless_committed(store: Store) -> None:
    async with store.work() as work:
        await work.people.add(Person("ada", "en", None, NOW))
        assert await work.people.get("ada") is not None
    async with store.work() as work:
        assert await work.people.get("ada") is None


async def test_rolls_back_when_something_fails(store: Store) -> None:
    async def fail() -> None:
        async with store.work() as work:
            await work.people.add(Person("ada", "en", None, NOW))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with store.work() as work:
        assert await work.people.get("ada") is None


async def test_a_refused_row_does_not_undo_the_others(store: Store) -> None:
    async with store.work() as work:
        await work.people.add(Person("ada", "en", None, NOW))
        await work.inbox.put("telegram", "tg:1", "7", {}, NOW)
        await work.outbox.put("a", "ada", "telegram", {}, None, NOW)
        await work.outbox.put("a", "ada", "telegram", {}, None, NOW)
        await work.commit()
    async with store.work() as work:
        assert await work.people.get("ada") is not None
        assert await work.outbox.count("ada") == 1


async def test_an_orphan_is_refused(store: Store) -> None:
    async with store.work() as work:
        with pytest.raises(IntegrityError):
            await work.outbox.put("a", "nobody", "telegram", {}, None, NOW)
    async with store.work() as work:
        assert await work.outbox.everything_of("nobody") == []


async def test_errors_quote_no_values(store: Store) -> None:
    async with store.work() as work:
        with pytest.raises(IntegrityError) as refusal:
            await work.photos.put("secret-photo", "secret-person", "telegram", b"x", keep=True, now=NOW)
    assert "secret" not in str(refusal.value)


async def test_times_come_back_in_utc_to_the_microsecond(store: Store) -> None:
    east = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    async with store.work() as work:
        await work.people.add(Person("ada", "en", east, NOW))
        await work.commit()
    async with store.work() as work:
        person = await work.people.get("ada")
    assert person == Person("ada", "en", NOW, NOW)
    assert person.adult_at is not None
    assert person.adult_at.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    async with store.work() as work:
        with pytest.raises(Exception, match="time zone"):
            await work.people.add(Person("ada", "en", None, NOW.replace(tzinfo=None)))


async def test_a_unit_that_takes_too_long_ends(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer, deadline=1) as store:

        async def dawdle() -> None:
            async with store.work() as work:
                await work.people.add(Person("ada", "en", None, NOW))
                await asyncio.sleep(5)

        with pytest.raises(StoreUnreachable, match="1 seconds"):
            await dawdle()
        async with store.work() as work:
            assert await work.people.get("ada") is None
        await known(store)


async def test_a_timeout_of_somebody_else_is_not_the_stores(store: Store) -> None:
    with pytest.raises(TimeoutError):
        async with store.work():
            raise TimeoutError


async def test_another_master_key_is_noticed_at_the_opening(url: str, sealer: Sealer) -> None:
    async with opened(url, sealer):
        with pytest.raises(SealBroken):
            await Store.open(url, Sealer(bytes(31) + b"\x01"))


@pytest.mark.parametrize(
    "address",
    ["mysql://nobody:x@127.0.0.1:1/none", "sqlite:////proc/nowhere/lentigo.db", "postgresql://x:secret@y/z", "secret"],
    ids=["port", "folder", "kind", "nonsense"],
)
async def test_a_wrong_address_has_words_and_no_password(address: str, sealer: Sealer) -> None:
    with pytest.raises(StoreUnreachable) as fault:
        await migrate(address)
    with pytest.raises(StoreUnreachable):
        await Store.open(address, sealer)
    assert "secret" not in str(fault.value)


async def test_many_units_at_once(store: Store) -> None:
    """More than there are connections; writers wait for one another and none is turned away."""

    async def come(number: int) -> None:
        async with store.work() as work:
            await work.people.add(Person(f"person-{number}", "en", None, NOW))
            await work.people.link(f"person-{number}", "telegram", str(number), NOW)
            await work.commit()

    await asyncio.gather(*(come(number) for number in range(60)))
    async with store.work() as work:
        assert await work.connection.scalar(text("SELECT count(*) FROM people")) == 60


async def test_a_second_process_waits_its_turn_on_sqlite(tmp_path: Path, sealer: Sealer) -> None:
    url = f"sqlite:///{tmp_path / 'lentigo.db'}"
    async with opened(url, sealer) as store, opened(url, sealer) as other:
        names = [f"{number}" for number in range(20)]
        await asyncio.gather(*(known((store, other)[int(name) % 2], name) for name in names))
        async with store.work() as work:
            assert [name for name in names if await work.people.get(name) is None] == []


async def test_a_lock_that_is_never_let_go_has_words(tmp_path: Path, sealer: Sealer) -> None:
    url = f"sqlite:///{tmp_path / 'lentigo.db'}"

    async def write(store: Store) -> None:
        async with store.work() as work:
            await work.connection.exec_driver_sql("PRAGMA busy_timeout = 50")
            await work.people.add(Person("ada", "en", None, NOW))

    async with opened(url, sealer) as store, opened(url, sealer) as other, other.work() as work:
        await work.people.add(Person("eve", "en", None, NOW))
        with pytest.raises(StoreUnreachable, match="locked"):
            await write(store)
        await work.commit()


async def test_a_unit_that_is_cut_off_in_a_statement_locks_nobody_out(tmp_path: Path, sealer: Sealer) -> None:
    """Though its traceback, and with it the statement, may live on for as long as it likes."""
    url = f"sqlite:///{tmp_path / 'lentigo.db'}"

    async def count_for_long(store: Store) -> None:
        async with store.work() as work:
            await work.people.add(Person("ada", "en", None, NOW))
            await work.connection.exec_driver_sql(COUNTING)

    async with opened(url, sealer, deadline=0.1) as hasty, opened(url, sealer) as store:
        with pytest.raises(StoreUnreachable) as fault:
            await count_for_long(hasty)
        await known(store)
        assert fault.value.__cause__ is not None, "the traceback lives on"


async def test_the_file_is_for_its_owner_alone(tmp_path: Path, sealer: Sealer) -> None:
    async with opened(f"sqlite:///{tmp_path / 'lentigo.db'}", sealer) as store:
        await known(store)
        rights = rights_in(tmp_path)
    assert rights == dict.fromkeys(("lentigo.db", "lentigo.db-shm", "lentigo.db-wal"), "0o600")


@pytest.mark.mariadb
async def test_a_restart_of_the_database_goes_unnoticed(mariadb: MariaDb, mariadb_url: str, sealer: Sealer) -> None:
    async with opened(mariadb_url, sealer) as store:
        await known(store)
        mariadb.restart()
        async with store.work() as work:
            assert await work.people.get("ada") is not None


@pytest.mark.mariadb
async def test_a_frozen_database_does_not_hold_us(mariadb: MariaDb, mariadb_url: str, sealer: Sealer) -> None:
    """Neither between two questions, nor at one, nor at a new connection; and once it is thawed all is well."""

    async def freeze(store: Store, *, ask: bool) -> None:
        async with store.work() as work:
            await work.people.get("ada")
            mariadb.freeze()
            await (work.people.get("ada") if ask else asyncio.sleep(2))

    async with asyncio.timeout(20), opened(mariadb_url, sealer, deadline=1) as store:
        for ask in (False, True):
            with pytest.raises(StoreUnreachable):
                await freeze(store, ask=ask)
            if not ask:
                mariadb.thaw()
        with pytest.raises(StoreUnreachable):
            await known(store)
        mariadb.thaw()
        await known(store)


@pytest.mark.mariadb
async def test_a_database_that_is_away_has_words(mariadb: MariaDb, mariadb_url: str, sealer: Sealer) -> None:
    async with opened(mariadb_url, sealer) as store:
        mariadb.stop()
        try:
            with pytest.raises(StoreUnreachable, match="connect"):
                await known(store)
        finally:
            mariadb.start()
        await known(store)


async def test_whoever_is_cancelled_leaves_the_pool_clean_and_silent(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await known(store)

    async def reads() -> None:
        while True:
            async with store.work() as work:
                await work.people.get("ada")

    for hundredths in range(60):
        task = asyncio.create_task(reads())
        await asyncio.sleep(0.002 + hundredths / 9000)
        while not task.done():  # Python 3.11's wait_for, in which aiomysql connects, may lose a cancel (bpo-37658)
            task.cancel()
            await asyncio.wait({task}, timeout=1)
        assert task.cancelled()
    async with store.work() as work:
        assert await work.people.get("ada") is not None
    assert [record.getMessage() for record in caplog.records if record.name.startswith("sqlalchemy")] == []
