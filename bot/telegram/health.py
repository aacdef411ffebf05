"""Whether the door is open: when Telegram was last heard from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from telegram.request import HTTPXRequest

PATIENCE = timedelta(minutes=30)
"""Silence from which on a restart is worth a try. An outage of ten minutes, and the longest pause between two attempts
after it (SLOWEST), is far shorter: through those the door stays up and goes on by itself."""


@dataclass(frozen=True, slots=True)
class Health:
    """The state of the door: `connected` once Telegram took the token, `last_contact` the last good poll or call."""

    connected: bool
    last_contact: datetime | None
    silent_since: datetime | None
    """Since when Telegram owes us an answer; None when it does not: webhooks are silent while nobody writes."""

    def is_well(self, now: datetime) -> bool:
        """Whether the silence is bearable. PTB's own `running` stays true when its polling task has died."""
        return self.silent_since is None or now - self.silent_since < PATIENCE


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
