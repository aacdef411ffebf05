"""Screenings; a photo is hidden until somebody asks for it with a reason, and then the audit knows."""

from aiohttp import web

from bot.assistant.panel import PAGE
from web.keys import PANEL
from web.rendering import page
from web.security.access import ROLES, Access
from web.security.visitors import staff_of
from web.views.panel.dashboard import LEVELS, OUTCOMES
from web.views.panel.paging import pages_of

REASONS = ("review", "question", "wrong")
"""Why a photo may be looked at: in every case its owner asked for it, as the consent says."""


async def listed(request: web.Request) -> web.Response:
    """A page of screenings, newest first, by the filters in the address."""
    level, outcome = _filter(request, "level", LEVELS), _filter(request, "outcome", OUTCOMES)
    lines = await request.app[PANEL].screenings(level=level, outcome=outcome, after=request.query.get("after"))
    return page(
        request,
        "panel/screenings.html",
        lines=lines,
        pages=pages_of(request, [line.id for line in lines], PAGE),
        most=PAGE,
        levels=LEVELS,
        outcomes=OUTCOMES,
        level=level,
        outcome=outcome,
    )


async def show(request: web.Request) -> web.Response:
    """One screening; with a reason in the address also its photo, which is fetched and logged apart."""
    photo, reason = request.match_info["photo"], request.query.get("reason")
    record = await request.app[PANEL].record(photo)
    if record is None:
        raise web.HTTPNotFound
    may_look = staff_of(request).role in ROLES[Access.PHOTOS]
    shown = f"{request.path}/picture?reason={reason}" if may_look and record.kept and reason in REASONS else ""
    return page(request, "panel/record.html", record=record, shown=shown, may_look=may_look, reasons=REASONS)


async def picture(request: web.Request) -> web.Response:
    """The photo itself; the look is written down before it is sent."""
    reason = request.query.get("reason", "")
    if reason not in REASONS:
        raise web.HTTPBadRequest
    photo = await request.app[PANEL].picture(staff_of(request), request.match_info["photo"], reason)
    if photo is None:
        raise web.HTTPNotFound
    return web.Response(body=photo, content_type="image/jpeg")


def _filter(request: web.Request, name: str, words: tuple[str, ...]) -> str | None:
    """A filter of the address; a word that we do not know filters nothing."""
    word = request.query.get(name, "")
    return word if word in words else None
