"""A person's language: their choice, else their device's, else English; everything is told in it, at both doors."""

from dataclasses import replace
from datetime import date

import pytest
import yaml

from bot.assistant.conversation import step
from bot.assistant.dialogue import Dialogue, SetLanguage, State
from bot.assistant.events import Address, Called, Command, Door, Event, Pressed, Said
from bot.assistant.result import ResultPage, build
from bot.assistant.telling import tell_danger, tell_name, tell_result, tell_treatments, tell_why
from bot.assistant.texts import CATALOGUES, MissingText, Texts, language_names, languages, spoken, texts_in
from bot.assistant.verdict import decide
from bot.telegram.render import render
from knowledge import corpus
from knowledge.corpus import Corpus
from ml.contract import LABELS
from tests.bot.assistant.house import DOORS, House
from tests.bot.assistant.test_conversation import KEEPING
from tests.web.made import NO_SIGNS, NOW, WHY, reading


def test_each_language_is_called_by_its_own_name_english_first() -> None:
    assert language_names() == {"en": "English", "es": "Español", "hi": "हिन्दी"}


@pytest.mark.parametrize(
    ("tag", "language"),
    [("es", "es"), ("es-MX", "es"), ("ES", "es"), ("hi-IN", "hi"), ("pt-BR", None), ("", None), ("../en", None)],
)
def test_only_languages_with_a_catalogue_are_spoken(tag: str, language: str | None) -> None:
    assert spoken(tag) == language


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Thursday 3 December"),
        ("es", "jueves 3 de diciembre"),
        ("hi", "गुरुवार, 3 दिसंबर"),
        ("pt", "Thursday 3 December"),
    ],
)
def test_dates_are_in_the_language(language: str, day: str) -> None:
    assert texts_in(language).day(date(2026, 12, 3)) == day


@pytest.mark.parametrize("language", sorted(languages()))
def test_a_year_has_all_its_days_and_months(language: str) -> None:
    texts = texts_in(language)
    assert (len(set(texts.lines("calendar.weekdays"))), len(set(texts.lines("calendar.months")))) == (7, 12)


def test_what_is_not_translated_is_told_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = Texts("es")
    monkeypatch.setattr(texts, "_own", {})
    assert texts("hello") == texts_in("en")("hello")
    assert texts.lines("words.yes") == texts_in("en").lines("words.yes")
    with pytest.raises(MissingText):
        texts("no.such.key")


@pytest.mark.parametrize("language", sorted(languages() - {"en"}))
def test_a_translation_fills_the_gaps_of_the_english_text(language: str) -> None:
    """Its `{names}` are those that are filled in English."""
    texts, english = texts_in(language), texts_in("en")
    own = yaml.safe_load((CATALOGUES / f"{language}.yaml").read_text(encoding="utf-8"))
    assert own["language"]["name"] == language_names()[language]
    assert names_in(texts("delete.ask")) == names_in(english("delete.ask"))
    assert names_in(texts("calendar.day")) == names_in(english("calendar.day"))


def names_in(text: str) -> set[str]:
    return {part.split("}")[0] for part in text.split("{")[1:]}


# --- choosing


READY = Dialogue(State.READY)


@pytest.mark.parametrize("event", [Called(Command.LANGUAGE), Pressed("menu:language")])
def test_every_language_is_offered(event: Event) -> None:
    reply = step(READY, event, KEEPING).replies[0]
    assert [(choice.id, choice.label) for choice in reply.choices] == [
        ("language:en", "English"),
        ("language:es", "Español"),
        ("language:hi", "हिन्दी"),
    ]


def test_help_leads_there() -> None:
    assert [choice.id for choice in step(READY, Called(Command.HELP), KEEPING).replies[0].choices] == ["menu:language"]


@pytest.mark.parametrize("event", [Pressed("language:es"), Said("español"), Said("Espanol!")])
def test_from_the_choice_on_it_is_spoken(event: Event) -> None:
    done = step(READY, event, KEEPING)
    assert done.effects == (SetLanguage("es"),)
    assert done.replies[0].text == texts_in("es")("language.set")
    assert done.replies[0].choices[0].label == texts_in("es")("menu.photo")


def test_the_open_question_is_asked_again_in_the_new_language() -> None:
    done = step(Dialogue(State.CONSENT), Pressed("language:hi"), KEEPING)
    assert done.dialogue.state is State.CONSENT
    assert done.replies[-1].text == texts_in("hi")("consent.ask")


