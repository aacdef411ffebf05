"""Photos: one worker each, free again after a kill, and gone when they are forgotten."""

import asyncio
import os

import pytest
from sqlalchemy import update

from db import models
from db.records import PhotoState, ResultRow
from db.store import Store
from db.unit_of_work import PhotoForgotten
from db.vault import SealBroken
from tests.db.people import NOW, at, known, screening

LEASE = 30.0
JPEG = b"\xff\xd8 a photo \xff\xd9"


async def received(store: Store, photo: str = "p1", data: bytes = JPEG, seconds: float = 0) -> None:
    async with store.work() as work:
        await work.photos.put(photo, "ada", "telegram", data, keep=True, now=at(seconds))
        await work.commit()


async def claimed(store: Store, seconds: float = 0) -> str | None:
    async with store.work() as work:
        photo = await work.photos.claim(at(seconds), LEASE)
        await work.commit()
    return photo.id if photo else None


async def test_a_photo_comes_back_byte_for_byte(store: Store) -> None:
    await known(store)
    largest = os.urandom(20 * 1024 * 1024)
    await received(store, data=largest)
    async with store.work() as work:
        assert await work.photos.read("p1") == largest
        assert await work.photos.read("p2") == b""
        assert await work.photos.get("p2") is None


async def test_a_known_id_changes_nothing(store: Store) -> None:
    await known(store)
    await received(store)
    await received(store, data=b"another")
    async with store.work() as work:
        assert await work.photos.read("p1") == JPEG


async def test_oldest_first_and_each_once(store: Store) -> None:
    await known(store)
    for photo, seconds in (("p2", 2), ("p1", 1), ("p3", 3)):
        await received(store, photo, seconds=seconds)
    assert [await claimed(store, 5) for _ in range(4)] == ["p1", "p2", "p3", None]


async def test_of_many_workers_one_gets_a_photo(store: Store) -> None:
    await known(store)
    await received(store)
    async with store.work() as work:
        assert await work.photos.claim(NOW, LEASE) is not None
        others = [asyncio.create_task(claimed(store)) for _ in range(4)]
        await asyncio.sleep(0.2)
        await work.commit()
    assert await asyncio.gather(*others) == [None] * 4


async def test_a_killed_workers_photo_is_free_after_the_lease(store: Store) -> None:
    await known(store)
    await received(store)
    assert await claimed(store) == "p1"
    assert await claimed(store, LEASE - 1) is None
    async with store.work() as work:
        again = await work.photos.claim(at(LEASE), LEASE)
    assert again is not None
    assert (again.id, again.attempts, again.state) == ("p1", 2, PhotoState.LOOKING)


async def test_a_rolled_back_claim_leaves_the_photo_free(store: Store) -> None:
    await known(store)
    await received(store)
    async with store.work() as work:
        assert await work.photos.claim(NOW, LEASE) is not None
    assert await claimed(store) == "p1"


@pytest.mark.parametrize(("clean", "state"), [(b"clean", "done"), (None, "forgotten")], ids=["kept", "not kept"])
async def test_the_received_bytes_go_with_the_result(store: Store, clean: bytes | None, state: str) -> None:
    await known(store)
    await received(store)
    await claimed(store)
    async with store.work() as work:
        await work.photos.finish("p1", clean)
        await work.commit()
    async with store.work() as work:
        assert await work.photos.read("p1") == (clean or b"")
        assert [row.state for row in await work.photos.of_person("ada")] == [state]
    assert await claimed(store, 2 * LEASE) is None


async def test_a_forgotten_photo_stays_forgotten(store: Store) -> None:
    """The worker may be looking at it in the moment in which its owner erases it."""
    await known(store)
    await received(store)
    await claimed(store)
    async with store.work() as work:
        await work.photos.forget("p1")
        await work.photos.finish("p1", b"clean")
        await work.photos.park("p1", NOW)
        await work.commit()
    async with store.work() as work:
        assert await work.photos.read("p1") == b""
        assert [row.state for row in await work.photos.of_person("ada")] == ["forgotten"]
    assert await claimed(store, 2 * LEASE) is None


async def test_a_parked_photo_holds_up_nobody_and_keeps_no_bytes(store: Store) -> None:
    await known(store)
    await received(store)
    await claimed(store)
    async with store.work() as work:
        await work.photos.park("p1", NOW)
        await work.commit()
    assert await claimed(store, 2 * LEASE) is None
    async with store.work() as work:
        assert await work.photos.read("p1") == b""


