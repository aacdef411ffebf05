"""A small corpus of its own and a chatbot over it."""

from pathlib import Path

import pytest

from knowledge import corpus
from knowledge.chatbot import Chatbot
from knowledge.corpus import Corpus
from knowledge.match import Examples, Matcher
from knowledge.sentences import SentenceEncoder, shipped

SMALL = Path(__file__).parent / "corpus"


@pytest.fixture(scope="session")
def small() -> Corpus:
    return corpus.load(SMALL)


@pytest.fixture(scope="session")
def chatbot(small: Corpus) -> Chatbot:
    return Chatbot.from_corpus(small)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(shipped())


def examples(corpus: Corpus) -> Examples:
    """The paraphrases of a corpus, and a few texts about something else."""
    questions = [(topic.id, text) for topic in corpus.topics.values() for text in topic.paraphrases]
    return Examples(questions, elsewhere=("who won the cup", "how do i bake bread", "set an alarm for seven"))


@pytest.fixture(scope="session")
def matcher(small: Corpus, encoder: SentenceEncoder) -> Matcher:
    return Matcher(examples(small), encoder)
