"""Register, log in, log out."""

import re

from aiohttp import web

from bot.assistant.accounts import Refused
from web.forms import read_form
from web.keys import ACCOUNTS, COOKIES, VISITOR
from web.rendering import go_to, page

STATUS = {"throttled": 429}
"""Of a refusal; any other is about the fields."""

INSIDE = re.compile(r"(/[a-z0-9-]+)+")
"""Where a log-in may lead: a path of ours and never another host."""


async def register_form(request: web.Request) -> web.Response:
    """Ask for an address and a password."""
    if request[VISITOR].person:
        return go_to("/chat")
    return page(request, "register.html", refused="", email="")


async def register(request: web.Request) -> web.Response:
    """Make an account and let its owner in."""
    form = await read_form(request)
    email, password = form.text("email"), form.fields.get("password", "")
    try:
        token = await request.app[ACCOUNTS].register(email, password, request[VISITOR].language)
    except Refused as refusal:
        return page(request, "register.html", status=422, refused=refusal.reason, email=email)
    return await _let_in(request, token, "/chat")


async def login_form(request: web.Request) -> web.Response:
    """Ask who it is."""
    if request[VISITOR].person:
        return go_to("/chat")
    return page(request, "login.html", refused="", email="", onward=request.query.get("next", ""))


async def login(request: web.Request) -> web.Response:
    """Let somebody in, and on to where they wanted to go."""
    form = await read_form(request)
    email, onward = form.text("email"), form.text("next")
    try:
        token = await request.app[ACCOUNTS].log_in(email, form.fields.get("password", ""))
    except Refused as refusal:
        status = STATUS.get(refusal.reason, 422)
        return page(request, "login.html", status=status, refused=refusal.reason, email=email, onward=onward)
    return await _let_in(request, token, onward if INSIDE.fullmatch(onward) else "/chat")


async def logout(request: web.Request) -> web.Response:
    """End the session, here and in the store."""
    cookie = request.app[COOKIES].person
    if token := cookie.read(request):
        await request.app[ACCOUNTS].log_out(token)
    response = go_to("/")
    cookie.take(response)
    return response


async def _let_in(request: web.Request, token: str, onward: str) -> web.Response:
    """A new session at every log-in; the one that the browser came with ends, whoever knew it."""
    cookie = request.app[COOKIES].person
    if old := cookie.read(request):
        await request.app[ACCOUNTS].log_out(old)
    response = go_to(onward)
    cookie.give(response, token)
    return response
