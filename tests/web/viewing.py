"""Pages in a real browser: opened with a session, in a look, with or without scripts."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Browser, ConsoleMessage, Page

from tests.pictures import drawn_lesion
from tests.web.made import BLURRED, NO_SIGNS, OUTLINED, PASSWORD, SEE_DOCTOR, URGENT
from tests.web.running import Running

PATIENCE = 10_000
"""Milliseconds: a machine that tests runs slowly."""

SPOT = {"name": "spot.jpg", "mimeType": "image/jpeg", "buffer": drawn_lesion()}


@asynccontextmanager
async def viewing(
    lentigo: Running, chromium: Browser, *, width: int = 390, tokens: dict[str, str] | None = None, **more: Any
) -> AsyncIterator[Page]:
    """A page whose every complaint on the console, of the content policy above all, fails the test."""
    context = await chromium.new_context(
        base_url=lentigo.url, viewport={"width": width, "height": 800}, reduced_motion="reduce", **more
    )
    context.set_default_timeout(PATIENCE)
    await context.add_cookies(
        [{"name": name, "value": token, "url": lentigo.url} for name, token in (tokens or {}).items()]
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if is_complaint(message) else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield page
    await context.close()
    assert complaints == []


def is_complaint(message: ConsoleMessage) -> bool:
    """Whether the browser found something wrong; that a missing page is missing is what it should say."""
    return message.type in {"error", "warning"} and not message.location["url"].endswith("/nowhere")


async def registered(lentigo: Running) -> dict[str, str]:
    """The cookie of a person who has just registered."""
    return {"lentigo": await lentigo.accounts.register("ada@example.org", PASSWORD, "en")}


async def everything(lentigo: Running) -> tuple[dict[str, str], list[str]]:
    """Cookies of a person with a result of each level and of an admin, and the addresses of all pages."""
    ada = await lentigo.person()
    results = [await lentigo.photo(ada, sees) for sees in (URGENT, OUTLINED, SEE_DOCTOR, NO_SIGNS, BLURRED)]
    await ada.say("what is melanoma")
    await ada.say("/history")
    waiting = await lentigo.photo(ada)
    admin = await lentigo.staff("clinician")
    line = (await lentigo.panel.people(None))[0]
    tokens = {
        cookie.key: cookie.value
        for one in (ada, admin)
        for cookie in one.client.session.cookie_jar
        if "lentigo" in cookie.key
    }
    return tokens, [
        "/",
        "/about",
        "/accuracy",
        "/theme",
        "/language",
        "/chat",
        "/photo",
        *(f"/photo/{photo}" for photo in results),
        f"/photo/{waiting}",
        "/spots",
        "/privacy",
        "/delete",
        f"/erased/{'0' * 32}",
        "/nowhere",
        "/admin",
        "/admin/people",
        f"/admin/people/{line.id}",
        "/admin/screenings",
        "/admin/screenings?level=urgent&outcome=retake",
        "/admin/answers",
        "/admin/unanswered",
        f"/admin/screenings/{results[0]}",
        f"/admin/screenings/{results[0]}?reason=review",
    ]


STRANGERS = ["/register", "/login", "/admin/login", "/privacy"]
"""Pages that look otherwise, or only exist, for those who are not logged in."""
