"""Growth: what stands in the way of a reply that takes longer the more is known."""

import pytest

from knowledge.features import tokens
from knowledge.flatness import SIZES, Flat, altered, grown, is_flat
from knowledge.measure import Delay

QUESTIONS = [("mole", "is my mole bad"), ("sun", "how much sunscreen")]


def test_copies_have_new_ids_and_new_words() -> None:
    many = grown(QUESTIONS, 7)
    assert len(many) == 7
    assert many[:3] == [("mole-0", "is my mole bad"), ("sun-0", "how much sunscreen"), ("mole-1", "is my npmf bad")]
    words = [set(tokens(text)) for topic, text in many if topic.startswith("sun")]
    assert words[0] & words[1] == {"how"}


def test_an_altered_text_comes_back_after_the_alphabet() -> None:
    assert altered("melanoma of the skin", 26) == "melanoma of the skin"


@pytest.mark.parametrize(
    ("p50", "p95", "flat"),
    [
        ((7, 7, 8), (12, 12, 12), True),
        ((6.041, 6.041, 6.041), (12, 12, 12), True),
        ((7, 9, 13), (12, 15, 19), True),
        ((7, 9, 14), (12, 15, 19), False),
        ((7, 7, 7), (12, 12, 21), False),
    ],
)
def test_flat_is_no_faster_than_the_logarithm_and_never_slow(
    p50: tuple[float, ...], p95: tuple[float, ...], flat: bool
) -> None:
    measured = [Flat(size, size // 20, Delay(*delays)) for size, *delays in zip(SIZES, p50, p95, strict=True)]
    assert is_flat(measured) is flat
