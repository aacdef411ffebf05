"""Register, log in, log out: a new session at every log-in, and no word that tells a stranger who has an account."""

import asyncio
from collections import Counter
from contextlib import ExitStack

import pytest

from bot.assistant.passwords import TURNS, Passwords
from tests.web.made import PASSWORD
from tests.web.running import OURS, Browser, Running

ADA = {"email": "ada@example.org", "password": PASSWORD}


def full(passwords: Passwords) -> ExitStack:
    """Every place before the passwords is taken, until the end of the block."""
    queue = ExitStack()
    for _ in range(TURNS):
        queue.enter_context(passwords.turn())
    return queue


def token(browser: Browser) -> str:
    return browser.tokens.get("lentigo", "")


async def test_registering_opens_the_chat(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    assert (browser.status, browser.path) == (200, "/chat")
    assert "are you 18 or older" in browser.page


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("ada", PASSWORD, "does not look like an e-mail address"),
        ("ada@example.org", "ada12", "too short or too long"),
        ("ada@example.org", "x" * 201, "too short or too long"),
    ],
    ids=["address", "short", "long"],
)
async def test_what_cannot_be_registered_is_said_and_kept(
    lentigo: Running, email: str, password: str, words: str
) -> None:
    browser = lentigo.browser()
    await browser.post("/register", {"email": email, "password": password})
    assert browser.status == 422
    assert words in browser.page
    assert f'value="{email}"' in browser.page
    assert password not in browser.page
    assert token(browser) == ""


async def test_an_address_has_one_account(lentigo: Running) -> None:
    await lentigo.browser().register()
    other = lentigo.browser()
    await other.post("/register", ADA | {"email": " ADA@example.org "})
    assert other.status == 422
    assert "has an account already" in other.page


async def test_the_session_is_a_new_one_at_every_log_in(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    first = token(browser)
    await browser.post("/login", ADA)
    second = token(browser)
    assert first != second
    assert await lentigo.accounts.person(first) is None
    assert await lentigo.accounts.person(second) is not None


async def test_a_planted_cookie_is_not_taken_over(lentigo: Running) -> None:
    await lentigo.browser().register()
    browser = lentigo.browser()
    browser.client.session.cookie_jar.update_cookies({"lentigo": "planted"}, browser.client.make_url("/"))
    await browser.post("/login", ADA)
    assert browser.path == "/chat"
    assert token(browser) != "planted"


async def test_unknown_and_wrong_are_told_alike(lentigo: Running) -> None:
    await lentigo.browser().register()
    pages = []
    for email, password in (("ada@example.org", "not the password"), ("eve@example.org", PASSWORD)):
        browser = lentigo.browser()
        page = await browser.post("/login", {"email": email, "password": password})
        pages.append((browser.status, page.replace(email, "")))
    assert pages[0] == pages[1]
    assert pages[0][0] == 422


async def test_guessing_is_slowed_down(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    await browser.post("/logout")
    for _ in range(8):
        await browser.post("/login", ADA | {"password": "not the password"})
    await browser.post("/login", ADA)
    assert browser.status == 429
    assert "too many tries" in browser.page


async def test_tries_at_the_same_time_are_counted_too(lentigo: Running) -> None:
    async def guess() -> int:
        browser = lentigo.browser()
        await browser.post("/login", ADA | {"password": "not the password"})
        return browser.status

    assert Counter(await asyncio.gather(*(guess() for _ in range(12)))) == {422: 8, 429: 4}


async def test_a_right_password_forgets_the_wrong_ones(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    for _ in range(2):
        for _ in range(7):
            await browser.post("/login", ADA | {"password": "not the password"})
        await browser.post("/login", ADA)
        assert browser.path == "/chat"


@pytest.mark.parametrize(("path", "field"), [("/login", "email"), ("/admin/login", "name"), ("/register", "email")])
async def test_a_name_longer_than_any_address_is_refused_before_anything(
    lentigo: Running, passwords: Passwords, path: str, field: str
) -> None:
    name = "x" * 64 + "@" + ("y" * 63 + ".") * 3 + "org"
    browser = lentigo.browser()
    with full(passwords):
        await browser.post(path, {field: name, "password": PASSWORD})
    assert browser.status == 422


@pytest.mark.parametrize("path", ["/login", "/register", "/admin/login"])
async def test_a_flood_of_log_ins_is_told_to_come_back(lentigo: Running, passwords: Passwords, path: str) -> None:
    browser = lentigo.browser()
    with full(passwords):
        await browser.post(path, ADA | {"name": "root"})
    assert browser.status == 503
    assert browser.headers["Retry-After"] == "10"
    assert "Too many at once" in browser.page
    assert f'href="{path}"' in browser.page


async def test_the_chat_goes_on_behind_a_flood_of_log_ins(lentigo: Running, passwords: Passwords) -> None:
    browser = await lentigo.person()
    with full(passwords):
        await browser.say("what is melanoma")
    assert "Melanoma is a cancer" in browser.page


async def test_logging_out_ends_the_session_in_the_store(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    stolen = token(browser)
    await browser.post("/logout")
    assert token(browser) == ""
    assert await lentigo.accounts.person(stolen) is None


@pytest.mark.parametrize(
    ("onward", "leads_to"),
    [
        ("/spots", "/spots"),
        ("/privacy", "/privacy"),
        ("", "/chat"),
        ("//evil.example", "/chat"),
        ("https://evil.example", "/chat"),
        ("/\\evil.example", "/chat"),
        ("/spots?x=1", "/chat"),
    ],
)
async def test_a_log_in_leads_on_but_never_to_another_site(lentigo: Running, onward: str, leads_to: str) -> None:
    await lentigo.browser().register()
    browser = lentigo.browser()
    await browser.post("/login", ADA | {"next": onward})
    assert browser.path == leads_to


async def test_a_page_of_a_person_comes_back_after_the_log_in(lentigo: Running) -> None:
    await lentigo.browser().register()
    browser = lentigo.browser()
    await browser.get("/spots")
    assert browser.path == "/login"
    assert 'name="next" value="/spots"' in browser.page


async def test_whoever_is_logged_in_needs_no_form(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.register()
    for path in ("/login", "/register"):
        await browser.get(path)
        assert browser.path == "/chat"


@pytest.mark.parametrize(
    ("public_url", "name", "secure"),
    [("", "lentigo", False), ("https://lentigo.example", "__Host-lentigo", True)],
    ids=["http", "https"],
)
async def test_the_cookie_is_out_of_reach(lentigo: Running, name: str, *, secure: bool) -> None:
    answer = await lentigo.browser().client.post("/register", data=ADA, headers=OURS, allow_redirects=False)
    cookie = answer.cookies[name]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert bool(cookie["secure"]) is secure
    assert cookie["domain"] == ""


async def test_the_language_is_the_first_that_we_speak(lentigo: Running) -> None:
    browser = lentigo.browser()
    await browser.get("/", headers={"Accept-Language": "xx-YY,en-GB;q=0.8"})
    assert '<html lang="en"' in browser.page
