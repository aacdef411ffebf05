"""The language of the pages and of the talk."""

from aiohttp import web

from bot.assistant.texts import language_names
from web.forms import read_form
from web.keys import ASSISTANT, COOKIES, VISITOR
from web.language import remember
from web.rendering import go_to, page


async def show(request: web.Request) -> web.Response:
    """Ask which; each is called by its own name."""
    return page(request, "language.html", choices=language_names())


async def choose(request: web.Request) -> web.Response:
    """Remember it in this browser and, of a person, at every door."""
    choice = (await read_form(request)).text("language")
    if choice not in language_names():
        raise web.HTTPBadRequest
    if person := request[VISITOR].person:
        await request.app[ASSISTANT].choose_language(person, choice)
    response = go_to("/language")
    remember(response, choice, secure=request.app[COOKIES].person.secure)
    return response
