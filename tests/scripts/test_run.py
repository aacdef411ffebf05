"""Each process serves what its parts need, and a part that does not exist is refused in words."""

from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from bot.settings import Part, Settings, TelegramMode
from scripts.commands.run import application
from scripts.failures import explain
from tests.legs import ROOT


def settings_with(monkeypatch: pytest.MonkeyPatch, parts: str) -> Settings:
    monkeypatch.setenv("LENTIGO_PARTS", parts)
    return Settings(_env_file=None)


def paths(parts: set[Part], *, mode: TelegramMode | None = None) -> set[str]:
    """What such a process serves; `mode` is that of its Telegram door."""
    nothing: Any = SimpleNamespace(assistant=None, accounts=None, panel=None)
    door: Any = SimpleNamespace(webhook_handler=None, is_well=bool)
    door.webhook_handler = lambda _: None
    settings = Settings(_env_file=None, parts=parts, telegram_mode=mode or TelegramMode.POLLING)
    resources = application(settings, nothing, door if mode else None).router.resources()
    return {resource.canonical for resource in resources}


@pytest.mark.parametrize("parts", ["bot,web,wroker", "all", "bot,", ","])
def test_a_part_that_does_not_exist_is_refused_in_words(monkeypatch: pytest.MonkeyPatch, parts: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        settings_with(monkeypatch, parts)
    words = str(explain(refusal.value))
    assert "LENTIGO_PARTS" in words
    assert "'bot', 'web' or 'worker'" in words


def test_parts_are_told_apart_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_with(monkeypatch, "bot, worker").parts == {Part.BOT, Part.WORKER}
    assert settings_with(monkeypatch, "").parts == set(Part)


def test_without_web_only_machines_are_served() -> None:
    assert paths({Part.WORKER}) == {"/health"}
    assert paths({Part.BOT}, mode=TelegramMode.POLLING) == {"/health"}
    assert paths({Part.BOT}, mode=TelegramMode.WEBHOOK) == {"/health", "/telegram/webhook"}


def test_the_browser_door_has_everything_and_the_webhook_only_where_it_is_used() -> None:
    assert {"/", "/chat", "/admin", "/health"} < paths({Part.WEB})
    assert "/telegram/webhook" in paths(set(Part), mode=TelegramMode.WEBHOOK)
    assert "/telegram/webhook" not in paths(set(Part), mode=TelegramMode.POLLING)


def test_compose_runs_every_part_in_a_service_of_its_name() -> None:
    compose = (ROOT / "docker-compose.yml").read_text()
    for part in Part:
        assert compose.count(f"LENTIGO_PARTS: {part}}}") == 1
