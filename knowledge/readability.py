"""How hard a text is to read, as a school grade."""

import re

_SENTENCE_END = re.compile(r"[.!?:;](?:\s|$)")
_WORD = re.compile(r"[A-Za-z']+")
_SILENT_ENDING = re.compile(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^l]e)$")
_VOWELS = re.compile(r"[aeiouy]+")


def grade(text: str) -> float:
    """The Flesch-Kincaid grade level: the years of school that a reader needs.

    0.39 words/sentences + 11.8 syllables/words - 15.59 (Kincaid, Fishburne, Rogers and Chissom 1975, Naval
    Technical Training Command, Research Branch Report 8-75). A colon or semicolon ends a unit of thought, as in
    Flesch's own counting rules; syllables are groups of vowels less silent endings. 0.0 for a text without words.
    """
    words = _WORD.findall(text)
    if not words:
        return 0.0
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    if len(letters) > 3:
        letters = _SILENT_ENDING.sub(lambda ending: ending.group()[0], letters)
    return max(1, len(_VOWELS.findall(letters)))
