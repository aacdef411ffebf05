"""The pages in a real Chromium, with scripts and without."""

import asyncio
import io

import numpy as np
import pytest
from PIL import Image
from playwright.async_api import Browser, Page, expect

from tests.web.made import NO_SIGNS, SEE_DOCTOR, URGENT
from tests.web.running import Running
from tests.web.viewing import PATIENCE, SPOT, STRANGERS, everything, registered, viewing

pytestmark = pytest.mark.chromium
expect.set_options(timeout=PATIENCE)


SMALL_TARGETS = """[...document.querySelectorAll("a, button, select, summary, input:not([type=hidden])")]
    .filter((one) => one.checkVisibility() && !one.matches(".skip, p a, td a, th a, dd a, label input, #unpick"))
    .filter((one) => one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 80))"""
"""What can be pressed and is lower than 44 px; links inside sentences and tables may be, a label carries its box."""


async def mark(page: Page) -> None:
    """Leave a mark that a navigation would wipe away."""
    await page.evaluate("window.stayed = true")


async def stayed(page: Page) -> bool:
    return bool(await page.evaluate("window.stayed === true"))


async def agree(page: Page) -> None:
    for label in ("Yes, I am", "I agree", "Keep for 30 days", "No"):
        await page.get_by_role("button", name=label, exact=True).click()
    await expect(page.get_by_text("Send me a photo of a spot")).to_be_visible()


def large_photo() -> bytes:
    """Noise, which no format makes small: more than four megabytes."""
    noise = np.random.default_rng(1).integers(0, 255, (1500, 2000, 3), np.uint8)
    packed = io.BytesIO()
    Image.fromarray(noise).save(packed, "PNG")
    return packed.getvalue()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_the_conversation(lentigo: Running, chromium: Browser, *, scripts: bool) -> None:
    tokens = await registered(lentigo)
    async with viewing(lentigo, chromium, tokens=tokens, java_script_enabled=scripts) as page:
        await page.goto("/chat")
        await agree(page)
        await page.get_by_label("Write a message").fill("what is melanoma")
        await page.get_by_label("Write a message").press("Enter")
        await expect(page.get_by_text("cancer of the cells")).to_be_visible()
        await expect(page.get_by_label("Write a message")).to_have_value("")
        await page.get_by_label("Add a photo").set_input_files(SPOT)
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_text("Received. One moment.")).to_be_visible()
        await lentigo.look(URGENT)
        await page.get_by_role("button", name="No", exact=True).click()
        await expect(page.get_by_text("(2 of 8)")).to_be_visible()
        await page.get_by_role("button", name="Skip all questions").click()
        await lentigo.look(URGENT)
        await expect(page.get_by_text("Show this to a doctor by")).to_be_visible()
        await page.get_by_role("button", name="Why").click()
        await expect(page.get_by_text("By its colours and shape")).to_be_visible()
        await page.get_by_role("link", name="Open the result").click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Show this to a doctor by")


async def test_with_scripts_the_page_stays_and_what_is_new_is_in_view(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/chat")
        await mark(page)
        await agree(page)
        await page.get_by_label("Add a photo").set_input_files(SPOT)
        await expect(page.get_by_text("The photo to send")).to_be_visible()
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_text("The photo to send")).to_be_hidden()
        await lentigo.look(NO_SIGNS)
        await expect(page.get_by_text("(1 of 8)")).to_be_in_viewport()
        await page.get_by_role("button", name="Skip all questions").click()
        await lentigo.look(NO_SIGNS)
        result = page.get_by_text("No warning signs in this photo. Look again")
        await expect(result).to_be_in_viewport()
        assert await stayed(page)


