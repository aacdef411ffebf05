import pytest

from knowledge.spelling import OFTEN, Spelling

WORDS = ["melanoma", "cancer", "sunscreen", "treat", "treated", "spread", "bleeding"]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling([[*WORDS, "mole"]] * OFTEN + [["canser"]])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cancr", "cancer"),
        ("caancer", "cancer"),
        ("canser", "cancer"),
        ("cnacer", "cancer"),
        ("treeted", "treated"),
        ("melenoma", "melanoma"),
        ("mlanomma", "melanoma"),
        ("sunscren", "sunscreen"),
    ],
)
def test_mends_a_slip(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.mend(["the", typed]) == ["the", meant]


@pytest.mark.parametrize("word", ["melanoma", "mold", "dancers", "thread", "reading", "12345"])
def test_leaves_other_words_alone(spelling: Spelling, word: str) -> None:
    assert spelling.mend([word]) == [word]


def test_a_real_word_is_no_slip() -> None:
    texts = [["bowel"]] * OFTEN
    assert Spelling(texts).mend(["towel"]) == ["bowel"]
    assert Spelling(texts, real={"towel"}).mend(["towel"]) == ["towel"]
