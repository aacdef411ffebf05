"""The updates on their way to the bot: numbered, kept until confirmed, polled or pushed to a webhook."""

import asyncio
import re
import time
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.botapi.bell import Bell
from tests.botapi.call import Call
from tests.botapi.errors import bad_request, conflict

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
KINDS = {
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "inline_query",
    "my_chat_member", "chat_member", "poll", "poll_answer", "chat_join_request", "message_reaction",
    "message_reaction_count", "chosen_inline_result", "shipping_query", "pre_checkout_query",
}  # fmt: skip
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST_POLL = 50


class Updates:
    """What the bot has not confirmed yet."""

    def __init__(self) -> None:
        self.pending: list[dict[str, Any]] = []
        self.sent: list[dict[str, Any]] = []
        """All updates there ever were, so that one can be sent again."""
        self.allowed: list[str] = []
        self.webhook: dict[str, Any] = {}
        self._secret = ""
        self._next = 730_000_001
        self._news = Bell()
        self._polls = 0
        self._deaf = 0
        self._pusher: asyncio.Task[None] | None = None

    def put(self, kind: str, content: dict[str, Any]) -> int | None:
        """Number an update and queue it, unless its kind was not asked for; returns its number."""
        wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
        if not wanted:
            return None
        number = self._next
        self._next += 1
        self.sent.append({"update_id": number, kind: content})
        self._queue(self.sent[-1])
        return number

    def send_again(self, number: int) -> None:
        """Deliver an earlier update once more, as Telegram does when a confirmation was lost."""
        self._queue(next(update for update in self.sent if update["update_id"] == number))

    def lose_confirmations(self, times: int) -> None:
        """Do not hear the offset of the next `times` polls, so that the same updates come again."""
        self._deaf = times

    def _queue(self, update: dict[str, Any]) -> None:
        self.pending.append(update)
        self._news.ring()

    async def poll(self, call: Call) -> list[dict[str, Any]]:
        """getUpdates."""
        if self.webhook:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self._polls += 1
        mine = self._polls
        self._news.ring()
        self._allow(call)
        self._confirm(call.number("offset", 0))
        limit = min(max(call.number("limit", 100), 1), 100)
        until = time.monotonic() + min(call.number("timeout", 0), LONGEST_POLL)
        while not self.pending and (left := until - time.monotonic()) > 0:
            await self._news.wait(left)
            if self._polls != mine:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
        return self.pending[:limit]

    def _confirm(self, offset: int) -> None:
        if self._deaf:
            self._deaf -= 1
        elif offset < 0:
            self.pending = self.pending[offset:]
        elif offset:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]

    def _allow(self, call: Call) -> None:
        wanted = call.json("allowed_updates")
        if wanted is None:
            return
        if not isinstance(wanted, list) or not KINDS.issuperset(wanted):
            raise bad_request("can't parse allowed_updates: Array of Strings expected")
        self.allowed = wanted

    async def set_webhook(self, call: Call) -> bool:
        """setWebhook; an empty address removes it."""
        url, secret = call.text("url") or "", call.text("secret_token") or ""
        if url:
            _check_address(url)
        if secret and not SECRET.fullmatch(secret):
            raise bad_request("secret token contains unallowed characters")
        self._allow(call)
        await self.delete_webhook(call)
        if url:
            self.webhook = {"url": url, "max_connections": call.number("max_connections", 40)}
            self._secret = secret
            self._pusher = asyncio.create_task(self._push())
        return True

    async def delete_webhook(self, call: Call | None = None) -> bool:
        """deleteWebhook."""
        self.webhook = {}
        if self._pusher:
            self._pusher.cancel()
            await asyncio.gather(self._pusher, return_exceptions=True)
            self._pusher = None
        if call and call.flag("drop_pending_updates"):
            self.pending.clear()
        return True

    async def webhook_info(self, _call: Call) -> dict[str, Any]:
        """getWebhookInfo."""
        info = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self.pending)}
        return info | self.webhook | ({"allowed_updates": self.allowed} if self.allowed else {})

    async def _push(self) -> None:
        """Deliver to the webhook, oldest first; again, more slowly each time, until it answers 2xx."""
        pause = 0.05
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(10)) as session:
            while True:
                if not self.pending:
                    await self._news.wait(60)
                elif await self._delivered(session, self.pending[0]):
                    del self.pending[0]
                    pause = 0.05
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, 5)

    async def _delivered(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        try:
            async with session.post(self.webhook["url"], json=update, headers=headers) as answer:
                if answer.ok:
                    return True
                why = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as fault:
            why = f"Connection failed: {type(fault).__name__}"
        self.webhook |= {"last_error_date": int(time.time()), "last_error_message": why}
        return False


def _check_address(url: str) -> None:
    """Only https, but for the loopback, where no certificate can be had."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}):
        return
    raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
