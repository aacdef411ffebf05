"""A bell that wakes everybody who waits for news."""

import asyncio


class Bell:
    """`ring` may be called from plain functions; `wait` returns at the next ring or after the timeout."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait now."""
        self._event.set()
        self._event = asyncio.Event()

    async def wait(self, timeout: float) -> None:  # noqa: ASYNC109 - a long poll has its own time
        """Wait for the next ring, at most `timeout` seconds."""
        event = self._event
        try:
            async with asyncio.timeout(timeout):
                await event.wait()
        except TimeoutError:
            return
