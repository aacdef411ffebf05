"""Photos whose owners agreed to research, as a folder that a training reads: no name, no time, no words."""

import csv
import hashlib
import hmac
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.assistant.consent import VERSION, Purpose
from bot.assistant.symptoms import answers_of
from db.records import AuditRow, PhotoRow, PhotoState
from db.store import Store
from ml.answers import SIGNS

HEAD = ("id", "file", "mask", "source", "domain", "label", "group", "fold", "licence", "age", "region", *SIGNS)
FOLDS = 5
LICENCE = "research consent, revocable: not to be passed on"


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Names for people and photos that hold within one export and lead back to nobody once its key is gone."""

    key: bytes

    def of(self, what: str) -> str:
        """The name of a person or photo."""
        return hmac.new(self.key, what.encode(), hashlib.sha256).hexdigest()[:16]


async def export_research(store: Store, folder: Path, names: Pseudonyms, now: datetime) -> int:
    """Write `lesions.csv` and `photos/` into a new folder; returns how many photos. The audit says that it was done.

    A photo is in it while its owner's consents to keeping and to research both stand. Labels are empty: a clinician
    fills them in. Raises FileExistsError when the folder exists.
    """
    (folder / "photos").mkdir(parents=True)
    lines: list[tuple[str, ...]] = []
    async with store.work() as work:
        for person in await work.consents.people_with(Purpose.RESEARCH, VERSION):
            if Purpose.KEEP not in await work.consents.standing(person, VERSION):
                continue
            for photo in await work.photos.of_person(person):
                if photo.state is PhotoState.DONE and (data := await work.photos.read(photo.id)):
                    lines.append(_line(photo, person, names))
                    _write(folder / lines[-1][1], data)
        await work.audit.write(AuditRow(now, "command line", "research photos exported", "", {"photos": len(lines)}))
        await work.commit()
    _write(folder / "lesions.csv", _table(lines).encode())
    return len(lines)


def _write(file: Path, data: bytes) -> None:
    """A file that only whoever exports may read: nothing in the folder is encrypted."""
    file.touch(mode=0o600)
    file.write_bytes(data)


def _line(photo: PhotoRow, person: str, names: Pseudonyms) -> tuple[str, ...]:
    own, group = names.of(photo.id), names.of(person)
    fold = str(int(group, 16) % FOLDS)
    return own, f"photos/{own}.jpg", "", "Lentigo", "phone", "", group, fold, LICENCE, *_answers(photo)


def _answers(photo: PhotoRow) -> Iterator[str]:
    told = answers_of(photo.answers)
    yield "" if told.age is None else str(told.age)
    yield told.site.value if told.site else ""
    for sign in SIGNS:
        answer = getattr(told, sign)
        yield "" if answer is None else str(answer)


def _table(lines: list[tuple[str, ...]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEAD, *sorted(lines)])
    return text.getvalue()
