"""Whether a reply takes longer the more is known: the same questions asked of corpora of growing size.

A corpus of any size is made from our own topics: the first as they are, then copies of them under new ids in which
every word of four letters or more has its letters moved on in the alphabet, by another step in each copy. So words,
pieces of words and vectors are new ones, as those of new topics would be; short words, which hold a question
together, stay.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count, islice

import numpy as np

from knowledge.match import Examples, Matcher
from knowledge.meanings import Fitted
from knowledge.measure import Asked, Delay, delay_of
from knowledge.regression import Labels, centroids
from knowledge.sentences import WIDTH, Encoder

SIZES = (200, 2_000, 20_000)
"""Paraphrases; the assistant is shipped with about 5,000."""
WORST_MS = 20.0
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_KEPT = 3
"""Letters of a word that stays as it is in copies."""


@dataclass(frozen=True, slots=True)
class Flat:
    """The time of a ranking at one size."""

    paraphrases: int
    topics: int
    delay: Delay


def measure_flatness(
    questions: Sequence[tuple[str, str]], texts: Sequence[str], encoder: Encoder, asked: Asked = lambda: None
) -> list[Flat]:
    """Ask the same texts of a matcher of each size."""
    return [_measured(Examples(grown(questions, size)), texts, encoder, asked) for size in SIZES]


def is_flat(measured: Sequence[Flat]) -> bool:
    """Whether the time grows no faster than the logarithm of the paraphrases, and is short at every size."""
    first = measured[0]
    return all(
        one.delay.p95 <= WORST_MS and one.delay.p50 <= first.delay.p50 * math.log(one.paraphrases, first.paraphrases)
        for one in measured
    )


def grown(questions: Sequence[tuple[str, str]], size: int) -> list[tuple[str, str]]:
    """So many paraphrases with topic ids: the first ones, then altered copies."""
    copies = ((f"{topic}-{copy}", altered(text, copy)) for copy in count() for topic, text in questions)
    return list(islice(copies, size))


def altered(text: str, step: int) -> str:
    """The text with the letters of its longer words moved on by so many places."""
    step %= len(_LETTERS)
    moved = str.maketrans(_LETTERS, _LETTERS[step:] + _LETTERS[:step])
    words = text.lower().split()
    return " ".join(word if len(word) <= _KEPT else word.translate(moved) for word in words)


def _measured(examples: Examples, texts: Sequence[str], encoder: Encoder, asked: Asked) -> Flat:
    matcher = Matcher(examples, encoder, _Drawn())
    delay = delay_of(matcher.rank, texts, asked)
    return Flat(len(examples.questions), len(examples.topics), delay)


class _Drawn:
    """Vectors drawn at random in place of those of altered words: as many, as long, and minutes sooner."""

    def fitted(self, labels: Labels, known: Sequence[str], strange: Sequence[str], _: Encoder) -> Fitted:
        draw = np.random.default_rng(0)
        near, far = (draw.standard_normal((len(texts), WIDTH), np.float32) for texts in (known, strange))
        near /= np.linalg.norm(near, axis=1, keepdims=True)
        topics = centroids(near, labels, int(labels.max()) + 1)
        return Fitted(topics, np.zeros((WIDTH, 2), np.float32), near, far, labels)
