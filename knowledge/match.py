"""The matcher: which topic a typed question is about, and how sure that is."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.features import piece_features, stem, tokens, word_features
from knowledge.spelling import Spelling

Vector = npt.NDArray[np.float32]
Sparse = tuple[npt.NDArray[np.intp], Vector]

SHARPNESS = 18.0
"""Softmax of similarities before learning: a similarity that is higher by .1 makes a topic six times as likely."""
EPOCHS, BATCH, RATE, MOMENTUM, SHRINK = 8, 64, 15.0, 0.9, 1e-4
"""Gradient descent of `_sharpen`, chosen among 64 settings on three public question sets: within half a point of the
best on each, lowest loss of all, a tenth of a second."""

NEARNESS, COVERAGE, THRESHOLD = 2.0, 4.5, 12.4
"""Logistic regression of "about any topic at all": evidence for the nearest topic, share of known words."""

PASSES, PACE, KEPT = 4, 6.0, 0.7
"""Gradient descent of `_refine`, chosen in the same way: over both, .945, .697 and .849 of the three sets are right,
where a linear SVM over the same features has .935, .695 and .844."""


@dataclass(frozen=True, slots=True)
class Match:
    """A topic and the chance, 0 to 1, that the question is about it."""

    topic: str
    score: float


class Matcher:
    """Softmax regression over TF-IDF of words and word pieces, started from the centroids of the topics.

    A question is compared with topics, never with single paraphrases, so its time does not grow with them. It fits
    in a second with nothing but NumPy. Safe to use from several threads: nothing changes after the constructor.
    """

    def __init__(self, questions: Sequence[tuple[str, str]]) -> None:
        """Fit on (topic id, paraphrase) pairs; at least one pair."""
        self._topics = list(dict.fromkeys(topic for topic, _ in questions))
        place = {topic: number for number, topic in enumerate(self._topics)}
        labels = np.array([place[topic] for topic, _ in questions])
        self._spelling = Spelling(tokens(text) for _, text in questions)
        texts = [self._spelling.mend(tokens(text)) for _, text in questions]
        self._fit_weights(texts)
        vectors = [self._vector(words) for words in texts]
        sums, lengths = self._centroids(vectors, labels)
        scores = (np.stack([weights @ sums[ids] for ids, weights in vectors]) / lengths).astype(np.float32)
        turn = _sharpen(_left_out(scores, labels, lengths), labels)
        self._weights = _refine((sums / lengths @ turn).astype(np.float32), vectors, labels)

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """The likeliest topics, best first; empty when no word of the text is known.

        Scores add up to the chance that the text is about any topic at all.
        """
        words = self._spelling.mend(tokens(text))
        ids, weights = self._vector(words)
        if not len(ids):
            return []
        evidence = weights @ self._weights[ids]
        about = _sigmoid(NEARNESS * float(evidence.max()) + COVERAGE * self._share_known(words) - THRESHOLD)
        chances = _softmax(evidence) * np.float32(about)
        best = np.argsort(-chances)[:limit]
        return [Match(self._topics[number], float(chances[number])) for number in best]

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

    def _share_known(self, words: list[str]) -> float:
        """Share of the words that stand in any question, rare words counting more; 0 to 1."""
        weights = [(stem(word) in self._number, self._rarity(stem(word))) for word in words]
        return sum(weight for known, weight in weights if known) / sum(weight for _, weight in weights)

    def _rarity(self, feature: str) -> float:
        number = self._number.get(feature)
        return self._idf_unknown if number is None else float(self._idf[number])

    def _block(self, features: set[str]) -> Sparse:
        known = [self._number[feature] for feature in features if feature in self._number]
        ids = np.array(known, np.intp)
        weights = self._idf[ids]
        unknown = (len(features) - len(known)) * self._idf_unknown**2
        length = math.sqrt(float(weights @ weights) + unknown) or 1.0
        return ids, weights / np.float32(length)

    def _centroids(self, vectors: list[Sparse], labels: npt.NDArray[np.intp]) -> tuple[Vector, Vector]:
        """Sums of vectors, features x topics, and their lengths."""
        topics = len(self._topics)
        cells = np.concatenate([ids * topics + label for (ids, _), label in zip(vectors, labels, strict=True)])
        weights = np.concatenate([weights for _, weights in vectors])
        sums = np.bincount(cells, weights, len(self._number) * topics).astype(np.float32).reshape(-1, topics)
        lengths: Vector = np.sqrt(np.einsum("ft,ft->t", sums, sums))
        return sums, lengths


def _left_out(scores: Vector, labels: npt.NDArray[np.intp], lengths: Vector) -> Vector:
    """Similarity of each paraphrase with each centroid, its own centroid taken without it."""
    rows = np.arange(len(labels))
    with_itself = scores[rows, labels] * lengths[labels]
    rest = np.sqrt(np.maximum(lengths[labels] ** 2 - 2 * with_itself + 1, 1e-6))
    left_out = scores.copy()
    left_out[rows, labels] = np.where(rest > 0.01, (with_itself - 1) / rest, 0)
    return left_out


def _sharpen(scores: Vector, labels: npt.NDArray[np.intp]) -> Vector:
    """Softmax regression from similarities to topics: learns which topics are mistaken for which."""
    count, topics = scores.shape
    start = np.eye(topics, dtype=np.float32) * SHARPNESS
    turn, speed = start.copy(), np.zeros_like(start)
    order = np.random.default_rng(0)  # always the same order: the same files make the same matcher
    batches = [batch for _ in range(EPOCHS) for batch in np.split(order.permutation(count), range(BATCH, count, BATCH))]
    for step, batch in enumerate(batches):
        missed = _softmax(scores[batch] @ turn)
        missed[np.arange(len(batch)), labels[batch]] -= 1
        slope = scores[batch].T @ missed / len(batch) + SHRINK * (turn - start)
        speed = MOMENTUM * speed - RATE * (1 - step / len(batches)) * slope
        turn = turn + speed
    return turn


def _refine(weights: Vector, vectors: list[Sparse], labels: npt.NDArray[np.intp]) -> Vector:
    """Softmax regression over all features, from the sharpened centroids on: stochastic, one paraphrase a step."""
    weights = weights * KEPT
    orders = [np.random.default_rng(seed).permutation(len(labels)) for seed in range(PASSES)]
    for step, number in enumerate(np.concatenate(orders)):
        ids, values = vectors[number]
        rows = weights[ids]
        missed = _softmax(values @ rows)
        missed[labels[number]] -= 1
        weights[ids] = rows - np.float32(PACE * (1 - step / (PASSES * len(labels)))) * np.outer(values, missed)
    return weights


def _softmax(logits: Vector) -> Vector:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances: Vector = raised / raised.sum(axis=-1, keepdims=True)
    return chances


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, value))))
