"""The lesion pictures of a folder: rows, folds that never split a patient, and pixels decoded once."""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np

from ml.contract import DOMAINS, LABELS, Pixels

_KIND_OF = {"everyday": "other", "skin, no lesion": "skin", "face": "face"}
_HELD_OUT_FIFTH = 5


class DatasetError(Exception):
    """The data folder is not of the expected form; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Lesion:
    """One picture of a lesion: `group` is the patient or lesion not to be split, `label` may be empty.

    `skin` is the Fitzpatrick type, 1-6, where the source tells it.
    """

    id: str
    file: Path
    mask: Path | None
    domain: str
    source: str
    label: str
    group: str
    fold: int | None
    licence: str
    skin: str = ""


@dataclass(frozen=True, slots=True)
class NotLesion:
    """One picture that must be refused, and the kind of thing it shows."""

    id: str
    file: Path
    kind: str
    source: str
    what: str
    group: str
    licence: str

    @property
    def held_out(self) -> bool:
        """Whether the picture belongs to the fifth that no training ever sees (by a hash of its person)."""
        digest = hashlib.sha256((self.group or self.id).encode()).digest()
        return digest[0] % _HELD_OUT_FIFTH == 0


@dataclass(frozen=True, slots=True)
class CutoutRow:
    """One lesion that exists only cut out along its outline; `share` of the photo's shorter side that its box takes."""

    file: Path
    mask: Path
    label: str
    group: str
    fold: int | None
    share: float


def _rows(table: Path) -> list[dict[str, str]]:
    if not table.is_file():
        raise DatasetError(f"{table}: no such table; --data must name a folder that holds it")
    with table.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def read_lesions(folder: Path) -> tuple[Lesion, ...]:
    """Read `lesions.csv`; raises DatasetError when it is missing or names an unknown class."""
    lesions = tuple(_lesion(folder, row) for row in _rows(folder / "lesions.csv"))
    strange = {lesion.label for lesion in lesions} - {*LABELS, ""}
    if strange:
        raise DatasetError(f"{folder / 'lesions.csv'}: unknown labels {sorted(strange)}")
    return lesions


def _lesion(folder: Path, row: dict[str, str]) -> Lesion:
    return Lesion(
        id=row["id"],
        file=folder / row["file"],
        mask=folder / row["mask"] if row["mask"] else None,
        domain=row["domain"],
        source=row["source"],
        label=row["label"],
        group=row["group"] or row["id"],
        fold=int(row["fold"]) if row["fold"] else None,
        licence=row["licence"],
        skin=row.get("fitzpatrick", "").removesuffix(".0"),
    )


def read_not_lesions(folder: Path) -> tuple[NotLesion, ...]:
    """Read `not_lesions.csv`; a folder without it has none."""
    table = folder / "not_lesions.csv"
    if not table.is_file():
        return ()
    return tuple(
        NotLesion(
            id=row["id"],
            file=folder / row["file"],
            kind=_KIND_OF[row["domain"]],
            source=row["source"],
            what=row["what"],
            group=row["group"],
            licence=row["licence"],
        )
        for row in _rows(table)
    )


Row = TypeVar("Row", "Lesion", "CutoutRow")


def split(rows: Iterable[Row], fold: int | None) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return (training, held out): a picture without a fold trains only if its group is not held out.

    Without a fold everything trains and nothing is held out.
    """
    rows = tuple(rows)
    if fold is None:
        return rows, ()
    held_groups = {row.group for row in rows if row.fold == fold}
    training = tuple(row for row in rows if row.group not in held_groups)
    return training, tuple(row for row in rows if row.fold == fold)


def is_open(licence: str) -> bool:
    """Whether a picture's licence lets anyone use what is learned from it: CC-0, CC BY or Apache-2.0."""
    return "NC" not in licence and any(free in licence for free in ("CC-0", "CC0", "CC BY", "Apache"))


def read_cutouts(folder: Path) -> tuple[CutoutRow, ...]:
    """Read `cutouts.csv`; a folder without it has none."""
    table = folder / "cutouts.csv"
    if not table.is_file():
        return ()
    return tuple(
        CutoutRow(
            file=folder / row["file"],
            mask=folder / row["mask"],
            label=row["label"],
            group=row["group"],
            fold=int(row["fold"]) if row["fold"] else None,
            share=max(int(row["crop_w"]), int(row["crop_h"])) / min(int(row["frame_w"]), int(row["frame_h"])),
        )
        for row in _rows(table)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which lesions a training learns from: all but a fold, of some domains, classes and licences."""

    fold: int | None = None
    domains: tuple[str, ...] = DOMAINS
    without: tuple[str, ...] = ()
    open_only: bool = False

    def learned(self, lesions: Iterable[Lesion]) -> tuple[Lesion, ...]:
        """Return the labelled lesions, which a classifier learns from."""
        return tuple(lesion for lesion in self._wanted(lesions) if lesion.label)

    def outlined(self, lesions: Iterable[Lesion]) -> tuple[Lesion, ...]:
        """Return the lesions with a mask, labelled or not, which an outline network learns from."""
        return tuple(lesion for lesion in self._wanted(lesions) if lesion.mask)

    def _wanted(self, lesions: Iterable[Lesion]) -> Iterator[Lesion]:
        training, _ = split(lesions, self.fold)
        for lesion in training:
            free = not self.open_only or is_open(lesion.licence)
            if free and lesion.domain in self.domains and lesion.label not in self.without:
                yield lesion


def data_hash(lesions: Iterable[Lesion]) -> str:
    """Return a sha256 over what decides a training: ids, labels, groups and folds."""
    digest = hashlib.sha256()
    for lesion in sorted(lesions, key=lambda one: one.id):
        digest.update(f"{lesion.id},{lesion.label},{lesion.group},{lesion.fold}\n".encode())
    return digest.hexdigest()


def decode(file: Path, *, short_side: int | None = None) -> Pixels:
    """Decode one trusted picture as RGB, shrunk so that its short side is at most `short_side`."""
    picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if picture is None:
        raise DatasetError(f"{file}: not a readable picture")
    rgb = np.ascontiguousarray(picture[:, :, ::-1])
    factor = 1.0 if short_side is None else short_side / min(rgb.shape[:2])
    if factor < 1.0:
        rgb = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return np.asarray(rgb, np.uint8)


def decode_all(files: Sequence[Path], *, short_side: int) -> list[Pixels]:
    """Decode pictures into memory once, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda file: decode(file, short_side=short_side), files))


def read_mask(file: Path | None) -> Pixels:
    """Return a mask (255 = lesion) at its own size; raises DatasetError when there is none to read."""
    mask = None if file is None else cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    if mask is None:
        raise DatasetError(f"{file}: not a readable mask")
    return np.asarray(mask, np.uint8)
