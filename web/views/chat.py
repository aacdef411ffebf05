"""The chat: the same conversation as in Telegram, with and without scripts."""

import asyncio
from typing import Any

from aiohttp import web

from bot.assistant.events import Called, Command, Door, Event, PhotoRefused, Pressed, Said
from bot.assistant.reading import Stage
from web.forms import Form, read_photo_form
from web.keys import ASSISTANT, COOKIES, MESSAGE_PACE, PHOTO_PACE, VISITOR
from web.limits import LOOK_AGAIN, NEWS_SECONDS, SHOWN
from web.rendering import go_to, page
from web.security.visitors import address_of
from web.talk import digest, shown

TALK = "/chat#new"


async def show(request: web.Request) -> web.Response:
    """The talk so far; at the first visit the assistant begins it."""
    talk = await _talk(request)
    if not talk["talk"]:
        whom = address_of(request)
        await request.app[ASSISTANT].handle(whom, Called(Command.START), key=f"{whom.subject}:start")
        talk = await _talk(request)
    cut = 0 if "all" in request.query else max(0, len(talk["talk"]) - SHOWN)
    return page(request, "chat.html", **talk | {"talk": talk["talk"][cut:]}, earlier=cut > 0)


async def send(request: web.Request) -> web.Response:
    """Take what was typed, pressed or photographed, once, and show what comes of it."""
    form = await read_photo_form(request)
    assistant, whom = request.app[ASSISTANT], address_of(request)
    key = form.key(whom.subject)
    _check_pace(request, form)
    if form.photo:
        await assistant.offer(whom, form.photo, key=key, caption=form.text("text"))
    elif event := _event(form):
        handled = await assistant.handle(whom, event, key=key)
        if handled.receipt:
            return _farewell(request, handled.receipt)
    return go_to(TALK)


async def news(request: web.Request) -> web.Response:
    """Wait until the talk differs from what the page shows; 204 when it does not for a while."""
    assistant, loop = request.app[ASSISTANT], asyncio.get_running_loop()
    until = loop.time() + NEWS_SECONDS
    while (talk := await _talk(request))["seen"] == request.query.get("seen"):
        left = until - loop.time()
        if left <= 0:
            return web.Response(status=204)
        await assistant.wait_for_mail(Door.BROWSER, min(left, LOOK_AGAIN))
    return page(request, "_talk.html", **talk | {"talk": talk["talk"][-SHOWN:]})


async def _talk(request: web.Request) -> dict[str, Any]:
    person, assistant = request[VISITOR].person, request.app[ASSISTANT]
    photos = await assistant.photos(person)
    talk = shown(await assistant.transcript(person), photos)
    looking = any(one.waiting for one in talk)
    # A page that reloads by itself would take away what is being typed, so it does not while questions are open.
    return {
        "talk": talk,
        "seen": digest(talk),
        "waiting": looking or Stage.ASKING in photos.values(),
        "reloads": looking,
    }


def _event(form: Form) -> Event | None:
    text = form.text("text")
    if form.oversized:
        return PhotoRefused("too_large")
    if choice := form.text("choice"):
        return Pressed(choice)
    if text.startswith("/"):
        name = text[1:].split(maxsplit=1)[0].lower() if text[1:].strip() else ""
        return Called(Command(name) if name in set(Command) else Command.HELP)
    return Said(text) if text else None


def _check_pace(request: web.Request, form: Form) -> None:
    person = request[VISITOR].person
    pace = request.app[PHOTO_PACE if form.photo else MESSAGE_PACE]
    if not pace.allows(person):
        raise web.HTTPTooManyRequests(headers={"Retry-After": "60"})


def _farewell(request: web.Request, receipt: str) -> web.Response:
    """Whoever erased everything in the chat is logged out, and sees the receipt."""
    response = go_to(f"/erased/{receipt}")
    request.app[COOKIES].person.take(response)
    return response
