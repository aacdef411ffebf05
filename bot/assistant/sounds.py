"""Words as they sound: spellings that are one to the ear become one, for people in distress write as they speak."""

import re
from collections.abc import Callable, Mapping

Change = tuple[re.Pattern[str], str]


def _changes(*spellings: tuple[str, str]) -> tuple[Change, ...]:
    return tuple((re.compile(pattern), put) for pattern, put in spellings)


_SPANISH = _changes(
    (r"\b[xp]q\b", "porke"),
    (r"\bx\b", "por"),
    (r"\b[qk]\b", "ke"),
    (r"\bd\b", "de"),
    (r"\bpa\b", "para"),
    (r"\b(?:es)?toy\b", "estoy"),
    (r"qu(?=[ei])|q|c(?![eih])", "k"),
    (r"c(?=[ei])|z|x(?=[^aeiou\s])", "s"),
    (r"(?<!c)h", ""),
    (r"g(?=[ei])", "j"),
    (r"v", "b"),
    (r"ll", "y"),
    (r"y(?![aeiou])", "i"),
    (r"(\w)\1", r"\1"),
)

_LETTERS = (
    "कk खkh गg घgh ङn चch छch जj झjh ञn टt ठth डd ढdh णn तt थth दd धdh नn पp फf बb भbh मm यy रr लl वv शsh षsh सs हh "
    "अa आa इi ईi उu ऊu एe ऐe ओo औo ऑo ऋri ाa िi ीi ुu ूu ेe ैe ोo ौo ॉo ृri"
)
_DEVANAGARI = str.maketrans({pair[0]: pair[1:] for pair in _LETTERS.split()})

_HINDI = _changes(
    (r"aa", "a"),
    (r"ee", "i"),
    (r"oo", "u"),
    (r"ai|ei|ay\b", "e"),
    (r"au|ou|aw", "o"),
    (r"chh", "ch"),
    (r"ph", "f"),
    (r"w", "v"),
    (r"z", "j"),
    (r"q|c(?!h)", "k"),
    (r"(\w)\1", r"\1"),
    (r"[nm](?=[bcdfgjkpstv])|(?<=[eiou])n\b", ""),
    (r"(?<=[^aeiou\s])a(?=[^aeiou\s])", ""),
)
"""Devanagari does not write the short a, Latin letters write it as they like, and nasals come and go in both."""


def _changed(text: str, changes: tuple[Change, ...]) -> str:
    for pattern, put in changes:
        text = pattern.sub(put, text)
    return text


def spanish(text: str) -> str:
    """A plain text without silent and doubled letters: `kiero` and `quiero` are one."""
    return _changed(text, _SPANISH)


def hindi(text: str) -> str:
    """A plain text in Latin letters without inner a: `मरना`, `marna` and `mrna` are one."""
    return _changed(text.translate(_DEVANAGARI), _HINDI)


SOUNDS: Mapping[str, Callable[[str], str]] = {"es": spanish, "hi": hindi}
"""The languages that are read by their letters; English has a reader of meaning."""


def as_heard(text: str, language: str) -> str:
    """A plain text as it sounds; English, whose spelling says little of the sound, as it is written."""
    return SOUNDS[language](text) if language in SOUNDS else text