async def asked(store: Store, photo: str = "p1", until: float = 600) -> bool:
    async with store.work() as work:
        taken = await work.photos.ask(photo, at(until))
        await work.commit()
    return taken


async def answers_of(store: Store, photo: str = "p1") -> object:
    async with store.work() as work:
        row = await work.photos.get(photo)
    assert row is not None
    return row.answers


async def test_a_photo_that_is_asked_about_waits_for_answers_and_no_longer_than_that(store: Store) -> None:
    await known(store)
    await received(store)
    await claimed(store)
    assert await answers_of(store) is None
    assert await asked(store)
    assert await answers_of(store) == {}
    assert await claimed(store, 599) is None
    async with store.work() as work:
        (photo,) = await work.photos.asking("ada")
        assert (photo.id, photo.state, photo.attempts) == ("p1", PhotoState.ASKING, 0)
        assert await work.photos.asking("eve") == []
    assert await claimed(store, 600) == "p1"


async def test_an_answer_gives_time_and_the_last_one_sets_the_photo_free(store: Store) -> None:
    await known(store)
    await received(store)
    await claimed(store)
    await asked(store)
    async with store.work() as work:
        await work.photos.answer("p1", {"bleed": True}, at(900))
        await work.commit()
    assert await claimed(store, 600) is None
    async with store.work() as work:
        await work.photos.answered("p1", {"bleed": True, "age": None}, at(601))
        await work.commit()
    assert await claimed(store, 601) == "p1"
    assert await answers_of(store) == {"bleed": True, "age": None}


async def test_nothing_is_asked_twice_nor_of_a_photo_that_nobody_looked_at(store: Store) -> None:
    await known(store)
    await received(store)
    assert not await asked(store)
    await claimed(store)
    assert await asked(store)
    assert not await asked(store)
    assert await claimed(store, 600) == "p1"
    assert not await asked(store), "the answers are there, and the result is next"


async def test_an_answer_to_a_photo_that_nobody_asks_about_changes_nothing(store: Store) -> None:
    await known(store)
    await received(store)
    async with store.work() as work:
        await work.photos.answer("p1", {"bleed": False}, at(900))
        await work.photos.answered("p1", {"bleed": False}, at(900))
        await work.commit()
    assert await answers_of(store) is None
    assert await claimed(store) == "p1"


async def test_who_answers_in_time_is_not_overtaken_by_a_worker(store: Store) -> None:
    """The question is open until now, and both come for the photo in the same moment."""
    await known(store)
    await received(store)
    await claimed(store)
    await asked(store, until=10)
    async with store.work() as work:
        await work.inbox.put("telegram", "k", "chat-of-ada", {}, at(10))
        assert [photo.id for photo in await work.photos.asking("ada")] == ["p1"]
        worker = asyncio.create_task(claimed(store, 10))
        await asyncio.sleep(0.2)
        await work.photos.answer("p1", {"bleed": True}, at(600))
        await work.commit()
    assert await worker is None
    assert await answers_of(store) == {"bleed": True}


async def test_a_newer_photo_of_the_same_person_is_noticed(store: Store) -> None:
    await known(store)
    await received(store, "p1", seconds=1)
    async with store.work() as work:
        older = await work.photos.get("p1")
        assert older is not None
        assert not await work.photos.has_newer(older)
    await received(store, "p2", seconds=2)
    async with store.work() as work:
        assert await work.photos.has_newer(older)
        await work.photos.forget("p2")
        assert not await work.photos.has_newer(older)


@pytest.mark.parametrize(("clean", "left"), [(b"clean", {"bleed": True}), (None, None)], ids=["kept", "not kept"])
async def test_answers_stay_and_go_with_the_photo(store: Store, clean: bytes | None, left: object) -> None:
    await known(store)
    async with store.work() as work:
        await work.photos.put("p1", "ada", "telegram", JPEG, keep=True, now=NOW, answers={"bleed": True})
        await work.photos.finish("p1", clean)
        await work.commit()
    assert await answers_of(store) == left
    async with store.work() as work:
        await work.photos.forget("p1")
        await work.commit()
    assert await answers_of(store) is None


async def test_photos_whose_time_is_over(store: Store) -> None:
    await known(store)
    for photo, seconds in (("old", 0), ("forgotten", 0), ("young", 10)):
        await received(store, photo, seconds=seconds)
    async with store.work() as work:
        await work.photos.forget("forgotten")
        assert await work.photos.older_than(at(10)) == ["old"]


