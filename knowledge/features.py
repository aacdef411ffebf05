"""A typed text as features: stemmed words, pairs of words, and pieces of words, which survive a typo."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from knowledge.synonyms import meanings

LONGEST_TEXT = 1000
"""Characters that are read; a longer text is cut. A question of two hundred words says what it asks by then."""

_WORD = re.compile(r"[a-z0-9]+")
_ENDING = re.compile(r"(ing|ed|es|s|ly)$")
_PIECES = (2, 3, 4)
"""Lengths of pieces: 2 to 4 beat 3 to 5 on three public question sets by up to a point."""


def tokens(text: str) -> list[str]:
    """Words in lower case without accents and apostrophes; other scripts than Latin give none."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].lower())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'’`´")
    return _WORD.findall(kept)


def signs(text: str) -> list[str]:
    """Words of any script in lower case: Latin letters lose their accents, Devanagari keeps its vowel signs."""
    plain = unicodedata.normalize("NFKD", text[:LONGEST_TEXT].lower())
    kept = (sign for sign in plain if not "\u0300" <= sign <= "\u036f" and sign not in "'’`´")
    return "".join(sign if unicodedata.category(sign)[0] in "LNM" else " " for sign in kept).split()


def word_features(words: list[str]) -> set[str]:
    """Stems, pairs of neighbouring stems, and what groups of synonyms they belong to."""
    stems = [stem(word) for word in words]
    return {*stems, *meanings(words), *(f"{one} {other}" for one, other in pairwise(stems))}


def pair_features(words: list[str]) -> set[str]:
    """Words and pairs of neighbouring words; endings of other languages are left to the pieces of words."""
    return {*words, *(f"{one} {other}" for one, other in pairwise(words))}


def piece_features(words: list[str]) -> set[str]:
    """Pieces of two to four letters, the edges of a word marked."""
    return set().union(*map(_pieces, words))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The word without its English ending; short words keep all but a plural s."""
    if word.endswith("ss"):
        return word
    if len(word) <= 4:
        return word[:-1] if len(word) == 4 and word.endswith("s") else word
    return _ENDING.sub("", word)


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> frozenset[str]:
    edged = f"_{word}_"
    return frozenset(
        "#" + edged[start : start + length] for length in _PIECES for start in range(max(1, len(edged) - length + 1))
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """How texts of a language become words, and words features."""

    words: Callable[[str], list[str]]
    features: Callable[[list[str]], set[str]]


ENGLISH = Reading(tokens, word_features)
ABROAD = Reading(signs, pair_features)
