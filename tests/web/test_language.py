"""The language of the pages: chosen here, else what the browser asks for, else English."""

import pytest

from bot.assistant.texts import texts_in
from tests.web.made import PASSWORD
from tests.web.running import Running

SPANISH = {"Accept-Language": "xx, es-MX;q=0.9, en;q=0.8"}


@pytest.mark.parametrize(
    ("asked", "language"),
    [("es", "es"), ("xx, hi-IN;q=0.9, en", "hi"), ("en-GB, es", "en"), ("pt", "en"), ("", "en"), (";;,", "en")],
)
async def test_a_browser_is_spoken_to_in_what_it_asks_for(lentigo: Running, asked: str, language: str) -> None:
    browser = lentigo.browser()
    await browser.get("/", headers={"Accept-Language": asked})
    assert f'<html lang="{language}"' in browser.page
    assert texts_in(language)("web.landing.title") in browser.page


async def test_each_language_is_offered_by_its_own_name(lentigo: Running) -> None:
    page = await lentigo.browser().get("/language")
    for tag, name in (("en", "English"), ("es", "Español"), ("hi", "हिन्दी")):
        assert f'<label lang="{tag}"><input type="radio" name="language" value="{tag}"' in page
        assert name in page


async def test_who_is_not_logged_in_can_choose_too(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.post("/language", {"language": "hi"})
    assert '<html lang="hi"' in browser.page
    await browser.get("/about", headers=SPANISH)
    assert '<html lang="hi"' in browser.page


async def test_a_person_keeps_the_choice_in_every_browser_and_in_the_talk(lentigo: Running) -> None:
    ada = await lentigo.person("ada@example.org")
    await ada.post("/language", {"language": "es"})
    other = lentigo.browser()
    await other.post("/login", {"email": "ada@example.org", "password": PASSWORD})
    await other.get("/chat")
    assert '<html lang="es"' in other.page
    await other.say("/photo")
    assert texts_in("es")("howto").splitlines()[0] in other.page


async def test_the_choice_in_the_talk_turns_the_pages(lentigo: Running) -> None:
    ada = await lentigo.person("ada@example.org")
    await ada.say("/language")
    await ada.press("Español")
    assert '<html lang="es"' in ada.page
    assert '<li lang="en"' in ada.page, "what was said before stays in its own language, and says so"
    assert texts_in("es")("language.set") in ada.page


@pytest.mark.parametrize("language", ["", "xx", "../en"])
async def test_what_nobody_speaks_is_not_taken(lentigo: Running, language: str) -> None:
    browser = lentigo.browser()
    await browser.post("/language", {"language": language})
    assert browser.status == 400
