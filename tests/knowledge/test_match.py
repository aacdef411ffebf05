import pytest

from knowledge.corpus import Corpus
from knowledge.match import Matcher


@pytest.fixture(scope="module")
def matcher(small: Corpus) -> Matcher:
    return Matcher([(topic.id, text) for topic in small.topics.values() for text in topic.paraphrases])


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("How is a melanoma treated?", "melanoma-treatment"),
        ("HOW IS A MELANOMA TREATED", "melanoma-treatment"),
        ("how is melenoma treeted", "melanoma-treatment"),
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


def test_the_same_questions_make_the_same_matcher(small: Corpus, matcher: Matcher) -> None:
    again = Matcher([(topic.id, text) for topic in small.topics.values() for text in topic.paraphrases])
    assert again.rank("itchy melanoma on my child") == matcher.rank("itchy melanoma on my child")


def test_works_with_a_single_question() -> None:
    assert Matcher([("only", "what is a mole")]).rank("a mole")[0].topic == "only"
