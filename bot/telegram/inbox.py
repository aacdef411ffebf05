"""The durable inbox: PTB's update queue, which writes each update down before Telegram is told it arrived.

Stock polling confirms an update once it lies in a queue in memory, and a kill then loses it. Here `put` returns
after the row is committed, so that a kill at any moment loses nothing; `refeed` takes up what was left behind.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from telegram import Bot, Chat, Update
from telegram.error import NetworkError

from bot.assistant.events import Door
from bot.telegram.limits import MOST_FAILURES
from db.store import Store

log = structlog.get_logger()

MOST_LEFT_BEHIND = 1000
"""Rows read at once when updates are taken up again; the next sweep takes the rest."""


def key_of(update: Update) -> str:
    """The key under which an update is handled exactly once."""
    return f"tg:{update.update_id}"


def is_heard(update: Update) -> bool:
    """Whether we handle this kind of update at all: no edits, no channels."""
    return bool(update.message or update.callback_query or update.my_chat_member)


def is_private(update: Update) -> bool:
    """Whether it comes from a person's private chat; of groups nothing is kept."""
    return update.effective_chat is not None and update.effective_chat.type == Chat.PRIVATE


class Inbox(asyncio.Queue[object]):
    """The queue between receiving and handling. `put` raises NetworkError, and only that, when it cannot write:

    PTB then asks Telegram for the same updates again, while any other error would end its polling for good.
    """

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._store = store
        self._clock = clock
        self._open: set[str] = set()
        """Keys that wait in the queue or are being handled."""
        self._failures: Counter[str] = Counter()

    async def put(self, item: object) -> None:
        """Write an update down, then queue it; one that was taken before is left out."""
        if isinstance(item, Update):
            if not is_heard(item):
                return
            if is_private(item) and not await self._is_new(item):
                return
        await super().put(item)

    async def refeed(self, bot: Bot, *, older_than: timedelta = timedelta(0)) -> int:
        """Queue the updates that were written down and not handled; returns how many."""
        async with self._store.work() as work:
            rows = await work.inbox.pending(Door.TELEGRAM, MOST_LEFT_BEHIND)
        latest = self._clock() - older_than
        left = [row for row in rows if row.key not in self._open and row.received_at <= latest]
        for row in left:
            self._open.add(row.key)
            await super().put(Update.de_json(dict(row.payload), bot))
        if left:
            log.info("updates_taken_up", count=len(left))
        return len(left)

    async def done(self, update: Update) -> None:
        """Mark an update as handled that brings the assistant nothing."""
        if not is_private(update):
            return
        async with self._store.work() as work:
            await work.inbox.done(Door.TELEGRAM, key_of(update), self._clock(), keep_payload=False, person_id=None)
            await work.commit()

    def settle(self, update: Update) -> None:
        """The handlers are through with it, well or not; one that failed comes again with the next `refeed`."""
        self._open.discard(key_of(update))

    async def failed(self, update: Update) -> None:
        """Count a failure; an update that always fails is given up."""
        key = key_of(update)
        self._failures[key] += 1
        if self._failures[key] >= MOST_FAILURES:
            del self._failures[key]
            log.error("update_given_up", update=update.update_id, failures=MOST_FAILURES)
            await self.done(update)

    async def _is_new(self, update: Update) -> bool:
        key, chat = key_of(update), update.effective_chat
        try:
            async with self._store.work() as work:
                row = await work.inbox.put(
                    Door.TELEGRAM, key, str(chat.id if chat else ""), update.to_dict(), self._clock()
                )
                await work.commit()
        except Exception as fault:
            log.warning("inbox_unwritable", update=update.update_id, fault=type(fault).__name__)
            raise NetworkError("the inbox cannot be written") from fault
        if row.handled_at is not None or key in self._open:
            return False
        self._open.add(key)
        return True
