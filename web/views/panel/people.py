"""People, without a name and without a photo."""

from aiohttp import web

from bot.assistant.panel import PAGE
from web.keys import PANEL
from web.rendering import page
from web.views.panel.paging import pages_of


async def listed(request: web.Request) -> web.Response:
    """A page of people, newest first."""
    lines = await request.app[PANEL].people(request.query.get("after"))
    pages = pages_of(request, [line.id for line in lines], PAGE)
    return page(request, "panel/people.html", lines=lines, pages=pages, most=PAGE)


async def show(request: web.Request) -> web.Response:
    """One person: consents and results."""
    person = await request.app[PANEL].person(request.match_info["person"])
    if person is None:
        raise web.HTTPNotFound
    return page(request, "panel/person.html", person=person)
