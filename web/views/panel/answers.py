"""How the answers do: thumbs by topic, and the questions that found none."""

import re

from aiohttp import web

from web.forms import read_form
from web.keys import PANEL
from web.rendering import go_to, page
from web.security.access import ROLES, Access
from web.security.visitors import staff_of

QUESTION = re.compile(r"[0-9a-f]{64}")


async def votes(request: web.Request) -> web.Response:
    """Thumbs by topic, those with the most thumbs down first."""
    return page(request, "panel/answers.html", lines=await request.app[PANEL].votes())


async def unanswered(request: web.Request) -> web.Response:
    """Questions without an answer, the most frequent first."""
    may_dismiss = staff_of(request).role in ROLES[Access.ADMIN]
    found = await request.app[PANEL].unanswered()
    return page(request, "panel/unanswered.html", lines=found.lines, count=found.count, may_dismiss=may_dismiss)


async def dismiss(request: web.Request) -> web.Response:
    """Take a question off the list; one that is off it already stays off."""
    question = (await read_form(request)).text("question")
    if not QUESTION.fullmatch(question):
        raise web.HTTPBadRequest
    await request.app[PANEL].dismiss(staff_of(request), question)
    return go_to("/admin/unanswered")
