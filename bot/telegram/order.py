"""The order of updates: one after another within a chat, side by side between chats."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.ext import BaseUpdateProcessor

from bot.telegram.limits import UPDATES_AT_ONCE


class ChatOrder(BaseUpdateProcessor):
    """A lock a chat. asyncio's locks are first come first served, and PTB starts updates in their order."""

    def __init__(self, settle: Callable[[Update], None]) -> None:
        super().__init__(UPDATES_AT_ONCE)
        self._settle = settle
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Handle one update when those before it in its chat are done."""
        if not isinstance(update, Update):
            await coroutine
            return
        chat = update.effective_chat
        lock = self._locks.setdefault(chat.id if chat else 0, asyncio.Lock())
        try:
            async with lock:
                await coroutine
        finally:
            self._settle(update)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
