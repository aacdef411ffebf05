"""A question without what could tell who asked it: only words that everybody uses are left."""

import re
from collections.abc import Iterable

from bot.assistant.understand import bare

LONGEST = 120
"""Characters that are kept: enough to see what was asked, too few for a story."""

CUT = "…"

ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*")

NAMING = (
    ("my", "name", "is"),
    ("my", "names"),
    ("i", "am"),
    ("im",),
    ("call", "me"),
    ("this", "is"),
    ("me", "llamo"),
    ("mi", "nombre", "es"),
    ("soy",),
    ("mera", "naam"),
    ("मेरा", "नाम"),
)
"""After these words a name may come, and some names are words as well."""


def scrub(text: str, vocabulary: frozenset[str]) -> str:
    """The text in lower case, `CUT` in the place of addresses, numbers, names and words outside the vocabulary."""
    words = [bare(word) for word in ADDRESS.sub(f" {CUT} ", text).replace("-", " ").split()]
    kept = [word if word in vocabulary and not _follows_naming(words[:place]) else CUT for place, word in _spelt(words)]
    return _shortened(word for place, word in enumerate(kept) if word != CUT or kept[place - 1 : place] != [CUT])


def _spelt(words: list[str]) -> list[tuple[int, str]]:
    """Words and their places; what holds no letter, such as the mark of an address, stays as something to cut."""
    return [(place, word or CUT) for place, word in enumerate(words)]


def _follows_naming(before: list[str]) -> bool:
    return any(tuple(before[-len(words) :]) == words for words in NAMING)


def _shortened(words: Iterable[str]) -> str:
    text = ""
    for word in words:
        longer = f"{text} {word}".strip()
        if len(longer) > LONGEST:
            break
        text = longer
    return text
