import math

import pytest

from knowledge.chatbot import Chatbot
from knowledge.match import Examples, Match
from knowledge.measure import Delay, Share, Trial, ask, best_floor, measure, measure_whole
from knowledge.peers import Peer, peers
from knowledge.sentences import SentenceEncoder
from knowledge.sets import Part, QuestionSet

KNOWN = [
    ("sun", "how much sunscreen"),
    ("mole", "what is a mole"),
    ("scar", "will i have a scar"),
]


class Parrot:
    """Knows exactly the texts it saw."""

    def __init__(self, examples: Examples) -> None:
        self._known = {text: topic for topic, text in examples.questions}

    def rank(self, text: str, limit: int = 5) -> list[Match]:
        return [Match(self._known[text], 1.0)][:limit] if text in self._known else []


@pytest.mark.parametrize(
    "name", ["ChatterBot default", "BM25", "TF-IDF word+char, linear SVM", "sentence vectors", "Lentigo"]
)
def test_every_peer_finds_what_it_was_given(name: str, encoder: SentenceEncoder) -> None:
    if "SVM" in name:
        pytest.importorskip("sklearn")
    ranker = peers(encoder)[name].fit(Examples(KNOWN))
    assert ask(ranker, [("sun", "sunscreen how much"), ("scar", "a scar will i have")]).right == [True, True]


def test_interval_holds_the_share_and_says_of_how_many() -> None:
    share = Share.among([True] * 80 + [False] * 20)
    assert (share.share, share.of) == (0.8, 100)
    assert 0.7 < share.low < 0.8 < share.high < 0.9


def test_delay_tells_the_median_and_the_slowest_twentieth() -> None:
    delay = Delay.among([0.001] * 90 + [0.1] * 10)
    assert (delay.p50, delay.p95) == (pytest.approx(1), pytest.approx(100))


def test_floor_answers_what_is_right_and_refuses_what_is_strange() -> None:
    inside = Trial([True, True, False], [0.9, 0.6, 0.3], [])
    strange = Trial([False, False], [0.5, 0.2], [])
    assert best_floor(inside, strange) == 0.6


def test_floor_comes_from_the_tuning_part_only() -> None:
    learned = Examples([("x", "a"), ("y", "b")])
    asked = Part(learned, [("y", "b"), ("y", "unseen")], ["a", "z"])
    row = measure("parrot", Peer(Parrot), QuestionSet("set", (asked,), Part(learned, [("x", "a")], ["q"])))
    assert (row.floor, row.top.share) == (1.0, 0.5)
    assert row.answered is not None
    assert row.refused is not None
    assert (row.answered.share, row.refused.share, row.refused.of) == (0.5, 0.5, 2)


def test_without_a_tuning_part_only_the_top_answer_counts() -> None:
    parts = tuple(Part(Examples([(topic, topic)]), [(topic, topic)]) for topic in ("a", "b"))
    row = measure("parrot", Peer(Parrot), QuestionSet("set", parts))
    assert (row.top.share, row.top.of, row.floor, row.answered) == (1.0, 2, None, None)


def test_the_same_examples_are_learned_once() -> None:
    fitted: list[Examples] = []

    def fit(examples: Examples) -> Parrot:
        fitted.append(examples)
        return Parrot(examples)

    learned = Examples(KNOWN)
    measure("parrot", Peer(fit), QuestionSet("set", (Part(learned, KNOWN, ["q"]),), Part(learned, KNOWN, ["r"])))
    assert len(fitted) == 1


def test_what_has_no_known_word_scores_below_every_floor() -> None:
    assert ask(Parrot(Examples(KNOWN)), [("sun", "???")]).score == [-math.inf]


def test_every_text_is_reported_to_the_progress_bar() -> None:
    asked: list[int] = []
    part = Part(Examples(KNOWN), KNOWN, ["q", "r"])
    known = QuestionSet("set", (part,), part)
    measure("parrot", Peer(Parrot), known, lambda: asked.append(1))
    assert len(asked) == known.asked == 10


def test_the_whole_chatbot_is_measured(chatbot: Chatbot) -> None:
    questions = [("itchy-mole", "my mole itches"), ("child-mole", "my mole itches a lot")]
    whole = measure_whole(chatbot, questions, ["who won the cup", "what is melanoma"])
    assert (whole.right.share, whole.wrong.share, whole.right.of) == (0.5, 0.5, 2)
    assert (whole.refused.share, whole.strange_answered.share) == (0.5, 0.5)


def test_the_whole_chatbot_is_measured_in_a_language_of_a_pack(chatbot: Chatbot) -> None:
    whole = measure_whole(chatbot, [("itchy-mole", "me pica mucho un lunar")], ["receta de pan"], language="es")
    assert (whole.right.share, whole.refused.share) == (1.0, 1.0)
