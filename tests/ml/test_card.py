"""The model card tells what the contracts hold, and nothing that is stale."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ml import contract as contracts
from ml.contract import ModelContract
from ml.evaluation.card import CARD, card, read_contracts, write_card


@pytest.fixture
def models(model: Path) -> Path:
    return model.parent


@pytest.fixture
def shipped(models: Path) -> list[ModelContract]:
    return [classifier for classifier, _ in read_contracts(models)]


@pytest.fixture
def copied(model: Path, tmp_path: Path) -> Path:
    """A folder of models with a copy of the one that ships."""
    shutil.copytree(model, tmp_path / "models" / "main")
    return tmp_path / "models"


EXAMPLE = {
    "label": "MEL",
    "domain": "phone",
    "named": "NV",
    "probability": 0.43,
    "malignant": 0.31,
    "aspect": 1.5,
    "mask": [[0.4, 0.4], [0.6, 0.4], [0.5, 0.6]],
    "outline": [[0.4, 0.4], [0.6, 0.4], [0.6, 0.6]],
    "outline_held_out": True,
    "heat": [[0.0, 0.2], [0.5, 1.0]],
    "square": [0.1667, 0.0, 0.8333, 1.0],
}


def retold(models: Path, **metrics: Any) -> None:
    """Let the copied model tell something else."""
    told = ModelContract.load(models / "main")
    replace(told, metrics={**told.metrics, **metrics}).save(models / "main")


def linked_and_drawn(models: Path) -> tuple[set[str], set[str]]:
    """The plots that the card links, and those that lie beside it."""
    linked = set(re.findall(r"\((drawn/[^)]+\.svg)\)", card(read_contracts(models))))
    return linked, {str(file.relative_to(models.parent)) for file in (models.parent / "drawn").glob("*.svg")}


def test_the_card_is_not_stale(models: Path) -> None:
    written = (models.parent / CARD).read_text(encoding="utf-8")
    assert written == card(read_contracts(models)), "run `lentigo promote` again"


def test_every_plot_of_the_card_is_there_and_no_other(models: Path, shipped: list[ModelContract]) -> None:
    linked, drawn = linked_and_drawn(models)
    assert linked == drawn
    assert len(linked) == sum(len(one.metrics["domains"]) + bool(one.metrics.get("examples")) for one in shipped)


def test_other_examples_leave_the_old_drawing_stale_until_the_card_is_written_again(copied: Path) -> None:
    pytest.importorskip("matplotlib", reason="the training extra is not installed")
    retold(copied, examples=[EXAMPLE])
    write_card(copied, copied.parent)
    linked, drawn = linked_and_drawn(copied)
    assert linked == drawn
    assert len([name for name in drawn if "main-examples-" in name]) == 1

    retold(copied, examples=[EXAMPLE | {"named": "BKL"}])
    stale, drawn = linked_and_drawn(copied)
    assert len(stale - drawn) == 1
    write_card(copied, copied.parent)
    linked, drawn = linked_and_drawn(copied)
    assert linked == drawn == stale


def test_the_examples_are_drawn_without_a_picture(copied: Path) -> None:
    pytest.importorskip("matplotlib", reason="the training extra is not installed")
    blind = EXAMPLE | {"label": "NV", "outline": None, "heat": None}
    retold(copied, examples=[EXAMPLE, blind])
    write_card(copied, copied.parent)
    (drawing,) = (copied.parent / "drawn").glob("main-examples-*.svg")
    assert "<image" not in drawing.read_text(encoding="utf-8")


def test_a_mask_that_the_outline_network_may_know_is_told(copied: Path) -> None:
    for held_out in (True, False):
        retold(copied, examples=[EXAMPLE | {"outline_held_out": held_out}])
        written = card(read_contracts(copied))
        assert "phone, was MEL, named NV .43" in written
        assert ("may have learned from the mask of MEL" in written) is not held_out


def test_each_network_that_was_measured_alone_has_a_row_and_the_others_a_line(
    copied: Path, shipped: list[ModelContract]
) -> None:
    figures = shipped[0].metrics["domains"]["phone"]["figures"]
    told = {"minutes": 37.0, "seed": 1}
    known = {"run": "fold1", "fold": 1, "domains": {"phone": figures}, **told}
    retold(
        copied, networks=[known, {"run": "fold2", "fold": 2, "domains": {}, **told}, {"run": "old", "fold": 3, **told}]
    )
    written = card(read_contracts(copied))
    assert f"| `fold1` | 1 | 37 | 1 | phone | {figures['malignant_auc']['n']} | " in written
    assert "- `fold2`: fold 2 held out, 37 minutes, seed 1, one run;\n- `old`: fold 3 held out" in written


def test_a_file_of_weights_is_hashed_once_for_a_card(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("matplotlib", reason="the training extra is not installed")
    hashed: list[Path] = []
    once = contracts.sha256
    monkeypatch.setattr(contracts, "sha256", lambda file: (hashed.append(file), once(file))[1])
    write_card(copied, copied.parent)
    assert [file.name for file in hashed] == ["lentigo.tflite"]


def test_every_figure_comes_with_its_interval_and_number(shipped: list[ModelContract]) -> None:
    for contract in shipped:
        for told in contract.metrics["domains"].values():
            for figure in told["figures"].values():
                assert figure["low"] <= figure["value"] <= figure["high"]
                assert figure["n"] > 0


def test_a_share_of_fewer_than_twenty_is_not_told(shipped: list[ModelContract]) -> None:
    for contract in shipped:
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
def test_the_readme_tells_the_same_figures(models: Path, shipped: list[ModelContract], row: str, figure: str) -> None:
    readme = (models.parents[1] / "README.md").read_text(encoding="utf-8")
    told = next(line for line in readme.splitlines() if line.startswith(f"| {row} |"))
    domains = shipped[0].metrics["domains"]
    own = [domains[domain]["figures"][figure] for domain in ("phone", "dermoscopy")]
    assert (
        told
        == f"| {row} | " + " | ".join(f"{one['value']:.2f} [{one['low']:.2f}, {one['high']:.2f}]" for one in own) + " |"
    )
