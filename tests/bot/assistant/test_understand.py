"""Free text presses buttons, and erasing everything never happens by a careless yes."""

import pytest

from bot.assistant.replies import Choice
from bot.assistant.texts import languages, texts_in
from bot.assistant.understand import bare, understand

CONSENT = (
    Choice("consent:agree", "I agree"),
    Choice("consent:stored", "What exactly is stored?"),
    Choice("consent:questions", "No thanks, just questions"),
)
DELETE = (
    Choice("delete:all", "Erase everything"),
    Choice("delete:photos", "Only photos"),
    Choice("delete:keep", "Keep it"),
)


@pytest.mark.parametrize(
    ("text", "pressed"),
    [
        ("ok", "consent:agree"),
        ("Yes!", "consent:agree"),
        ("I AGREE.", "consent:agree"),
        ("1", "consent:agree"),
        ("2", "consent:stored"),
        ("what exactly is stored", "consent:stored"),
        ("no", "consent:questions"),
        ("nope", "consent:questions"),
        ("4", None),
        ("what is melanoma", None),
        ("", None),
    ],
)
def test_words_press_buttons(text: str, pressed: str | None) -> None:
    assert understand(text, CONSENT, texts_in("en")) == pressed


@pytest.mark.parametrize("text", ["yes", "ok", "sure", "no"])
def test_a_plain_yes_or_no_erases_nothing(text: str) -> None:
    assert understand(text, DELETE, texts_in("en")) is None


def test_its_own_words_erase() -> None:
    assert understand("erase everything", DELETE, texts_in("en")) == "delete:all"


def buttons(language: str) -> tuple[Choice, ...]:
    texts = texts_in(language)
    return tuple(Choice(f"consent:{name}", texts(f"consent.{name}")) for name in ("agree", "stored", "questions"))


@pytest.mark.parametrize(
    ("language", "text", "pressed"),
    [
        ("hi", "हाँ", "consent:agree"),
        ("hi", "हाँ।", "consent:agree"),
        ("hi", "जी हाँ", "consent:agree"),
        ("hi", "ठीक है", "consent:agree"),
        ("hi", "नहीं", "consent:questions"),
        ("hi", "मैं सहमत हूँ", "consent:agree"),
        ("hi", "२", "consent:stored"),
        ("hi", "haan", "consent:agree"),
        ("hi", "नाम", None),
        ("es", "Sí", "consent:agree"),
        ("es", "si", "consent:agree"),
        ("es", "SI\u0301!", "consent:agree"),
        ("es", "no, gracias", "consent:questions"),
        ("es", "ano", None),
    ],
)
def test_words_press_buttons_in_every_language(language: str, text: str, pressed: str | None) -> None:
    assert understand(text, buttons(language), texts_in(language)) == pressed


@pytest.mark.parametrize("language", sorted(languages()))
@pytest.mark.parametrize(("key", "end"), [("words.yes", ":agree"), ("words.no", ":questions")])
def test_every_word_for_yes_and_no_is_understood_as_it_is_written(language: str, key: str, end: str) -> None:
    texts = texts_in(language)
    pressed = {line: understand(line, buttons(language), texts) for line in texts.lines(key)}
    assert {line: choice for line, choice in pressed.items() if choice != f"consent{end}"} == {}


def test_vowel_signs_make_another_word() -> None:
    assert bare("ना") != bare("नी")
    assert bare("क़ानून") == bare("क\u093cानून"), "composed and decomposed letters are one"
    assert bare("कि\u200dताब") == bare("किताब"), "joiners are not seen, so they are not read"
