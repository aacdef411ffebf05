"""The outbox: letters in order, once a carrier, again after a kill, the latest of a slot alone."""

import asyncio
from datetime import datetime

from db.records import LetterRow
from db.repositories.delivery import CARRYING
from db.store import Store
from tests.db.people import NOW, at, known

LEASE = CARRYING.total_seconds()


async def write(store: Store, key: str, *, whom: str = "ada", slot: str | None = None, door: str = "telegram") -> None:
    async with store.work() as work:
        await work.outbox.put(key, whom, door, {"text": key}, slot, NOW)
        await work.commit()


async def due(store: Store, when: datetime = NOW, limit: int = 50) -> list[LetterRow]:
    async with store.work() as work:
        letters = await work.outbox.due("telegram", when, limit)
        await work.commit()
    return letters


async def texts(store: Store, when: datetime = NOW, limit: int = 50) -> list[str]:
    return [letter.payload["text"] for letter in await due(store, when, limit)]


async def sent(store: Store, letter: LetterRow, ref: str) -> None:
    async with store.work() as work:
        await work.outbox.sent(letter.id, ref, NOW)
        await work.commit()


async def test_a_letter_knows_its_way(store: Store) -> None:
    await known(store)
    await write(store, "a")
    (letter,) = await due(store)
    assert (letter.person_id, letter.subject, letter.payload) == ("ada", "chat-of-ada", {"text": "a"})
    assert (letter.ref, letter.attempts) == (None, 0)


async def test_a_known_key_writes_nothing(store: Store) -> None:
    await known(store)
    await write(store, "a")
    await write(store, "a")
    assert await texts(store) == ["a"]


async def test_oldest_first_for_each_person(store: Store) -> None:
    for name in ("ada", "eve"):
        await known(store, name)
    for key, whom in (("a1", "ada"), ("e1", "eve"), ("a2", "ada"), ("e2", "eve")):
        await write(store, key, whom=whom)
    assert await texts(store, limit=3) == ["a1", "e1", "a2"]


async def test_a_later_letter_waits_behind_one_that_is_carried(store: Store) -> None:
    await known(store)
    await write(store, "a")
    (first,) = await due(store)
    await write(store, "b")
    assert await due(store, at(1)) == []
    await sent(store, first, "100")
    assert await texts(store, at(1)) == ["b"]


async def test_a_later_letter_waits_behind_one_that_is_put_off(store: Store) -> None:
    for name in ("ada", "eve"):
        await known(store, name)
    await write(store, "a")
    (first,) = await due(store)
    async with store.work() as work:
        await work.outbox.retry(first.id, at(300))
        await work.commit()
    await write(store, "b")
    await write(store, "c", whom="eve")
    assert await texts(store, at(299)) == ["c"], "others are not held up"
    assert [(one.payload["text"], one.attempts) for one in await due(store, at(300))] == [("a", 1), ("b", 0)]


async def test_a_letter_comes_again_after_a_kill_and_not_before(store: Store) -> None:
    await known(store)
    await write(store, "a")
    await write(store, "b")
    assert await texts(store) == ["a", "b"]
    assert await texts(store, at(LEASE - 1)) == []
    assert await texts(store, at(LEASE)) == ["a", "b"]


async def test_of_many_carriers_one_gets_a_letter(store: Store) -> None:
    await known(store)
    for key in "abcdef":
        await write(store, key)
    rounds = await asyncio.gather(*(texts(store) for _ in range(6)))
    assert [found for found in rounds if found] == [list("abcdef")]


async def test_a_letter_waits_while_another_carrier_takes_the_one_before(store: Store) -> None:
    await known(store)
    await write(store, "a")
    await write(store, "b")
    async with store.work() as work:
        assert [letter.payload["text"] for letter in await work.outbox.due("telegram", NOW, 1)] == ["a"]
        other = asyncio.create_task(texts(store))
        await asyncio.sleep(0.2)
        await work.commit()
    assert await other == []


async def test_the_latest_of_a_slot_is_sent_alone(store: Store) -> None:
    await known(store)
    for key, slot in (("received", "photo:1"), ("hello", None), ("looking", "photo:1"), ("result", "photo:1")):
        await write(store, key, slot=slot)
    assert await texts(store) == ["hello", "result"]
    assert await texts(store, at(LEASE)) == ["hello", "result"], "the others never come"


async def test_a_slot_is_edited_in_its_latest_message(store: Store) -> None:
    for name in ("ada", "eve"):
        await known(store, name)
    await write(store, "received", slot="photo:1")
    await write(store, "other", slot="photo:1", whom="eve")
    first, other = await due(store)
    await sent(store, first, "100")
    await sent(store, other, "900")
    await write(store, "looking", slot="photo:1")
    (second,) = await due(store)
    assert second.ref == "100"
    await sent(store, second, "101")
    await write(store, "result", slot="photo:1")
    (third,) = await due(store)
    assert third.ref == "101"


async def test_a_slot_in_flight_is_not_overtaken(store: Store) -> None:
    await known(store)
    await write(store, "received", slot="photo:1")
    (first,) = await due(store)
    await write(store, "result", slot="photo:1")
    assert await due(store, at(1)) == []
    await sent(store, first, "100")
    assert [one.ref for one in await due(store, at(1))] == ["100"]


async def test_a_dropped_letter_never_comes_and_holds_up_nobody(store: Store) -> None:
    await known(store)
    await write(store, "a")
    (first,) = await due(store)
    await write(store, "b")
    async with store.work() as work:
        await work.outbox.drop(first.id, "undeliverable")
        await work.commit()
    assert await texts(store, at(LEASE)) == ["b"]


async def test_who_blocked_us_gets_nothing_until_they_write_again(store: Store) -> None:
    await known(store)
    await write(store, "a")
    async with store.work() as work:
        await work.people.block("ada", "telegram", NOW)
        await work.commit()
    assert await due(store) == []
    async with store.work() as work:
        await work.people.unblock("ada", "telegram")
        await work.commit()
    assert await texts(store) == ["a"]


async def test_a_farewell_reaches_who_is_gone_and_leaves_nothing(store: Store) -> None:
    async with store.work() as work:
        await work.outbox.farewell("bye", "telegram", "chat-of-ada", {"text": "bye"}, NOW)
        await work.commit()
    (letter,) = await due(store)
    assert (letter.person_id, letter.subject, letter.payload) == (None, "chat-of-ada", {"text": "bye"})
    await sent(store, letter, "100")
    async with store.work() as work:
        await work.outbox.farewell("again", "telegram", "chat-of-ada", {"text": "again"}, NOW)
        await work.commit()
    (other,) = await due(store)
    assert other.id != letter.id, "the carrier knows letters by number"


async def test_the_browser_reads_what_nobody_sends(store: Store) -> None:
    await known(store, door="browser", subject="ada@example.org")
    await write(store, "a", door="browser")
    await write(store, "b", door="telegram")
    assert await due(store) == [], "this person has no chat"
    async with store.work() as work:
        assert [told.payload["text"] for told in await work.outbox.of_person("ada", "browser")] == ["a"]
        assert await work.outbox.count("ada") == 2
        ((when, payload, door, slot), _) = await work.outbox.everything_of("ada")
    assert (when, payload, door, slot) == (NOW, {"text": "a"}, "browser", None)
