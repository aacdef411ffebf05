"""Question sets to measure on: what may be learned from, what the floor is chosen on, what is asked once at the end."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import yaml

from knowledge.checks import plain
from knowledge.match import Examples

Questions = Sequence[tuple[str, str]]
"""Topic ids and the texts that ask for them."""

Item = TypeVar("Item")

FOLDS = 5
_SEED = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Examples to learn from and texts to ask: `questions` about a topic, `strange` ones about something else."""

    learned: Examples
    questions: Questions
    strange: Sequence[str] = ()

    def at_most(self, most: int) -> "Part":
        """With a sample of the texts to ask."""
        return Part(self.learned, _sample(self.questions, most), _sample(self.strange, most))


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """`parts` are asked once; the floor is chosen on `tuning`, which shares no text with what is asked in them."""

    name: str
    parts: tuple[Part, ...]
    tuning: Part | None = None

    @property
    def asked(self) -> int:
        """Texts that are asked in all."""
        parts = (*self.parts, *([self.tuning] if self.tuning else []))
        return sum(len(part.questions) + len(part.strange) for part in parts)

    def at_most(self, most: int) -> "QuestionSet":
        """With a sample of the texts to ask, for a ranker that takes a second a text."""
        tuning = self.tuning.at_most(most) if self.tuning else None
        return QuestionSet(self.name, tuple(part.at_most(most) for part in self.parts), tuning)


def read_faq(path: Path) -> QuestionSet:
    """A set {topics: [{id, questions}], queries: [{text, topic}]} in five folds.

    Every query is asked of who saw the other four fifths; the same text is never in two fifths.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    titles = [(str(topic["id"]), text) for topic in content["topics"] for text in topic["questions"]]
    queries = [(str(query["topic"]), query["text"]) for query in content["queries"]]
    folds = range(FOLDS)
    fifth = _fifths([text for _, text in queries])
    parts = [
        Part(
            Examples([*titles, *(one for one in queries if fifth[plain(one[1])] != fold)]),
            [one for one in queries if fifth[plain(one[1])] == fold],
        )
        for fold in folds
    ]
    return QuestionSet(path.stem, tuple(parts))


def read_scope(path: Path) -> QuestionSet:
    """CLINC150: the floor comes from its validation split, its test split is read once."""
    content = json.loads(path.read_text(encoding="utf-8"))

    def pairs(name: str) -> Questions:
        return [(topic, text) for text, topic in content[name]]

    def texts(name: str) -> list[str]:
        return [text for text, _ in content.get(name, ())]

    learned = Examples(pairs("train"), elsewhere=texts("oos_train"))
    test = Part(learned, pairs("test"), texts("oos_test"))
    return QuestionSet(path.stem, (test,), Part(learned, pairs("val"), texts("oos_val")))


def read_own(path: Path, learned: Examples) -> QuestionSet:
    """Questions of our own, {questions: [{text, topic}], off_topic: [text]}, against all that is shipped.

    The floor comes from a fifth of the paraphrases and of the texts about something else, by who did not learn them.
    """
    asked, off_topic = read_asked(path)
    fifth = _fifths([*(text for _, text in learned.questions), *learned.elsewhere])
    seen = Examples(
        [one for one in learned.questions if fifth[plain(one[1])]],
        learned.answers,
        [text for text in learned.elsewhere if fifth[plain(text)]],
    )
    held = [one for one in learned.questions if not fifth[plain(one[1])]]
    strange = [text for text in learned.elsewhere if not fifth[plain(text)]]
    test = Part(learned, asked, off_topic)
    return QuestionSet(path.stem, (test,), Part(seen, _sample(held, 2 * len(strange) or len(held)), strange))


def read_asked(path: Path) -> tuple[Questions, list[str]]:
    """Questions and off-topic texts of a file {questions: [{text, topic}], off_topic: [text]}."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [(str(one["topic"]), str(one["text"])) for one in content["questions"]], [*map(str, content["off_topic"])]


def _fifths(texts: Sequence[str]) -> dict[str, int]:
    """The fifth in which each text is, by its plain form."""
    plains = sorted({plain(text) for text in texts})
    order = np.random.default_rng(_SEED).permutation(len(plains))
    return {plains[place]: number % FOLDS for number, place in enumerate(order)}


def _sample(items: Sequence[Item], most: int) -> Sequence[Item]:
    if len(items) <= most:
        return items
    chosen = np.random.default_rng(_SEED).choice(len(items), most, replace=False)
    return [items[place] for place in sorted(chosen)]
