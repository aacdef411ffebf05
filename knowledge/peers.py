"""Other ways to find a topic, to measure the matcher beside: ChatterBot's own comparator, BM25."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from knowledge.features import tokens
from knowledge.match import Examples, Match, Matcher
from knowledge.sentences import shipped_encoder
from knowledge.words import WordMatcher

Questions = Sequence[tuple[str, str]]


class Ranker(Protocol):
    """Whatever ranks topics for a text."""

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """The likeliest topics, best first."""


class ChatterBotDefault:
    """The topic of the stored question with the smallest edit distance, as ChatterBot's BestMatch searches it."""

    def __init__(self, questions: Questions) -> None:
        from chatterbot.comparisons import LevenshteinDistance  # noqa: PLC0415 - brings spaCy, two seconds
        from chatterbot.languages import ENG  # noqa: PLC0415

        self._questions, self._alike = questions, LevenshteinDistance(ENG).compare_text

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """Best stored question of each topic, by ChatterBot's similarity."""
        return _best(((topic, float(self._alike(text, asked))) for topic, asked in self._questions), limit)


class Bm25:
    """Okapi BM25 over stored questions, k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009)."""

    def __init__(self, questions: Questions) -> None:
        self._topics = [topic for topic, _ in questions]
        texts = [tokens(text) for _, text in questions]
        mean = sum(map(len, texts)) / len(texts)
        seen = Counter(word for words in texts for word in set(words))
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for number, words in enumerate(texts):
            for word, count in Counter(words).items():
                rare = math.log(1 + (len(texts) - seen[word] + 0.5) / (seen[word] + 0.5))
                weight = rare * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(words) / mean))
                self._postings[word].append((number, weight))

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """Best stored question of each topic; scores are no chances."""
        scores: dict[int, float] = defaultdict(float)
        for word in tokens(text):
            for number, weight in self._postings.get(word, ()):
                scores[number] += weight
        return _best(((self._topics[number], score) for number, score in scores.items()), limit)


class Words:
    """The words half of the matcher alone: TF-IDF of words and word pieces, nearest centroid."""

    def __init__(self, questions: Questions) -> None:
        self._matcher = WordMatcher(questions)

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """By chance; nothing for a text without a known word."""
        told = self._matcher.read(text)
        chances = () if told is None else zip(self._matcher.topics, told.chances.tolist(), strict=True)
        return _best(chances, limit)


def _lentigo(questions: Questions) -> Ranker:
    return Matcher(Examples(questions), shipped_encoder())


PEERS: dict[str, Callable[[Questions], Ranker]] = {
    "ChatterBot default": ChatterBotDefault,
    "BM25": Bm25,
    "TF-IDF, nearest centroid": Words,
    "Lentigo": _lentigo,
}


def _best(scored: Iterable[tuple[str, float]], limit: int) -> list[Match]:
    best: dict[str, float] = {}
    for topic, score in scored:
        best[topic] = max(score, best.get(topic, 0.0))
    ranked = sorted(best.items(), key=lambda one: -one[1])[:limit]
    return [Match(topic, score) for topic, score in ranked]
