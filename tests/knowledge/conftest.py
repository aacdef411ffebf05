"""A small corpus of its own and a chatbot over it."""

from pathlib import Path

import pytest

from knowledge import corpus
from knowledge.chatbot import Chatbot
from knowledge.corpus import Corpus

SMALL = Path(__file__).parent / "corpus"


@pytest.fixture(scope="session")
def small() -> Corpus:
    return corpus.load(SMALL)


@pytest.fixture(scope="session")
def chatbot(small: Corpus) -> Chatbot:
    return Chatbot.from_corpus(small)
