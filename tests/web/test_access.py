"""Who may use what: every route with every visitor, as one table. A route without a row fails."""

from dataclasses import dataclass

import pytest
from aiohttp import ClientResponse

from tests.web.made import OUTLINED, PASSWORD
from tests.web.running import OURS, Browser, Running
from web.assets import Assets
from web.routes import table

VISITORS = ("anonymous", "person", "other", "viewer", "clinician", "admin", "auditor")
ROLES = VISITORS[3:]


def row(rest: str, **some: str) -> dict[str, str]:
    """What happens to each visitor: `rest` to those who are not named."""
    return dict.fromkeys(VISITORS, rest) | some


ANYBODY = row("in")
PEOPLE = row("log in", person="in", other="in")
OWNER = row("log in", person="in", other="missing")
STAFF = row("in", anonymous="log in to the panel", person="log in to the panel", other="log in to the panel")
PHOTOS = STAFF | {"viewer": "forbidden", "auditor": "forbidden"}
ADMINS = PHOTOS | {"clinician": "forbidden"}

TABLE = {
    "GET /": ANYBODY,
    "GET /about": ANYBODY,
    "GET /accuracy": ANYBODY,
    "GET /theme": ANYBODY,
    "POST /theme": ANYBODY,
    "GET /language": ANYBODY,
    "POST /language": ANYBODY,
    "GET /register": ANYBODY,
    "POST /register": ANYBODY,
    "GET /login": ANYBODY,
    "POST /login": ANYBODY,
    "GET /chat": PEOPLE,
    "POST /chat": PEOPLE,
    "GET /chat/news": PEOPLE,
    "GET /photo": PEOPLE,
    "POST /photo": PEOPLE,
    "GET /photo/{photo}": OWNER,
    "GET /photo/{photo}/picture": OWNER,
    "GET /photo/{photo}/outline": OWNER,
    "GET /photo/{photo}/heat": OWNER,
    "GET /spots": PEOPLE,
    "GET /privacy": ANYBODY,
    "GET /export": PEOPLE,
    "GET /delete": PEOPLE,
    "GET /erased/{receipt}": ANYBODY,
    "GET /admin/login": ANYBODY,
    "POST /admin/login": ANYBODY,
    "GET /admin": STAFF,
    "GET /admin/people": STAFF,
    "GET /admin/people/{person}": STAFF,
    "GET /admin/answers": STAFF,
    "GET /admin/unanswered": STAFF,
    "POST /admin/unanswered": ADMINS,
    "GET /admin/screenings": STAFF,
    "GET /admin/screenings/{photo}": STAFF,
    "GET /admin/screenings/{photo}/picture": PHOTOS,
    "GET /health": ANYBODY,
    "GET /robots.txt": ANYBODY,
    "GET /static/{name}": ANYBODY,
    "POST /telegram/webhook": ANYBODY,
    # These end consents or sessions, so they stand last.
    "POST /privacy": PEOPLE,
    "POST /admin/logout": row("log in to the panel"),
    "POST /logout": ANYBODY,
    "POST /delete": row("log in"),
}


@dataclass
class Scene:
    """One photo with its result, and a browser for each kind of visitor."""

    browsers: dict[str, Browser]
    ids: dict[str, str]


@pytest.fixture
async def scene(lentigo: Running) -> Scene:
    ada = await lentigo.person("ada@example.org")
    photo = await lentigo.photo(ada, sees=OUTLINED)
    browsers = {"anonymous": lentigo.browser(), "person": ada, "other": await lentigo.person("eve@example.org")}
    browsers |= {role: await lentigo.staff(role) for role in ROLES}
    line = next(line for line in await lentigo.panel.people(None) if line.photos)
    return Scene(browsers, {"photo": photo, "person": line.id, "receipt": "0" * 32, "name": "style.css"})


def fate(answer: ClientResponse) -> str:
    """What happened, in the words of the table."""
    assert answer.status < 500
    if answer.status == 303 and answer.headers["Location"].startswith("/login"):
        return "log in"
    if answer.status == 303 and answer.headers["Location"] == "/admin/login":
        return "log in to the panel"
    return {403: "forbidden", 404: "missing"}.get(answer.status, "in")


def test_every_route_has_a_row() -> None:
    async def webhook(_: object) -> None: ...

    routes = {f"{one.method} {one.path.replace(':[0-9a-f]{32}', '')}" for one in table(Assets({}), webhook)}  # type: ignore[arg-type]
    assert set(TABLE) == routes


async def test_the_table(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.views.chat.NEWS_SECONDS", 0.0)
    happened = {route: dict.fromkeys(VISITORS, "") for route in TABLE}
    for route, fates in happened.items():
        method, _, path = route.partition(" ")
        query = "?reason=review" if path.endswith("picture") else ""
        for visitor, browser in scene.browsers.items():
            answer = await browser.client.request(
                method, path.format(**scene.ids) + query, headers=OURS, allow_redirects=False
            )
            fates[visitor] = fate(answer)
    assert happened == TABLE


async def test_a_forged_session_opens_nothing(lentigo: Running) -> None:
    for cookie, path in (("lentigo", "/chat"), ("lentigo-panel", "/admin")):
        browser = lentigo.browser()
        answer = await browser.client.get(path, cookies={cookie: "forged"}, allow_redirects=False)
        assert answer.status == 303


async def test_a_persons_session_does_not_open_the_panel_nor_the_other_way_round(lentigo: Running) -> None:
    ada = lentigo.browser()
    await ada.register()
    person = ada.tokens["lentigo"]
    await lentigo.panel.create_admin("root", PASSWORD)
    admin = await lentigo.panel.log_in("root", PASSWORD)
    swapped = {"lentigo": admin, "lentigo-panel": person}
    for path in ("/chat", "/admin"):
        answer = await lentigo.browser().client.get(path, cookies=swapped, allow_redirects=False)
        assert answer.status == 303
