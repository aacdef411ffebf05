"""A doorbell: wakes whoever waits for letters or photos; the truth stays in the store."""

import asyncio
from collections import defaultdict


class Doorbell:
    """Bells by name. A ring that nobody hears is remembered until the next wait."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def ring(self, name: str) -> None:
        """Wake those who wait for `name`."""
        self._bells[name].set()

    async def wait(self, name: str, seconds: float) -> None:
        """Return at the next ring, or after `seconds`."""
        bell = self._bells[name]
        try:
            async with asyncio.timeout(seconds):
                await bell.wait()
        except TimeoutError:
            return
        bell.clear()
