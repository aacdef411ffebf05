"""The photo worker: screens what waits, as long as it lives, and erases what has been kept long enough."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.assistant import privacy
from bot.assistant.doorbell import Doorbell
from bot.assistant.screening import Screening
from db.store import Store
from db.unit_of_work import PhotoForgotten

LOOK_AGAIN = 2.0
"""Seconds between looks when no bell rings: photos whose bell was lost, or whose worker was killed."""

SWEEP_EVERY = 900.0
"""Seconds; see `privacy.SENT_WITHIN`, which counts on it."""

log = structlog.get_logger()


class Worker:
    """Two loops over the store."""

    def __init__(
        self, screening: Screening, store: Store, *, doorbell: Doorbell, now: Callable[[], datetime], hands: int = 1
    ) -> None:
        self._screening = screening
        self._store = store
        self._doorbell = doorbell
        self._now = now
        self._hands = hands

    async def run(self) -> None:
        """Work until cancelled."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._sweep())
                for _ in range(self._hands):
                    tasks.create_task(self._screen())
        finally:
            self._screening.close()

    async def _screen(self) -> None:
        while True:
            try:
                busy = await self._screening.next()
            except PhotoForgotten:
                log.info("photo taken back while it was looked at")
                busy = True
            except Exception as fault:  # noqa: BLE001 - one photo or one lost connection must not end the worker
                log.error("screening failed", fault=type(fault).__name__)
                busy = False
            if not busy:
                await self._doorbell.wait("photos", LOOK_AGAIN)

    async def _sweep(self) -> None:
        while True:
            try:
                erased = await privacy.sweep(self._store, self._now())
                log.info("photos erased after their time", photos=erased)
            except Exception as fault:  # noqa: BLE001 - the next sweep makes it good
                log.error("sweep failed", fault=type(fault).__name__)
            await asyncio.sleep(SWEEP_EVERY)
