import json
from pathlib import Path

import pytest

from knowledge.chatbot import Chatbot
from knowledge.match import Match
from knowledge.measure import (
    Questions,
    Trial,
    cross_validate,
    measure_own,
    measure_scope,
    read_asked,
    read_faq,
    try_out,
)
from knowledge.peers import PEERS

KNOWN = [("sun", "how much sunscreen"), ("mole", "what is a mole"), ("scar", "will i have a scar")]


class Parrot:
    """Knows exactly the texts it saw."""

    def __init__(self, questions: Questions) -> None:
        self._known = {text: topic for topic, text in questions}

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        return [Match(self._known[text], 1.0)][:limit] if text in self._known else []


@pytest.mark.parametrize("name", PEERS)
def test_every_ranker_finds_what_it_was_given(name: str) -> None:
    trial = try_out(PEERS[name], KNOWN, [("sun", "sunscreen how much"), ("scar", "a scar will i have")])
    assert trial.right == [True, True]


def test_no_query_is_answered_by_a_ranker_that_saw_its_text() -> None:
    queries = [("mole", f"mole number {number}") for number in range(20)]
    same = [("mole", "MOLE number 3?"), *queries]
    trial = cross_validate(Parrot, [], same)
    assert trial.right == [False] * 21


def test_interval_holds_the_share() -> None:
    figure = Trial([True] * 80 + [False] * 20, [1.0] * 100, [0.001] * 100, 0.5).figure()
    assert (figure.right, figure.queries, figure.p95_ms) == (0.8, 100, pytest.approx(1.0))
    assert 0.7 < figure.low < 0.8 < figure.high < 0.9


def test_scope_threshold_comes_from_validation_only() -> None:
    content = {
        "train": [["a", "x"], ["b", "y"]],
        "val": [["a", "x"]],
        "oos_val": [["q", "oos"]],
        "test": [["b", "y"], ["unseen", "y"]],
        "oos_test": [["a", "oos"], ["z", "oos"]],
    }
    figure = measure_scope(Parrot, content)
    assert (figure.threshold, figure.right, figure.refused, figure.queries) == (1.0, 0.5, 0.5, 4)


def test_reads_a_public_set(tmp_path: Path) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"topics": [{"id": 3, "questions": ["t"]}], "queries": [{"text": "q", "topic": 3}]}))
    assert read_faq(path) == ([("3", "t")], [("3", "q")])


def test_the_whole_chatbot_is_measured(tmp_path: Path, chatbot: Chatbot) -> None:
    path = tmp_path / "own.yaml"
    path.write_text(
        "questions:\n"
        "- {text: my mole itches, topic: itchy-mole}\n"
        "- {text: my mole itches a lot, topic: child-mole}\n"
        "off_topic: [who won the cup, what is melanoma]\n"
    )
    told = measure_own(chatbot, *read_asked(path))
    assert (told.answered_right, told.answered_wrong, told.questions) == (0.5, 0.5, 2)
    assert (told.off_topic_refused, told.off_topic_answered) == (0.5, 0.5)
