"""Conditions told in the language of a pack: names and texts; what they are and how urgent is the English one's."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from knowledge.checks import check_condition
from knowledge.entries import Condition, Problem
from knowledge.schema import Entry

RETOLD_KEYS = frozenset(
    {"id", "name", "medical_name", "plain", "looks", "who", "confirmation", "care", "who_treats", "next_step"}
    | {"questions", "always_say"}
)


def read_retold(
    raw: object, file: str, known: Mapping[str, Condition], problems: list[Problem]
) -> Mapping[str, Condition]:
    """The list of a pack, by id; what is no condition of the English corpus is noted and left out."""
    if raw is not None and not isinstance(raw, list):
        problems.append(Problem(file, "conditions", "is no list", "a condition is an entry with its id"))
    retold = [_condition(one, file, known, problems) for one in raw] if isinstance(raw, list) else []
    found = [one for one in retold if one]
    _check_twice(found, file, problems)
    return MappingProxyType({one.id: one for one in found})


def _condition(raw: object, file: str, known: Mapping[str, Condition], problems: list[Problem]) -> Condition | None:
    """The English condition with the texts of an entry."""
    entry = Entry(raw, file=file, name="", keys=RETOLD_KEYS, problems=problems)
    english = known.get(entry.ident())
    if english is None:
        entry.note("is no condition of the English corpus", "kind, urgency and sources come from there")
        return None
    told = _told(english, entry)
    if len(told.care) != len(english.care):
        entry.note(f"care has {len(told.care)} extents", f"the English has {len(english.care)}, and each is told")
    problems.extend(check_condition(told, file))
    return told


def _told(english: Condition, entry: Entry) -> Condition:
    return replace(
        english,
        name=entry.text("name"),
        medical_name=entry.text("medical_name"),
        plain=entry.text("plain"),
        looks=entry.text("looks"),
        who=entry.text("who"),
        confirmation=entry.text("confirmation"),
        care=entry.care(),
        who_treats=entry.text("who_treats"),
        next_step=entry.text("next_step"),
        questions=entry.texts("questions"),
        always_say=entry.texts("always_say"),
    )


def _check_twice(retold: list[Condition], file: str, problems: list[Problem]) -> None:
    """Each condition is told once, and a name means one."""
    first: dict[str, str] = {}
    for one in retold:
        for name in dict.fromkeys((one.id, one.name.casefold())):
            if name in first:
                why = f"first in {first[name]}; nobody could tell them apart"
                problems.append(Problem(file, one.id, f"{name!r} stands twice", why))
            first.setdefault(name, one.id)
