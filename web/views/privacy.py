"""People's rights: what is stored, consents, take it along, erase it."""

from aiohttp import web

from bot.assistant.reading import Standing
from web.forms import read_form
from web.keys import ASSISTANT, COOKIES, VISITOR
from web.rendering import go_to, page


async def show(request: web.Request) -> web.Response:
    """The notice for everybody; for a person also what stands and how much is stored."""
    assistant, person = request.app[ASSISTANT], request[VISITOR].person
    standing = await assistant.consents(person) if person else Standing()
    holdings = await assistant.holdings(person) if person else None
    return page(request, "privacy.html", standing=standing, holdings=holdings, saved="saved" in request.query)


async def change(request: web.Request) -> web.Response:
    """Give consents or take them back, each on its own."""
    form = await read_form(request)
    boxes = {box: form.ticked(box) for box in ("adult", "analyse", "keep", "research")}
    await request.app[ASSISTANT].grant(request[VISITOR].person, **boxes)
    return go_to("/privacy?saved=yes")


async def export(request: web.Request) -> web.Response:
    """Everything that is stored about the person, as a ZIP that is made now and kept nowhere."""
    packed = await request.app[ASSISTANT].export(request[VISITOR].person)
    headers = {"Content-Disposition": 'attachment; filename="lentigo-my-data.zip"'}
    return web.Response(body=packed, content_type="application/zip", headers=headers)


async def delete_form(request: web.Request) -> web.Response:
    """Ask once, with the counts."""
    return page(request, "delete.html", holdings=await request.app[ASSISTANT].holdings(request[VISITOR].person))


async def delete(request: web.Request) -> web.Response:
    """Erase everything; the receipt number is all that stays."""
    receipt = await request.app[ASSISTANT].erase(request[VISITOR].person)
    response = go_to(f"/erased/{receipt}")
    request.app[COOKIES].person.take(response)
    return response


async def erased(request: web.Request) -> web.Response:
    """The receipt."""
    return page(request, "erased.html", receipt=request.match_info["receipt"])
