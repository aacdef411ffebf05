"""The inbox: an event is written down once, handled once, and taken up again until it is."""

import asyncio

import pytest

from db.records import InboxRow
from db.store import Store
from db.vault import Sealer
from tests.db.people import NOW, at, known
from tests.db.stores import opened

HELLO = {"said": "is my mole bad", "entities": ["मोल", "😀"]}


async def put(store: Store, key: str, payload: dict[str, object] = HELLO, seconds: float = 0) -> InboxRow:
    async with store.work() as work:
        row = await work.inbox.put("telegram", key, "chat-of-ada", payload, at(seconds))
        await work.commit()
    return row


async def test_an_event_comes_back_as_it_went_in(store: Store) -> None:
    assert await put(store, "tg:1") == InboxRow("telegram", "tg:1", HELLO, NOW, None)


async def test_a_known_key_changes_nothing(store: Store) -> None:
    first = await put(store, "tg:1")
    assert await put(store, "tg:1", {"said": "something else"}, seconds=5) == first
    assert (await put(store, "TG:1", {})).payload == {}, "another key, not the same in capitals"


async def test_the_same_key_at_another_door_is_another_event(store: Store) -> None:
    await put(store, "1")
    async with store.work() as work:
        assert (await work.inbox.put("browser", "1", "ada", {"said": "b"}, NOW)).payload == {"said": "b"}


async def test_pending_are_the_unhandled_in_their_order(store: Store) -> None:
    for key in ("tg:3", "tg:1", "tg:2", "tg:4"):
        await put(store, key)
    async with store.work() as work:
        await work.inbox.done("telegram", "tg:1", NOW, keep_payload=False, person_id=None)
        assert [row.key for row in await work.inbox.pending("telegram", 2)] == ["tg:3", "tg:2"]
        assert await work.inbox.pending("browser", 10) == []


@pytest.mark.parametrize("keep", [True, False])
async def test_contents_of_a_handled_event_go_unless_kept(store: Store, *, keep: bool) -> None:
    await known(store)
    await put(store, "tg:1")
    async with store.work() as work:
        await work.inbox.done("telegram", "tg:1", at(1), keep_payload=keep, person_id="ada")
        assert await work.inbox.of_person("ada") == [InboxRow("telegram", "tg:1", HELLO if keep else {}, NOW, at(1))]
        assert await work.inbox.count("ada") == int(keep)


@pytest.mark.parametrize("written_before", [True, False], ids=["written", "new"])
async def test_of_many_who_handle_an_event_one_does(store: Store, *, written_before: bool) -> None:
    """The others wait for the first one's commit and then find the event handled."""
    if written_before:
        await put(store, "tg:1")

    async def handle() -> bool:
        async with store.work() as work:
            row = await work.inbox.put("telegram", "tg:1", "chat-of-ada", HELLO, NOW)
            if row.handled_at is not None:
                return False
            await asyncio.sleep(0.02)
            await work.inbox.done("telegram", "tg:1", at(1), keep_payload=False, person_id=None)
            await work.commit()
            return True

    assert sorted(await asyncio.gather(*(handle() for _ in range(6)))) == [False] * 5 + [True]


@pytest.mark.mariadb
async def test_events_of_different_people_do_not_wait_for_one_another(mariadb_url: str, sealer: Sealer) -> None:
    """Of the two databases the one that can; SQLite has one writer at a time."""
    async with opened(mariadb_url, sealer) as store, asyncio.timeout(5):
        for number in range(3):
            await put(store, f"tg:{number}")
        async with store.work() as work:
            await work.inbox.put("telegram", "tg:1", "chat-of-ada", {}, NOW)
            await work.inbox.put("telegram", "tg:9", "chat-of-ada", {}, NOW)
            async with store.work() as other:
                for key in ("tg:0", "tg:2", "tg:8", "tg:10"):
                    await other.inbox.put("telegram", key, "chat-of-eve", {}, NOW)
                    await other.inbox.done("telegram", key, NOW, keep_payload=False, person_id=None)
                await other.commit()


async def test_a_long_update_fits(store: Store) -> None:
    long = {"said": "ü" * 200_000}
    assert (await put(store, "tg:1", long)).payload == long
