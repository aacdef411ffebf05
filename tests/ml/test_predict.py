"""Photo bytes to a prediction, with the model that ships."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ml.classify import Classifier
from ml.contract import DOMAINS, LABELS, MALIGNANT, ModelContract, ModelError, Pixels
from ml.dataset import read_lesions, read_not_lesions, split
from ml.eyes import Eyes
from ml.photo import clean_jpeg, clean_pixels
from ml.predict import Outcome, Predictor
from ml.reason import Reason


@pytest.fixture
def predictor(model: Path) -> Predictor:
    return Predictor.load(model)


@pytest.mark.parametrize("photo", [b"", b"not a photo", b"\xff\xd8\xff"])
def test_bytes_that_are_no_photo_are_unreadable_and_raise_nothing(predictor: Predictor, photo: bytes) -> None:
    told = predictor.predict(photo)
    assert told.outcome is Outcome.UNREADABLE
    assert told.reasons
    assert (told.probabilities, told.malignant, told.condition, told.box) == (None, None, None, None)


@pytest.mark.parametrize(("shade", "reason"), [(0, Reason.DARK), (255, Reason.GLARE), (140, Reason.BLANK)])
def test_a_blank_photo_is_to_be_taken_again_without_any_probability(
    predictor: Predictor, shade: int, reason: Reason
) -> None:
    told = predictor.predict(clean_jpeg(np.full((400, 400, 3), shade, np.uint8)))
    assert (told.outcome, told.reasons, told.malignant) == (Outcome.RETAKE, (reason,), None)


def test_probabilities_are_a_distribution_and_malignant_is_their_part(predictor: Predictor, lesion_jpeg: bytes) -> None:
    told = predictor.predict(lesion_jpeg)
    assert told.probabilities is not None
    assert tuple(told.probabilities) == LABELS
    assert sum(told.probabilities.values()) == pytest.approx(1)
    assert told.malignant == pytest.approx(sum(told.probabilities[label] for label in MALIGNANT))
    assert told.condition in LABELS


def test_the_box_lies_within_the_photo(predictor: Predictor, lesion: Pixels) -> None:
    wide = np.pad(lesion, ((0, 0), (80, 40), (0, 0)), mode="edge")
    told = predictor.predict(clean_jpeg(wide))
    assert told.box is not None
    left, top, right, bottom = told.box
    assert 0 <= left < right <= wide.shape[1]
    assert 0 <= top < bottom <= wide.shape[0]


def test_threads_get_the_same_answer_as_one(predictor: Predictor, lesion_jpeg: bytes) -> None:
    alone = predictor.predict(lesion_jpeg).probabilities
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda _: predictor.predict(lesion_jpeg).probabilities, range(12)))
    assert all(one == alone for one in told)


@pytest.mark.parametrize(("logits", "domain"), [((3.0, -3.0), "dermoscopy"), ((-3.0, 3.0), "phone")])
def test_the_domain_that_the_network_sees_picks_the_read_out(
    model: Path, lesion_jpeg: bytes, monkeypatch: pytest.MonkeyPatch, logits: tuple[float, float], domain: str
) -> None:
    classifier = Classifier.load(model)
    classifier.contract = replace(classifier.contract, domains=DOMAINS)
    seen = replace(classifier.look(clean_pixels(lesion_jpeg)), domains=np.array(logits, np.float32))
    monkeypatch.setattr(classifier, "look", lambda *_: seen)
    told = Predictor(Eyes(classifier)).predict(lesion_jpeg)
    read_out = classifier.contract.read_outs[domain]
    assert (told.domain, told.see_doctor, told.urgent) == (domain, read_out.see_doctor, read_out.urgent)


@pytest.mark.parametrize("logit", [np.nan, np.inf, -np.inf])
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # as in the product, which goes on
def test_what_is_no_number_is_never_assessed(
    model: Path, lesion_jpeg: bytes, monkeypatch: pytest.MonkeyPatch, logit: float
) -> None:
    classifier = Classifier.load(model)
    wrong = np.full(len(LABELS), logit, np.float32)
    seen = replace(classifier.look(clean_pixels(lesion_jpeg)), classes=wrong)
    monkeypatch.setattr(classifier, "look", lambda *_: seen)
    told = Predictor(Eyes(classifier)).predict(lesion_jpeg)
    assert (told.outcome, told.reasons, told.malignant) == (Outcome.CANNOT_ASSESS, (Reason.UNKNOWN,), None)


def test_predicting_never_imports_tensorflow(model: Path, lesion_jpeg: bytes, tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(lesion_jpeg)
    code = (
        "import sys; from pathlib import Path; from ml.predict import Predictor;"
        f"Predictor.load(Path({str(model)!r})).predict(Path({str(tmp_path / 'photo.jpg')!r}).read_bytes());"
        "sys.exit(any(name.split('.')[0] in {'tensorflow', 'keras'} for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0


def test_weights_that_are_no_model_are_a_model_error(model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "broken"
    shutil.copytree(model, folder)
    contract = ModelContract.load(folder)
    (folder / contract.weights).write_bytes(b"no model at all")
    with pytest.raises(ModelError, match="sha256"):
        Predictor.load(folder)


def test_a_missing_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        Predictor.load(tmp_path)


@pytest.mark.photos
def test_most_held_out_phone_cancers_reach_the_level(predictor: Predictor, real_data: Path) -> None:
    _, held = split(read_lesions(real_data), 4)
    cancers = [one for one in held if one.domain == "phone" and one.label in MALIGNANT][::3]
    told = [predictor.predict(one.file.read_bytes()) for one in cancers]
    reached = [one.malignant is not None and one.malignant >= one.see_doctor for one in told]
    assert np.mean(reached) >= 0.9


@pytest.mark.photos
def test_most_held_out_pictures_of_something_else_are_refused(predictor: Predictor, real_data: Path) -> None:
    others = [one for one in read_not_lesions(real_data) if one.held_out][::6]
    told = [predictor.predict(one.file.read_bytes()).outcome for one in others]
    assert np.mean([outcome is not Outcome.ASSESSED for outcome in told]) >= 0.9
