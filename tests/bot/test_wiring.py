"""What the house is furnished with: the model of answers only where there is one."""

from pathlib import Path
from typing import Any

import pytest

from bot import wiring
from bot.assistant.doorbell import Doorbell
from bot.settings import Settings
from ml.answers import ANSWERS_FILE, AnswersModel
from ml.contract import ModelError
from ml.predict import Predictor
from tests.bot.assistant.test_verdict import model


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a model whose network need not be loaded here."""
    monkeypatch.setattr(wiring, "MODELS", tmp_path)
    monkeypatch.setattr(Predictor, "load", lambda _: None)
    made = tmp_path / "made-up"
    made.mkdir()
    return made


def furnished() -> Any:
    settings = Settings(_env_file=None, model="made-up")
    return wiring._screening(settings, None, None, Doorbell())  # type: ignore[arg-type]


def test_the_model_of_answers_is_used_where_there_is_one(folder: Path) -> None:
    assert furnished()._answers_model is None
    model().save(folder)
    assert furnished()._answers_model == AnswersModel.load(folder)


def test_a_broken_one_is_not_passed_over_in_silence(folder: Path) -> None:
    (folder / ANSWERS_FILE).write_text("{}")
    with pytest.raises(ModelError, match=ANSWERS_FILE):
        furnished()
