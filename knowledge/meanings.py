"""The meaning of a question: its sentence vector beside those of the topics and of texts about something else."""

from dataclasses import dataclass

import numpy as np

from knowledge import regression
from knowledge.regression import Floats, Labels, softmax
from knowledge.sentences import SentenceEncoder

SHARPNESS = 20.0
"""Start of both regressions: unit centroids times this, about where the weights end."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the meaning of a text says.

    `chances` one a topic; `near` and `elsewhere` the greatest cosine with a text of the topics and with one about
    something else; `inside` log odds of being about what the topics are about.
    """

    chances: Floats
    near: float
    elsewhere: float
    inside: float


class Meanings:
    """Softmax regressions over sentence vectors. Safe to use from several threads."""

    def __init__(self, encoder: SentenceEncoder, fitted: "Fitted") -> None:
        self._encoder, self._fitted = encoder, fitted

    def read(self, text: str) -> Meaning:
        """What the meaning of a text says; takes a few milliseconds of one core."""
        vector, fitted = self._encoder.encode(text), self._fitted
        sides = vector @ fitted.sides
        return Meaning(
            softmax(vector @ fitted.topics),
            float((fitted.known @ vector).max()),
            float((fitted.strange @ vector).max(initial=-1.0)),
            float(sides[1] - sides[0]),
        )


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was learned: weights of topics (384, topics) and of the two sides (384, 2), and the vectors themselves."""

    topics: Floats
    sides: Floats
    known: Floats
    strange: Floats


def fit(labels: Labels, known: Floats, strange: Floats) -> Fitted:
    """Learn topics from their texts (n, 384) and labels, and the sides from these against texts about others."""
    topics = int(labels.max()) + 1
    start = regression.centroids(known, labels, topics) * np.float32(SHARPNESS)
    both = np.concatenate([strange, known])
    side = np.repeat(np.array([0, 1], np.intp), [len(strange), len(known)])
    halves = regression.centroids(both, side, 2) * np.float32(SHARPNESS)
    return Fitted(regression.fit(known, labels, start), regression.fit(both, side, halves), known, strange)
