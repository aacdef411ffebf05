"""A person in the browser, over the real command: registered, answered, looked at, whatever is killed in between."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from scripts.chromium import launched
from tests.e2e.running import Running
from tests.pictures import real_or_drawn

pytestmark = pytest.mark.chromium

EMAIL, PASSWORD = "ada@example.org", "seven quiet lanterns"
PATIENCE = 60_000
"""Milliseconds: a killed worker's photo is free again after thirty seconds."""

BANNER = "Show this to a doctor by|No warning signs in this photo|I cannot judge this photo"
PHOTO = {"name": "spot.jpg", "mimeType": "image/jpeg", "buffer": real_or_drawn()}


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with launched() as browser:
        yield browser


async def opened(lentigo: Running, chromium: Browser) -> Page:
    page = await chromium.new_page(base_url=lentigo.url)
    page.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    return page


async def registered(page: Page) -> None:
    await page.goto("/register")
    await page.fill("[name=email]", EMAIL)
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="Make an account").click()
    await page.wait_for_url("**/chat")


async def sent_a_photo(page: Page) -> None:
    await page.goto("/photo")
    for box in ("adult", "analyse", "keep"):
        await page.check(f"[name={box}]")
    await page.locator("input[type=file]").last.set_input_files(PHOTO)  # type: ignore[arg-type]
    await page.get_by_role("button", name="Send the photo").click()
    await page.wait_for_url("**/photo/*")


async def test_asks_sends_a_photo_is_killed_and_gets_one_result(lentigo: Running, chromium: Browser) -> None:
    await lentigo.start()
    page = await opened(lentigo, chromium)
    await registered(page)
    await page.fill("[name=text]", "what does melanoma look like")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Source").first).to_be_visible()
    await sent_a_photo(page)
    await lentigo.kill()
    await lentigo.start()
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(BANNER))
    await page.goto("/spots")
    assert await page.locator("main li a[href^='/photo/'], main a[href^='/photo/']").count() == 1
    await _admin_sees_it(lentigo, page)


async def _admin_sees_it(lentigo: Running, page: Page) -> None:
    code, _, err = await lentigo.command("admin", "create", "root", stdin=f"{PASSWORD}\n".encode())
    assert code == 0, err
    await page.goto("/admin/login")
    await page.fill("[name=name]", "root")
    await page.fill("[name=password]", PASSWORD)
    await page.get_by_role("button", name="Log in").click()
    for path in ("/admin/people", "/admin/screenings"):
        await page.goto(path)
        assert await page.locator("tbody tr").count() == 1
    assert EMAIL not in await page.content()


async def test_a_second_browser_sees_nothing_of_the_first(lentigo: Running, chromium: Browser) -> None:
    await lentigo.start()
    page = await opened(lentigo, chromium)
    await registered(page)
    await sent_a_photo(page)
    stranger = await (await chromium.new_context(base_url=lentigo.url)).new_page()
    answer = await stranger.goto(page.url)
    assert answer is not None
    await expect(stranger.get_by_role("button", name="Log in")).to_be_visible()
