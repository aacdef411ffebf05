"""A whole training in small: it goes on after a stop, and what is exported computes the same.

TensorFlow is imported inside the tests: those that run without it skip.
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.classify import Classifier
from ml.contract import ModelContract
from ml.dataset import data_hash, decode, read_lesions
from ml.photo import clean_jpeg
from ml.predict import Outcome, Predictor
from scripts.cli import main
from tests.ml.conftest import draw_lesion

pytestmark = [
    pytest.mark.train,
    # Keras 3 and NumPy 2 disagree on a keyword; ours is neither side.
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    # The paper's format is legacy to Keras; it is what people bring.
    pytest.mark.filterwarnings("ignore:.*HDF5 file.*legacy:UserWarning"),
]


@pytest.fixture(scope="module")
def tensorflow() -> Any:
    return pytest.importorskip("tensorflow", reason="the training extra is not installed")


@pytest.fixture
def recipe(tensorflow: Any, data_folder: Path, tmp_path: Path) -> Any:
    from ml.training.train import Recipe  # noqa: PLC0415
    from ml.training.trunk import trunk  # noqa: PLC0415

    trunk(64).save_weights(str(tmp_path / "efficientnet_lite0_notop_bn.weights.h5"))
    return Recipe(data=str(data_folder), weights=str(tmp_path), size=64, batch=8, steps=4, minutes=30, warm_up=2)


def one_view(folder: Path) -> Classifier:
    """The model of a folder, looking once at the whole centre square."""
    classifier = Classifier.load(folder)
    classifier.contract = replace(classifier.contract, flips=1, zooms=(1.0,))
    return classifier


def test_trains_resumes_and_exports_the_same_network(recipe: Any, tmp_path: Path) -> None:
    from ml.training.export import export  # noqa: PLC0415
    from ml.training.runs import averaged  # noqa: PLC0415
    from ml.training.train import train  # noqa: PLC0415

    steps: list[int] = []
    run = tmp_path / "run"
    train(recipe, run, report=lambda progress, *_: steps.append(progress.step))
    train(replace(recipe, steps=6), run, resume=True, report=lambda progress, *_: steps.append(progress.step))
    assert steps == [1, 2, 3, 4, 5, 6]

    export(run, tmp_path / "model", name="drawn")
    classifier = one_view(tmp_path / "model")
    pixels = decode(read_lesions(Path(recipe.data))[0].file)
    told = classifier.look(pixels)
    framing = classifier.contract.framing
    classes, kinds, domains, _ = averaged(run)(framing.scaled(framing.square(pixels))[None], training=False)
    assert told.classes == pytest.approx(np.asarray(classes)[0], abs=0.02)
    assert told.kinds == pytest.approx(np.asarray(kinds)[0], abs=0.02)
    assert told.domains == pytest.approx(np.asarray(domains)[0], abs=0.02)
    bias = np.asarray(averaged(run).get_layer("classes").bias)
    assert told.activation is not None
    assert told.activation.mean(axis=(0, 1)) + bias == pytest.approx(told.classes, abs=0.02)


@pytest.mark.parametrize("change", [{"fold": 1}, {"seed": 2}, {"domains": ("phone",)}])
def test_a_run_is_not_resumed_by_another_recipe(recipe: Any, tmp_path: Path, change: dict[str, Any]) -> None:
    from ml.training.train import AnotherRecipe, describe, train  # noqa: PLC0415

    lesions = read_lesions(Path(recipe.data))
    describe(recipe, tmp_path, data_hash=data_hash(lesions))
    before = (tmp_path / "config.json").read_bytes()
    with pytest.raises(AnotherRecipe, match=next(iter(change))):
        train(replace(recipe, **change), tmp_path, resume=True)
    assert (tmp_path / "config.json").read_bytes() == before


def test_an_older_run_that_tells_less_is_resumed_and_one_on_other_data_is_not(recipe: Any, tmp_path: Path) -> None:
    from ml.training.train import AnotherRecipe, describe, refuse_another  # noqa: PLC0415

    describe(recipe, tmp_path, data_hash="0")
    file = tmp_path / "config.json"
    told = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({name: told[name] for name in told if name not in {"start", "domains"}}))
    refuse_another(replace(recipe, minutes=1, rate=1e-4), tmp_path, data_hash="0")
    with pytest.raises(AnotherRecipe, match="data_hash"):
        refuse_another(recipe, tmp_path, data_hash="1")


def test_the_command_says_in_words_why_it_does_not_resume(
    recipe: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ml.training.train import describe  # noqa: PLC0415

    describe(recipe, tmp_path, data_hash="0")
    with pytest.raises(SystemExit):
        main(["train", "--data", recipe.data, "--weights", recipe.weights, "--out", str(tmp_path), "--resume"])
    assert "begun with another" in capsys.readouterr().err


def test_the_schedule_ends_by_steps_or_by_the_clock(recipe: Any) -> None:
    from ml.training.trainer import Progress, rate  # noqa: PLC0415

    assert Progress(step=2).share(recipe) == 0.5
    assert Progress(step=1, elapsed=recipe.minutes * 60).share(recipe) == 1.0
    assert rate(recipe, Progress(step=recipe.steps)) == pytest.approx(0, abs=1e-9)
    assert rate(recipe, Progress(step=0)) < recipe.rate


def test_a_network_of_one_domain_can_be_looked_through(recipe: Any, tmp_path: Path) -> None:
    from ml.training.export import export  # noqa: PLC0415
    from ml.training.train import train  # noqa: PLC0415

    run = tmp_path / "run"
    train(replace(recipe, domains=("dermoscopy",), steps=1), run)
    export(run, tmp_path / "model", name="drawn")
    assert Classifier.load(tmp_path / "model").contract.read_outs.keys() == {"dermoscopy", "phone"}


def test_the_papers_network_is_trained_saved_as_h5_and_served(recipe: Any, tmp_path: Path) -> None:
    from ml.training.export import export  # noqa: PLC0415
    from ml.training.runs import averaged  # noqa: PLC0415
    from ml.training.train import train  # noqa: PLC0415

    run = tmp_path / "paper"
    train(replace(recipe, network="paper", steps=2), run)
    contract = export(run, tmp_path / "model", name="paper")
    assert contract.weights.endswith(".h5")
    assert contract.kinds == ()
    pixels = decode(read_lesions(Path(recipe.data))[0].file)
    told = one_view(tmp_path / "model").look(pixels)
    classes = averaged(run)(contract.framing.scaled(contract.framing.square(pixels))[None], training=False)
    assert told.classes == pytest.approx(np.asarray(classes)[0], abs=1e-4)
    assert told.kinds is None


def test_somebody_elses_keras_file_serves_by_its_contract(recipe: Any, tmp_path: Path) -> None:
    import keras  # noqa: PLC0415

    from ml.contract import LABELS, Framing, ModelContract, ReadOut, sha256  # noqa: PLC0415

    layers = [keras.Input((64, 64, 3)), keras.layers.Flatten(), keras.layers.Dense(len(LABELS), activation="softmax")]
    keras.Sequential(layers).save(tmp_path / "own.keras")
    read_out = ReadOut((1 / 8,) * 8, temperature=1.0, see_doctor=0.2, urgent=0.6)
    ModelContract(
        name="own", weights="own.keras", sha256=sha256(tmp_path / "own.keras"), framing=Framing(size=64),
        labels=LABELS, kinds=(), flips=1, zooms=(1.0,), read_outs={"phone": read_out}, refuse_kind=1.0, data_hash="",
        licence="own", activation=False, scores="probabilities",
    ).save(tmp_path)  # fmt: skip
    prediction = Predictor.load(tmp_path).predict(clean_jpeg(draw_lesion()))
    assert prediction.outcome is Outcome.ASSESSED
    assert prediction.box is None
    assert prediction.probabilities is not None
    assert sum(prediction.probabilities.values()) == pytest.approx(1)


def test_what_was_trained_on_since_is_exported_anew_with_its_outline(
    recipe: Any, model: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from ml.training.train import train  # noqa: PLC0415

    train(replace(recipe, steps=1), run := tmp_path / "run")
    shutil.copytree(model / "outline", tmp_path / "outline" / "model")
    assert main(["export", "--run", str(run), "--outline", str(tmp_path / "outline"), "--name", "drawn"]) == 0
    weights = run / "model" / "lentigo.tflite"
    first = weights.read_bytes()

    assert main(["evaluate", "--run", str(run), "--json"]) == 0
    assert weights.read_bytes() == first
    train(replace(recipe, steps=2), run, resume=True)
    assert main(["evaluate", "--run", str(run), "--json"]) == 0
    assert weights.read_bytes() != first
    assert ModelContract.load(run / "model").name == "drawn"
    assert (run / "model" / "outline" / "model.json").is_file()
    assert capsys.readouterr().out


def test_the_outline_network_is_trained_exported_and_outlines(recipe: Any, data_folder: Path, tmp_path: Path) -> None:
    from ml.segment import Outliner  # noqa: PLC0415
    from ml.training.outline.export import export  # noqa: PLC0415
    from ml.training.outline.train import OutlineRecipe, train  # noqa: PLC0415
    from ml.training.train import train as train_classifier  # noqa: PLC0415

    train_classifier(replace(recipe, steps=1), tmp_path / "trunk")
    outline = OutlineRecipe(data=recipe.data, trunk=str(tmp_path / "trunk"), size=64, batch=8, steps=3, warm_up=1)
    train(outline, tmp_path / "run")
    export(tmp_path / "run", tmp_path / "outline", name="outline")
    chances = Outliner.load(tmp_path / "outline").look(draw_lesion())
    assert chances.shape == (32, 32)
    assert 0 <= chances.min() <= chances.max() <= 1
