"""The meaning of a question: its sentence vector beside those of the topics and of texts about something else."""

from dataclasses import dataclass

import numpy as np

from knowledge import regression
from knowledge.regression import Floats, Labels, softmax

LIKELIEST = 8
"""Topics whose texts are looked through for the nearest one; looking through all grows with them and finds no other."""

SHARPNESS = 20.0
"""Start of both regressions: unit centroids times this, about where the weights end."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the meaning of a text says.

    `chances` one a topic; `near` and `elsewhere` the greatest cosine with a text of the likeliest topics and with one
    about something else; `inside` log odds of being about what the topics are about.
    """

    chances: Floats
    near: float
    elsewhere: float
    inside: float


class Meanings:
    """Softmax regressions over sentence vectors. Safe to use from several threads."""

    def __init__(self, fitted: "Fitted") -> None:
        self._fitted = fitted
        by_topic = np.argsort(fitted.labels, kind="stable")
        self._known = fitted.known[by_topic]
        self._start = np.searchsorted(fitted.labels[by_topic], np.arange(fitted.topics.shape[1] + 1))

    def read(self, vector: Floats) -> Meaning:
        """What the sentence vector of a text says."""
        fitted = self._fitted
        sides, logits = vector @ fitted.sides, vector @ fitted.topics
        return Meaning(
            softmax(logits),
            self._near(vector, np.argsort(-logits)[:LIKELIEST]),
            float((fitted.strange @ vector).max(initial=-1.0)),
            float(sides[1] - sides[0]),
        )

    def _near(self, vector: Floats, topics: Labels) -> float:
        starts, ends = self._start[topics], self._start[topics + 1]
        return max(float((self._known[start:end] @ vector).max()) for start, end in zip(starts, ends, strict=True))


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned: weights of topics (384, topics) and of the two sides (384, 2), and the vectors themselves.

    `labels` are the topics of the vectors `known`; every topic has one at least.
    """

    topics: Floats
    sides: Floats
    known: Floats
    strange: Floats
    labels: Labels


def fit(labels: Labels, known: Floats, strange: Floats) -> Fitted:
    """Learn topics from their texts (n, 384) and labels, and the sides from these against texts about others."""
    topics = int(labels.max()) + 1
    start = regression.centroids(known, labels, topics) * np.float32(SHARPNESS)
    both = np.concatenate([strange, known])
    side = np.repeat(np.array([0, 1], np.intp), [len(strange), len(known)])
    halves = regression.centroids(both, side, 2) * np.float32(SHARPNESS)
    return Fitted(regression.fit(known, labels, start), regression.fit(both, side, halves), known, strange, labels)
