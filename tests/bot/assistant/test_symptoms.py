"""The questions beside a photo: those that the model of answers takes and no others, by buttons and by words."""

import re
from dataclasses import fields

import pytest

from bot.assistant.replies import Choice
from bot.assistant.symptoms import AGES, QUESTIONS, Asked, Told, answer, answers_of, ask, hear
from bot.assistant.texts import texts_in
from knowledge.readability import grade
from ml.answers import Answers, Site

TEXTS = texts_in("en")
PHOTO = "f" * 32
ID = re.compile(r"[a-z0-9:-]{1,64}")


def open_at(question: str) -> Asked:
    """Everything before the question was skipped."""
    return Asked(PHOTO, dict.fromkeys(QUESTIONS[: QUESTIONS.index(question)]))


def offered(question: str) -> tuple[Choice, ...]:
    reply = ask(open_at(question), TEXTS)
    assert reply is not None
    return reply.choices


def test_what_is_asked_is_what_counts() -> None:
    assert sorted(QUESTIONS) == sorted(one.name for one in fields(Answers))


def test_signs_that_ask_for_a_doctor_by_themselves_come_first() -> None:
    assert QUESTIONS[:3] == ("bleed", "grew", "changed")


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_question_has_its_number_and_can_be_skipped_alone_or_with_the_rest(question: str) -> None:
    reply = ask(open_at(question), TEXTS)
    assert reply is not None
    assert f"({QUESTIONS.index(question) + 1} of 8)" in reply.text
    assert [choice.label for choice in reply.choices[-2:]] == ["Skip", "Skip all questions"]
    assert all(ID.fullmatch(choice.id) for choice in reply.choices), "Telegram takes 64 bytes"


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_button_can_be_typed_as_its_label_or_its_number(question: str) -> None:
    for number, choice in enumerate(offered(question), 1):
        assert hear(choice.label, open_at(question), TEXTS) == choice.id
        if question != "age" or number < 10:
            assert hear(str(number), open_at(question), TEXTS) == choice.id


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_button_leads_on(question: str) -> None:
    for choice in offered(question):
        told = open_at(question).after(choice.id.removeprefix(f"ask:{PHOTO}:"))
        assert told is not None
        assert question in told.told
        assert answers_of(told.told) is not None


@pytest.mark.parametrize(
    ("question", "text", "press"),
    [
        ("bleed", "Yes!", "bleed:yes"),
        ("bleed", "it does", "bleed:yes"),
        ("itch", "a little", "itch:yes"),
        ("grew", "no it hasn't", "grew:no"),
        ("hurt", "not at all", "hurt:no"),
        ("changed", "I don't know", "changed:skip"),
        ("bleed", "skip all", "all:skip"),
        ("site", "on my left ear", "site:ear"),
        ("site", "Upper arm", "site:arm"),
        ("site", "no", "site:skip"),
        ("age", "47", "age:47"),
        ("age", "I am 47 years old", "age:47"),
        ("age", "rather not", "age:skip"),
    ],
)
def test_words_are_understood(question: str, text: str, press: str) -> None:
    assert hear(text, open_at(question), TEXTS) == f"ask:{PHOTO}:{press}"


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("text", ["what is melanoma", "can it come back", "is it bad when it itches", "hello", ""])
def test_another_question_is_no_answer(question: str, text: str) -> None:
    assert hear(text, open_at(question), TEXTS) is None


@pytest.mark.parametrize(
    "press",
    [
        "age:17",
        "age:121",
        "age:-40",
        "age:x",
        "age:yes",
        "site:moon",
        "site:yes",
        "bleed:maybe",
        "bleed:47",
        "name:yes",
        "",
    ],
)
def test_what_nothing_offers_is_not_taken(press: str) -> None:
    assert open_at("bleed").after(press) is None


def test_an_earlier_answer_can_be_changed() -> None:
    told = Asked(PHOTO, {"bleed": False}).after("bleed:yes")
    assert told is not None
    assert (told.told, told.open) == ({"bleed": True}, "grew")


def test_what_was_told_stays_when_the_rest_is_skipped() -> None:
    closed = Asked(PHOTO, {"bleed": True, "grew": None}).closed()
    assert closed.open is None
    assert answers_of(closed.told) == Answers(bleed=True)


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        (None, Answers()),
        ({}, Answers()),
        ({"site": "ear", "age": 47, "itch": False}, Answers(age=47, site=Site.EAR, itch=False)),
        ({"bleed": True, "a question of later": True}, Answers(bleed=True)),
    ],
)
def test_what_was_told_becomes_answers(told: Told | None, answers: Answers) -> None:
    assert answers_of(told) == answers


def test_age_buttons_cover_all_that_can_be_typed() -> None:
    assert [answer("age", str(age)) for age in AGES] == list(AGES)
    assert [TEXTS(f"ask.ages.{age}")[:2] for age in AGES] == ["18", "30", "40", "50", "60", "70", "80"]


@pytest.mark.parametrize("key", ["intro", "over", "unclear", "dropped", "thanks", *QUESTIONS])
def test_the_words_are_plain_and_calm(key: str) -> None:
    text = TEXTS(f"ask.{key}")
    assert grade(text) <= 8
    assert "!" not in text
    assert len(text.split()) <= 90


@pytest.mark.parametrize(
    ("language", "text", "years"),
    [
        ("en", "my age is 47", "47"),
        ("es", "Tengo 47 años", "47"),
        ("hi", "मैं 47 साल का हूँ", "47"),
        ("hi", "४७", "47"),
        ("en", "47 of 50", None),
        ("en", "my 47 moles", None),
        ("en", "years", None),
    ],
)
def test_an_age_is_heard_in_every_language(language: str, text: str, years: str | None) -> None:
    heard = hear(text, open_at("age"), texts_in(language))
    assert heard == (f"ask:{PHOTO}:age:{years}" if years else None)
