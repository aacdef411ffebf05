"""A page on which a developer writes to the bot as a person would, and sees the chat as a phone shows it."""

from html import escape
from pathlib import Path
from typing import Any

from aiohttp import web

from tests.botapi.chats import Bubble
from tests.botapi.people import User
from tests.botapi.server import BotApi

HERE = Path(__file__).parent
TAGS = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "code": "code"}


def add_page(app: web.Application, server: BotApi) -> "Page":
    """Mount the page at `/`; every name in the address is a person of its own."""
    page = Page(server)
    app.router.add_get("/", page.home)
    app.router.add_get("/chat/{name}", page.show)
    app.router.add_get("/chat/{name}/state", page.state)
    app.router.add_post("/chat/{name}", page.write)
    app.router.add_get("/chat/{name}/file/{file}", page.file)
    return page


class Page:
    """The chats of a server, one page a person."""

    def __init__(self, server: BotApi) -> None:
        self._server = server
        self._people: dict[str, User] = {}

    async def home(self, _: web.Request) -> web.StreamResponse:
        """Begin as Ada."""
        raise web.HTTPFound("/chat/Ada")

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The chat of one person."""
        name = request.match_info["name"]
        user = self.user(name)
        bubbles = "".join(_bubble(bubble, name) for bubble in user.messages)
        return web.Response(content_type="text/html", text=_document(name, bubbles, _state(user)))

    async def state(self, request: web.Request) -> web.StreamResponse:
        """A word that changes whenever the chat does."""
        return web.Response(text=_state(self.user(request.match_info["name"])))

    async def write(self, request: web.Request) -> web.StreamResponse:
        """A text, a photo with or without caption, or a pressed button."""
        user, form = self.user(request.match_info["name"]), await request.post()
        photo, text = form.get("photo"), str(form.get("text") or "").strip()
        if pressed := form.get("press"):
            user.press(str(pressed))
        elif isinstance(photo, web.FileField) and (data := photo.file.read()):
            user.send_photo(data, text)
        elif text:
            user.send_text(text)
        raise web.HTTPFound(request.path)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A photo or a document of the chat."""
        stored = self._server.state.files.get(request.match_info["file"])
        return web.Response(body=stored.data, content_type=stored.mime)

    def user(self, name: str) -> User:
        """The person of this name, made when new."""
        if name not in self._people:
            self._people[name] = self._server.user(first_name=name)
        return self._people[name]


def _state(user: User) -> str:
    return "-".join(f"{bubble.id}.{bubble.edits}.{len(bubble.rows)}" for bubble in user.messages)


def _document(name: str, bubbles: str, state: str) -> str:
    style, script = ((HERE / file).read_text() for file in ("page.css", "page.js"))
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Lentigo, as {escape(name)}</title><style>{style}</style>"
        "<header>Lentigo<small>bot</small></header>"
        f"<main data-state='{state}'>{bubbles}</main>"
        "<form class=write method=post enctype=multipart/form-data>"
        "<input name=photo type=file accept=image/* aria-label=Photo>"
        "<input name=text placeholder='Message, or /start' aria-label=Message autofocus autocomplete=off>"
        f"<button>Send</button></form><script>{script}</script></html>"
    )


def _bubble(bubble: Bubble, name: str) -> str:
    inner = _attachment(bubble, name) + _formatted(bubble.text, bubble.entities)
    edited = "<small>edited</small>" if bubble.edits else ""
    keys = "".join(_row(row) for row in bubble.rows)
    form = f"<form class=keys method=post>{keys}</form>" if keys else ""
    return f"<article{' class=mine' if bubble.mine else ''}><div class=bubble>{inner}{edited}</div>{form}</article>"


def _row(row: list[dict[str, Any]]) -> str:
    wide = " class=wide" if len(row) == 1 else ""
    return "".join(
        f'<button name=press value="{escape(one["callback_data"])}"{wide}>{escape(one["text"])}</button>' for one in row
    )


def _attachment(bubble: Bubble, name: str) -> str:
    if bubble.file_id is None:
        return "" if bubble.kind == "text" else f"<i>{escape(bubble.kind)}</i>"
    address = f"/chat/{name}/file/{bubble.file_id}"
    if bubble.kind == "photo":
        return f"<img src='{address}' alt=photo{' class=spoiler tabindex=0' if bubble.spoiler else ''}>"
    return f"<a href='{address}' download>{escape(bubble.content['document']['file_name'])}</a><br>"


def _formatted(text: str, entities: list[dict[str, Any]]) -> str:
    """The text with its entities as tags; offsets count UTF-16 units, and entities do not overlap in what we send."""
    units, at, parts = text.encode("utf-16-le"), 0, []
    for one in (entity for entity in entities if entity["type"] in {*TAGS, "text_link"}):
        if one["offset"] < at:
            continue
        end = one["offset"] + one["length"]
        parts += [_cut(units, at, one["offset"]), _tagged(one, _cut(units, one["offset"], end))]
        at = end
    return "".join([*parts, _cut(units, at, len(units) // 2)])


def _cut(units: bytes, start: int, end: int) -> str:
    return escape(units[2 * start : 2 * end].decode("utf-16-le"))


def _tagged(entity: dict[str, Any], inner: str) -> str:
    if entity["type"] == "text_link":
        return f'<a href="{escape(entity["url"])}" rel="noreferrer">{inner}</a>'
    tag = TAGS[entity["type"]]
    return f"<{tag}>{inner}</{tag}>"
