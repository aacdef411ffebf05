"""Admins come and go."""

from aiohttp import web

from bot.assistant.accounts import Refused
from web.forms import read_form
from web.keys import COOKIES, PANEL, VISITOR
from web.rendering import go_to, page
from web.views.accounts import STATUS


async def show(request: web.Request) -> web.Response:
    """Ask who it is."""
    if request[VISITOR].admin:
        return go_to("/admin")
    return page(request, "panel/login.html", refused="", name="")


async def login(request: web.Request) -> web.Response:
    """Let an admin in, with a new session."""
    form = await read_form(request)
    panel, cookie, name = request.app[PANEL], request.app[COOKIES].admin, form.text("name")
    try:
        token = await panel.log_in(name, form.fields.get("password", ""))
    except Refused as refusal:
        status = STATUS.get(refusal.reason, 422)
        return page(request, "panel/login.html", status=status, refused=refusal.reason, name=name)
    if old := cookie.read(request):
        await panel.log_out(old)
    response = go_to("/admin")
    cookie.give(response, token)
    return response


async def logout(request: web.Request) -> web.Response:
    """End the session."""
    cookie = request.app[COOKIES].admin
    if token := cookie.read(request):
        await request.app[PANEL].log_out(token)
    response = go_to("/admin/login")
    cookie.take(response)
    return response
