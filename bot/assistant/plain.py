"""Text made plain for the safety rules: case, accents, disguises and misspellings taken off."""

import re
import unicodedata
from collections.abc import Collection, Sequence

DISGUISES = str.maketrans("013457@$!", "oieastasi")

DEVANAGARI = str.maketrans("ीूईऊ", "िुइउ", "ंँः़्")
"""Long vowels as short ones, and no nasals: few people write them as a dictionary does."""

MARKS = r"\u0900-\u0963\u0966-\u097f"
"""Devanagari's letters and vowel signs. The latter are marks, which `\\w` does not take for parts of a word."""


def plain(text: str) -> str:
    """Lower case words with single spaces: `K1LL   my-self!!!` becomes `kill my self`."""
    text = folded(text.lower())
    text = "".join(sign for sign in text if not unicodedata.combining(sign))
    text = re.sub(r"['’`´\u200c\u200d]", "", text)
    text = " ".join(_undisguised(word) for word in re.findall(rf"[^\W_@$]?[\w@$!{MARKS}]*", text) if word)
    text = re.sub(r"(?<!\S)((?:[a-z] ){3,}[a-z])(?!\S)", lambda spaced: spaced[0].replace(" ", ""), text)
    text = re.sub(rf"[^\w\s{MARKS}]|_", " ", text)
    return re.sub(r"\s+", " ", re.sub(r"([a-z])\1{2,}", r"\1", text)).strip()


def folded(text: str) -> str:
    """The text with letters apart from their accents, and Devanagari in one spelling; rules are folded alike."""
    return unicodedata.normalize("NFKD", text).translate(DEVANAGARI)


def _undisguised(word: str) -> str:
    letters = re.sub(r"[!?.]+$", "", word)
    return letters.translate(DISGUISES) if re.search(r"[a-z]", letters) and re.search(r"[\d@$!]", letters) else letters


def mended(text: str, mend: Sequence[str], leave: Collection[str], *, shortest: int = 5) -> str:
    """Replace words that are one slip away from a word of `mend`: a letter more, less, other or swapped."""
    known = frozenset(mend)
    return " ".join(word if word in known or word in leave else _nearest(word, mend, shortest) for word in text.split())


def _nearest(word: str, mend: Sequence[str], shortest: int) -> str:
    if len(word) < shortest:
        return word
    return next((right for right in mend if len(right) >= shortest and _one_slip(word, right)), word)


def _one_slip(word: str, right: str) -> bool:
    """Damerau-Levenshtein distance of at most one; the first letter must be right."""
    if word[0] != right[0] or abs(len(word) - len(right)) > 1:
        return False
    start = 0
    while start < min(len(word), len(right)) and word[start] == right[start]:
        start += 1
    rest, wanted = word[start:], right[start:]
    swapped = rest[:2] == wanted[:2][::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted or rest == wanted[1:] or rest[1:] == wanted[1:]
