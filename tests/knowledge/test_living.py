"""Knowledge files that change while people ask."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from knowledge import corpus
from knowledge.living import EVERY, Living
from tests.knowledge.conftest import SMALL


class Hands:
    """A clock and a thread that move only when told to."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waiting: list[Callable[[], None]] = []

    def clock(self) -> float:
        return self.time

    def later(self) -> None:
        self.time += EVERY

    def learn(self) -> None:
        self.waiting.pop()()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "corpus"))


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def living(folder: Path, hands: Hands) -> Living:
    return Living(corpus.load(folder), folder, clock=hands.clock, start=hands.waiting.append)


def rewrite(folder: Path, old: str, new: str, *, file: str = "topics/g01-small.yaml") -> None:
    path = folder / file
    path.write_text(path.read_text().replace(old, new))


def test_a_changed_answer_is_told_without_a_restart(living: Living, folder: Path, hands: Hands) -> None:
    chatbot = living.chatbot()
    rewrite(folder, "Itching alone is mostly harmless.", "Itching alone is nearly always harmless.")
    hands.later()
    before = chatbot.answer("my mole itches").text
    hands.learn()
    after = chatbot.answer("my mole itches").text
    assert "mostly" in before
    assert "nearly always" in after


def test_a_changed_pack_is_told_too(living: Living, folder: Path, hands: Hands) -> None:
    rewrite(folder, "answer: Hola.", "answer: Buenas.", file="languages/es.yaml")
    hands.later()
    living.voices()
    hands.learn()
    assert living.chatbot().answer("hola", language="es").text == "Buenas."


def test_who_asks_never_waits_for_learning(living: Living, folder: Path, hands: Hands) -> None:
    old = living.voices()
    rewrite(folder, "A doctor cuts it out.", "It is cut out.")
    hands.later()
    assert living.voices() is old
    assert len(hands.waiting) == 1


def test_a_broken_file_is_refused_in_one_line_and_the_old_goes_on(living: Living, folder: Path, hands: Hands) -> None:
    old = living.voices()
    rewrite(folder, "level: general", "level: whatever")
    with capture_logs() as logs:
        for _ in range(3):
            hands.later()
            living.voices()
            if hands.waiting:
                hands.learn()
    assert living.voices() is old
    assert [(one["event"], one["log_level"]) for one in logs] == [("knowledge.refused", "warning")]
    assert "level is 'whatever'" in logs[0]["first"]


def test_a_mended_file_is_learned(living: Living, folder: Path, hands: Hands) -> None:
    rewrite(folder, "level: general", "level: whatever")
    hands.later()
    living.voices()
    hands.learn()
    rewrite(folder, "level: whatever", "level: urgent")
    hands.later()
    living.voices()
    hands.learn()
    assert living.chatbot().answer("can i catch skin cancer").level == "urgent"


def test_files_are_looked_at_every_two_seconds_at_most(
    living: Living, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    monkeypatch.setattr("knowledge.living.signature", lambda _: looks.append(1) or living._seen)
    for _ in range(10):
        living.voices()
        hands.time += EVERY / 4
    assert len(looks) == 2


def test_an_older_file_put_in_place_is_noticed(living: Living, folder: Path, hands: Hands) -> None:
    os.utime(folder / "sources.yaml", (1, 1))
    hands.later()
    living.voices()
    assert len(hands.waiting) == 1


def test_a_change_while_learning_is_learned_next(living: Living, folder: Path, hands: Hands) -> None:
    rewrite(folder, "A doctor cuts it out.", "It is cut out.")
    hands.later()
    living.voices()
    rewrite(folder, "It is cut out.", "It is removed.")
    hands.later()
    living.voices()
    assert len(hands.waiting) == 1
    hands.learn()
    hands.later()
    living.voices()
    for learn in hands.waiting:
        learn()
    assert "It is removed." in living.chatbot().answer("how is melanoma treated").text
