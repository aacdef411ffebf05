"""The benchmarks run and report what they promise; how fast anything is, no test says."""

import json
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.contract import ModelContract, ModelError, ReadOut
from ml.evaluation.arithmetic import multiply_accumulates
from scripts.benchmarks import floor
from scripts.benchmarks.__main__ import main
from scripts.benchmarks.classifier import Way
from scripts.benchmarks.gemm import SIDE
from scripts.benchmarks.int8 import FORMS, agreement, compare
from scripts.benchmarks.onnx_way import missing
from scripts.benchmarks.report import rows_of
from scripts.benchmarks.rounds import Part, Probe, Unit, take_turns, timed

training = [
    pytest.mark.train,
    # TensorFlow, Keras and the converters warn of each other.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:.*tf.lite.Interpreter is deprecated:UserWarning"),
]


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    capsys.readouterr()
    assert main(["--rounds", "1", "--json", *arguments]) == 0
    return dict(json.loads(capsys.readouterr().out))


def row(report: dict[str, Any], what: str) -> dict[str, Any]:
    return next(dict(one) for one in report["rows"] if one["what"] == what)


def test_the_shipped_model_is_measured_in_every_part(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = told(capsys, "--model", str(model))
    assert {one["part"] for one in report["rows"]} == set(Part)
    assert all(one["median"] > 0 and one["p95"] > 0 for one in report["rows"])
    assert row(report, Way.SHIPPED)["times_floor"] > 0
    assert row(report, "Telegram: whole way")["times_bare"] > 0
    assert row(report, "12 MP: whole way")["times_bare"] > 0
    assert set(report["left_out"]) == set(Way) - {Way.SHIPPED}


def test_the_report_is_a_table_as_well(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rounds", "1", "--part", "classifier", "--model", str(model)]) == 0
    said = capsys.readouterr().out
    assert Way.SHIPPED.value in said
    assert "Left out: keras predict" in said


def test_everything_takes_its_turn_there_and_back() -> None:
    order: list[str] = []

    def take(name: str) -> list[float]:
        order.append(name)
        return [1.0]

    probes = [Probe(Part.REPLY, name, partial(take, name)) for name in "abc"]
    taken = take_turns(probes, 2)
    assert "".join(order) == "abccba"
    assert [len(figures) for figures in taken.values()] == [2, 2, 2]


def test_ratios_are_to_the_floor_and_to_the_bare_networks() -> None:
    product = Probe(Part.FLOOR, floor.WHAT, list)
    bare = Probe(Part.PHOTO, "bare", list, macs=2 * SIDE**3)
    whole = Probe(Part.PHOTO, "whole", list, macs=2 * SIDE**3, against=bare)
    _, bare_row, whole_row = rows_of({product: [10.0, 12.0], bare: [30.0, 30.0], whole: [60.0, 60.0]})
    assert (bare_row.times_floor, bare_row.times_bare) == (1.5, None)
    assert (whole_row.times_floor, whole_row.times_bare) == (3.0, 2.0)


def test_the_slow_end_of_a_rate_is_its_low_end() -> None:
    probe = Probe(Part.PROCESS, "threads", list, Unit.PHOTOS_A_SECOND)
    (only,) = rows_of({probe: [float(n) for n in range(101)]})
    assert (only.median, only.p95) == (50, 5)


def test_the_call_before_the_timed_ones_is_not_counted() -> None:
    calls: list[None] = []
    assert len(timed(lambda: calls.append(None), calls=3)()) == 3
    assert len(calls) == 4


def test_arithmetic_of_the_shipped_network_is_counted(model: Path) -> None:
    contract = ModelContract.load(model)
    # EfficientNet-Lite0 has 0.4 G multiply-accumulates at 224 px (Tan 2020); they grow with the square of the side.
    published = 0.4e9 * (contract.framing.size / 224) ** 2
    assert multiply_accumulates(model / contract.weights) == pytest.approx(published, rel=0.06)


def test_what_is_no_litert_file_has_no_arithmetic(tmp_path: Path) -> None:
    (tmp_path / "own.keras").write_bytes(b"something else")
    with pytest.raises(ModelError, match="not a LiteRT model"):
        multiply_accumulates(tmp_path / "own.keras")


def test_agreement_counts_classes_and_chances() -> None:
    logits = np.eye(8, dtype=np.float32)[[0, 1, 2, 1]] * 9
    moved = logits[[0, 1, 2, 0]]
    read_out = ReadOut((1 / 8,) * 8, temperature=1.0, see_doctor=0.2, urgent=0.6)
    found = agreement(np.array([0, 1, 2, 1]), [logits, moved], read_out)
    assert (found.pictures, found.same_class) == (4, 0.75)
    assert found.malignant_apart == pytest.approx(0.25, abs=0.01)
    assert found.forms["float16"].balanced_accuracy == 1
    assert found.forms["int8"].balanced_accuracy == pytest.approx((1 + 0.5 + 1) / 3)


@pytest.fixture
def run(data_folder: Path, tmp_path: Path) -> Path:
    """One step of a training in small."""
    pytest.importorskip("tensorflow", reason="the training extra is not installed")
    from ml.training.train import Recipe, train  # noqa: PLC0415
    from ml.training.trunk import trunk  # noqa: PLC0415

    trunk(64).save_weights(str(tmp_path / "efficientnet_lite0_notop_bn.weights.h5"))
    train(Recipe(data=str(data_folder), weights=str(tmp_path), size=64, batch=8, steps=1, warm_up=1), tmp_path / "run")
    return tmp_path / "run"


class TestRun:
    pytestmark = training

    def test_a_run_is_measured_in_every_way(self, run: Path, model: Path, capsys: pytest.CaptureFixture[str]) -> None:
        report = told(capsys, "--run", str(run), "--part", "classifier", "--model", str(model))
        measured = {one["what"] for one in report["rows"]} - {floor.WHAT}
        assert measured == set(Way) - set(report["left_out"])
        assert set(report["left_out"]) == ({Way.ONNX.value} if missing() else set())
        assert all(row(report, what)["times_floor"] > 0 for what in measured)

    def test_int8_is_compared_with_float16(self, run: Path, tmp_path: Path) -> None:
        found = compare(run, None, tmp_path)
        assert set(found) == {"phone", "dermoscopy"}
        for one in found.values():
            assert set(one.forms) == set(FORMS)
            assert one.pictures > 0
            assert 0 <= one.same_class <= 1
            assert 0 <= one.malignant_apart < 0.2
