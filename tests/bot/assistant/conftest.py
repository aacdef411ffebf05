"""A store with nothing in it, and a house with one person in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from db.store import Store
from tests.bot.assistant.house import House, furnished, opened


@pytest.fixture
async def empty_store(tmp_path: Path) -> AsyncIterator[Store]:
    async with opened(tmp_path) as one:
        yield one


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with furnished(tmp_path) as one:
        yield one
