"""What must be caught before the chatbot sees a text: crisis, emergency, red flags, forbidden asks."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bot.assistant.plain import mended, plain

RULES = Path(__file__).parent / "rules"


class AlarmKind(StrEnum):
    """Kinds of alarm, in the order in which they win."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    RED_FLAG = "red_flag"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm, and the rule that fired; `topic` answers a forbidden ask, `key` is the text of all others."""

    kind: AlarmKind
    rule: str
    topic: str | None = None

    @property
    def key(self) -> str:
        """The catalogue key of what to say; some emergencies have words of their own."""
        if self.kind is AlarmKind.EMERGENCY and self.rule in OWN_WORDS:
            return f"safety.{self.rule}"
        return f"safety.{self.kind.value}"


OWN_WORDS = frozenset({"bleeding", "poison"})
"""Emergencies in which something is to be done before help comes."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Fires when one of `any` and all of `needs` match, and none of `unless`."""

    kind: AlarmKind
    id: str
    any: tuple[re.Pattern[str], ...]
    needs: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    topic: str | None

    def fires(self, text: str) -> bool:
        """Whether the plain text raises this alarm."""
        return (
            any(pattern.search(text) for pattern in self.any)
            and all(pattern.search(text) for pattern in self.needs)
            and not any(pattern.search(text) for pattern in self.unless)
        )


class Safety:
    """The layer before everything else; it keeps nothing of what it reads."""

    def __init__(self, numbers: Mapping[str, str], language: str = "en") -> None:
        self.numbers = numbers
        self._rules = _rules(language)
        self._mend, self._leave = _spelling(language)

    @classmethod
    def for_country(cls, country: str) -> "Safety":
        """With the helplines of a two-letter country; several are named when none is set."""
        lines = yaml.safe_load((RULES / "helplines.yaml").read_text(encoding="utf-8"))
        return cls(lines.get(country or "several", lines["world"]))

    def check(self, text: str) -> Alarm | None:
        """The gravest alarm in the text, or None."""
        as_typed = plain(text)
        readings = {as_typed, mended(as_typed, self._mend, self._leave)}
        for rule in self._rules:
            if any(rule.fires(reading) for reading in readings):
                return Alarm(rule.kind, rule.id, rule.topic)
        return None


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    """All rules, the gravest kind first."""
    written = _read(language)
    personal = _patterns(written["red_flag"]["personal"])
    general = _patterns(written["red_flag"]["general"])
    return tuple(
        _rule(kind, entry, personal, general)
        for kind in AlarmKind
        for entry in (written[kind]["rules"] if kind is AlarmKind.RED_FLAG else written[kind])
    )


def _rule(
    kind: AlarmKind, entry: Mapping[str, Any], personal: tuple[re.Pattern[str], ...], general: tuple[re.Pattern[str], ...]
) -> Rule:
    """A red flag speaks of one's own spot; a general question about the same sign is for the chatbot."""
    own = kind is AlarmKind.RED_FLAG
    return Rule(
        kind,
        entry["id"],
        _patterns(entry["any"]),
        _patterns(entry.get("needs", ())) + (personal if own else ()),
        _patterns(entry.get("unless", ())) + (general if own else ()),
        entry.get("topic"),
    )


@cache
def _spelling(language: str) -> tuple[tuple[str, ...], frozenset[str]]:
    spelling = _read(language)["spelling"]
    return tuple(spelling["mend"]), frozenset(spelling["leave"])


@cache
def _read(language: str) -> Mapping[str, Any]:
    written: Mapping[str, Any] = yaml.safe_load((RULES / f"{language}.yaml").read_text(encoding="utf-8"))
    return written


def _patterns(written: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in written)
