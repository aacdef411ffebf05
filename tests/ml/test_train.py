"""A whole training in small: it goes on after a stop, and what is exported computes the same.

TensorFlow is imported inside the tests: those that run without it skip.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.classify import Classifier
from ml.dataset import decode, read_lesions

pytestmark = [
    pytest.mark.train,
    # Keras 3 and NumPy 2 disagree on a keyword; ours is neither side.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
]


@pytest.fixture(scope="module")
def tensorflow() -> Any:
    return pytest.importorskip("tensorflow", reason="the training extra is not installed")


@pytest.fixture
def recipe(tensorflow: Any, data_folder: Path, tmp_path: Path) -> Any:
    from ml.train import Recipe  # noqa: PLC0415
    from ml.trunk import trunk  # noqa: PLC0415

    trunk(64).save_weights(str(tmp_path / "efficientnet_lite0_notop_bn.weights.h5"))
    return Recipe(data=str(data_folder), weights=str(tmp_path), size=64, batch=8, steps=4, minutes=30, warm_up=2)


def test_trains_resumes_and_exports_the_same_network(recipe: Any, tmp_path: Path) -> None:
    from ml.export import averaged, export  # noqa: PLC0415
    from ml.train import train  # noqa: PLC0415

    steps: list[int] = []
    run = tmp_path / "run"
    train(recipe, run, report=lambda progress, *_: steps.append(progress.step))
    train(replace(recipe, steps=6), run, resume=True, report=lambda progress, *_: steps.append(progress.step))
    assert steps == [1, 2, 3, 4, 5, 6]

    export(run, tmp_path / "model", name="drawn")
    classifier = Classifier.load(tmp_path / "model")
    pixels = decode(read_lesions(Path(recipe.data))[0].file)
    told = classifier.look(pixels, flips=1)
    framing = classifier.contract.framing
    classes, kinds, _ = averaged(run)(framing.scaled(framing.square(pixels))[None], training=False)
    assert told.classes == pytest.approx(np.asarray(classes)[0], abs=0.02)
    assert told.kinds == pytest.approx(np.asarray(kinds)[0], abs=0.02)
    bias = np.asarray(averaged(run).get_layer("classes").bias)
    assert told.activation.mean(axis=(0, 1)) + bias == pytest.approx(told.classes, abs=0.02)


def test_the_schedule_ends_by_steps_or_by_the_clock(recipe: Any) -> None:
    from ml.trainer import Progress, rate  # noqa: PLC0415

    assert Progress(step=2).share(recipe) == 0.5
    assert Progress(step=1, elapsed=recipe.minutes * 60).share(recipe) == 1.0
    assert rate(recipe, Progress(step=recipe.steps)) == pytest.approx(0, abs=1e-9)
    assert rate(recipe, Progress(step=0)) < recipe.rate
