"""Batches made ahead of the training step that takes them, in order."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from typing import TypeVar

Made = TypeVar("Made")


def ahead(make: Callable[[int], Made], first: int, *, threads: int = 2, waiting: int = 6) -> Iterator[Made]:
    """Yield `make(first)`, `make(first + 1)` and so on for ever, made by threads that work ahead."""
    with ThreadPoolExecutor(threads) as pool:
        numbers = count(first)
        queue: deque[Future[Made]] = deque()
        try:
            while True:
                while len(queue) < waiting:
                    queue.append(pool.submit(make, next(numbers)))
                yield queue.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
