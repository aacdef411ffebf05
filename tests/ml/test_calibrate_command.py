"""`lentigo calibrate` with several held-out networks: what it keeps of each, and of what cannot be measured."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ml.contract import ModelContract
from ml.dataset import read_lesions
from ml.evaluation.sections import folds_section
from ml.evaluation.seen import Seen, write_table
from scripts.cli import main
from tests.ml.test_release import seen

pytestmark = [
    pytest.mark.train,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


def run_folder(folder: Path, model: Path, data: Path, fold: int | None, table: list[Seen]) -> Path:
    """An evaluated run: its model, its description, and what it said of its fold."""
    shutil.copytree(model, folder / "model")
    config = {"data": str(data), "fold": fold, "seed": 1, "size": 64, "minutes": 3.0}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    write_table(table, folder / "predictions.csv")
    return folder


def held_out(data: Path, fold: int, known: int) -> list[Seen]:
    """The labelled lesions of a fold in the data folder, and as many that are no longer in it."""
    held = [one for one in read_lesions(data) if one.fold == fold and one.label]
    told = [replace(seen(0), id=one.id, label=one.label, group=one.group, domain=one.domain) for one in held]
    return [*told, *(seen(n) for n in range(known))]


def test_what_each_network_tells_alone_and_an_example_of_each_class_are_kept(
    model: Path, data_folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("tensorflow", reason="the training extra is not installed")
    whole = run_folder(tmp_path / "all", model, data_folder, None, [])
    enough = run_folder(tmp_path / "fold1", model, data_folder, 1, held_out(data_folder, 1, 120))
    one_sided = run_folder(tmp_path / "fold2", model, data_folder, 2, held_out(data_folder, 2, 0))

    assert main(["calibrate", "--run", str(whole), "--held-out", str(enough), str(one_sided)]) == 0

    metrics = ModelContract.load(whole / "model").metrics
    assert [(one["run"], list(one["domains"])) for one in metrics["networks"]] == [("fold1", ["phone"]), ("fold2", [])]
    assert list(metrics["domains"]) == ["phone"], "nothing malignant was seen by dermatoscope"
    assert [(one["label"], one["domain"]) for one in metrics["examples"]] == [
        ("MEL", "phone"),
        ("NV", "dermoscopy"),
        ("BCC", "phone"),
    ]


def test_networks_of_several_folds_are_pooled_and_try_the_levels_on_others(
    model: Path, data_folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("tensorflow", reason="the training extra is not installed")
    told = held_out(data_folder, 1, 120)
    others = [replace(one, id=f"other-{one.id}", group=f"other-{one.group}") for one in held_out(data_folder, 2, 120)]
    run = run_folder(tmp_path / "fold1", model, data_folder, 1, told)
    second = run_folder(tmp_path / "fold2", model, data_folder, 2, others)

    assert main(["calibrate", "--run", str(run), "--folds", str(run), str(second)]) == 0

    folds = ModelContract.load(run / "model").metrics["folds"]
    phone = [sum(one.domain == "phone" and bool(one.label) for one in table) for table in (told, others)]
    assert [one["run"] for one in folds["networks"]] == ["fold1", "fold2"]
    assert folds["chosen_anew"]["phone"]["accuracy"]["n"] == sum(phone)
    assert folds["as_shipped"]["phone"]["accuracy"]["n"] == phone[1], "the others had a part in the levels"
    assert "### Cross-validated" in folds_section(folds)
