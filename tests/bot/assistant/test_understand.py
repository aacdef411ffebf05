"""Free text presses buttons, and erasing everything never happens by a careless yes."""

import pytest

from bot.assistant.replies import Choice
from bot.assistant.texts import texts_in
from bot.assistant.understand import understand

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
