import numpy as np
import pytest

from knowledge.corpus import Corpus
from knowledge.flatness import grown
from knowledge.match import Examples, Matcher
from knowledge.meanings import LIKELIEST, Fitted, Meanings
from knowledge.sentences import SentenceEncoder
from knowledge.words import WordMatcher
from tests.knowledge.conftest import examples


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("How is a melanoma treated?", "melanoma-treatment"),
        ("HOW IS A MELANOMA TREATED", "melanoma-treatment"),
        ("how is melenoma treated", "melanoma-treatment"),
        ("howmuch sunscren do i ned", "sunscreen-amount"),
        ("is it posible to cach skin cancer from my wife", "is-it-contagious"),
        ("mon nævus is itching", "itchy-mole"),
    ],
)
def test_finds_the_topic_in_spite_of_case_typos_and_missing_points(matcher: Matcher, text: str, topic: str) -> None:
    assert matcher.rank(text)[0].topic == topic


def test_scores_are_chances_best_first(matcher: Matcher) -> None:
    scores = [match.score for match in matcher.rank("does my child have an itchy mole", limit=7)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert sum(scores) <= 1 + 1e-5


def test_gives_no_more_than_asked_and_nothing_for_no_words(matcher: Matcher) -> None:
    assert len(matcher.rank("melanoma", limit=2)) == 2
    assert matcher.rank("") == matcher.rank("🙂 ???") == matcher.rank("что это") == []


def test_known_words_count_for_less_among_unknown_ones(matcher: Matcher) -> None:
    alone = matcher.rank("how much sunscreen")[0].score
    assert matcher.rank("how much petrol fits into the zyxwv tank of my qqqq lorry")[0].score < alone


def test_the_same_questions_make_the_same_matcher(small: Corpus, matcher: Matcher, encoder: SentenceEncoder) -> None:
    told = [
        {one.topic: one.score for one in each.rank("itchy melanoma on my child")}
        for each in (Matcher(examples(small), encoder), matcher)
    ]
    assert told[0] == pytest.approx(told[1], abs=1e-5)


def test_finds_a_topic_by_meaning_when_no_word_of_it_is_used(matcher: Matcher) -> None:
    assert matcher.rank("could my husband infect me when we hug")[0].topic == "is-it-contagious"


def test_what_is_about_something_else_scores_low(matcher: Matcher) -> None:
    inside, outside = (
        sum(one.score for one in matcher.rank(text)) for text in ("treating melanoma", "who won the cup")
    )
    assert outside < 0.1 < inside


def test_works_with_a_single_question(encoder: SentenceEncoder) -> None:
    assert Matcher(Examples([("only", "what is a mole")]), encoder).rank("a mole")[0].topic == "only"


def test_texts_together_rank_as_alone(matcher: Matcher) -> None:
    texts = ["how is melanoma treated", "???", "itchy mole"]
    told = [[one.topic for one in ranked] for ranked in matcher.rank_all(texts)]
    assert told == [[one.topic for one in matcher.rank(text)] for text in texts]


def test_words_of_new_topics_take_no_room_in_the_old_ones() -> None:
    """Features x topics would grow with their product: half a gigabyte at 20,000 paraphrases."""
    few, many = (WordMatcher(grown([("mole", "what is an ordinary mole")], count)) for count in (10, 25))
    assert len(many._weight) / len(few._weight) < 3


def test_only_the_likeliest_topics_are_looked_through_for_the_nearest_text(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []
    labels = np.arange(50, dtype=np.intp)
    vectors = np.eye(50, 384, dtype=np.float32)
    meanings = Meanings(Fitted(vectors.T.copy(), np.zeros((384, 2), np.float32), vectors, vectors[:0], labels))
    near = meanings._near
    monkeypatch.setattr(meanings, "_near", lambda vector, topics: looked.append(len(topics)) or near(vector, topics))
    assert meanings.read(vectors[7]).near == 1.0
    assert looked == [LIKELIEST]
