"""The matcher: which topic a typed question is about, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from knowledge.learned import Learned
from knowledge.meanings import Meaning, Meanings
from knowledge.regression import Labels, sigmoid, softmax
from knowledge.sentences import SentenceEncoder
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


class Matcher:
    """Joins what the words say, which survive rare names, with what the sentence means, which survives other words.

    Safe to use from several threads: nothing changes after the constructor.
    """

    def __init__(self, examples: Examples, encoder: SentenceEncoder, learned: Learned | None = None) -> None:
        self._topics = examples.topics
        self._words = WordMatcher(examples.questions)
        kept = learned or Learned()
        fitted = kept.fitted(examples.labels, examples.known, examples.elsewhere, encoder)
        self._meanings = Meanings(encoder, fitted)

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """The likeliest topics, best first; empty when no word of the text is known.

        Scores of all topics add up to the chance that the text is about any of them.
        """
        wording = self._words.read(text)
        if wording is None:
            return []
        meaning = self._meanings.read(wording.mended)
        joined = WORDS * np.log(wording.chances + _FLOOR) + (1 - WORDS) * np.log(meaning.chances + _FLOOR)
        chances = softmax(joined) * np.float32(_about(wording, meaning))
        best = np.argsort(-chances)[:limit]
        return [Match(self._topics[number], float(chances[number])) for number in best]


def _about(wording: Wording, meaning: Meaning) -> float:
    """The chance that the text is about any topic at all."""
    odds = NEAR * meaning.near + ELSEWHERE * meaning.elsewhere + INSIDE * meaning.inside
    return sigmoid(odds + EVIDENCE * wording.evidence - THRESHOLD)
