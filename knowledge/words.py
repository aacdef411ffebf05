"""The words of a question: which topics use them, and how many of them are known at all."""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.features import ENGLISH, Reading, piece_features
from knowledge.regression import Floats, Labels, softmax
from knowledge.spelling import Spelling

Sparse = tuple[Labels, Floats]

SHARPNESS = 18.0
"""Softmax of similarities: one that is higher by .1 makes a topic six times as likely."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the words of a text say.

    `mended` is the text with its slips mended, `chances` one a topic, `evidence` for the nearest topic, 0 to
    SHARPNESS.
    """

    mended: str
    chances: Floats
    evidence: float


class WordMatcher:
    """Softmax over the similarity of TF-IDF features, words and word pieces, with the centroids of the topics.

    A question is compared with topics, never with single paraphrases, so its time does not grow with them. It fits
    in half a second with nothing but NumPy. Safe to use from several threads: nothing changes after the constructor.
    """

    def __init__(
        self, questions: Sequence[tuple[str, str]], reading: Reading = ENGLISH, *, real: Collection[str] = ()
    ) -> None:
        """Fit on (topic id, paraphrase) pairs; at least one pair. `real` are words that are no slips."""
        self.topics = list(dict.fromkeys(topic for topic, _ in questions))
        place = {topic: number for number, topic in enumerate(self.topics)}
        labels = np.array([place[topic] for topic, _ in questions])
        self._reading = reading
        self._spelling = Spelling((reading.words(text) for _, text in questions), real)
        texts = [self._spelling.mend(self._reading.words(text)) for _, text in questions]
        self._fit_weights(texts)
        self._postings([self._vector(words) for words in texts], labels)

    def read(self, text: str) -> "Wording | None":
        """What the words of a text say; None when no word of it is known."""
        words = self._spelling.mend(self._reading.words(text))
        evidence = self._similarity(words)
        return Wording(" ".join(words), softmax(evidence), float(evidence.max())) if evidence is not None else None

    def evidence(self, text: str) -> Floats | None:
        """The similarity of a text with each topic, times SHARPNESS; None when no word of it is known."""
        return self._similarity(self._spelling.mend(self._reading.words(text)))

    def _fit_weights(self, texts: list[list[str]]) -> None:
        """Number the features and weigh them by inverse document frequency (smoothed, Salton and Buckley 1988)."""
        seen = Counter(
            feature for words in texts for feature in (*self._reading.features(words), *piece_features(words))
        )
        self._number = {feature: number for number, feature in enumerate(seen)}
        counts = np.fromiter(seen.values(), np.float32, len(seen))
        self._idf = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
        self._idf_unknown = math.log(1 + len(texts)) + 1

    def _vector(self, words: list[str]) -> Sparse:
        """Numbers and weights of the known features. Unknown ones count in the length, so strange texts score low."""
        parts = [self._block(self._reading.features(words)), self._block(piece_features(words))]
        ids = np.concatenate([one for one, _ in parts])
        return ids, np.concatenate([weights for _, weights in parts]) * np.float32(math.sqrt(0.5))

    def _block(self, features: set[str]) -> Sparse:
        known = [self._number[feature] for feature in features if feature in self._number]
        ids = np.array(known, np.intp)
        weights = self._idf[ids]
        unknown = (len(features) - len(known)) * self._idf_unknown**2
        length = math.sqrt(float(weights @ weights) + unknown) or 1.0
        return ids, weights / np.float32(length)

    def _postings(self, vectors: list[Sparse], labels: Labels) -> None:
        """Unit sums of vectors, one a topic, kept as the topics of each feature with their weights.

        Sparse, for most features belong to few topics: a table of features x topics of a corpus five times as large
        would take half a gigabyte.
        """
        topics = len(self.topics)
        cells = np.concatenate([ids * topics + label for (ids, _), label in zip(vectors, labels, strict=True)])
        filled, place = np.unique(cells, return_inverse=True)
        sums = np.bincount(place, np.concatenate([weights for _, weights in vectors]), len(filled))
        self._topic = filled % topics
        lengths = np.sqrt(np.bincount(self._topic, sums**2, topics))
        self._weight = (SHARPNESS * sums / np.maximum(lengths, 1e-9)[self._topic]).astype(np.float32)
        self._start = np.searchsorted(filled // topics, np.arange(len(self._number) + 1))

    def _similarity(self, words: list[str]) -> Floats | None:
        ids, weights = self._vector(words)
        if not len(ids):
            return None
        starts, ends = self._start[ids], self._start[ids + 1]
        cells = np.concatenate([np.arange(start, end) for start, end in zip(starts, ends, strict=True)])
        shares = np.repeat(weights, ends - starts) * self._weight[cells]
        return np.bincount(self._topic[cells], shares, len(self.topics)).astype(np.float32)
