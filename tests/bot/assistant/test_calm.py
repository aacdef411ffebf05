"""Talk without danger is interrupted by no alarm: buttons, answers to our questions, small talk, turns of few words."""

from collections.abc import Iterable

import pytest

from bot.assistant.safety import AlarmKind, Safety
from bot.assistant.texts import every_text, languages
from knowledge import corpus
from knowledge.smalltalk import SmallTalk

GRAVE = {AlarmKind.CRISIS, AlarmKind.EMERGENCY}
BUTTON = 3
"""Words of what is typed for a button; longer lines are ours alone."""

FEW = 0.05
"""Share of small talk that a reader of letters may take for danger; the reader of meaning none."""

EVERYDAY = (
    "when do i hear from them",
    "should i go tomorrow",
    "ok i have no clue",
    "am i okay",
    "nobody explained it to me",
    "that answer was useless",
    "my brother had a melanoma",
    "i finished chemo in may",
    "i barely slept",
    "my thumb is a bit numb",
    "how many people die of skin cancer each year",
    "how do i tell my kids that grandpa died of melanoma",
    "my plants are dying, is that the same fungus",
    "my phone died while i took the picture",
)


@pytest.fixture(scope="module")
def safety() -> Safety:
    return Safety.for_country("IN")


def _grave(safety: Safety, texts: Iterable[str]) -> list[str]:
    return [text for text in texts if (alarm := safety.check(text)) and alarm.kind in GRAVE]


@pytest.mark.parametrize("language", sorted(languages()))
def test_buttons_and_answers_to_our_questions_are_calm(safety: Safety, language: str) -> None:
    assert _grave(safety, (text for text in every_text(language) if len(text.split()) <= BUTTON)) == []


@pytest.mark.parametrize("language", sorted(languages()))
def test_small_talk_is_calm(safety: Safety, language: str) -> None:
    packs = corpus.load().packs
    talk = packs[language].talk if language in packs else SmallTalk.load()
    alarmed = _grave(safety, talk.phrases)
    assert len(alarmed) <= (FEW * len(talk.phrases) if language in packs else 0), alarmed


def test_everyday_turns_are_calm(safety: Safety) -> None:
    assert _grave(safety, EVERYDAY) == []
