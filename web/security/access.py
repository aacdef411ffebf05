"""Who may use a route: the table of routes names it, and the guard here enforces it."""

from collections.abc import Mapping
from enum import Enum
from urllib.parse import quote

from aiohttp import web
from aiohttp.typedefs import Handler

from web.keys import VISITOR
from web.security.origin import SAFE
from web.security.visitors import visitor_of
from web.visitor import Visitor


class Access(Enum):
    """Who may use a route."""

    MACHINE = "machine"
    """Health, static files, the webhook with its secret: no session is looked up."""
    ANYONE = "anyone"
    PERSON = "person"
    STAFF = "staff"
    PHOTOS = "photos"
    """Staff who may see a photo."""
    ADMIN = "admin"
    """Staff who may change something."""


ROLES: Mapping[Access, frozenset[str]] = {
    Access.STAFF: frozenset({"viewer", "clinician", "admin", "auditor"}),
    Access.PHOTOS: frozenset({"clinician", "admin"}),
    Access.ADMIN: frozenset({"admin"}),
}


def guarded(handler: Handler, may: Access) -> Handler:
    """The handler behind its guard."""

    async def checked(request: web.Request) -> web.StreamResponse:
        if may is not Access.MACHINE:
            visitor = request[VISITOR] = await visitor_of(request)
            _check(visitor, may, request)
        return await handler(request)

    return checked


def _check(visitor: Visitor, may: Access, request: web.Request) -> None:
    """Whoever is not logged in is sent to the log-in; whoever may not is refused."""
    if may is Access.PERSON and not visitor.person:
        back = f"?next={quote(request.path)}" if request.method in SAFE else ""
        raise web.HTTPSeeOther(f"/login{back}")
    if may not in ROLES:
        return
    if visitor.admin is None:
        raise web.HTTPSeeOther("/admin/login")
    if visitor.admin.role not in ROLES[may]:
        raise web.HTTPForbidden
