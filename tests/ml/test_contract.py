"""The contract: what it promises is kept, and what does not match is refused in words."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ml.contract import KINDS, LABELS, Framing, ModelContract, ModelError, ReadOut, sha256

EVEN = tuple([1 / len(LABELS)] * len(LABELS))


def contract(folder: Path) -> ModelContract:
    (folder / "w.tflite").write_bytes(b"weights")
    return ModelContract(
        name="drawn",
        weights="w.tflite",
        sha256=sha256(folder / "w.tflite"),
        framing=Framing(),
        labels=LABELS,
        kinds=KINDS,
        flips=1,
        zooms=(1.0, 0.8),
        read_outs={"phone": ReadOut(EVEN, temperature=1.0, see_doctor=0.2, urgent=0.6)},
        refuse_kind=0.9,
        data_hash="0",
        licence="CC0",
    )


def test_what_is_saved_is_loaded_alike(tmp_path: Path) -> None:
    written = contract(tmp_path)
    written.save(tmp_path)
    assert ModelContract.load(tmp_path) == written


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"labels": ("NV", "MEL", *LABELS[2:])}, "labels"),
    ({"labels": LABELS[:-1]}, "labels"),
    ({"kinds": ("lesion", "other")}, "kinds"),
    ({"framing": Framing(colour_order="BGR")}, "framing"),
    ({"flips": 3}, "flips"),
    ({"zooms": ()}, "zooms"),
    ({"zooms": (0.8, 1.0)}, "zooms"),
    ({"read_outs": {}}, "phone"),
    ({"read_outs": {"phone": ReadOut(EVEN, 0.0, 0.2, 0.6)}}, "temperature"),
    ({"read_outs": {"phone": ReadOut(EVEN, 1.0, 0.7, 0.6)}}, "see_doctor"),
    ({"read_outs": {"phone": ReadOut(EVEN[:-1], 1.0, 0.2, 0.6)}}, "prior"),
    ({"refuse_kind": 0.0}, "refusing"),
    ({"framing": Framing(scale=0.0)}, "framing"),
    ({"framing": Framing(size=224.0)}, "framing"),  # type: ignore[arg-type]
    ({"close": 9.0}, "close"),
    ({"flips": 2.0}, "type"),
    ({"activation": "yes"}, "type"),
    ({"licence": 3}, "type"),
    ({"training": []}, "type"),
    ({"sha256": "0" * 64}, "sha256"),
    ({"weights": "elsewhere.tflite"}, "missing"),
]


@pytest.mark.parametrize(("change", "word"), FAULTS)
def test_a_contract_that_does_not_match_is_refused_and_named(tmp_path: Path, change: dict[str, Any], word: str) -> None:
    replace(contract(tmp_path), **change).save(tmp_path)
    with pytest.raises(ModelError, match=word):
        ModelContract.load(tmp_path)


def test_a_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="lentigo export"):
        ModelContract.load(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"framing": 3}', "null"])
def test_a_file_that_is_no_contract_is_a_model_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.json").write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match="not a contract"):
        ModelContract.load(tmp_path)


def retold(folder: Path, *path: str, value: Any) -> None:
    """Write one value of a contract anew, as JSON text."""
    contract(folder).save(folder)
    told: Any = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    place = told
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = "HERE"
    (folder / "model.json").write_text(json.dumps(told).replace('"HERE"', value), encoding="utf-8")


NUMBERS = [
    ("read_outs", "phone", "temperature"),
    ("read_outs", "phone", "see_doctor"),
    ("read_outs", "phone", "urgent"),
    ("framing", "size"),
    ("framing", "mean"),
    ("framing", "scale"),
    ("refuse_kind",),
    ("unfamiliar",),
    ("close",),
    ("flips",),
]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999", '"1"', "[]"])
@pytest.mark.parametrize("path", NUMBERS, ids="-".join)
def test_what_is_no_finite_number_is_a_model_error(tmp_path: Path, path: tuple[str, ...], value: str) -> None:
    retold(tmp_path, *path, value=value)
    with pytest.raises(ModelError):
        ModelContract.load(tmp_path)


@pytest.mark.parametrize(
    ("name", "value"), [("kinds", '[["a"]]'), ("zooms", '["1"]'), ("weights", "3"), ("metrics", "[]"), ("name", "{}")]
)
def test_what_is_of_another_type_is_a_model_error(tmp_path: Path, name: str, value: str) -> None:
    retold(tmp_path, name, value=value)
    with pytest.raises(ModelError):
        ModelContract.load(tmp_path)


def test_a_share_of_a_class_that_is_no_number_is_a_model_error(tmp_path: Path) -> None:
    for share in ("1e999", '"1"', "NaN"):
        retold(tmp_path, "read_outs", "phone", "prior", value=f"[{', '.join([share] * len(LABELS))}]")
        with pytest.raises(ModelError):
            ModelContract.load(tmp_path)


def test_a_changed_byte_of_the_weights_is_noticed(tmp_path: Path) -> None:
    contract(tmp_path).save(tmp_path)
    (tmp_path / "w.tflite").write_bytes(b"weightz")
    with pytest.raises(ModelError, match="sha256"):
        ModelContract.load(tmp_path)


def test_an_unknown_field_is_refused(tmp_path: Path) -> None:
    contract(tmp_path).save(tmp_path)
    file = tmp_path / "model.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | {"mystery": 1}), encoding="utf-8")
    with pytest.raises(ModelError, match="mystery"):
        ModelContract.load(tmp_path)


def test_the_square_is_the_centre_of_the_photo() -> None:
    photo = np.zeros((100, 300, 3), np.uint8)
    photo[:, 100:200] = 255
    assert Framing(size=64).square(photo).min() == 255


def test_scaling_follows_the_figures_of_the_framing() -> None:
    scaled = Framing(mean=127, scale=128).scaled(np.array([[0, 127, 255]], np.uint8))
    assert scaled.tolist() == [[-127 / 128, 0.0, 1.0]]


def test_a_rare_class_in_the_prior_loses_probability() -> None:
    prior = (0.93, *([0.01] * 7))
    told = ReadOut(prior, 1.0, 0.2, 0.6).probabilities(np.zeros((1, 8), np.float32))
    assert told[0] == pytest.approx(prior, abs=1e-5)


def test_a_higher_temperature_makes_it_less_sure() -> None:
    logits = np.array([[3.0, 0, 0, 0, 0, 0, 0, 0]], np.float32)
    sure, unsure = (ReadOut(EVEN, t, 0.2, 0.6).probabilities(logits).max() for t in (1.0, 2.0))
    assert unsure < sure
