"""The house behind the browser door: a real store, a predictor that obeys, a chatbot that knows one thing."""

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from types import MappingProxyType
from typing import Any

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer

from bot.assistant.accounts import Accounts
from bot.assistant.assistant import Assistant
from bot.assistant.panel import Panel
from bot.assistant.safety import Alarm, AlarmKind
from bot.assistant.screening import Screening
from db.store import Store
from knowledge.answers import Answer, Kind, Suggestion
from ml.predict import Prediction
from tests.pictures import drawn_lesion
from tests.web.made import NO_SIGNS, PASSWORD, SOURCE

KEY = re.compile(r'name="key" value="([0-9a-f]{32})"')
BUTTON = re.compile(r'name="choice" value="([^"]+)">([^<]+)<')
OURS = {"Sec-Fetch-Site": "same-origin"}


class Obedient:
    """A predictor that sees what it is told to see."""

    def __init__(self) -> None:
        self.sees: Prediction = NO_SIGNS

    def predict(self, _: bytes) -> Prediction:
        return self.sees


class FearsOneWord:
    """A safety layer with one rule."""

    numbers: Mapping[str, str] = MappingProxyType({"emergency": "112", "crisis": "14416"})

    def check(self, text: str) -> Alarm | None:
        return Alarm(AlarmKind.CRISIS, "suicide") if "kill" in text else None


class KnowsOneThing:
    """A chatbot with one answer, that is unsure about "either"."""

    def answer(self, text: str, *, asked_before: bool = False, **_: object) -> Answer:
        if "either" in text and not asked_before:
            offered = tuple(Suggestion(f"topic-{name}", f"About {name}") for name in ("one", "two", "three"))
            return Answer(Kind.CLARIFY, None, "Did you mean:", 0.3, offered, (), "general", None)
        if "melanoma" not in text.lower():
            return Answer(Kind.FALLBACK, None, "I only know about skin.", 0.0, (), (), "general", None)
        more = (Suggestion("melanoma-treatment", "How melanoma is treated"),)
        words = "Melanoma is a cancer of the cells that give the skin its colour."
        return Answer(Kind.ANSWER, "what-is-melanoma", words, 0.9, more, (SOURCE,), "see_doctor", "melanoma")

    def topic(self, _: str, **__: object) -> Answer | None:
        return self.answer("melanoma")

    def none_of_these(self, **_: object) -> Answer:
        return self.answer("")


@dataclass
class Browser:
    """A person's browser without scripts: cookies, pages, forms."""

    client: TestClient
    page: str = ""
    status: int = 0
    path: str = ""
    headers: Any = None

    @property
    def tokens(self) -> dict[str, str]:
        """The sessions that it holds, by the names of their cookies."""
        return {cookie.key: cookie.value for cookie in self.client.session.cookie_jar if "lentigo" in cookie.key}

    async def get(self, path: str, **more: Any) -> str:
        """Open a page."""
        return await self._read(await self.client.get(path, **more))

    async def post(self, path: str, data: Any = None, **more: Any) -> str:
        """Send a form, and follow to where it leads."""
        return await self._read(await self.client.post(path, data=data or {}, headers=OURS, **more))

    async def press(self, choice: str, *, key: str | None = None) -> str:
        """Press a quick reply by its label."""
        return await self.post("/chat", {"key": key or new_key(), "choice": self.buttons[choice]})

    @property
    def buttons(self) -> dict[str, str]:
        """The quick replies of the page: labels and what they send."""
        return {unescape(label): value for value, label in BUTTON.findall(self.page)}

    async def say(self, text: str, *, key: str | None = None) -> str:
        """Type a message."""
        return await self.post("/chat", {"key": key or new_key(), "text": text})

    async def register(self, email: str = "ada@example.org") -> str:
        """Make an account, and be logged in."""
        return await self.post("/register", {"email": email, "password": PASSWORD})

    async def _read(self, response: ClientResponse) -> str:
        self.page = await response.text(errors="replace")
        self.status, self.path, self.headers = response.status, response.url.path, response.headers
        return self.page


@dataclass
class Running:
    """Everything a test of the pages may need."""

    store: Store
    assistant: Assistant
    accounts: Accounts
    panel: Panel
    screening: Screening
    predictor: Obedient
    later: timedelta = timedelta()
    """How much later than now the pages think that it is."""
    telegram_well: bool = True
    server: TestServer = field(init=False)
    clients: list[TestClient] = field(default_factory=list)

    def browser(self) -> Browser:
        """A new browser without cookies."""
        client: TestClient = TestClient(self.server)
        self.clients.append(client)
        return Browser(client)

    @property
    def url(self) -> str:
        """The address of the front page, without the last slash."""
        return str(self.server.make_url("/")).rstrip("/")

    async def staff(self, role: str) -> Browser:
        """A browser in which an admin of this role is logged in."""
        await self.panel.create_admin(role, PASSWORD, role)
        browser = self.browser()
        await browser.post("/admin/login", {"name": role, "password": PASSWORD})
        return browser

    async def person(self, email: str = "ada@example.org", *, keep: bool = True) -> Browser:
        """A browser in which somebody is logged in who has agreed to everything but research."""
        browser = self.browser()
        await browser.register(email)
        await browser.get("/chat")
        boxes = {"adult": "on", "analyse": "on"} | ({"keep": "on"} if keep else {})
        await browser.post("/privacy", boxes)
        return browser

    async def photo(self, browser: Browser, sees: Prediction | None = None) -> str:
        """Upload a photo; with `sees` it is looked at as well. Returns its id."""
        await browser.post("/photo", upload_data())
        photo = browser.path.rpartition("/")[2]
        if sees is not None:
            await self.look(sees)
        return photo

    async def look(self, sees: Prediction) -> None:
        """Have the next photo looked at, as soon as it is there."""
        self.predictor.sees = sees
        async with asyncio.timeout(10):
            while not await self.screening.next():  # noqa: ASYNC110 - the worker itself looks again and again
                await asyncio.sleep(0.02)


def new_key() -> str:
    return secrets.token_hex(16)


def keys_in(page: str) -> list[str]:
    """The keys of a page's forms."""
    return KEY.findall(page)


def upload_data(photo: bytes | None = None, **fields: str) -> Any:
    """The upload form as a browser without scripts sends it: of the two file inputs one is empty."""
    data = FormData()
    for name, value in ({"key": new_key()} | fields).items():
        data.add_field(name, value)
    data.add_field("photo", b"", filename="", content_type="application/octet-stream")
    data.add_field("photo", drawn_lesion() if photo is None else photo, filename="spot.jpg", content_type="image/jpeg")
    return data
