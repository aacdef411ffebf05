"""What is kept of the learning: the same as learned anew, never stale without being seen."""

from pathlib import Path

import numpy as np
import pytest

from knowledge import corpus
from knowledge.chatbot import LEARNED, examples_of
from knowledge.corpus import Corpus
from knowledge.learned import Learned, write
from knowledge.match import Matcher
from knowledge.sentences import SentenceEncoder
from tests.knowledge.conftest import examples


def test_shipped_file_was_made_from_the_shipped_topics() -> None:
    now = examples_of(corpus.load())
    assert Learned(LEARNED).is_for(now.labels, now.known, now.elsewhere), "run `lentigo knowledge learn`"


def test_kept_and_learned_anew_rank_alike(
    small: Corpus, matcher: Matcher, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    asked = examples(small)
    write(tmp_path / "learned.npz", asked.labels, asked.known, asked.elsewhere, encoder)
    kept = Matcher(asked, encoder, Learned(tmp_path / "learned.npz"))
    for text in ("does my child have an itchy mole", "sunscreen for my face"):
        scores = [{one.topic: one.score for one in each.rank(text)} for each in (kept, matcher)]
        assert scores[0] == pytest.approx(scores[1], abs=0.01)


def test_a_changed_text_is_learned_anew(small: Corpus, encoder: SentenceEncoder, tmp_path: Path) -> None:
    asked = examples(small)
    write(tmp_path / "learned.npz", asked.labels, asked.known, asked.elsewhere, encoder)
    learned = Learned(tmp_path / "learned.npz")
    changed = [*asked.known[:-1], "a text that is new"]
    assert not learned.is_for(asked.labels, changed, asked.elsewhere)
    fitted = learned.fitted(asked.labels, changed, asked.elsewhere, encoder)
    assert fitted.known[-1] @ encoder.encode("a text that is new") == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_broken_file_only_costs_time(content: bytes, small: Corpus, encoder: SentenceEncoder, tmp_path: Path) -> None:
    (tmp_path / "learned.npz").write_bytes(content)
    asked = examples(small)
    fitted = Learned(tmp_path / "learned.npz").fitted(asked.labels, asked.known, asked.elsewhere, encoder)
    assert np.isfinite(fitted.topics).all()
