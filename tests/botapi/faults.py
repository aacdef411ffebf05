"""Faults on demand: what goes wrong, at which method, how many times."""

import asyncio
import math
from collections import deque
from dataclasses import dataclass
from typing import Protocol

from tests.botapi.errors import ApiError, too_many

ANY = "*"


class Dropped(Exception):
    """The connection breaks without an answer."""


class Fault(Protocol):
    """Something that goes wrong before, or after, the method is carried out."""

    @property
    def after(self) -> bool:
        """Whether the method is carried out first and only its answer is lost."""

    async def strike(self) -> None:
        """Raise what the caller is to see, or wait."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error answer, such as 502 or 429."""

    error: ApiError
    after: bool = False

    async def strike(self) -> None:
        raise self.error


@dataclass(frozen=True, slots=True)
class Hang:
    """Silence for so many seconds; the caller's own time-out ends it."""

    seconds: float
    after: bool = False

    async def strike(self) -> None:
        await asyncio.sleep(self.seconds)


@dataclass(frozen=True, slots=True)
class Drop:
    """A connection that breaks off; with `after`, once the method has been carried out."""

    after: bool = False

    async def strike(self) -> None:
        raise Dropped


class Faults:
    """The faults that wait to strike, first come first struck."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Fault]] = []

    def add(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let a method (or ANY) go wrong so many times."""
        self._waiting.extend([(method.lower(), fault)] * times)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self._waiting.clear()

    def next_for(self, method: str) -> Fault | None:
        """The fault that strikes this call, if any; it is used up."""
        for place, (where, fault) in enumerate(self._waiting):
            if where in {ANY, method.lower()}:
                del self._waiting[place]
                return fault
        return None


class Rates:
    """Telegram's flood limits: `chat` messages a second to one chat, `overall` to all chats."""

    def __init__(self, *, chat: int = 1, overall: int = 30) -> None:
        self._limits = {"chat": chat, "overall": overall}
        self._sent: dict[object, deque[float]] = {}

    def check(self, chat: int, now: float) -> None:
        """Count a message sent at `now` (seconds); raises 429 when it is one too many."""
        for who, limit in ((chat, self._limits["chat"]), ("overall", self._limits["overall"])):
            sent = self._sent.setdefault(who, deque())
            while sent and sent[0] <= now - 1:
                sent.popleft()
            if len(sent) >= limit:
                raise too_many(math.ceil(sent[0] + 1 - now) or 1)
        for who in (chat, "overall"):
            self._sent[who].append(now)
