"""Sentence vectors: the same as the reference, whatever is typed."""

import numpy as np
import pytest

from knowledge.sentences import RECENT, SentenceEncoder, shipped
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


def test_texts_together_have_the_vectors_that_they_have_alone() -> None:
    texts = ["what is melanoma", "", "how much sunscreen do i need for my face", "मेलेनोमा", "a mole"]
    together = SentenceEncoder(shipped()).encode_all(texts)
    alone = np.array([SentenceEncoder(shipped()).encode(text) for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_a_sentence_read_a_moment_ago_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = SentenceEncoder(shipped())
    first = encoder.encode_all(["What is a mole?", "my mole itches"])
    monkeypatch.setattr(encoder, "_transformer", None)
    assert (encoder.encode("what is a mole?") == first[0]).all()


def test_only_the_last_few_sentences_are_kept_and_no_text(encoder: SentenceEncoder) -> None:
    for number in range(100):
        encoder.encode(f"my name is ada {number}")
    kept = encoder._recent._vectors
    assert len(kept) == RECENT
    assert all(isinstance(key, bytes) and len(key) == 16 for key in kept)


def test_no_text_gives_no_vector(encoder: SentenceEncoder) -> None:
    assert encoder.encode_all([]).shape == (0, 384)
