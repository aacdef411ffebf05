"""Updates that Telegram brings to us: checked, written down, and only then answered 200."""

import asyncio
import hmac
import json
from collections.abc import Callable
from datetime import datetime

import structlog
from aiohttp import web
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.telegram.inbox import Inbox
from bot.telegram.limits import LARGEST_UPDATE

log = structlog.get_logger()

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
BODY_SECONDS = 10.0
"""Time for the body of a call; aiohttp itself would wait for ever for a slow one."""


class Webhook:
    """The handler that the web application mounts."""

    def __init__(self, inbox: Inbox, bot: Bot, secret: str | None, clock: Callable[[], datetime]) -> None:
        self._inbox = inbox
        self._bot = bot
        self._secret = secret
        self._clock = clock
        self.last_call: datetime | None = None

    async def handle(self, request: web.Request) -> web.Response:
        """Take one update. Anything but 200 makes Telegram bring it again, so 200 means that it is kept."""
        if not self._knows(request.headers.get(SECRET_HEADER, "")):
            log.warning("webhook_refused")
            return web.Response(status=403)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                update = await self._read(request)
            await self._inbox.put(update)
        except (ValueError, TypeError, KeyError, AttributeError):
            return web.Response(status=400)
        except TimeoutError:
            return web.Response(status=408)
        except NetworkError:
            return web.Response(status=503)
        self.last_call = self._clock()
        return web.Response()

    def _knows(self, given: str) -> bool:
        return self._secret is not None and hmac.compare_digest(given.encode(), self._secret.encode())

    async def _read(self, request: web.Request) -> Update:
        body = await request.content.read(LARGEST_UPDATE + 1)
        while len(body) <= LARGEST_UPDATE and (more := await request.content.read(LARGEST_UPDATE + 1)):
            body += more
        if len(body) > LARGEST_UPDATE:
            raise web.HTTPRequestEntityTooLarge(max_size=LARGEST_UPDATE, actual_size=len(body))
        return Update.de_json(json.loads(body), self._bot)
