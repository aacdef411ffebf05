"""The cross-origin check as a matrix, and where it holds."""

import pytest

from tests.web.running import Running

EVIL = "https://evil.example"


@pytest.mark.parametrize(
    ("site", "origin", "passes"),
    [
        ("same-origin", None, True),
        ("none", None, True),
        ("same-site", None, False),
        ("cross-site", None, False),
        ("nonsense", None, False),
        ("", None, False),
        ("same-origin", EVIL, True),  # the browser's own word counts; Origin is for those that do not give it
        ("cross-site", "own", False),
        (None, "own", True),
        (None, EVIL, False),
        (None, "null", False),
        (None, "", False),
        (None, "http://[", False),
        (None, None, True),  # no browser
    ],
)
async def test_matrix(lentigo: Running, site: str | None, origin: str | None, *, passes: bool) -> None:
    browser = lentigo.browser()
    own = lentigo.url if origin == "own" else origin
    headers = {name: value for name, value in (("Sec-Fetch-Site", site), ("Origin", own)) if value is not None}
    answer = await browser.client.post("/theme", data={"theme": "dark"}, headers=headers, allow_redirects=False)
    assert (answer.status == 303) is passes
    assert ("theme" in answer.cookies) is passes


@pytest.mark.parametrize("public_url", ["https://lentigo.example"])
async def test_behind_a_proxy_the_public_address_is_ours(lentigo: Running) -> None:
    headers = {"Origin": "https://lentigo.example"}
    answer = await lentigo.browser().client.post(
        "/theme", data={"theme": "dark"}, headers=headers, allow_redirects=False
    )
    assert answer.status == 303


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
async def test_every_method_that_changes_state_is_checked(lentigo: Running, method: str) -> None:
    answer = await lentigo.browser().client.request(method, "/nowhere", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 403


async def test_reading_from_a_link_of_another_site_is_allowed(lentigo: Running) -> None:
    answer = await lentigo.browser().client.get("/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status == 200


async def test_telegram_is_let_through(lentigo: Running) -> None:
    answer = await lentigo.browser().client.post("/telegram/webhook", headers={"Origin": EVIL})
    assert (answer.status, await answer.text()) == (200, "kept")


async def test_another_site_cannot_erase(lentigo: Running) -> None:
    browser = await lentigo.person()
    answer = await browser.client.post("/delete", headers={"Origin": EVIL})
    assert answer.status == 403
    await browser.get("/delete")
    assert browser.status == 200
