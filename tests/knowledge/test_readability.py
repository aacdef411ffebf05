import pytest

from knowledge.readability import grade


def test_follows_the_published_formula() -> None:
    # 6 words, 1 sentence, 6 syllables: .39 * 6 + 11.8 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)


def test_long_words_and_long_sentences_are_harder() -> None:
    easy = "See a doctor. It is small. It can be cut out."
    longer = "See a doctor because it is small and it can be cut out"
    harder = "Consult a dermatologist. It is microscopic. It can be extirpated."
    assert grade(easy) < grade(longer)
    assert grade(easy) < grade(harder)


def test_a_text_without_words_has_no_grade() -> None:
    assert grade("... 12") == 0.0
