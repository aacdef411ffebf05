"""Danger and forbidden asks in languages that no encoder here can read, from the letters and words of a message."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import numpy as np

from bot.assistant.hearing import Heard
from bot.assistant.plain import plain
from bot.assistant.sounds import as_heard
from knowledge.regression import Floats, Labels

RULES = Path(__file__).parent / "rules"

SIZE = 1 << 15
"""Places that the pieces of a text are hashed to. Neither twice as many nor an exact table finds more danger."""

SHORTEST, LONGEST = 2, 5
"""Letters of a piece of a word."""

LONGEST_WORD = 24
"""Letters of a word that are read: a hostile word of a million would be a million pieces."""

MOST_SENTENCES = 24
"""Sentences read by themselves, three times as many as by meaning: each costs a tenth of a millisecond."""


@dataclass(frozen=True, slots=True)
class Letters:
    """Log odds of each kind over hashed pieces: `weights` (SIZE, kinds), `bias` (kinds); `silent` as in Heard.

    A reader speaks of its own language only, for it has learned that calm talk in the others is calm. It keeps nothing
    of what it reads.
    """

    language: str
    weights: Floats
    bias: Floats
    silent: Floats

    @classmethod
    def load(cls, language: str) -> "Letters":
        """Read the weights that `lentigo safety learn` made."""
        with np.load(weights_of(language)) as kept:
            return cls(language, *(kept[name].astype(np.float32) for name in ("weights", "bias", "silent")))

    def hear(self, parts: Sequence[str]) -> Heard:
        """What the loudest of the parts speaks of."""
        return Heard(np.max([self._odds(part) for part in parts], axis=0), self.silent)

    def _odds(self, text: str) -> Floats:
        places, values = pieces_of(text, self.language)
        return np.asarray(values @ self.weights[places] + self.bias, np.float32)


def weights_of(language: str) -> Path:
    """The file of the weights of a language."""
    return RULES / f"letters.{language}.npz"


def pieces_of(text: str, language: str) -> tuple[Labels, Floats]:
    """Places and values of the pieces of a text: those of words and those of letters weigh the same together."""
    typed = [word[:LONGEST_WORD] for word in plain(text).split()]
    heard = as_heard(" ".join(typed), language).split()
    words, letters = _hashed({*_phrases(heard), *(f"={word}" for word in typed)}), _hashed(set(_letters(heard)))
    return np.concatenate([words[0], letters[0]]), np.concatenate([words[1], letters[1]])


def _hashed(pieces: Collection[str]) -> tuple[Labels, Floats]:
    """A vector of length 1: pieces that happen to share a place have signs, and rather cancel out than add up."""
    hashes = np.fromiter((crc32(piece.encode()) for piece in pieces), np.int64, len(pieces))
    signs = np.where(hashes & SIZE, 1, -1)
    return hashes % SIZE, np.asarray(signs / np.sqrt(max(1, len(pieces))), np.float32)


def _phrases(heard: Sequence[str]) -> Iterator[str]:
    """Words as they sound, alone, in pairs, in threes, and in threes whatever is between."""
    yield from heard
    edged = ["^", *heard, "$"]
    yield from (f"{first} {second}" for first, second in pairwise(edged))
    for first, second, third in zip(edged, edged[1:], edged[2:], strict=False):
        yield f"{first} {second} {third}"
        yield f"{first} * {third}"


def _letters(heard: Sequence[str]) -> Iterator[str]:
    """Letters in a row, an end of the word counting as one."""
    for word in heard:
        edged = f"_{word}_"
        for length in range(SHORTEST, LONGEST + 1):
            yield from (edged[start : start + length] for start in range(max(1, len(edged) - length + 1)))
