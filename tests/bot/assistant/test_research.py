"""Photos for research: only while both consents stand, and nothing in the folder that names a person."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.assistant.consent import VERSION, Purpose
from bot.assistant.events import Door
from bot.assistant.research import Pseudonyms, export_research
from db.records import Person
from db.store import Store
from ml.dataset import read_lesions
from tests.pictures import drawn_lesion

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
NAMES = Pseudonyms(b"n" * 32)


@pytest.fixture
def store(empty_store: Store) -> Store:
    return empty_store


async def photographed(store: Store, person: str, *purposes: Purpose, photos: int = 1) -> None:
    async with store.work() as work:
        await work.people.add(Person(person, "en", NOW, NOW))
        for purpose in purposes:
            await work.consents.give(person, purpose, VERSION, "en", Door.BROWSER, NOW)
        for number in range(photos):
            photo = f"{person}-{number}"
            answers = {"bleed": "yes"}
            await work.photos.put(photo, person, Door.BROWSER, drawn_lesion(), keep=True, now=NOW, answers=answers)
            await work.photos.finish(photo, drawn_lesion())
        await work.commit()


async def test_only_photos_with_both_consents_are_in_the_folder(store: Store, tmp_path: Path) -> None:
    await photographed(store, "ada", Purpose.ANALYSE, Purpose.KEEP, Purpose.RESEARCH, photos=2)
    await photographed(store, "bea", Purpose.ANALYSE, Purpose.KEEP)
    await photographed(store, "cem", Purpose.ANALYSE, Purpose.RESEARCH)
    assert await export_research(store, tmp_path / "out", NAMES, NOW) == 2
    lesions = read_lesions(tmp_path / "out")
    assert len({one.group for one in lesions}) == 1
    assert {one.label for one in lesions} == {""}
    assert all(one.file.read_bytes().startswith(b"\xff\xd8") for one in lesions)


async def test_a_consent_taken_back_takes_the_photos_out(store: Store, tmp_path: Path) -> None:
    await photographed(store, "ada", Purpose.ANALYSE, Purpose.KEEP, Purpose.RESEARCH)
    async with store.work() as work:
        await work.consents.withdraw("ada", Purpose.RESEARCH, NOW)
        await work.commit()
    assert await export_research(store, tmp_path / "out", NAMES, NOW) == 0


async def test_nothing_in_the_table_leads_back_to_a_person(store: Store, tmp_path: Path) -> None:
    await photographed(store, "ada", Purpose.ANALYSE, Purpose.KEEP, Purpose.RESEARCH)
    await export_research(store, tmp_path / "out", NAMES, NOW)
    table = (tmp_path / "out" / "lesions.csv").read_text(encoding="utf-8")
    assert "ada" not in table
    assert "2026" not in table
    await export_research(store, tmp_path / "again", Pseudonyms(b"m" * 32), NOW)
    groups = [read_lesions(tmp_path / name)[0].group for name in ("out", "again")]
    assert groups[0] != groups[1], "two exports cannot be joined"


async def test_an_export_never_mixes_with_another(store: Store, tmp_path: Path) -> None:
    await export_research(store, tmp_path / "out", NAMES, NOW)
    with pytest.raises(FileExistsError):
        await export_research(store, tmp_path / "out", NAMES, NOW)


async def test_nobody_else_on_the_machine_reads_an_export(store: Store, tmp_path: Path) -> None:
    await photographed(store, "ada", Purpose.ANALYSE, Purpose.KEEP, Purpose.RESEARCH)
    await export_research(store, tmp_path / "out", NAMES, NOW)
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert [oct(path.stat().st_mode & 0o777) for path in files] == ["0o600", "0o600"]