async def test_the_result_comes_by_itself_and_is_announced_politely(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/chat")
        await agree(page)
        await page.get_by_label("Add a photo").set_input_files(SPOT)
        await page.get_by_role("button", name="Send", exact=True).click()
        await lentigo.look(NO_SIGNS)
        await page.get_by_role("button", name="Skip all questions").click()
        await page.get_by_label("Write a message").focus()
        await lentigo.look(NO_SIGNS)
        await expect(page.get_by_role("log")).to_contain_text("No warning signs")
        await expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
        await expect(page.get_by_label("Write a message")).to_be_focused()


async def test_two_clicks_send_once(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/chat")
        await page.get_by_role("button", name="Yes, I am").dblclick()
        await expect(page.get_by_text("I need your consent")).to_have_count(1)
        await asyncio.sleep(0.5)
        await expect(page.locator(".mine")).to_have_count(1)


async def test_words_that_did_not_arrive_are_kept(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/chat")
        await page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError('offline')); }")
        await page.get_by_label("Write a message").fill("is it dangerous")
        await page.get_by_label("Write a message").press("Enter")
        await expect(page.get_by_text("That did not arrive")).to_be_visible()
        await expect(page.get_by_label("Write a message")).to_have_value("is it dangerous")


async def test_erasing_in_the_chat_opens_the_receipt(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/chat")
        await page.get_by_label("Write a message").fill("/delete")
        await page.get_by_label("Write a message").press("Enter")
        await page.get_by_role("button", name="Erase everything").click()
        await expect(page.get_by_role("heading", name="Everything about you is erased")).to_be_visible()
        await page.wait_for_url("**/erased/*")


async def test_a_session_that_ended_leads_to_the_log_in(lentigo: Running, chromium: Browser) -> None:
    tokens = await registered(lentigo)
    async with viewing(lentigo, chromium, tokens=tokens) as page:
        await page.goto("/chat")
        await lentigo.accounts.log_out(tokens["lentigo"])
        await page.get_by_role("button", name="Yes, I am").click()
        await expect(page.get_by_role("heading", name="Log in")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
async def test_an_upload_with_consents(lentigo: Running, chromium: Browser, *, scripts: bool) -> None:
    tokens = await registered(lentigo)
    async with viewing(lentigo, chromium, tokens=tokens, java_script_enabled=scripts) as page:
        await page.goto("/photo")
        await page.get_by_label("Choose a photo").set_input_files(SPOT)
        if scripts:
            await expect(page.get_by_role("img", name="Your photo")).to_be_visible()
            await expect(page.locator("#told")).to_contain_text("Is the spot sharp")
            await expect(page.locator("#drop")).to_be_hidden()
        for box in ("I am 18 or older", "may look at my photos", "Keep my photos"):
            await page.get_by_label(box).check()
        await page.get_by_role("button", name="Send the photo").click()
        await expect(page.get_by_role("heading", name="Looking at your photo")).to_be_visible()
        await lentigo.look(SEE_DOCTOR)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Show this to a doctor by")
        await expect(page.get_by_role("img", name="The photo that you sent")).to_be_visible()
        await page.get_by_label("Where it looked").check()
        await expect(page.locator(".picture svg")).to_be_visible()


async def test_the_browser_itself_asks_for_the_needed_boxes(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/photo")
        await page.get_by_label("Choose a photo").set_input_files(SPOT)
        await page.get_by_role("button", name="Send the photo").click()
        await expect(page.get_by_label("I am 18 or older")).to_be_focused()
        assert not await lentigo.screening.next()


async def test_a_large_photo_is_made_smaller_before_it_travels(lentigo: Running, chromium: Browser) -> None:
    tokens = await registered(lentigo)
    sent = large_photo()
    assert len(sent) > 4 * 1024 * 1024
    async with viewing(lentigo, chromium, tokens=tokens) as page:
        await page.goto("/photo")
        await page.get_by_label("Choose a photo").set_input_files(
            {"name": "large.png", "mimeType": "image/png", "buffer": sent}
        )
        for box in ("I am 18 or older", "may look at my photos"):
            await page.get_by_label(box).check()
        await page.get_by_role("button", name="Send the photo").click()
        await expect(page.get_by_role("heading", name="Looking at your photo")).to_be_visible()
        photo = page.url.rpartition("/")[2]
    async with lentigo.store.work() as work:
        arrived = await work.photos.read(photo)
    assert arrived.startswith(b"\xff\xd8\xff")
    assert len(arrived) < len(sent) / 2
    with Image.open(io.BytesIO(arrived)) as image:
        assert image.size == (2000, 1500)


async def test_a_photo_can_be_dropped_and_taken_back(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium, tokens=await registered(lentigo)) as page:
        await page.goto("/photo")
        await page.locator("#drop").evaluate(
            """async (drop) => {
                const files = new DataTransfer();
                files.items.add(new File(["no picture"], "note.heic", { type: "image/heic" }));
                drop.dispatchEvent(new DragEvent("drop", { dataTransfer: files, bubbles: true }));
            }"""
        )
        await expect(page.locator("#told")).to_contain_text("cannot show this photo, but you can send it")
        await page.get_by_role("button", name="Take another photo").click()
        await expect(page.locator("#drop")).to_be_visible()
        await expect(page.get_by_label("Take a photo")).to_be_focused()


async def test_nothing_scrolls_sideways_on_a_narrow_phone(lentigo: Running, chromium: Browser) -> None:
    tokens, pages = await everything(lentigo)
    wide = {}
    for some, paths in ((tokens, pages), ({}, STRANGERS)):
        async with viewing(lentigo, chromium, width=320, tokens=some) as page:
            for path in paths:
                await page.goto(path)
                wide[path] = await page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}


async def test_targets_are_large_enough_for_a_thumb(lentigo: Running, chromium: Browser) -> None:
    tokens, pages = await everything(lentigo)
    small = []
    async with viewing(lentigo, chromium, tokens=tokens) as page:
        for path in pages:
            await page.goto(path)
            small += [f"{path} {one}" for one in await page.evaluate(SMALL_TARGETS)]
    assert small == []


@pytest.mark.parametrize(
    ("scheme", "chosen", "ground"),
    [
        ("light", None, "rgb(244, 243, 246)"),
        ("dark", None, "rgb(21, 19, 26)"),
        ("light", "dark", "rgb(21, 19, 26)"),
        ("dark", "light", "rgb(244, 243, 246)"),
    ],
)
async def test_the_scheme_is_the_systems_unless_somebody_chose(
    lentigo: Running, chromium: Browser, scheme: str, chosen: str | None, ground: str
) -> None:
    async with viewing(lentigo, chromium, color_scheme=scheme) as page:
        await page.goto("/theme")
        if chosen:
            await page.get_by_label(chosen.capitalize(), exact=True).check()
            await page.get_by_role("button", name="Use this").click()
            await page.wait_for_url("**/theme")
        await page.goto("/")
        assert await page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == ground


async def test_a_result_fits_on_one_sheet_of_paper_in_light(lentigo: Running, chromium: Browser) -> None:
    ada = await lentigo.person()
    photo = await lentigo.photo(ada, URGENT)
    async with viewing(lentigo, chromium, tokens=ada.tokens, color_scheme="dark") as page:
        await page.goto(f"/photo/{photo}")
        paper = await page.pdf(format="A4")
        await page.emulate_media(media="print", color_scheme="dark")
        ink = await page.evaluate("getComputedStyle(document.documentElement).color")
        await expect(page.get_by_role("navigation")).to_be_hidden()
        await expect(page.get_by_role("button", name="Print")).to_be_hidden()
    assert paper.count(b"/Type /Page\n") == 1
    assert ink == "rgb(34, 30, 44)"


async def test_the_keyboard_reaches_the_content_first(lentigo: Running, chromium: Browser) -> None:
    async with viewing(lentigo, chromium) as page:
        await page.goto("/")
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        await expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
