"""Bot, web and worker as processes of their own over MariaDB and Redis, as docker-compose.yml runs them."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.botapi.server import MY_TOKEN, BotApi
from tests.e2e.running import Running
from tests.e2e.test_telegram import PATIENCE, registered, results, skipped
from tests.pictures import real_or_drawn
from tests.redis_server import PrivateRedis

pytestmark = [pytest.mark.mariadb, pytest.mark.redis]


@pytest.fixture
async def parts(
    tmp_path: Path, telegram: BotApi, redis: PrivateRedis, mariadb_url: str
) -> AsyncIterator[dict[str, Running]]:
    shared = {
        "LENTIGO_TELEGRAM_TOKEN": MY_TOKEN,
        "LENTIGO_TELEGRAM_API_URL": telegram.url,
        "LENTIGO_DATABASE_URL": mariadb_url,
        "LENTIGO_REDIS_URL": redis.url,
    }
    made = {part: Running(tmp_path / "data", shared | {"LENTIGO_PARTS": part}) for part in ("web", "bot", "worker")}
    for one in made.values():
        await one.start()
    yield made
    for one in made.values():
        await one.kill()


async def test_a_photo_goes_from_the_bot_to_the_worker_and_back(parts: dict[str, Running], telegram: BotApi) -> None:
    user = await registered(telegram)
    user.send_photo(real_or_drawn())
    await skipped(user)
    await user.wait_for_text("not a diagnosis", PATIENCE)
    assert len(results(user)) == 1
    async with aiohttp.ClientSession() as session:
        for one in parts.values():
            async with session.get(f"{one.url}/health") as answer:
                assert answer.status == 200


async def test_the_worker_away_the_photo_waits_and_nothing_is_lost(
    parts: dict[str, Running], redis: PrivateRedis, telegram: BotApi
) -> None:
    user = await registered(telegram)
    await parts["worker"].kill()
    await redis.stop()
    user.send_photo(real_or_drawn())
    await user.wait_for_text("Received. One moment.", PATIENCE)
    await parts["worker"].start()
    await skipped(user)
    await user.wait_for_text("not a diagnosis", PATIENCE)
    assert len(results(user)) == 1
