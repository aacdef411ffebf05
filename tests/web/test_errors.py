"""Errors are pages: what, why, what now, what was kept; and neither page nor log tells what a person wrote."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from structlog.testing import capture_logs

from bot.assistant.texts import texts_in
from db.store import Store, StoreUnreachable
from tests.web.made import PASSWORD
from tests.web.running import Running
from web.middlewares import NAMES


@asynccontextmanager
async def away(_: Store) -> AsyncIterator[None]:
    raise StoreUnreachable("mysql://root:secret@host is away")
    yield


async def test_what_does_not_exist(lentigo: Running) -> None:
    browser = lentigo.browser()
    for path in ("/nowhere", "/photo/1", "/admin/people/1", "/static/app.py", "/chat/"):
        await browser.get(path)
        assert browser.status == 404
        assert "There is nothing here" in browser.page


async def test_a_wrong_method_names_the_right_ones(lentigo: Running) -> None:
    answer = await lentigo.browser().client.get("/logout")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


async def test_head_is_answered_without_a_body(lentigo: Running) -> None:
    answer = await lentigo.browser().client.head("/")
    assert (answer.status, await answer.read()) == (200, b"")


async def test_a_store_that_is_away(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = await lentigo.person()
    monkeypatch.setattr(Store, "work", away)
    with capture_logs() as logs:
        await browser.get("/chat")
    assert browser.status == 503
    assert browser.headers["Retry-After"] == "10"
    assert "What was sent before is kept" in browser.page
    assert "secret" not in browser.page + repr(logs)
    number = logs[0]["number"]
    assert number in browser.page
    await browser.post("/login", {"email": "ada@example.org", "password": PASSWORD})
    assert browser.status == 503


async def test_health_follows_the_store(lentigo: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = lentigo.browser()
    await browser.get("/health")
    assert (browser.status, browser.page) == (200, "well\n")
    monkeypatch.setattr(Store, "work", away)
    await browser.get("/health")
    assert browser.status == 503


async def test_health_tells_that_telegram_is_silent(lentigo: Running) -> None:
    browser = lentigo.browser()
    lentigo.telegram_well = False
    await browser.get("/health")
    assert (browser.status, browser.page) == (503, "Telegram has been silent for too long\n")


async def test_a_mistake_of_ours_is_a_page_and_a_line_without_contents(
    lentigo: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("my mole is bleeding")

    browser = await lentigo.person()
    monkeypatch.setattr(lentigo.assistant, "history", broken)
    with capture_logs() as logs:
        await browser.get("/spots")
    assert browser.status == 500
    assert "mistake in the program, not yours" in browser.page
    assert "bleeding" not in browser.page + repr(logs)
    assert logs[0]["number"] in browser.page
    assert logs[0]["route"] == "/spots"


@pytest.mark.parametrize("name", sorted({*NAMES.values(), "unclear", "away", "broken"}))
def test_every_error_says_what_why_and_what_now(name: str) -> None:
    for part in ("title", "why", "now", "do"):
        assert texts_in("en")(f"web.errors.{name}.{part}")


async def test_robots_are_kept_from_people(lentigo: Running) -> None:
    page = await lentigo.browser().get("/robots.txt")
    assert "Disallow: /\n" in page
