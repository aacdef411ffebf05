"""My spots: every result, newest first."""

from aiohttp import web

from web.keys import ASSISTANT, VISITOR
from web.rendering import page


async def show(request: web.Request) -> web.Response:
    """All results, with the photos that are kept."""
    assistant, person = request.app[ASSISTANT], request[VISITOR].person
    results, photos = await assistant.history(person), await assistant.photos(person)
    return page(request, "spots.html", results=results, photos=photos)
