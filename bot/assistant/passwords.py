"""Passwords: argon2id at the library's defaults, in a thread, the same time for unknown names."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 200
"""Characters of a password: NIST 800-63B asks for 8 at least; the upper limit bounds the hashing work."""


class Passwords:
    """Hashing and checking; one `argon2id` check takes about 0.1 s by design."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._decoy = self._hasher.hash("no such password")

    async def hash(self, password: str) -> str:
        """The hash to store."""
        return await asyncio.to_thread(self._hasher.hash, password)

    async def check(self, password: str, stored: str | None) -> bool:
        """Whether the password fits; with nothing stored it takes the same time and fails."""
        fits = await asyncio.to_thread(self._fits, password[:LONGEST], stored or self._decoy)
        return fits and stored is not None

    def _fits(self, password: str, stored: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False


def acceptable(password: str) -> bool:
    """Whether a new password is neither too short nor too long."""
    return SHORTEST <= len(password) <= LONGEST
