"""Templates into pages: what every page knows, and how texts, dates and dots are drawn."""

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import aiohttp_jinja2
from aiohttp import hdrs, web
from jinja2 import PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.assistant.texts import texts_in
from web.keys import ASSETS, ASSISTANT, NOW, VISITOR
from web.language import language_of
from web.theme import theme_of
from web.visitor import Visitor

BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)

DAYS_DRAWN = 30
"""Days of the day line after today: the longest date that a result names."""

LEVELS = {"urgent": "days", "see_doctor": "weeks", "no_warning_signs": "none"}
"""The names that the levels wear in the style sheet and among the icons; without a level it is `cant`."""


def set_up(app: web.Application) -> None:
    """Make the templates ready."""
    aiohttp_jinja2.setup(
        app,
        loader=PackageLoader("web"),
        filters=FILTERS,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """A page made from a template."""
    response = aiohttp_jinja2.render_template(template, request, _known_to_all(request) | context, status=status)
    response.enable_compression()
    return response


def go_to(address: str) -> web.Response:
    """Send the browser on with a GET, so that a reload sends no form again."""
    return web.Response(status=303, headers={hdrs.LOCATION: address})


def _known_to_all(request: web.Request) -> dict[str, Any]:
    visitor = request.get(VISITOR) or Visitor(language_of(request))
    return {
        "t": texts_in(visitor.language),
        "visitor": visitor,
        "path": request.path,
        "theme": theme_of(request),
        "asset": request.app[ASSETS].address,
        "numbers": request.app[ASSISTANT].numbers,
        "today": request.app[NOW]().date(),
        "new_key": new_key,
    }


def new_key() -> str:
    """The key of one form: it counts once, however often it is sent."""
    return secrets.token_hex(16)


def bold(text: str) -> Markup:
    """A text of the assistant, in which only `**bold**` is markup."""
    return Markup(BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704 - escaped just before


def number(identity: str) -> str:
    """A number to quote, short enough to read out: the beginning of an id."""
    return f"{identity[:4]}-{identity[4:8]}".upper()


def look(level: str | None) -> str:
    """Which of the four looks a level has."""
    return LEVELS.get(level or "", "cant")


def days_until(by: date, today: date) -> int | None:
    """Which dot of the day line is the sun; None when the date has passed or is too far to draw."""
    left = (by - today).days
    return left if 0 <= left <= DAYS_DRAWN else None


def upfirst(text: str) -> str:
    """A name from the middle of a sentence at the beginning of a line."""
    return text[:1].upper() + text[1:]


FILTERS: Mapping[str, Callable[..., Any]] = {
    "bold": bold,
    "days_until": days_until,
    "look": look,
    "number": number,
    "upfirst": upfirst,
}
"""What templates may write behind a bar."""
