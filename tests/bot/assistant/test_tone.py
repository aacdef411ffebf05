"""What no word names is heard by its meaning, the graver first, and an ask is sent to the topic that answers it."""

import numpy as np
import pytest

from bot.assistant.hearing import Heard, gravest
from bot.assistant.phrasings import ASKS, KINDS, by_kind, phrasings
from bot.assistant.safety import AlarmKind, Safety
from bot.assistant.tone import MOST_PARTS, MOST_WORDS, Tone, parts_of
from bot.assistant.wording import Words, told
from knowledge import corpus
from knowledge.sentences import shipped_encoder

BLADE = "is it fine if my cousin takes the lump on my neck off with his hobby blade"


@pytest.fixture(scope="module")
def tone() -> Tone:
    return Tone.load(shipped_encoder())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the plaster on my shin comes off red every single morning", AlarmKind.RED_FLAG),
        (BLADE, AlarmKind.FORBIDDEN),
    ],
)
def test_what_no_rule_names_is_heard(text: str, kind: AlarmKind) -> None:
    assert Words().check(text) is None, "a rule knows it; the reader is not tried"
    alarm = Safety.for_country("IN").check(text)
    assert alarm is not None
    assert (alarm.kind, alarm.rule) == (kind, "tone")


def test_an_ask_that_is_heard_names_the_topic_that_answers_it() -> None:
    topics = corpus.load().topics
    assert set(ASKS) <= topics.keys()
    alarm = Safety.for_country("IN").check(BLADE)
    assert alarm is not None
    assert alarm.topic == "cut-it-off-myself"


def test_the_graver_is_heard_first_and_of_the_asks_the_loudest() -> None:
    assert gravest({"crisis": -1, "red_flag": 0.1, "dose": 3}) == "red_flag"
    assert gravest({"crisis": -1, "dose": 0.1, "prescribe": 0.4}) == "prescribe"
    assert gravest(dict.fromkeys(KINDS, -0.1)) is None


def test_a_short_part_says_nothing(tone: Tone) -> None:
    assert tone.hear(["good bye", ""]) is None


def test_what_is_kept_fits_the_kinds(tone: Tone) -> None:
    assert tone.shares.shape == (len(tone.examples), len(KINDS))
    assert tone.bias.shape == (len(KINDS),)
    assert np.allclose(np.linalg.norm(tone.examples, axis=1), 1, atol=1e-3)


def test_a_message_is_read_as_a_whole_and_by_sentences() -> None:
    assert parts_of("One thing. Another thing!") == ["One thing Another thing", "One thing", "Another thing"]
    assert parts_of("one thing?") == ["one thing"]
    assert len(parts_of("Word. " * 50)) == 1 + MOST_PARTS


def test_a_look_alike_is_left_out_before_the_meaning_is_read() -> None:
    assert "die" not in told("I was dying to know whether i die of it, to die for").split()[:3]
    assert told("Isn't this mole OK") == "isnt this mole ok"


def test_phrasings_stand_by_what_is_to_be_heard() -> None:
    assert {*KINDS, "benign"} == set(phrasings("en"))
    assert list(by_kind({"forbidden": {"dose": ["how much"]}, "benign": None})) == [
        ("dose", ["how much"]),
        ("benign", []),
    ]


def test_examples_that_any_kind_rests_on_are_kept_once() -> None:
    pytest.importorskip("sklearn", reason="the training extra is not installed")
    from scripts.readers.learners import Supported, joined  # noqa: PLC0415

    one = Supported(np.array([2, 5]), np.array([1, -1], np.float32), 0.0)
    other = Supported(np.array([0, 5]), np.array([3, 4], np.float32), 0.0)
    rows, shares = joined([one, other])
    assert rows.tolist() == [0, 2, 5]
    assert shares.tolist() == [[0, 3], [1, 0], [-1, 4]]


def test_a_reader_by_examples_tells_kinds_that_it_was_shown_apart() -> None:
    pytest.importorskip("sklearn", reason="the training extra is not installed")
    from scripts.readers.learners import ByExamples, letters_of  # noqa: PLC0415

    texts = [*(f"the mole on my arm bleeds {n}" for n in range(6)), *(f"good weather at the sea {n}" for n in range(6))]
    learner = ByExamples(shipped_encoder().encode_all(texts), letters_of(texts, "en"))
    rows, wanted = np.array([0, 1, 2, 6, 7, 8]), np.array([True] * 3 + [False] * 3)
    odds = learner.odds(learner.fit(rows, wanted), np.arange(12))
    assert (odds[:6] > 0).all()
    assert (odds[6:] < 0).all()


def test_words_are_denied_only_where_nothing_is_heard_of_them() -> None:
    silent = np.full(len(KINDS), -1, np.float32)
    heard = Heard(np.array([-2, -0.5, *[-2] * (len(KINDS) - 2)], np.float32), silent)
    assert heard.denies(KINDS[0])
    assert not heard.denies(KINDS[1])


@pytest.mark.parametrize(
    "message", [["word " * (MOST_WORDS + 1)], parts_of("A sentence of some words. " * (MOST_PARTS + 3))]
)
def test_of_a_message_that_is_not_read_to_its_end_nothing_is_denied(tone: Tone, message: list[str]) -> None:
    heard = tone.hear(message)
    assert heard is not None
    assert not any(map(heard.denies, KINDS))


@pytest.mark.parametrize(
    ("harmless", "danger"),
    [
        ("how many ppl die of melanoma in wales each yr", "i want to die of my skin cancer"),
        ("the office is so cold im freezing to death at my desk", "im dying inside"),
    ],
)
def test_words_of_danger_in_another_sense_raise_no_alarm(harmless: str, danger: str) -> None:
    safety = Safety.for_country("IN")
    assert Words().check(harmless) is not None, "no rule names it; nothing is denied"
    assert safety.check(harmless) is None
    alarm = safety.check(danger)
    assert alarm is not None
    assert alarm.kind is AlarmKind.CRISIS
