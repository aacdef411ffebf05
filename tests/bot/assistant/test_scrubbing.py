"""What is left of a question tells what was asked and not who asked it."""

import pytest

from bot.assistant.scrubbing import LONGEST, scrub
from bot.assistant.vocabulary import common_words, vocabulary_of
from knowledge import corpus
from knowledge.corpus import Corpus

WORDS = common_words() | {"mole", "rose", "write", "name", "llamo", "नाम"}


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("What about my mole?", "what about my mole"),
        ("my name is Rose and my mole", "my name is … and my mole"),
        ("I'm Rose. What should I use?", "im … what should i use"),
        ("call me Rose please", "call me … please"),
        ("i am Rose", "i am …"),
        ("mein Name ist Ada Lovelace", "… name …"),
        ("write to ada@example.org or https://example.org/ada now", "write to … or … now"),
        ("see www.example.org/me", "see …"),
        ("call 0171 555 123", "call …"),
        ("since 3 weeks, 5mm", "since … weeks …"),
        ("dr Lovelace in Pune said so", "… in … said so"),
        ("Lovelace", "…"),
        ("मेरा नाम अदा है", "मेरा नाम … है"),
        ("me llamo Ada", "me llamo …"),
        ("", ""),
        ("?!", "…"),
    ],
)
def test_names_numbers_and_addresses_are_cut(text: str, left: str) -> None:
    assert scrub(text, WORDS) == left


def test_equal_questions_have_one_form() -> None:
    assert scrub("Where is  PUNE??", WORDS) == scrub("where is lovelace", WORDS) == "where is …"


def test_a_long_story_is_cut_at_a_word() -> None:
    left = scrub("what about my mole " * 50, WORDS)
    assert LONGEST - 10 < len(left) <= LONGEST
    assert left.split()[-1] in {"what", "about", "my", "mole"}


def test_without_a_vocabulary_nothing_is_left() -> None:
    assert scrub("what about my mole", frozenset()) == "…"


@pytest.fixture(scope="module")
def known() -> Corpus:
    return corpus.load()


def test_the_vocabulary_knows_the_subject_and_no_names(known: Corpus) -> None:
    words = vocabulary_of(known)
    assert {"melanoma", "sunscreen", "itch", "biopsy", "what", "त्वचा", "piel"} <= words
    assert words.isdisjoint({"ada", "rose", "maria", "mohammed", "priya", "john", "mumbai", "london", "sharma"})
    assert not any(sign.isdigit() for word in words for sign in word)
