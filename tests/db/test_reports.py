"""What the panel reads: pages that neither skip nor repeat, and figures that add up."""

from collections.abc import Awaitable, Callable

from db import reports
from db.records import PersonLine, ResultRow, ScreeningLine
from db.store import Store
from tests.db.people import NOW, at, known, screening

Line = PersonLine | ScreeningLine


async def screened(store: Store, photo: str, seconds: float, *, level: str | None, outcome: str = "assessed") -> None:
    async with store.work() as work:
        await work.photos.put(photo, "ada", "telegram", b"x", keep=True, now=at(seconds))
        row = screening(photo, "ada", when=at(seconds))
        await work.screenings.add(row)
        await work.results.add(ResultRow(photo, "ada", level, outcome, {}, at(seconds)))
        await work.photos.finish(photo, b"clean")
        await work.commit()


async def leafed(turn: Callable[[str | None], Awaitable[list[Line]]]) -> list[list[str]]:
    """Page after page until there is none."""
    pages: list[list[str]] = []
    after = None
    while page := await turn(after):
        pages.append([line.id for line in page])
        after = page[-1].id
    return pages


async def test_people_newest_first_page_by_page(store: Store) -> None:
    """All of them came in the same moment, which must not make a page skip one."""
    for name in "abcde":
        await known(store, name)

    async def turn(after: str | None) -> list[Line]:
        async with store.work() as work:
            return list(await reports.people(work, after, 2))

    assert await leafed(turn) == [["e", "d"], ["c", "b"], ["a"]]
    assert [line.id for line in await turn("gone")] == ["e", "d"]


async def test_a_persons_line_counts_and_names_nobody(store: Store) -> None:
    await known(store)
    await screened(store, "p1", 1, level="urgent")
    await screened(store, "p2", 2, level=None)
    async with store.work() as work:
        await work.people.link("ada", "browser", "ada@example.org", NOW)
        await work.photos.forget("p2")
        line = await reports.person(work, "ada")
        assert line == PersonLine("ada", NOW, "en", None, ("browser", "telegram"), photos=1, results=2)
        assert await reports.person(work, "eve") is None


async def test_screenings_by_level_and_outcome(store: Store) -> None:
    await known(store)
    await screened(store, "p1", 1, level="urgent")
    await screened(store, "p2", 2, level="see_doctor")
    await screened(store, "p3", 3, level=None)

    async def found(**wanted: str | None) -> list[str]:
        async with store.work() as work:
            asked = {"level": None, "outcome": None, "after": None} | wanted
            return [line.id for line in await reports.screenings(work, limit=10, **asked)]

    assert await found() == ["p3", "p2", "p1"]
    assert await found(level="urgent") == ["p1"]
    assert await found(outcome="assessed", after="p3") == ["p2", "p1"]
    assert await found(outcome="retake") == []


async def test_a_screenings_line_shows_the_reading(store: Store) -> None:
    await known(store)
    await screened(store, "p1", 0, level="urgent")
    async with store.work() as work:
        (line,) = await reports.screenings(work, level=None, outcome=None, after=None, limit=10)
    assert (line.photo_id, line.person_id, line.at) == ("p1", "ada", NOW)
    assert (line.outcome, line.level, line.condition, line.malignant) == ("assessed", "urgent", "MEL", 0.75)
    assert (line.model, line.ms, line.photo_state) == ("main", 12.5, "done")


async def test_figures_of_the_last_days(store: Store) -> None:
    await known(store)
    await screened(store, "old", -100, level="urgent")
    await screened(store, "p1", 1, level="urgent")
    await screened(store, "p2", 2, level=None)
    async with store.work() as work:
        await work.photos.put("p3", "ada", "telegram", b"x", keep=True, now=at(3))
        await work.photos.put("p4", "ada", "telegram", b"x", keep=True, now=at(4))
        await work.photos.park("p4", at(5))
        counts = await reports.counts(work, NOW)
    assert counts == {
        "people": 1,
        "new_people": 1,
        "photos": 4,
        "waiting": 1,
        "parked": 1,
        "outcomes": {"assessed": 2},
        "levels": {"urgent": 1},
        "slow_ms": 12.5,
    }


async def test_figures_of_an_empty_house(store: Store) -> None:
    async with store.work() as work:
        counts = await reports.counts(work, NOW)
    assert (counts["people"], counts["levels"], counts["slow_ms"]) == (0, {}, None)
