"""Light or dark."""

from aiohttp import web

from web.forms import read_form
from web.keys import COOKIES
from web.rendering import go_to, page
from web.theme import CHOICES, remember


async def show(request: web.Request) -> web.Response:
    """Ask which."""
    return page(request, "theme.html", choices=CHOICES)


async def choose(request: web.Request) -> web.Response:
    """Remember it in this browser."""
    choice = (await read_form(request)).text("theme")
    if choice not in CHOICES:
        raise web.HTTPBadRequest
    response = go_to("/theme")
    remember(response, choice, secure=request.app[COOKIES].person.secure)
    return response
