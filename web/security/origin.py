"""The cross-origin check: what changes state must come from a page of ours."""

from collections.abc import Collection
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from web.keys import SETTINGS

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

FOREIGN = frozenset({"/telegram/webhook"})
"""Called by a server of somebody else, which proves itself by a secret instead."""


def is_ours(site: str | None, origin: str | None, hosts: Collection[str]) -> bool:
    """Whether a request comes from our own pages, by Sec-Fetch-Site, else by Origin.

    With neither it is no browser: every browser that could be led here by another site's form sends one of them.
    """
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or _host(origin) in hosts


def _host(origin: str) -> str:
    """Empty, which is no host of ours, for what is no address at all."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


@web.middleware
async def own_pages_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site makes a browser send."""
    if request.method not in SAFE and request.path not in FOREIGN:
        public = urlsplit(request.app[SETTINGS].public_url).netloc
        hosts = {request.host, public} - {""}
        if not is_ours(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), hosts):
            raise web.HTTPForbidden
    return await handler(request)
