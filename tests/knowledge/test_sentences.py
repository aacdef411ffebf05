"""Sentence vectors: the same as the reference, whatever is typed."""

import numpy as np
import pytest

from knowledge.sentences import SentenceEncoder, shipped
from knowledge.wordpiece import WordPiece


@pytest.mark.parametrize(
    "text", ["what is melanoma", "", "   ", "मेलेनोमा क्या है", "😀😀", "a" * 5000, "x " * 3000, "\x00\ud83d"]
)
def test_whatever_is_typed_becomes_a_unit_vector(encoder: SentenceEncoder, text: str) -> None:
    vector = encoder.encode(text)
    assert vector.shape == (384,)
    assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-4)


def test_likeness_is_that_of_the_reference_model(encoder: SentenceEncoder) -> None:
    """Cosines as the reference implementation of the model gives them, to three places."""
    one, other, third = encoder.encode_all(["what is melanoma", "explain melanoma to me", "how do i bake bread"])
    assert one @ other == pytest.approx(0.856, abs=2e-3)
    assert one @ third == pytest.approx(0.095, abs=2e-3)


def test_words_fall_into_the_longest_pieces_known() -> None:
    pieces = WordPiece(shipped() / "vocab.txt")
    names = {number: piece for piece, number in pieces._numbers.items()}
    read = [names[number] for number in pieces.numbers("Sunscreen, naïve", 64)]
    assert read == ["[CLS]", "suns", "##creen", ",", "naive", "[SEP]"]


def test_long_texts_are_cut_and_keep_both_marks() -> None:
    numbers = WordPiece(shipped() / "vocab.txt").numbers("skin " * 500, 64)
    assert len(numbers) == 64
    assert numbers[0] != numbers[-1] != numbers[1]
