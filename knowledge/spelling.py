"""Typed words to the words that questions use: a slip of the finger is mended."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator

SHORTEST = 5
"""Letters of a word that is mended; among shorter ones too many real words lie one letter apart."""
LONG = 8
"""From this length on a letter may be lost and another added."""
OFTEN = 3
"""Questions that must use a word before others are taken for it; a rarer word may be a typo itself."""


class Spelling:
    """Finds near words by shared deletions, a dictionary look-up each (the idea of SymSpell, Garbe 2012)."""

    def __init__(self, texts: Iterable[list[str]], real: Collection[str] = ()) -> None:
        """From questions as words; `real` words are never taken for slips, so that a towel is no bowel."""
        seen = Counter(word for words in texts for word in set(words))
        self._known = frozenset(word for word, count in seen.items() if count >= OFTEN).union(real)
        self._near: dict[str, str] = {}
        for word, count in sorted(seen.items(), key=lambda one: (-one[1], one[0])):
            if count >= OFTEN and len(word) >= SHORTEST:
                for shortened in _shortened(word):
                    self._near.setdefault(shortened, word)

    def mend(self, words: list[str]) -> list[str]:
        """The words, those that look mistyped replaced."""
        return [word if word in self._known or len(word) < SHORTEST else self._mended(word) for word in words]

    def _mended(self, word: str) -> str:
        for shortened in _shortened(word):
            near = self._near.get(shortened)
            if near and (len(word) >= LONG or _one_slip(word, near)):
                return near
        return word


def _shortened(word: str) -> Iterator[str]:
    """The word itself, then without each of its letters."""
    yield word
    yield from (word[:place] + word[place + 1 :] for place in range(len(word)))


def _one_slip(word: str, other: str) -> bool:
    """Whether one letter is missing, too many, wrong, or swapped with its neighbour."""
    if len(word) != len(other):
        longer, shorter = (word, other) if len(word) > len(other) else (other, word)
        return shorter in _shortened(longer)
    wrong = [place for place in range(len(word)) if word[place] != other[place]]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and word[wrong[0]] == other[wrong[1]]
    return len(wrong) == 1 or (swapped and word[wrong[1]] == other[wrong[0]])
