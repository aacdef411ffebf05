"""Photos on their way from a door into the store, so many bytes at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from db.store import StoreUnreachable

ROOM = 256 * 1024 * 1024
"""Bytes on their way at most: a dozen of the largest photos, while the store takes several a second."""


class Passage:
    """Counts what is on its way; whoever comes on top is sent back with their photo, to come again."""

    def __init__(self) -> None:
        self._bytes = 0

    @contextmanager
    def taking(self, photo: bytes) -> Iterator[None]:
        """Hold a photo's place. Raises StoreUnreachable when there is none."""
        if self._bytes + len(photo) > ROOM:
            raise StoreUnreachable("too many photos are on their way into it")
        self._bytes += len(photo)
        try:
            yield
        finally:
            self._bytes -= len(photo)
