"""The matcher: which topic a typed question is about, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from knowledge.learned import Learned
from knowledge.meanings import Fitted, Meaning, Meanings
from knowledge.regression import Floats, Labels, sigmoid, softmax
from knowledge.sentences import Encoder
from knowledge.words import Wording, WordMatcher

WORDS = 0.1
"""Weight of the words beside the meaning, in log chances; more gains nothing on questions to tune on."""

_FLOOR = 1e-4  # least chance before its logarithm is taken: one of the two may be blind, not both

NEAR, ELSEWHERE, INSIDE, EVIDENCE, THRESHOLD = 17.0, -7.0, 0.33, 0.18, 9.0
"""Logistic regression of "about any topic at all", fitted on questions to tune on and 800 texts about other things."""


@dataclass(frozen=True, slots=True)
class Match:
    """A topic and the chance, 0 to 1, that the question is about it."""

    topic: str
    score: float


@dataclass(frozen=True, slots=True)
class Examples:
    """What a matcher learns from: paraphrases and answers by topic id, and texts about something else."""

    questions: Sequence[tuple[str, str]]
    answers: Sequence[tuple[str, str]] = field(default=())
    elsewhere: Sequence[str] = field(default=())

    @property
    def topics(self) -> list[str]:
        """The topic ids, each once."""
        return list(dict.fromkeys(topic for topic, _ in self.questions))

    @property
    def known(self) -> list[str]:
        """Every text of a topic."""
        return [text for _, text in (*self.questions, *self.answers)]

    @property
    def labels(self) -> Labels:
        """The place in `topics` of each text of `known`."""
        place = {topic: number for number, topic in enumerate(self.topics)}
        return np.array([place[topic] for topic, _ in (*self.questions, *self.answers)], np.intp)


class Ranker(Protocol):
    """Whatever ranks topics for a text."""

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """The likeliest topics, best first."""


class Learning(Protocol):
    """Whatever gives the weights of the meanings, kept ones or learned anew."""

    def fitted(self, labels: Labels, known: Sequence[str], strange: Sequence[str], encoder: Encoder) -> Fitted:
        """What is learned from texts of topics, with their labels, and texts about something else."""


class Matcher:
    """Joins what the words say, which survive rare names, with what the sentence means, which survives other words.

    Safe to use from several threads: nothing changes after the constructor.
    """

    def __init__(self, examples: Examples, encoder: Encoder, learned: Learning | None = None) -> None:
        self._topics, self._encoder = examples.topics, encoder
        self._words = WordMatcher(examples.questions, real=encoder.words)
        kept = learned or Learned()
        self._meanings = Meanings(kept.fitted(examples.labels, examples.known, examples.elsewhere, encoder))

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """The likeliest topics, best first; empty when no word of the text is known.

        Scores of all topics add up to the chance that the text is about any of them.
        """
        return self.rank_all([text], limit)[0]

    def rank_all(self, texts: Sequence[str], limit: int = 5) -> list[list[Match]]:
        """Rank several texts, in less time than one by one."""
        wordings = [self._words.read(text) for text in texts]
        mended = [wording.mended for wording in wordings if wording]
        vectors = iter(self._encoder.encode_all(mended))
        return [self._joined(wording, next(vectors), limit) if wording else [] for wording in wordings]

    def _joined(self, wording: Wording, vector: Floats, limit: int) -> list[Match]:
        meaning = self._meanings.read(vector)
        joined = WORDS * np.log(wording.chances + _FLOOR) + (1 - WORDS) * np.log(meaning.chances + _FLOOR)
        chances = softmax(joined) * np.float32(_about(wording, meaning))
        best = np.argsort(-chances)[:limit]
        return [Match(self._topics[number], float(chances[number])) for number in best]


def _about(wording: Wording, meaning: Meaning) -> float:
    """The chance that the text is about any topic at all."""
    odds = NEAR * meaning.near + ELSEWHERE * meaning.elsewhere + INSIDE * meaning.inside
    return sigmoid(odds + EVIDENCE * wording.evidence - THRESHOLD)