async def test_the_bytes_of_one_photo_do_not_open_as_anothers(store: Store) -> None:
    await known(store)
    await received(store, "p1")
    await received(store, "p2")
    async with store.work() as work:
        await work.photos.forget("p2")
        await work.connection.execute(update(models.PhotoPart).values(photo_id="p2"))
        with pytest.raises(SealBroken):
            await work.photos.read("p2")


async def test_a_photo_screened_twice_keeps_its_first_result(store: Store) -> None:
    """A worker slower than its lease comes second."""
    await known(store)
    await received(store)
    first = ResultRow("p1", "ada", "urgent", "assessed", {"words": "see a doctor"}, NOW)
    async with store.work() as work:
        await work.screenings.add(screening("p1", "ada"))
        await work.results.add(first)
        await work.screenings.add(screening("p1", "ada", condition="NV"))
        await work.results.add(ResultRow("p1", "ada", None, "unreadable", {}, at(1)))
        assert await work.results.of_photo("p1") == first
        assert await work.screenings.of_person("ada") == [screening("p1", "ada")]


async def test_results_newest_first(store: Store) -> None:
    await known(store)
    for photo, seconds in (("p1", 1), ("p3", 3), ("p2", 2)):
        await received(store, photo)
        async with store.work() as work:
            await work.results.add(ResultRow(photo, "ada", None, "retake", {}, at(seconds)))
            await work.commit()
    async with store.work() as work:
        assert [row.photo_id for row in await work.results.of_person("ada")] == ["p3", "p2", "p1"]
        assert await work.results.of_photo("p4") is None


async def test_a_leaving_photo_goes_when_it_is_let_go_or_when_its_time_is_over(store: Store) -> None:
    await known(store)
    for photo in ("p1", "p2"):
        await received(store, photo)
        async with store.work() as work:
            await work.photos.finish(photo, b"clean", until=at(60))
            await work.commit()
    async with store.work() as work:
        assert await work.photos.read("p1") == b"clean"
        assert await work.photos.left_by(at(59)) == []
        await work.photos.let_go("p1")
        assert await work.photos.read("p1") == b""
        assert await work.photos.left_by(at(60)) == ["p2"]
    assert await claimed(store, 120) is None


async def test_a_kept_photo_is_not_let_go(store: Store) -> None:
    await known(store)
    await received(store)
    async with store.work() as work:
        await work.photos.finish("p1", b"clean")
        await work.photos.let_go("p1")
        assert await work.photos.read("p1") == b"clean"
        assert await work.photos.left_by(at(10**6)) == []


async def test_open_photos_are_forgotten_and_those_with_a_result_stay(store: Store) -> None:
    await known(store)
    for place, photo in enumerate(("p1", "p2", "p3", "p4")):
        await received(store, photo, seconds=place)
    assert [await claimed(store, 5) for _ in range(3)] == ["p1", "p2", "p3"]
    assert await asked(store, "p2")
    async with store.work() as work:
        await work.photos.finish("p1", b"clean")
        await work.photos.forget_open("ada")
        await work.commit()
    assert await standing_of(store) == {"p1": "done", "p2": "forgotten", "p3": "forgotten", "p4": "forgotten"}


async def test_when_keeping_ends_kept_photos_go_and_open_ones_go_with_their_result(store: Store) -> None:
    await known(store)
    for place, photo in enumerate(("p1", "p2", "p3")):
        await received(store, photo, seconds=place)
    assert [await claimed(store, 5) for _ in range(2)] == ["p1", "p2"]
    async with store.work() as work:
        await work.photos.finish("p1", b"clean")
        await work.photos.keep_none("ada")
        await work.commit()
    assert await standing_of(store) == {"p1": "forgotten", "p2": "looking", "p3": "received"}
    async with store.work() as work:
        await work.photos.finish("p2", b"clean")
        await work.commit()
    assert (await standing_of(store))["p2"] == "forgotten", "its worker had taken it as one to be kept"


async def test_of_a_forgotten_photo_no_screening_is_noted(store: Store) -> None:
    await known(store)
    await received(store)
    async with store.work() as work:
        await work.photos.forget("p1")
        with pytest.raises(PhotoForgotten):
            await work.screenings.add(screening("p1", "ada"))


async def standing_of(store: Store) -> dict[str, str]:
    async with store.work() as work:
        return {row.id: row.state for row in await work.photos.of_person("ada")}
