"""The words: one catalogue a language, found by key, English where a translation is missing."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

CATALOGUES = Path(__file__).parent / "catalogues"
FALLBACK = "en"


class MissingText(KeyError):
    """A key that not even the English catalogue holds: a mistake in the program."""


class Texts:
    """The texts of one language."""

    def __init__(self, language: str) -> None:
        self.language = language if language in languages() else FALLBACK
        self._own = _flat(self.language)
        self._fallback = _flat(FALLBACK)

    def __call__(self, key: str, **values: object) -> str:
        """The text of `key`, its `{names}` filled from `values`."""
        text = self._own.get(key) or self._fallback.get(key)
        if text is None:
            raise MissingText(key)
        return text.format(**values) if values else text

    def has(self, key: str) -> bool:
        """Whether any catalogue holds the key."""
        return key in self._own or key in self._fallback

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of texts, written in the catalogue as a list."""
        found = self._own if f"{key}.0" in self._own else self._fallback
        lines: list[str] = []
        while (line := found.get(f"{key}.{len(lines)}")) is not None:
            lines.append(line)
        return tuple(lines)

    def day(self, when: date) -> str:
        """A date with its weekday: "Thursday 3 December" in English."""
        weekday, month = self.lines("calendar.weekdays")[when.weekday()], self.lines("calendar.months")[when.month - 1]
        return self("calendar.day", weekday=weekday, day=when.day, month=month)


@cache
def languages() -> frozenset[str]:
    """The languages that have a catalogue."""
    return frozenset(path.stem for path in CATALOGUES.glob("*.yaml"))


def every_text(language: str) -> tuple[str, ...]:
    """Everything that a catalogue says."""
    return tuple(_flat(language).values())


@cache
def language_names() -> Mapping[str, str]:
    """What each language calls itself, by its tag, English first."""
    tags = sorted(languages(), key=lambda tag: (tag != FALLBACK, tag))
    return {tag: texts_in(tag)("language.name") for tag in tags}


def spoken(tag: str) -> str | None:
    """The language that a tag such as `es-MX` asks for, if there is a catalogue of it."""
    language = tag.split("-", maxsplit=1)[0].strip().lower()
    return language if language in languages() else None


@cache
def texts_in(language: str) -> Texts:
    """The texts of a language tag such as `es` or `es-MX`."""
    return Texts(spoken(language) or FALLBACK)


@cache
def _flat(language: str) -> Mapping[str, str]:
    return dict(_walk(yaml.safe_load((CATALOGUES / f"{language}.yaml").read_text(encoding="utf-8")), ""))


def _walk(node: Any, prefix: str) -> list[tuple[str, str]]:
    if isinstance(node, Mapping):
        return [pair for key, child in node.items() for pair in _walk(child, f"{prefix}{key}.")]
    if isinstance(node, list):
        return [pair for place, child in enumerate(node) for pair in _walk(child, f"{prefix}{place}.")]
    return [(prefix.rstrip("."), str(node))]
