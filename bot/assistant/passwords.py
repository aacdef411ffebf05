"""Passwords: argon2id at the library's defaults, in a thread of their own, the same time for unknown names."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
"""Characters of a password: NIST 800-63B asks for 8 at least; the upper limit bounds the hashing work."""

TURNS = 16
"""Log-ins and registrations under way at the same time: the last of them waits two seconds."""


class Busy(Exception):
    """More log-ins are waiting than we let wait."""


class Turn:
    """Hashing and checking for one who was let in; one `argon2id` check takes about 0.1 s by design."""

    def __init__(self, hasher: PasswordHasher, thread: ThreadPoolExecutor, decoy: str) -> None:
        self._hasher = hasher
        self._thread = thread
        self._decoy = decoy

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._hasher.hash, password)

    async def check(self, password: str, stored: str | None) -> bool:
        """Whether the password fits; with nothing stored it takes the same time and fails."""
        checking = asyncio.get_running_loop().run_in_executor(
            self._thread, self._fits, password[:LONGEST], stored or self._decoy
        )
        return await checking and stored is not None

    def _fits(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


class Passwords:
    """Lets in whoever wants a password hashed or checked, a few at a time.

    The thread is theirs alone, and one is enough because each hash itself takes four cores: a flood of log-ins
    must not hold up the safety check, which runs in asyncio's own threads.
    """

    def __init__(self) -> None:
        hasher = PasswordHasher()
        thread = ThreadPoolExecutor(1, thread_name_prefix="passwords")
        self._turn = Turn(hasher, thread, hasher.hash("no such password"))
        self._taken = 0

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """A place in the queue. Raises Busy when it is full, before anything has been done."""
        if self._taken >= TURNS:
            raise Busy
        self._taken += 1
        try:
            yield self._turn
        finally:
            self._taken -= 1


def acceptable(password: str) -> bool:
    """Whether a new password is neither too short nor too long."""
    return SHORTEST <= len(password) <= LONGEST
