"""A soup of runs: the mean of their weights, and measured on nothing that any of them has learned from."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.dataset import read_lesions
from scripts.cli import main

pytestmark = [
    pytest.mark.train,
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


@pytest.fixture
def runs(data_folder: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Two short runs from one network, the second from the first."""
    pytest.importorskip("tensorflow", reason="the training extra is not installed")
    from ml.training.train import Recipe, train  # noqa: PLC0415
    from ml.training.trunk import trunk  # noqa: PLC0415

    trunk(64).save_weights(str(tmp_path / "efficientnet_lite0_notop_bn.weights.h5"))
    recipe = Recipe(data=str(data_folder), weights=str(tmp_path), size=64, batch=8, steps=2, minutes=30, warm_up=1)
    first, second = tmp_path / "first", tmp_path / "second"
    train(recipe, first)
    train(replace(recipe, start=str(first), minutes=10, seed=2), second)
    return first, second


def weights(run: Path) -> Any:
    from ml.training.runs import averaged  # noqa: PLC0415

    return [np.asarray(weight) for weight in averaged(run).weights]


def test_the_weights_are_the_mean_and_the_time_counts_once(runs: tuple[Path, Path], tmp_path: Path) -> None:
    from ml.training.runs import minutes, read_config  # noqa: PLC0415

    first, second = runs
    assert main(["average", str(first), str(second), "--out", str(tmp_path / "soup")]) == 0
    for mean, one, other in zip(weights(tmp_path / "soup"), weights(first), weights(second), strict=True):
        assert mean == pytest.approx((one + other) / 2, abs=1e-6)
    assert any((one != other).any() for one, other in zip(weights(first), weights(second), strict=True))
    assert minutes(tmp_path / "soup") == minutes(second) == 40
    assert read_config(tmp_path / "soup")["seed"] == [1, 2]


def test_a_soup_has_seen_what_each_of_its_runs_has_seen(runs: tuple[Path, Path], tmp_path: Path) -> None:
    from ml.training.runs import read_config, unseen  # noqa: PLC0415
    from ml.training.soup import average  # noqa: PLC0415

    first, second = runs
    average(runs, tmp_path / "soup")
    lesions = read_lesions(Path(read_config(first)["data"]))
    assert unseen(tmp_path / "soup", lesions) == unseen(second, lesions) != ()


def test_a_run_is_never_written_over(runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    first, second = runs
    before = (first / "config.json").read_bytes()
    with pytest.raises(SystemExit):
        main(["average", str(first), str(second), "--out", str(first)])
    assert "holds a run already" in capsys.readouterr().err
    assert (first / "config.json").read_bytes() == before


@pytest.mark.parametrize(("change", "why"), [({"fold": None}, "differ in fold"), ({"start": ""}, "never started")])
def test_what_is_no_mean_of_one_kind_is_refused(
    runs: tuple[Path, Path], tmp_path: Path, change: dict[str, Any], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from ml.training.runs import read_config  # noqa: PLC0415
    from ml.training.train import Recipe, describe  # noqa: PLC0415

    first, second = runs
    config = read_config(second)
    made = Recipe(**{name: config[name] for name in ("data", "seed", "size", "start", "fold")})
    describe(replace(made, **change), second, data_hash=config["data_hash"])
    with pytest.raises(SystemExit):
        main(["average", str(first), str(second), "--out", str(tmp_path / "soup")])
    assert why in capsys.readouterr().err
    assert not (tmp_path / "soup").exists()
