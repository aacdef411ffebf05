"""The headers of every answer: pages, errors, redirects, static files."""

import pytest

from tests.web.running import Running
from web.assets import Assets
from web.routes import table
from web.security.headers import HEADERS

ID = "0" * 32
PATHS = [
    row.path.replace("{name}", "style.css").replace("{photo:[0-9a-f]{32}}", ID).replace("{person:[0-9a-f]{32}}", ID)
    for row in table(Assets({}), None)
    if row.method == "GET"
]
PATHS = [path.replace("{receipt:[0-9a-f]{32}}", ID) for path in PATHS]
ERRORS = ["/nowhere", "/static/nowhere.css", "/static/../app.py", "/photo/1", "/telegram/webhook"]


@pytest.mark.parametrize("path", [*PATHS, *ERRORS])
async def test_every_answer_has_them(lentigo: Running, path: str) -> None:
    answer = await lentigo.browser().client.get(path, allow_redirects=False)
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "Server" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers
    kept = "public, no-cache" if path == "/static/style.css" else "no-store"
    assert answer.headers["Cache-Control"] == kept


def test_the_policy_allows_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


@pytest.mark.parametrize("public_url", ["https://lentigo.example"])
@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/style.css", "/health"])
async def test_over_https_browsers_are_held_to_it(lentigo: Running, path: str) -> None:
    answer = await lentigo.browser().client.get(path)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


async def test_static_files_are_kept_for_a_year_by_their_hash(lentigo: Running) -> None:
    browser = lentigo.browser()
    page = await browser.get("/")
    address = page.split('rel="stylesheet" href="')[1].split('"')[0]
    answer = await browser.client.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    again = await browser.client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


async def test_static_files_come_plain_to_those_who_cannot_unpack(lentigo: Running) -> None:
    answer = await lentigo.browser().client.get("/static/style.css", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert (await answer.text()).startswith("/* Lentigo")
