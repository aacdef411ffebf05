"""Whoever opens a page is known by their sessions, and by the language that they or their browser chose."""

from aiohttp import web

from bot.assistant.events import Address, Door
from db.records import Admin
from web.keys import ACCOUNTS, COOKIES, PANEL, VISITOR
from web.language import language_of
from web.visitor import Visitor


async def visitor_of(request: web.Request) -> Visitor:
    """Look the sessions up; a browser without our cookies costs nothing."""
    cookies = request.app[COOKIES]
    token, staff_token = cookies.person.read(request), cookies.admin.read(request)
    person = await request.app[ACCOUNTS].person(token) if token else None
    admin = await request.app[PANEL].admin(staff_token) if staff_token else None
    chosen = person.language if person and person.language_chosen else None
    return Visitor(chosen or language_of(request), person.id if person else "", admin)


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
