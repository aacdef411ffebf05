"""The words of a question: which topics use them, and how many of them are known at all."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.features import piece_features, tokens, word_features
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

    def __init__(self, questions: Sequence[tuple[str, str]]) -> None:
        """Fit on (topic id, paraphrase) pairs; at least one pair."""
        self.topics = list(dict.fromkeys(topic for topic, _ in questions))
        place = {topic: number for number, topic in enumerate(self.topics)}
        labels = np.array([place[topic] for topic, _ in questions])
        self._spelling = Spelling(tokens(text) for _, text in questions)
        texts = [self._spelling.mend(tokens(text)) for _, text in questions]
        self._fit_weights(texts)
        self._weights = self._centroids([self._vector(words) for words in texts], labels) * np.float32(SHARPNESS)

    def read(self, text: str) -> "Wording | None":
        """What the words of a text say; None when no word of it is known."""
        words = self._spelling.mend(tokens(text))
        ids, weights = self._vector(words)
        if not len(ids):
            return None
        evidence = np.asarray(weights @ self._weights[ids], np.float32)
        return Wording(" ".join(words), softmax(evidence), float(evidence.max()))

    def _fit_weights(self, texts: list[list[str]]) -> None:
        """Number the features and weigh them by inverse document frequency (smoothed, Salton and Buckley 1988)."""
        seen = Counter(feature for words in texts for feature in (*word_features(words), *piece_features(words)))
        self._number = {feature: number for number, feature in enumerate(seen)}
        counts = np.fromiter(seen.values(), np.float32, len(seen))
        self._idf = (np.log((1 + len(texts)) / (1 + counts)) + 1).astype(np.float32)
        self._idf_unknown = math.log(1 + len(texts)) + 1

    def _vector(self, words: list[str]) -> Sparse:
        """Numbers and weights of the known features. Unknown ones count in the length, so strange texts score low."""
        parts = [self._block(word_features(words)), self._block(piece_features(words))]
        ids = np.concatenate([one for one, _ in parts])
        return ids, np.concatenate([weights for _, weights in parts]) * np.float32(math.sqrt(0.5))

    def _block(self, features: set[str]) -> Sparse:
        known = [self._number[feature] for feature in features if feature in self._number]
        ids = np.array(known, np.intp)
        weights = self._idf[ids]
        unknown = (len(features) - len(known)) * self._idf_unknown**2
        length = math.sqrt(float(weights @ weights) + unknown) or 1.0
        return ids, weights / np.float32(length)

    def _centroids(self, vectors: list[Sparse], labels: Labels) -> Floats:
        """Unit sums of vectors, features x topics."""
        topics = len(self.topics)
        cells = np.concatenate([ids * topics + label for (ids, _), label in zip(vectors, labels, strict=True)])
        weights = np.concatenate([weights for _, weights in vectors])
        sums = np.bincount(cells, weights, len(self._number) * topics).astype(np.float32).reshape(-1, topics)
        lengths = np.sqrt(np.einsum("ft,ft->t", sums, sums))
        return np.asarray(sums / np.maximum(lengths, np.float32(1e-9)), np.float32)
