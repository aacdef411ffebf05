"""YAML mappings to values: every key known, every value of its kind, every fault noted."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

from knowledge.entries import ASKED_ONLY, Aspect, Care, Condition, ConditionKind, Level, Problem, Source, Topic, Urgency

Choice = TypeVar("Choice", bound=StrEnum)

SOURCE_KEYS = frozenset({"title", "publisher", "year", "url"})
TOPIC_KEYS = frozenset(
    {"id", "question", "paraphrases", "answer", "more", "level", "sources", "reviewed", "review_by", "not_for"}
    | {"related", "condition", "aspect", "within", "sides", "tells", "offered"}
)
CONDITION_KEYS = frozenset(
    {"id", "codes", "name", "medical_name", "plain", "kind", "looks", "who", "confirmation", "care", "who_treats"}
    | {"next_step", "urgency", "questions", "always_say", "sources", "reviewed", "review_by"}
)
LONGEST_ID = 40
"""Callback data of a button holds 64 bytes; an id and its prefix must fit."""

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Entry:
    """One mapping of a file while it is read; a missing or wrong value is noted and replaced by an empty one."""

    def __init__(self, raw: object, *, file: str, name: str, keys: frozenset[str], problems: list[Problem]) -> None:
        self._raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        self._file, self._problems = file, problems
        self.name = name or str(self._raw.get("id", "an entry without an id"))
        if not isinstance(raw, dict):
            self.note("is no mapping", "an entry is a list of keys with values")
        for key in sorted(set(self._raw) - keys, key=str):
            self.note(f"unknown key {key!r}", "a misspelt key would be left out silently")

    def note(self, what: str, why: str) -> None:
        """Remember a fault of this entry."""
        self._problems.append(Problem(self._file, self.name, what, why))

    def has(self, key: str) -> bool:
        """Whether the key is given with a value."""
        return self._raw.get(key) is not None

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._raw.get(key)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
        self.note(f"{key} is missing or no text", "it is shown to people")
        return ""

    def ident(self) -> str:
        """The id, in kebab case."""
        value = self.text("id")
        if value and (not _KEBAB.fullmatch(value) or len(value) > LONGEST_ID):
            self.note("the id is not kebab-case or too long", f"at most {LONGEST_ID} characters fit into a button")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        value = self._raw.get(key)
        lines: Sequence[object] = [value] if isinstance(value, str) else value if isinstance(value, list) else ()
        if not isinstance(value, str | list) or not all(isinstance(line, str) and line.strip() for line in lines):
            self.note(f"{key} is no list of texts", "YAML reads yes, no and numbers as something else; quote them")
            return ()
        return tuple(" ".join(str(line).split()) for line in lines)

    def flag(self, key: str) -> bool:
        """True or false; false when it is not given."""
        value = self._raw.get(key, False)
        if not isinstance(value, bool):
            self.note(f"{key} is neither true nor false", "YAML takes a quoted word as a text")
        return value is True

    def choice(self, key: str, kind: type[Choice], but: frozenset[Choice] = frozenset()) -> Choice:
        """One of the words of an enumeration, `but` for some."""
        value, words = self._raw.get(key), [word for word in kind if word not in but]
        if value in words:
            return kind(value)
        self.note(f"{key} is {value!r}", f"it is one of {', '.join(words)}")
        return next(iter(kind))

    def sides(self) -> Mapping[Aspect, str]:
        """The mapping of an aspect to the topic that tells it."""
        keys = frozenset(aspect.value for aspect in Aspect if aspect not in ASKED_ONLY)
        told = Entry(self._raw.get("sides"), file=self._file, name=self.name, keys=keys, problems=self._problems)
        return MappingProxyType({Aspect(key): told.text(key) for key in sorted(keys) if told.has(key)})

    def day(self, key: str) -> date:
        """A date as YAML writes it, 2026-11-24."""
        value = self._raw.get(key)
        if type(value) is date:
            return value
        self.note(f"{key} is no date", "a review that is overdue must be seen")
        return date.min

    def sources(self, known: Mapping[str, Source]) -> tuple[Source, ...]:
        """One to three sources by their ids."""
        ids = self.texts("sources")
        for one in ids:
            if one not in known:
                self.note(f"source {one!r} is not in sources.yaml", "every fact has a source that can be opened")
        if not 1 <= len(ids) <= 3:
            self.note(f"{len(ids)} sources", "an answer shows one to three")
        return tuple(known[one] for one in ids if one in known)

    def care(self) -> tuple[Care, ...]:
        """The list of {extent, text}."""
        value = self._raw.get("care")
        if not isinstance(value, list) or not value:
            self.note("care is no list", "treatment is told by extent")
            return ()
        keys = frozenset({"extent", "text"})
        steps = [Entry(one, file=self._file, name=self.name, keys=keys, problems=self._problems) for one in value]
        return tuple(Care(step.text("extent"), step.text("text")) for step in steps)


def read_source(name: str, raw: object, file: str, problems: list[Problem]) -> Source:
    """One source of sources.yaml."""
    entry = Entry(raw, file=file, name=name, keys=SOURCE_KEYS, problems=problems)
    source = Source(name, entry.text("title"), entry.text("publisher"), entry.text("year"), entry.text("url"))
    if not source.url.startswith(("https://", "/")):
        entry.note("the url begins neither with https:// nor, for a page of our own, with /", "people open it")
    return source


def read_topic(raw: object, file: str, known: Mapping[str, Source], problems: list[Problem]) -> Topic:
    """One topic of a group file."""
    entry = Entry(raw, file=file, name="", keys=TOPIC_KEYS, problems=problems)
    if entry.has("condition") != entry.has("aspect"):
        entry.note("condition and aspect come together", "follow-up questions find a topic by both")
    return Topic(
        id=entry.ident(),
        group=file.removesuffix(".yaml").rpartition("/")[2],
        question=entry.text("question"),
        paraphrases=entry.texts("paraphrases"),
        answer=entry.text("answer"),
        more=entry.text("more") if entry.has("more") else None,
        level=entry.choice("level", Level),
        sources=entry.sources(known),
        reviewed=entry.day("reviewed"),
        review_by=entry.day("review_by"),
        not_for=entry.text("not_for"),
        related=entry.texts("related"),
        condition=entry.text("condition") if entry.has("condition") else None,
        aspect=entry.choice("aspect", Aspect, but=ASKED_ONLY) if entry.has("aspect") else None,
        within=entry.text("within") if entry.has("within") else None,
        sides=entry.sides() if entry.has("sides") else {},
        tells=entry.choice("tells", Aspect, but=ASKED_ONLY) if entry.has("tells") else None,
        offered=entry.flag("offered") if entry.has("offered") else True,
    )


def read_condition(raw: object, file: str, known: Mapping[str, Source], problems: list[Problem]) -> Condition:
    """One condition."""
    entry = Entry(raw, file=file, name="", keys=CONDITION_KEYS, problems=problems)
    return Condition(
        id=entry.ident(),
        codes=entry.texts("codes"),
        name=entry.text("name"),
        medical_name=entry.text("medical_name"),
        plain=entry.text("plain"),
        kind=entry.choice("kind", ConditionKind),
        looks=entry.text("looks"),
        who=entry.text("who"),
        confirmation=entry.text("confirmation"),
        care=entry.care(),
        who_treats=entry.text("who_treats"),
        next_step=entry.text("next_step"),
        urgency=entry.choice("urgency", Urgency),
        questions=entry.texts("questions"),
        always_say=entry.texts("always_say"),
        sources=entry.sources(known),
        reviewed=entry.day("reviewed"),
        review_by=entry.day("review_by"),
    )
