"""A matcher for languages that the sentence encoder does not know: by words and pieces of words alone."""

from collections.abc import Sequence

import numpy as np

from knowledge.features import ABROAD
from knowledge.match import Match
from knowledge.words import SHARPNESS, WordMatcher

STRANGE = 0.3
"""How much of the similarity with a text about something else is taken off; the best of five by cross-validation."""

_STRANGER = "~"
"""Begins the names under which texts about something else are learned: no id of a topic begins so."""


class WordsAlone:
    """Similarity with the nearest topic, less a part of that with the nearest text about something else.

    Scores of a text add up to this; safe to use from several threads.
    """

    def __init__(self, questions: Sequence[tuple[str, str]], elsewhere: Sequence[str]) -> None:
        strangers = [(f"{_STRANGER}{number}", text) for number, text in enumerate(elsewhere)]
        self._words = WordMatcher([*questions, *strangers], ABROAD)
        self._topics = [topic for topic in self._words.topics if not topic.startswith(_STRANGER)]

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """The likeliest topics, best first; empty when no word of the text is known."""
        evidence = self._words.evidence(text)
        if evidence is None:
            return []
        inside, strange = np.split(evidence, [len(self._topics)])  # strangers were learned last
        best = np.argsort(-inside)[:limit]
        sure = max(0.0, float(inside.max() - STRANGE * strange.max(initial=0)) / SHARPNESS)
        shares = np.exp(inside[best] - inside.max())
        scores = sure * shares / shares.sum()
        return [Match(self._topics[number], float(score)) for number, score in zip(best, scores, strict=True)]

    def rank_all(self, texts: Sequence[str], limit: int = 5) -> list[list[Match]]:
        """Rank several texts."""
        return [self.rank(text, limit) for text in texts]
