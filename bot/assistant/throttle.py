"""A brake on guessing: a few wrong log-ins for a name, then a pause."""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

TRIES = 8
"""Wrong log-ins for one name within the window; enough for a forgetful person, too few to guess with."""

WINDOW = timedelta(minutes=15)

NAMES = 10_000
"""Names remembered at most, so that guessing over many names cannot fill the memory."""


class Throttle:
    """Counts failures by name."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._failures: defaultdict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=TRIES))

    def closed(self, name: str) -> bool:
        """Whether the name must wait."""
        failures = self._failures.get(name)
        return failures is not None and len(failures) == TRIES and failures[0] > self._now() - WINDOW

    def failed(self, name: str) -> None:
        """Note a wrong log-in."""
        if len(self._failures) >= NAMES:
            del self._failures[next(iter(self._failures))]
        self._failures[name].append(self._now())

    def passed(self, name: str) -> None:
        """Forget the failures of a name that logged in."""
        self._failures.pop(name, None)
