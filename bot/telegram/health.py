"""Whether the door is open: when Telegram was last heard from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram.request import HTTPXRequest

from bot.telegram.limits import POLL_SECONDS

SILENCE = timedelta(seconds=4 * POLL_SECONDS)
"""A poll ends after POLL_SECONDS at the latest; four of them without one that succeeded is trouble."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the door: `connected` once Telegram took the token, `last_contact` the last good poll or call."""

    connected: bool
    last_contact: datetime | None

    def is_well(self, now: datetime) -> bool:
        """For polling: whether a poll succeeded lately. PTB's own `running` stays true when its task has died."""
        return self.connected and self.last_contact is not None and now - self.last_contact < SILENCE


class WatchedRequest(HTTPXRequest):
    """The connection for getUpdates, which remembers when it last got an answer."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        super().__init__(connection_pool_size=1, connect_timeout=5, read_timeout=10, pool_timeout=5)
        self._clock = clock
        self.last_success: datetime | None = None

    async def do_request(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Ask, and note the time when the answer is good."""
        status, body = await super().do_request(*args, **kwargs)
        if status == 200:
            self.last_success = self._clock()
        return status, body
