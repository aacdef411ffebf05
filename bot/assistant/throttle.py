"""A brake on guessing: a few tries to log in as somebody, then a pause."""

import hashlib
from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta

TRIES = 8
"""Tries for one name within the window; enough for a forgetful person, too few to guess with."""

WINDOW = timedelta(minutes=15)

NAMES = 10_000
"""Names remembered at most, so that guessing over many names cannot fill the memory."""


class Throttle:
    """Counts tries by name; a name is remembered as a short hash, so that long ones take no more room."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._tries: OrderedDict[bytes, deque[datetime]] = OrderedDict()

    def allows(self, name: str) -> bool:
        """Count one more try, unless it is too many; asked before the slow check, so that tries at once count too."""
        now = self._now()
        tries = self._tries.setdefault(_key(name), deque())
        self._tries.move_to_end(_key(name))
        if len(self._tries) > NAMES:
            self._tries.popitem(last=False)
        while tries and tries[0] <= now - WINDOW:
            tries.popleft()
        if len(tries) >= TRIES:
            return False
        tries.append(now)
        return True

    def passed(self, name: str) -> None:
        """Forget the tries of a name that logged in."""
        self._tries.pop(_key(name), None)


def _key(name: str) -> bytes:
    return hashlib.blake2b(name.encode(errors="surrogatepass"), digest_size=16).digest()
