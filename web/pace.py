"""How fast one person may send: so many within a window, counted in this process."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from web.limits import REMEMBERED


class Pace:
    """Allows `most` within any `seconds`, for each person on their own."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, person: str) -> bool:
        """Count one more, unless it is too many; whoever is refused is not counted."""
        now = self._clock()
        sent = self._sent.setdefault(person, deque())
        self._sent.move_to_end(person)
        if len(self._sent) > REMEMBERED:
            self._sent.popitem(last=False)
        while sent and sent[0] <= now - self._seconds:
            sent.popleft()
        if len(sent) >= self._most:
            return False
        sent.append(now)
        return True
