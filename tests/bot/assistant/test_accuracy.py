"""Figures for people come from the evaluation, or there are none."""

from pathlib import Path

import pytest

from bot.assistant.accuracy import Share, accuracy_of
from ml.contract import ModelContract

MEASURED = {
    "pictures": 300,
    "by_class": {"MEL": 10, "BCC": 90, "SCC": 20, "NV": 100, "AK": 80},
    "figures": {
        "see_doctor_sensitivity": {"value": 0.891, "low": 0.825, "high": 0.948, "n": 300},
        "see_doctor_specificity": {"value": 0.798, "low": 0.703, "high": 0.884, "n": 300},
    },
}


class Measured:
    metrics = {"domains": {"phone": MEASURED}}  # noqa: RUF012 - stands for a contract


def test_shares_are_told_of_a_hundred(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(ModelContract, "load", lambda _: Measured())
    told = accuracy_of(tmp_path)
    assert told is not None
    assert (told.photos, told.cancers) == (300, 120)
    assert told.found == Share(89, 82, 95)
    assert told.alarmed == Share(20, 12, 30)


def test_a_model_without_figures_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert accuracy_of(tmp_path) is None
    monkeypatch.setattr(Measured, "metrics", {})
    monkeypatch.setattr(ModelContract, "load", lambda _: Measured())
    assert accuracy_of(tmp_path) is None