def test_a_language_that_nobody_speaks_is_not_taken() -> None:
    done = step(READY, Pressed("language:xx"), KEEPING)
    assert done.effects == ()
    assert done.replies[0].text == KEEPING.texts("unknown-button")


# --- on a real store, at both doors


async def say(house: House, door: Door, language: str, event: Event) -> str:
    key = f"k{next(house.numbers)}"
    await house.assistant.handle(Address(door, DOORS[door], language), event, key=key)
    return await house.last(door)


@pytest.mark.parametrize("door", Door)
async def test_the_device_decides_until_somebody_chooses(house: House, door: Door) -> None:
    howto = {language: texts_in(language)("howto") for language in languages()}
    assert await say(house, door, "es-MX", Called(Command.PHOTO)) == howto["es"]
    assert await say(house, door, "pt", Called(Command.PHOTO)) == howto["es"], "we do not speak it, so we go on"
    assert await say(house, door, "", Called(Command.PHOTO)) == howto["es"]
    await say(house, door, "es", Pressed("language:hi"))
    for other in Door:
        assert await say(house, other, "es", Called(Command.PHOTO)) == howto["hi"]


@pytest.mark.parametrize("door", Door)
async def test_the_result_and_an_alarm_come_in_it(house: House, door: Door) -> None:
    house.eyes.sees = NO_SIGNS
    await say(house, door, "en", Pressed("language:es"))
    await house.photo(door)
    skip_all = (await house.told(door))[-1].choices[-1].id
    await house.do(Pressed(skip_all), door)
    assert await house.worker.next()
    result = (await house.told(door))[-1]
    assert texts_in("es")("result.no_warning_signs.do") in result.text
    assert result.language == "es"
    await house.do(Said("i want to kill myself"), door)
    assert (await house.last(door)).startswith(texts_in("es")("safety.crisis").split("{")[0])


@pytest.fixture(scope="module")
def shipped() -> Corpus:
    return corpus.load()


@pytest.mark.parametrize("code", sorted(LABELS))
def test_a_result_names_conditions_and_treatments_in_it(shipped: Corpus, code: str) -> None:
    page, english = page_in("es", shipped, code), page_in("en", shipped, code)
    told = shipped.packs["es"].conditions[page.likely[0].condition]
    assert page.likely[0].code == english.likely[0].code == code
    assert (page.likely[0].name, page.likely[0].plain) == (told.name, told.plain)
    assert told.name in page.photo_says
    assert page.likely[0].plain != english.likely[0].plain
    assert page.treatments[0].care == tuple((one.extent, one.text) for one in told.care)
    assert (page.treatments[0].who_treats, page.treatments[0].name) == (told.who_treats, told.name)
    assert page.treatments[0].citations == english.treatments[0].citations


def test_what_is_told_of_a_result_is_in_it_throughout(shipped: Corpus) -> None:
    texts, page = texts_in("es"), page_in("es", shipped, "BCC")
    told, english = shipped.packs["es"].conditions["basal-cell-carcinoma"], shipped.by_code["BCC"]
    bubbles = (tell_result(page, texts), tell_danger(page, texts), tell_name(page, texts), *tell_why(page, texts))
    said = "\n".join(f"{one.text}\n{one.caption}" for one in (*bubbles, *tell_treatments(page, texts)))
    for part in (told.name, told.plain, *(one.text for one in told.care)):
        assert part in said
    for part in (english.name, english.plain, *(one.text for one in english.care)):
        assert part not in said
    assert texts("result.heat-note", name=told.name) in said


def test_a_condition_that_a_language_lacks_is_named_in_english(shipped: Corpus) -> None:
    lacking = replace(shipped, packs={"es": replace(shipped.packs["es"], conditions={})})
    assert page_in("es", lacking, "BCC").likely[0].name == shipped.by_code["BCC"].name
    assert page_in("es", lacking, "BCC").words == texts_in("es")("result.see_doctor.words")


def page_in(language: str, known: Corpus, code: str) -> ResultPage:
    """The result of a photo that is most like `code`, with an outline and a map."""
    seen = replace(reading(**{code: 0.6 if code == "BCC" else 0.9}), why=WHY)
    return build("p1", seen, decide(seen), corpus=known, texts=texts_in(language), now=NOW)


async def test_an_answer_names_its_sources_in_it(house: House) -> None:
    await say(house, Door.TELEGRAM, "es", Said("what is melanoma"))
    answer = (await house.told(Door.TELEGRAM))[-1]
    assert "Fuente:" in render(answer).html
    assert [choice.label for choice in answer.choices if choice.id.startswith("sources")] == ["Fuentes"]
