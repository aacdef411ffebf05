"""Danger in Spanish and Hindi that no rule names is heard, in either script, and other languages leave it silent."""

import time

import numpy as np
import pytest

from bot.assistant.letters import SIZE, Letters, pieces_of, weights_of
from bot.assistant.phrasings import KINDS, phrasings
from bot.assistant.plain import plain
from bot.assistant.safety import Safety
from bot.assistant.sounds import SOUNDS
from bot.assistant.wording import languages

READERS = tuple(SOUNDS)
SILENT = 0.005
"""Share of texts without danger in other languages that may raise an alarm."""


@pytest.fixture(scope="module", params=READERS)
def reader(request: pytest.FixtureRequest) -> Letters:
    return Letters.load(request.param)


def test_every_language_but_english_has_a_reader() -> None:
    assert {*READERS, "en"} == set(languages())


@pytest.mark.parametrize(
    ("language", "spellings"),
    [
        ("es", ("no quiero vivir", "no kiero bibir")),
        ("es", ("hacerme daño", "aserme daño")),
        ("es", ("me voy a matar", "me boi a matar")),
        ("hi", ("मरना चाहता हूँ", "marna chahta hu", "marna chaahta hoon", "mrna chahta hun")),
        ("hi", ("ज़िंदगी", "zindagi", "jindagi", "zindagee")),
    ],
)
def test_spellings_that_sound_alike_are_one(language: str, spellings: tuple[str, ...]) -> None:
    assert len({SOUNDS[language](plain(text)) for text in spellings}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"), [("es", "vida", "viuda"), ("hi", "मरा", "मेरा"), ("hi", "mil", "mol")]
)
def test_other_words_sound_otherwise(language: str, one: str, other: str) -> None:
    assert SOUNDS[language](plain(one)) != SOUNDS[language](plain(other))


@pytest.mark.parametrize("kind", ["benign", *KINDS[2:]])
def test_a_reader_is_silent_in_other_languages(reader: Letters, kind: str) -> None:
    texts = [text for language in languages() if language != reader.language for text in phrasings(language)[kind]]
    alarmed = [text for text in texts if reader.hear([text]).alarm()]
    assert len(alarmed) <= SILENT * len(texts), alarmed


@pytest.mark.parametrize(
    "text",
    [
        "nadie se va a enterar cuando yo falte el domingo",
        "subah ki dua yahi hai ki ab subah hi na ho mere liye",
    ],
)
def test_crisis_that_no_rule_names_is_heard(text: str) -> None:
    alarm = Safety.for_country("IN").check(text)
    assert alarm is not None
    assert (alarm.kind.value, alarm.rule) == ("crisis", "letters")


def test_one_sentence_of_a_long_story_is_heard(reader: Letters) -> None:
    calm, grave = phrasings(reader.language)["benign"], phrasings(reader.language)["crisis"]
    loud = next(text for text in grave if reader.hear([text]).alarm())
    assert reader.hear([" ".join(calm[:200]), loud]).alarm() == "crisis"


def test_weights_are_small_and_of_the_size_that_is_hashed_to(reader: Letters) -> None:
    assert reader.weights.shape == (SIZE, len(KINDS))
    assert weights_of(reader.language).stat().st_size < 500_000


def test_words_and_letters_weigh_the_same_whatever_their_number() -> None:
    for text in ("me quiero", "me quiero ir a la playa con mis hijos cuando acabe el verano"):
        assert np.linalg.norm(pieces_of(text, "es")[1]) == pytest.approx(np.sqrt(2))


def test_a_text_without_words_has_no_pieces_of_letters() -> None:
    assert Letters.load("es").hear(["...", ""]).alarm() is None


def test_an_endless_word_is_little_work(reader: Letters) -> None:
    start = time.process_time()
    reader.hear(["qué" * 300_000])
    short = time.process_time()
    reader.hear(["qué " * 30_000])
    assert short - start < 30 * (time.process_time() - short)
