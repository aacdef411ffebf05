"""What lies round every view, the outermost first: pages for errors, then the cross-origin check."""

import secrets

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.assistant.passwords import Busy
from db.store import StoreUnreachable
from web.limits import RETRY_AFTER
from web.rendering import page
from web.security.origin import own_pages_only

log = structlog.get_logger()

NAMES = {403: "forbidden", 404: "missing", 405: "missing", 408: "slow", 413: "large", 429: "often", 503: "busy"}
"""The words of an error page by its status; any other fault of the request is `unclear`."""

ONWARD = {"large": "/photo", "slow": "/photo", "often": "/chat", "away": "/chat"}
"""Where the one button of an error page leads; `busy` to the same page again, else to the front page."""


@web.middleware
async def error_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Tell what went wrong in words: what, why, what now, what was kept."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        response = _told(request, answer.status, NAMES.get(answer.status, "unclear"))
        response.headers.update(
            {name: answer.headers[name] for name in ("Allow", "Retry-After") if name in answer.headers}
        )
        return response
    except Busy:
        response = _told(request, 503, "busy")
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    except StoreUnreachable:
        quote = _quote()
        log.error("store_unreachable", number=quote, route=_route(request))
        response = _told(request, 503, "away", quote)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    except Exception as fault:  # noqa: BLE001 - the edge: whatever no view expected becomes a page and a log line
        quote = _quote()
        log.error("view_failed", number=quote, route=_route(request), fault=type(fault).__name__, at=_place(fault))
        return _told(request, 500, "broken", quote)


MIDDLEWARES = (error_pages, own_pages_only)


def _told(request: web.Request, status: int, name: str, quote: str = "") -> web.Response:
    onward = request.path if name == "busy" else ONWARD.get(name, "/")
    return page(request, "error.html", status=status, name=name, quote=quote, onward=onward)


def _quote() -> str:
    """A number that a person can read out and an operator finds in the log."""
    return f"E-{secrets.token_hex(3).upper()}"


def _route(request: web.Request) -> str:
    """The path's pattern: the path itself may hold an id."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else ""


def _place(fault: BaseException) -> str:
    """File and line where it was raised; its words may quote what a person wrote."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else ""
