"""Measuring a model: on its own held-out data by cross-fitting, on anything else as it ships."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ml.classify import Classifier
from ml.contract import KINDS, LABELS, ModelContract
from ml.dataset import DatasetError
from ml.evaluate import Seen, gate_figures, write_table
from ml.reason import Reason
from ml.release import Held, measure, refuse_level, show


def seen(n: int, *, kind: str = "lesion", sure: float = 4.0, faults: tuple[Reason, ...] = ()) -> Seen:
    random = np.random.default_rng(n)
    kinds = [0.0] * len(KINDS)
    kinds[KINDS.index(kind)] = sure
    label = ("MEL", "NV", "BCC", "BKL")[n % 4]
    classes = random.normal(0, 1, len(LABELS))
    classes[LABELS.index(label)] += 2
    domain = "phone" if kind == "lesion" else ""
    return Seen(f"S{n}", domain, label if domain else "", f"G{n // 2}", kind, "", faults, tuple(classes), tuple(kinds))


def test_levels_are_chosen_anew_only_on_the_data_they_came_from(model: Path) -> None:
    contract = ModelContract.load(model)
    pictures = [seen(n) for n in range(200)]
    own = measure(pictures, contract, contract.data_hash)
    foreign = measure(pictures, contract, "another folder")
    assert (own["read_out"], foreign["read_out"]) == ("cross-fitted", "shipped")
    assert own["domains"]["phone"]["figures"]["see_doctor_sensitivity"]["value"] >= 0.9


def test_shipped_levels_are_those_of_the_contract(model: Path) -> None:
    contract = ModelContract.load(model)
    deaf = {domain: replace(one, see_doctor=0.998, urgent=0.999) for domain, one in contract.read_outs.items()}
    told = measure([seen(n) for n in range(100)], replace(contract, read_outs=deaf), "another folder")
    assert told["domains"]["phone"]["figures"]["see_doctor_sensitivity"]["value"] < 0.2


def test_a_refusal_by_either_gate_counts_once() -> None:
    pictures = [seen(0), seen(1, faults=(Reason.DARK,)), seen(2, kind="other"), seen(3, kind="other", sure=-9)]
    told = gate_figures(pictures, 0.5)
    assert told["phone"]["refused"]["value"] == 0.5
    assert told["phone"]["by_pixels"] == 0.5
    assert told["other"]["refused"]["value"] == 1.0


def test_the_refusing_level_spares_all_but_one_lesion_in_a_hundred() -> None:
    lesions = [seen(n, sure=float(np.random.default_rng(n).normal(1, 2))) for n in range(400)]
    refused = gate_figures(lesions, refuse_level(lesions))["phone"]["refused"]["value"]
    assert 0 < refused <= 0.01


def test_the_table_keeps_every_picture(tmp_path: Path) -> None:
    write_table([seen(n) for n in range(5)], tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["id"] for row in rows] == [f"S{n}" for n in range(5)]
    assert float(rows[2]["BCC"]) == pytest.approx(seen(2).classes[LABELS.index("BCC")], abs=1e-4)


def test_a_model_is_shown_what_was_held_out_and_nothing_else(model: Path, data_folder: Path) -> None:
    held = Held.read(data_folder, 4)
    told = show(Classifier.load(model), held)
    assert [one.id for one in told] == [one.id for one in (*held.lesions, *held.others)]
    assert {one.fold for one in held.lesions} == {4}
    assert all(one.held_out for one in held.others)


def test_an_empty_fold_is_named(data_folder: Path) -> None:
    with pytest.raises(DatasetError, match="fold 7"):
        Held.read(data_folder, 7)
