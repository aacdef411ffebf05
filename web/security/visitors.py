"""Whoever opens a page is known by their sessions, and by the languages that their browser asks for."""

from aiohttp import hdrs, web

from bot.assistant.events import Address, Door
from bot.assistant.texts import FALLBACK, languages
from db.records import Admin
from web.keys import ACCOUNTS, COOKIES, PANEL, VISITOR
from web.visitor import Visitor


async def visitor_of(request: web.Request) -> Visitor:
    """Look the sessions up; a browser without our cookies costs nothing."""
    cookies = request.app[COOKIES]
    token, staff_token = cookies.person.read(request), cookies.admin.read(request)
    person = await request.app[ACCOUNTS].person(token) if token else None
    admin = await request.app[PANEL].admin(staff_token) if staff_token else None
    language = person.language if person else asked_language(request)
    return Visitor(language, person.id if person else "", admin)


def address_of(request: web.Request) -> Address:
    """Whom the assistant speaks with on a page of a person."""
    visitor = request[VISITOR]
    return Address(Door.BROWSER, visitor.person, visitor.language)


def staff_of(request: web.Request) -> Admin:
    """Who looks, on a page of the panel."""
    admin = request[VISITOR].admin
    if admin is None:
        raise web.HTTPForbidden
    return admin


def asked_language(request: web.Request) -> str:
    """The first language of Accept-Language that we speak; browsers list the preferred one first."""
    for entry in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(","):
        tag = entry.partition(";")[0].strip().split("-")[0].lower()
        if tag in languages():
            return tag
    return FALLBACK
