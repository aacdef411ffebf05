"""A house with one person in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.assistant.house import House, furnished


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with furnished(tmp_path) as one:
        yield one
