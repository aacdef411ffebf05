"""Where and why on the result page: the line on the photo, the heat map a press away, and words for both."""

import io
import re
from dataclasses import replace

import pytest
from PIL import Image
from playwright.async_api import Browser as Chromium
from playwright.async_api import expect

from bot.assistant.result import ResultPage, build
from bot.assistant.texts import texts_in
from bot.assistant.verdict import decide
from knowledge.corpus import Corpus
from ml.explain import Points
from tests.web.made import NOW, OUTLINED, SEE_DOCTOR, URGENT, WHY
from tests.web.running import Browser, Running
from tests.web.viewing import viewing
from web.pictures import Size, line_alone, line_on

SQUARE: Points = ((0.25, 0.5), (0.75, 0.5), (0.75, 0.9), (0.25, 0.9))


async def opened(lentigo: Running, *, keep: bool = True) -> tuple[Browser, str]:
    """Somebody's browser and the result of a photo with an outline."""
    browser = await lentigo.person(keep=keep)
    photo = await lentigo.photo(browser, OUTLINED)
    await browser.get(f"/photo/{photo}")
    return browser, photo


def switches(page: str) -> list[tuple[str, bool]]:
    """What the switch offers, and what it shows first."""
    found = re.findall(r'<input type="radio" name="see" value="(\w+)"( checked)?>', page)
    return [(name, bool(checked)) for name, checked in found]


async def test_the_line_lies_on_the_photo_and_is_told_in_words(lentigo: Running) -> None:
    browser, _ = await opened(lentigo)
    assert 'viewBox="0 0 480 480"' in browser.page
    assert browser.page.count('<path d="M144.0,264.0 Q144.0,192.0 216.0,192.0 ') == 2
    assert "The spot lies in the middle of the photo and takes about a third of its width." in browser.page
    assert switches(browser.page) == [("photo", False), ("marks", True), ("heat", False)]


async def test_line_and_map_say_what_they_cannot_tell(lentigo: Running) -> None:
    browser, _ = await opened(lentigo)
    assert "where the program sees the edge of the spot. It can be wrong." in browser.page
    assert "most like Melanoma" in browser.page
    assert "not how sure it is, nor what it is" in " ".join(browser.page.split())


async def test_what_the_outline_measures_is_told_with_its_limits(lentigo: Running) -> None:
    browser, _ = await opened(lentigo)
    places = [
        browser.page.index(words)
        for words in (
            "What the photo says",
            "As far as this photo shows",
            "The two halves of the spot differ",
            "not your skin",
        )
    ]
    assert places == sorted(places)


@pytest.mark.parametrize("drawing", ["outline", "heat"])
async def test_a_drawing_is_its_owners_and_kept_nowhere(lentigo: Running, drawing: str) -> None:
    browser, photo = await opened(lentigo)
    answer = await browser.client.get(f"/photo/{photo}/{drawing}")
    assert (answer.content_type, answer.headers["Cache-Control"]) == ("image/jpeg", "no-store")
    with Image.open(io.BytesIO(await answer.read())) as picture:
        assert picture.size == (480, 480)
    eve = await lentigo.person("eve@example.org")
    await eve.get(f"/photo/{photo}/{drawing}")
    assert eve.status == 404


async def test_without_an_outline_there_is_no_line_and_no_drawing(lentigo: Running) -> None:
    browser = await lentigo.person()
    photo = await lentigo.photo(browser, URGENT)
    page = await browser.get(f"/photo/{photo}")
    assert "<path d" not in page
    assert switches(page) == [("photo", True), ("marks", False)]
    await browser.get(f"/photo/{photo}/heat")
    assert browser.status == 404


async def test_with_a_map_and_no_outline_the_frame_and_the_map_are_offered(lentigo: Running) -> None:
    browser = await lentigo.person()
    seen = replace(SEE_DOCTOR, why=replace(WHY, outline=None))
    page = await browser.get(f"/photo/{await lentigo.photo(browser, seen)}")
    assert switches(page) == [("photo", True), ("marks", False), ("heat", False)]


async def test_of_an_erased_photo_the_outline_stays_alone(lentigo: Running) -> None:
    browser, photo = await opened(lentigo, keep=False)
    assert "Only the outline and the words stay." in browser.page
    assert browser.page.count("<path d") == 1
    assert "It lay in the middle of the photo and took about a third of its width." in browser.page
    assert f"/photo/{photo}/" not in browser.page
    assert switches(browser.page) == []
    await browser.get(f"/photo/{photo}/heat")
    assert browser.status == 404


async def test_the_chat_shows_the_outline_with_the_result_and_the_map_with_why(lentigo: Running) -> None:
    browser, photo = await opened(lentigo)
    await browser.get("/chat")
    assert f'src="/photo/{photo}/outline"' in browser.page
    assert f'src="/photo/{photo}/heat"' not in browser.page
    await browser.press("Why")
    assert f'src="/photo/{photo}/heat"' in browser.page
    assert "The two halves of the spot differ." in browser.page


async def test_the_chat_says_nothing_of_a_drawing_that_is_gone(lentigo: Running) -> None:
    browser, photo = await opened(lentigo, keep=False)
    await browser.get("/chat")
    await browser.press("Why")
    assert f"/photo/{photo}/" not in browser.page
    assert "The coloured area" not in browser.page
    assert "The two halves of the spot differ." in browser.page


def test_a_line_is_drawn_in_pixels_of_its_photo_and_passes_between_its_points() -> None:
    line = line_on(SQUARE, Size(400, 200))
    bends = (
        "Q100.0,100.0 200.0,100.0",
        "Q300.0,100.0 300.0,140.0",
        "Q300.0,180.0 200.0,180.0",
        "Q100.0,180.0 100.0,140.0",
    )
    assert line.path == f"M100.0,140.0 {' '.join(bends)}Z"
    assert (line.view, line.place, line.width) == ("0 0 400 200", "bottom-centre", "half")


def test_a_line_alone_keeps_its_proportions(known: Corpus) -> None:
    seen = replace(OUTLINED, why=replace(WHY, outline=SQUARE), box=(100, 100, 300, 180))
    page = build("p1", seen, decide(seen), corpus=known, texts=texts_in("en"), now=NOW)
    line = line_alone(page)
    assert line is not None
    assert line.path == line_on(SQUARE, Size(400, 200)).path
    assert line.view == "60 60 280 160"
    assert line_alone(ResultPage.from_json(page.to_json() | {"outline": None})) is None


@pytest.mark.chromium
async def test_the_switch_works_by_keyboard_without_scripts_and_paper_shows_the_line(
    lentigo: Running, chromium: Chromium
) -> None:
    browser, photo = await opened(lentigo)
    async with viewing(lentigo, chromium, width=320, tokens=browser.tokens, java_script_enabled=False) as page:
        await page.goto(f"/photo/{photo}")
        line, heat = page.get_by_role("img", name="A line round the spot"), page.get_by_role("img", name="with colours")
        await expect(line).to_be_visible()
        await expect(heat).to_be_hidden()
        await page.get_by_role("radio", name="Outline").press("ArrowRight")
        await expect(heat).to_be_visible()
        await expect(line).to_be_hidden()
        await expect(page.get_by_text("The coloured area")).to_be_visible()
        await expect(page.get_by_text("The line shows")).to_be_hidden()
        await page.emulate_media(media="print")
        await expect(line).to_be_visible()
        await expect(page.get_by_text("The line shows")).to_be_visible()
        await expect(heat).to_be_hidden()
