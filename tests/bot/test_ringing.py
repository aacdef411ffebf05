"""The doorbell across processes, over a real Redis; without it the sweeps do, and nothing fails."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from bot import ringing
from bot.ringing import RedisDoorbell
from tests.redis_server import PATIENCE, PrivateRedis


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[RedisDoorbell]:
    bell = RedisDoorbell(url)
    hearing = asyncio.create_task(bell.listen())
    yield bell
    hearing.cancel()
    with suppress(asyncio.CancelledError):
        await hearing
    await bell.close()


async def heard_by(redis: PrivateRedis, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while await redis.listeners() != count:  # noqa: ASYNC110 - another process tells no event
            await asyncio.sleep(0.02)


async def woken(bell: RedisDoorbell, name: str, seconds: float) -> bool:
    """Whether a ring came before the time was over."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    await bell.wait(name, seconds)
    return loop.time() - begun < seconds


@pytest.mark.redis
async def test_a_ring_wakes_another_process_and_only_for_its_name(redis: PrivateRedis) -> None:
    async with listening(redis.url) as one, listening(redis.url) as other:
        await heard_by(redis, 2)
        one.ring("photos")
        assert await woken(other, "photos", PATIENCE)
        assert not await woken(other, "telegram", 0.2)


@pytest.mark.redis
async def test_rings_are_heard_again_after_redis_came_back(
    redis: PrivateRedis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ringing, "LISTEN_AGAIN", 0.05)
    async with listening(redis.url) as one, listening(redis.url) as other:
        await heard_by(redis, 2)
        await redis.stop()
        one.ring("photos")
        assert not await woken(other, "photos", 0.2)
        await redis.start()
        await heard_by(redis, 2)
        one.ring("photos")
        assert await woken(other, "photos", PATIENCE)


async def test_without_redis_a_ring_still_wakes_its_own_process() -> None:
    async with listening("redis://127.0.0.1:1/0") as bell:
        bell.ring("photos")
        assert await woken(bell, "photos", PATIENCE)
