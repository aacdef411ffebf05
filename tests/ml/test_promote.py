"""Promoting: a model that is no worse takes its place whole, a worse one changes nothing."""

import json
import shutil
from pathlib import Path

import pytest

from ml.contract import CONTRACT_FILE
from ml.evaluation.card import CARD
from scripts.cli import main
from scripts.commands.promote import REFUSED

SHIPPED = Path(__file__).parents[2] / "ml" / "models" / "main"


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """A run whose exported and calibrated model is the one that ships."""
    shutil.copytree(SHIPPED, tmp_path / "run" / "model")
    return tmp_path / "run"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "ml" / "models").mkdir(parents=True)
    return tmp_path / "ml" / "models"


def promote(run_folder: Path, models: Path) -> int:
    return main(["promote", "--run", str(run_folder), "--into", str(models)])


def worsen(run_folder: Path, figure: str, value: float) -> None:
    file = run_folder / "model" / CONTRACT_FILE
    contract = json.loads(file.read_text(encoding="utf-8"))
    contract["metrics"]["domains"]["phone"]["figures"][figure]["value"] = value
    file.write_text(json.dumps(contract), encoding="utf-8")


def test_the_first_model_takes_its_place_with_its_card(run_folder: Path, models: Path) -> None:
    pytest.importorskip("matplotlib", reason="the training extra is not installed")
    assert promote(run_folder, models) == 0
    assert sorted(file.name for file in (models / "main").iterdir()) == sorted(
        file.name for file in SHIPPED.iterdir() if file.name != "__pycache__"
    )
    assert (models.parent / CARD).read_text(encoding="utf-8").startswith("# Model card")


@pytest.mark.parametrize(("figure", "value"), [("see_doctor_sensitivity", 0.85), ("malignant_auc", 0.6)])
def test_a_worse_model_is_refused_with_its_reason_and_nothing_changes(
    run_folder: Path, models: Path, capsys: pytest.CaptureFixture[str], figure: str, value: float
) -> None:
    shutil.copytree(SHIPPED, models / "main")
    worsen(run_folder, figure, value)
    assert promote(run_folder, models) == REFUSED
    assert f"{value:.3f}" in capsys.readouterr().err
    for file in ("lentigo.tflite", CONTRACT_FILE):
        assert (models / "main" / file).read_bytes() == (SHIPPED / file).read_bytes()


def test_a_model_without_figures_is_refused(run_folder: Path, models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = run_folder / "model" / CONTRACT_FILE
    contract = json.loads(file.read_text(encoding="utf-8")) | {"metrics": {}}
    file.write_text(json.dumps(contract), encoding="utf-8")
    assert promote(run_folder, models) == REFUSED
    assert "lentigo calibrate" in capsys.readouterr().err


def test_a_model_that_misses_one_cancer_in_ten_does_not_ship_even_where_there_is_none(
    run_folder: Path, models: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worsen(run_folder, "see_doctor_sensitivity", 0.85)
    assert promote(run_folder, models) == REFUSED
    assert "90%" in capsys.readouterr().err
    assert list(models.iterdir()) == []


def test_what_a_kill_between_the_renames_left_is_put_back_first(run_folder: Path, models: Path) -> None:
    shutil.copytree(SHIPPED, models / "main.old")
    worsen(run_folder, "malignant_auc", 0.6)
    assert promote(run_folder, models) == REFUSED, "it is compared with the one that was there"
    assert [one.name for one in models.iterdir()] == ["main"]
    assert (models / "main" / CONTRACT_FILE).read_bytes() == (SHIPPED / CONTRACT_FILE).read_bytes()
