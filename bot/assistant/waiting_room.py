"""Photos whose bytes wait in memory for consent; nothing of them touches the disk."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

WAIT = timedelta(minutes=10)
"""How long a photo waits for consent, as the consent question says."""

ROOM = 256 * 1024 * 1024
"""Bytes held at most; the oldest go first, so that a flood cannot exhaust the memory, and are asked for again."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    photo: bytes
    since: datetime


class WaitingRoom:
    """Uploads by id, each for ten minutes at most."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._waiting: dict[str, _Waiting] = {}

    def put(self, upload: str, photo: bytes) -> None:
        """Hold a photo; repeating an id replaces it."""
        self._waiting[upload] = _Waiting(photo, self._now())
        self._tidy()

    def get(self, upload: str | None) -> bytes | None:
        """The photo, or None when it is not there any more."""
        self._tidy()
        waiting = self._waiting.get(upload) if upload else None
        return waiting.photo if waiting else None

    def drop(self, upload: str) -> None:
        """Let go of a photo."""
        self._waiting.pop(upload, None)

    def _tidy(self) -> None:
        oldest = self._now() - WAIT
        for upload in [one for one, waiting in self._waiting.items() if waiting.since < oldest]:
            del self._waiting[upload]
        while sum(len(waiting.photo) for waiting in self._waiting.values()) > ROOM:
            del self._waiting[next(iter(self._waiting))]
