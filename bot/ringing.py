"""The doorbell across processes: rings travel over Redis publish/subscribe; when Redis is away, the sweeps do."""

import asyncio
import contextlib

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from bot.assistant.doorbell import Doorbell

CHANNEL = "lentigo:bell"

LISTEN_AGAIN = 5.0
"""Seconds before listening again after Redis was lost; until then the sweeps of workers and doors find the work."""

log = structlog.get_logger()


class RedisDoorbell(Doorbell):
    """A doorbell that is heard in every process on the same Redis.

    Publish/subscribe and not a queue: a ring must reach workers and both doors, and may be lost,
    since the work itself stands in the store.
    """

    def __init__(self, url: str) -> None:
        super().__init__()
        self._redis = Redis.from_url(url, socket_connect_timeout=2)
        self._rings: set[asyncio.Task[None]] = set()

    def ring(self, name: str) -> None:
        """Ring here at once, and everywhere else through Redis."""
        super().ring(name)
        ring = asyncio.get_running_loop().create_task(self._publish(name))
        self._rings.add(ring)
        ring.add_done_callback(self._rings.discard)

    async def listen(self) -> None:
        """Hear the rings of other processes until cancelled."""
        while True:
            try:
                await self._hear()
            except RedisError as fault:
                log.warning("redis away, sweeping instead", fault=type(fault).__name__)
                await asyncio.sleep(LISTEN_AGAIN)

    async def close(self) -> None:
        """Let go of the connection."""
        await self._redis.aclose()

    async def _hear(self) -> None:
        async with self._redis.pubsub() as bells:
            await bells.subscribe(CHANNEL)
            async for message in bells.listen():
                if message["type"] == "message":
                    super().ring(message["data"].decode())

    async def _publish(self, name: str) -> None:
        with contextlib.suppress(RedisError):
            await self._redis.publish(CHANNEL, name)
