"""Other ways to find a topic, to measure the matcher beside: what a project might use in its place."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from knowledge import meanings
from knowledge.features import tokens
from knowledge.match import Examples, Match, Matcher, Ranker
from knowledge.regression import Floats, softmax
from knowledge.sentences import WIDTH, Encoder
from knowledge.sets import QuestionSet

SAMPLE = 100
"""Texts a part asked of a ranker that compares each with every stored question, a second a text among MANY."""
MANY = 10_000


@dataclass(frozen=True, slots=True)
class Peer:
    """A way to find a topic; of a large set a slow one is asked only a sample, of at most `most` texts a part."""

    fit: Callable[[Examples], Ranker]
    most: int | None = None

    def sampled(self, known: QuestionSet) -> QuestionSet:
        """The set as this peer is asked it."""
        large = any(len(part.learned.questions) > MANY for part in known.parts)
        return known.at_most(self.most) if self.most and large else known


class ChatterBotDefault:
    """The topic of the stored question with the smallest edit distance, as ChatterBot's BestMatch searches it."""

    def __init__(self, examples: Examples) -> None:
        from chatterbot.comparisons import LevenshteinDistance  # noqa: PLC0415 - brings spaCy, two seconds
        from chatterbot.languages import ENG  # noqa: PLC0415

        self._questions, self._alike = examples.questions, LevenshteinDistance(ENG).compare_text

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """Best stored question of each topic, by ChatterBot's similarity."""
        return _best(((topic, float(self._alike(text, asked))) for topic, asked in self._questions), limit)


class Bm25:
    """Okapi BM25 over stored questions, k1 = 1.2 and b = 0.75 (Robertson and Zaragoza 2009)."""

    def __init__(self, examples: Examples) -> None:
        self._topics = [topic for topic, _ in examples.questions]
        texts = [tokens(text) for _, text in examples.questions]
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


class LinearClassifier:
    """TF-IDF of words, pairs of words and pieces of words, with a linear support vector machine (scikit-learn)."""

    def __init__(self, examples: Examples) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - running does not install it
        from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415
        from sklearn.svm import LinearSVC  # noqa: PLC0415

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
        self._fitted: Any = make_pipeline(make_union(words, pieces), LinearSVC())
        self._fitted.fit([text for _, text in examples.questions], [topic for topic, _ in examples.questions])

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """By distance from the hyperplanes; of two topics there is one."""
        sides = np.atleast_1d(self._fitted.decision_function([text])[0])
        sides = np.array([-sides[0], sides[0]]) if len(sides) == 1 else sides
        return _best(zip(self._fitted.classes_.tolist(), sides.tolist(), strict=True), limit)


class SentenceVectors:
    """The meaning half of the matcher alone: softmax regression over sentence vectors."""

    def __init__(self, examples: Examples, encoder: Encoder) -> None:
        self._topics, self._encoder = examples.topics, encoder
        near, far = encoder.encode_all(examples.known), encoder.encode_all(examples.elsewhere)
        self._weights = meanings.fit(examples.labels, near, far).topics

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        """By chance."""
        chances = softmax(self._encoder.encode(text) @ self._weights)
        return _best(zip(self._topics, chances.tolist(), strict=True), limit)


class Remembering:
    """Encodes what is learned from only once for all peers; what is asked is encoded anew, for its time is measured."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, Floats] = {}

    @property
    def words(self) -> Collection[str]:
        """Whole words that the encoder knows."""
        return self._encoder.words

    def encode(self, text: str) -> Floats:
        """Return the vector of a text."""
        return self._encoder.encode(text)

    def encode_all(self, texts: Sequence[str]) -> Floats:
        """Return the vectors of texts, those kept among them; a single one is asked."""
        if len(texts) == 1:
            return self._encoder.encode_all(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in self._kept]
        self._kept.update(zip(missing, self._encoder.encode_all(missing), strict=True))
        return np.array([self._kept[text] for text in texts], np.float32).reshape(len(texts), WIDTH)


def peers(encoder: Encoder) -> Mapping[str, Peer]:
    """Every candidate by its name, ours last."""
    remembering = Remembering(encoder)
    return {
        "ChatterBot default": Peer(ChatterBotDefault, most=SAMPLE),
        "BM25": Peer(Bm25),
        "TF-IDF word+char, linear SVM": Peer(LinearClassifier),
        "sentence vectors": Peer(lambda examples: SentenceVectors(examples, remembering)),
        "Lentigo": Peer(lambda examples: Matcher(examples, remembering)),
    }


def _best(scored: Iterable[tuple[str, float]], limit: int) -> list[Match]:
    best: dict[str, float] = {}
    for topic, score in scored:
        best[topic] = max(score, best.get(topic, score))
    ranked = sorted(best.items(), key=lambda one: -one[1])[:limit]
    return [Match(topic, score) for topic, score in ranked]
