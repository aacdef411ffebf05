"""How well topics are found: figures of the matcher and its peers on question sets, each query unseen."""

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from knowledge.chatbot import Chatbot, Kind
from knowledge.checks import plain
from knowledge.peers import Questions, Ranker

FOLDS = 5
DRAWS = 2000
"""Bootstrap samples of the 95 % interval."""

Fit = Callable[[Questions], Ranker]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of right answers with its bootstrap interval, and what it cost."""

    right: float
    low: float
    high: float
    queries: int
    fit_seconds: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Trial:
    """What a ranker said: right or not, its best score, and the time it took, one a query."""

    right: list[bool]
    score: list[float]
    seconds: list[float]
    fit_seconds: float

    def figure(self) -> Figure:
        """The share that was right."""
        share, count = float(np.mean(self.right)), len(self.right)
        drawn = np.random.default_rng(0).binomial(count, share, DRAWS) / count
        low, high = np.percentile(drawn, (2.5, 97.5))
        p95 = 1000 * float(np.percentile(self.seconds, 95))
        return Figure(share, float(low), float(high), count, self.fit_seconds, p95)


def try_out(fit: Fit, known: Questions, queries: Questions) -> Trial:
    """Fit on known questions and rank every query."""
    begun = time.perf_counter()
    ranker = fit(known)
    fitted = time.perf_counter() - begun
    right, score, seconds = [], [], []
    for topic, text in queries:
        begun = time.perf_counter()
        ranked = ranker.rank(text)
        seconds.append(time.perf_counter() - begun)
        right.append(bool(ranked) and ranked[0].topic == topic)
        score.append(ranked[0].score if ranked else 0.0)
    return Trial(right, score, seconds, fitted)


def cross_validate(fit: Fit, known: Questions, queries: Questions) -> Trial:
    """Every query is answered by a ranker that saw the other four fifths; the same text is never in two fifths."""
    texts = sorted({plain(text) for _, text in queries})
    order = np.random.default_rng(0).permutation(len(texts))
    fold = {texts[place]: number % FOLDS for number, place in enumerate(order)}
    trials = []
    for held in range(FOLDS):
        seen = [(topic, text) for topic, text in queries if fold[plain(text)] != held]
        asked = [(topic, text) for topic, text in queries if fold[plain(text)] == held]
        trials.append(try_out(fit, [*known, *seen], asked))
    return Trial(
        [one for trial in trials for one in trial.right],
        [one for trial in trials for one in trial.score],
        [one for trial in trials for one in trial.seconds],
        max(trial.fit_seconds for trial in trials),
    )


def read_faq(path: Path) -> tuple[Questions, Questions]:
    """Titles and queries of a set {topics: [{id, questions}], queries: [{text, topic}]}."""
    content = json.loads(path.read_text(encoding="utf-8"))
    known = [(str(topic["id"]), text) for topic in content["topics"] for text in topic["questions"]]
    return known, [(str(query["topic"]), query["text"]) for query in content["queries"]]


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """What the whole chatbot does with questions of our own, as shares."""

    answered_right: float
    answered_wrong: float
    offered: float
    """Asked "did you mean" with the right topic among the offers."""
    off_topic_refused: float
    off_topic_answered: float
    questions: int
    off_topic: int


def read_asked(path: Path) -> tuple[Questions, list[str]]:
    """Questions and off-topic texts of a YAML file {questions: [{text, topic}], off_topic: [text]}."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(str(one["topic"]), str(one["text"])) for one in content["questions"]], [*map(str, content["off_topic"])]


def measure_own(chatbot: Chatbot, questions: Questions, off_topic: Sequence[str]) -> OwnFigure:
    """Ask the chatbot everything."""
    answers = [(topic, chatbot.answer(text)) for topic, text in questions]
    strange = [chatbot.answer(text).kind for text in off_topic]
    told = [topic == answer.topic for topic, answer in answers if answer.kind is Kind.ANSWER]
    offered = [
        topic in {one.topic for one in answer.suggestions} for topic, answer in answers if answer.kind is Kind.CLARIFY
    ]
    return OwnFigure(
        sum(told) / len(answers),
        (len(told) - sum(told)) / len(answers),
        sum(offered) / len(answers),
        strange.count(Kind.FALLBACK) / len(strange),
        strange.count(Kind.ANSWER) / len(strange),
        len(answers),
        len(strange),
    )


@dataclass(frozen=True, slots=True)
class ScopeFigure:
    """In-scope questions answered right and out-of-scope ones refused, at a threshold taken from validation data."""

    threshold: float
    right: float
    refused: float
    queries: int


def measure_scope(fit: Fit, content: dict[str, Any]) -> ScopeFigure:
    """CLINC150: the threshold with the best mean of both on its validation split, read once on its test split."""
    ranker = fit(_pairs(content["train"]))

    def same(_: Questions) -> Ranker:
        return ranker

    def split(name: str) -> Trial:
        return try_out(same, (), _pairs(content[name]))

    inside, outside = split("val"), split("oos_val")
    threshold = max(sorted({0.0, *inside.score, *outside.score}), key=lambda at: sum(_shares(inside, outside, at)))
    inside, outside = split("test"), split("oos_test")
    right, refused = _shares(inside, outside, threshold)
    return ScopeFigure(threshold, right, refused, len(inside.right) + len(outside.right))


def _pairs(rows: Sequence[Sequence[str]]) -> Questions:
    return [(topic, text) for text, topic in rows]


def _shares(inside: Trial, outside: Trial, threshold: float) -> tuple[float, float]:
    answered = [right and score >= threshold for right, score in zip(inside.right, inside.score, strict=True)]
    return float(np.mean(answered)), float(np.mean([score < threshold for score in outside.score]))
