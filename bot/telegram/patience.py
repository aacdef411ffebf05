"""Trying again what may work in a moment: the store or the network was away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog
from telegram.error import BadRequest, NetworkError

from db.store import StoreUnreachable

log = structlog.get_logger()

PAUSES = (0.5, 2.0, 5.0)
"""Seconds between attempts. The chat's order is kept meanwhile; longer gaps are for the sweep of the inbox."""

T = TypeVar("T")


async def patiently(attempt: Callable[[], Awaitable[T]]) -> T:
    """The result of `attempt`, tried once more after each pause; the last failure is raised."""
    for pause in PAUSES:
        try:
            return await attempt()
        except BadRequest:
            raise
        except (StoreUnreachable, NetworkError) as fault:
            log.info("trying_again", fault=type(fault).__name__, seconds=pause)
            await asyncio.sleep(pause)
    return await attempt()
