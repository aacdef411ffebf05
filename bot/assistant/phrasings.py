"""Texts that the rules and the readers of danger were made from, by kind and language."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

PHRASINGS = Path(__file__).parent / "rules" / "phrasings"

ASKS = ("dose", "stop-medicine", "prescribe", "cut-it-off-myself")
"""What must not be answered but by the topic of that name."""

DANGERS = ("crisis", "emergency", "red_flag")
KINDS = (*DANGERS, *ASKS)
"""What a reader hears, the gravest first."""


def phrasings(language: str) -> dict[str, list[str]]:
    """Every text of a language by what is to be heard in it: one of KINDS, or `benign`."""
    told: dict[str, list[str]] = {}
    for path in sorted((PHRASINGS / language).glob("*.yaml")):
        for kind, texts in by_kind(yaml.safe_load(path.read_text(encoding="utf-8"))):
            told.setdefault(kind, []).extend(texts)
    return told


def by_kind(written: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The texts of a file; those that ask for what is forbidden stand by the topic that answers them."""
    for kind, texts in written.items():
        if isinstance(texts, Mapping):
            yield from ((topic, list(asks)) for topic, asks in texts.items())
        else:
            yield kind, list(texts or ())
