"""The model card tells what the contracts hold, and nothing that is stale."""

import re
from pathlib import Path

import pytest

from ml.evaluation.card import CARD, card, read_contracts


@pytest.fixture
def models(model: Path) -> Path:
    return model.parent


def test_the_card_is_not_stale(models: Path) -> None:
    written = (models.parent / CARD).read_text(encoding="utf-8")
    assert written == card(models), "run `lentigo promote` again"


def test_every_plot_of_the_card_is_there_and_no_other(models: Path) -> None:
    linked = set(re.findall(r"\((drawn/[^)]+\.svg)\)", card(models)))
    drawn = {str(file.relative_to(models.parent)) for file in (models.parent / "drawn").glob("*.svg")}
    assert linked == drawn
    assert len(linked) == sum(len(one.metrics["domains"]) for one in read_contracts(models))


def test_every_figure_comes_with_its_interval_and_number(models: Path) -> None:
    for contract in read_contracts(models):
        for told in contract.metrics["domains"].values():
            for figure in told["figures"].values():
                assert figure["low"] <= figure["value"] <= figure["high"]
                assert figure["n"] > 0


def test_a_share_of_fewer_than_twenty_is_not_told(models: Path) -> None:
    for contract in read_contracts(models):
        for told in contract.metrics["domains"].values():
            for one in told["by_skin"].values():
                assert (one["sensitivity"] is None) == (one["malignant"] < 20)
                assert (one["false_alarms"] is None) == (one["harmless"] < 20)


def test_the_models_together_are_small_enough_to_ship(models: Path) -> None:
    assert sum(file.stat().st_size for file in models.rglob("*.tflite")) < 25e6


@pytest.mark.parametrize(
    ("row", "figure"),
    [
        ("balanced accuracy, 8 classes", "balanced_accuracy"),
        ("malignant AUC", "malignant_auc"),
        ("cancers sent to a doctor", "see_doctor_sensitivity"),
        ("harmless spots not sent", "see_doctor_specificity"),
        ("calibration error", "calibration_error"),
    ],
)
def test_the_readme_tells_the_same_figures(models: Path, row: str, figure: str) -> None:
    readme = (models.parents[1] / "README.md").read_text(encoding="utf-8")
    told = next(line for line in readme.splitlines() if line.startswith(f"| {row} |"))
    domains = read_contracts(models)[0].metrics["domains"]
    own = [domains[domain]["figures"][figure] for domain in ("phone", "dermoscopy")]
    assert (
        told
        == f"| {row} | " + " | ".join(f"{one['value']:.2f} [{one['low']:.2f}, {one['high']:.2f}]" for one in own) + " |"
    )
