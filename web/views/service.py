"""What machines ask for: health, and what robots may read."""

import asyncio

from aiohttp import web

from db.store import StoreUnreachable
from web.keys import ASSISTANT, TELEGRAM_WELL
from web.limits import HEALTH_SECONDS

ROBOTS = "User-agent: *\nAllow: /$\nAllow: /about\nAllow: /accuracy\nAllow: /privacy\nAllow: /static/\nDisallow: /\n"


async def health(request: web.Request) -> web.Response:
    """200 while the store answers and Telegram, where it is heard, was not silent for too long."""
    try:
        async with asyncio.timeout(HEALTH_SECONDS):
            await request.app[ASSISTANT].alive()
    except (StoreUnreachable, TimeoutError):
        return web.Response(status=503, text="the store does not answer\n")
    if not request.app[TELEGRAM_WELL]():
        return web.Response(status=503, text="Telegram has been silent for too long\n")
    return web.Response(text="well\n")


async def robots(_: web.Request) -> web.Response:
    """Search engines may read what anybody may, and nothing of people."""
    return web.Response(text=ROBOTS)
