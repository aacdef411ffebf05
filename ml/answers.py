"""What a person answers beside the photo: a small calibrated model on top of the picture's probabilities.

Only what every patient of the data was asked counts. Sex, skin type, diameters and cancer history were written down
for biopsied lesions only, so that their very absence tells the label; a gap is filled in and never a feature.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from ml.contract import LABELS, MALIGNANT, Floats, finite_json, refusal, softmax

ANSWERS_FILE = "answers.json"


class Site(StrEnum):
    """Where on the body the spot is."""

    FACE = "face"
    SCALP = "scalp"
    EAR = "ear"
    NOSE = "nose"
    LIP = "lip"
    NECK = "neck"
    CHEST = "chest"
    BELLY = "belly"
    BACK = "back"
    ARM = "arm"
    FOREARM = "forearm"
    HAND = "hand"
    THIGH = "thigh"
    FOOT = "foot"


SIGNS = ("itch", "hurt", "bleed", "grew", "changed", "raised")
FEATURES = ("age", "age_squared", *SIGNS, *(site.value for site in Site))


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers of a person; None where they skipped or did not know. `age` in years."""

    age: int | None = None
    site: Site | None = None
    itch: bool | None = None
    hurt: bool | None = None
    bleed: bool | None = None
    grew: bool | None = None
    changed: bool | None = None
    raised: bool | None = None

    def features(self) -> Floats:
        """Return the values in the order of FEATURES, NaN for a gap; age in units of 20 years from 60."""
        age = float("nan") if self.age is None else float(np.clip((self.age - 60) / 20, -3, 2))
        signs = [_number(getattr(self, sign)) for sign in SIGNS]
        sites = [float("nan") if self.site is None else float(self.site is site) for site in Site]
        return np.array([age, age * age, *signs, *sites], np.float32)


def _number(answer: bool | None) -> float:  # noqa: FBT001 - an answer is a yes or a no
    return float("nan") if answer is None else float(answer)


@dataclass(frozen=True, slots=True)
class AnswersModel:
    """Softmax regression from answers to classes, and the weight that it has beside the picture.

    `filled` replaces gaps; `weights` (features x classes) and `bias` give log odds beside the class mix `prior` of
    the people it learned from; `share` >= 0 multiplies what the answers add. A class never seen there adds nothing.
    """

    filled: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]
    prior: tuple[float, ...]
    share: float

    def probabilities(self, features: Floats) -> Floats:
        """Return class probabilities (n, 8) from features (n, len(FEATURES)) alone."""
        whole = np.where(np.isnan(features), np.array(self.filled, np.float32), features)
        logits = whole @ np.array(self.weights, np.float32) + np.array(self.bias, np.float32)
        return softmax(np.where(np.array(self.prior) > 0, logits, -np.inf).astype(np.float32))

    def added(self, features: Floats) -> Floats:
        """Return what the answers add to the log odds of each class (n, 8); 0 for classes never seen."""
        seen = np.array(self.prior, np.float32) > 0
        told = self.probabilities(features)
        ratio = np.log(np.where(seen, told, 1.0)) - np.log(np.where(seen, np.array(self.prior), 1.0))
        return np.asarray(self.share * ratio, np.float32)

    def joined(self, probabilities: Floats, features: Floats) -> Floats:
        """Return the picture's probabilities (n, 8) with the answers (n, features) taken in."""
        return softmax(np.log(np.maximum(probabilities, 1e-9)) + self.added(features))

    def malignant(self, chances: Mapping[str, float], answers: Answers) -> float:
        """Return the joined probability of a cancer, from one picture's chances by label and the answers beside it."""
        picture = np.array([[chances[label] for label in LABELS]], np.float32)
        joined = self.joined(picture, answers.features()[None])[0]
        return float(sum(joined[LABELS.index(label)] for label in MALIGNANT))

    def save(self, folder: Path) -> None:
        """Write `answers.json` into the model's folder."""
        told = {"features": FEATURES, "labels": LABELS} | asdict(self)
        (folder / ANSWERS_FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "AnswersModel":
        """Read `answers.json`; raises ModelError when it is missing or was made for other features."""
        try:
            told = finite_json(folder / ANSWERS_FILE)
            if (tuple(told.pop("features")), tuple(told.pop("labels"))) != (FEATURES, LABELS):
                raise refusal(folder, f"{ANSWERS_FILE} was made for other questions")
            whole = {name: tuple(told[name]) for name in ("filled", "bias", "prior")}
            return cls(weights=tuple(map(tuple, told["weights"])), share=float(told["share"]), **whole)
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
            raise refusal(folder, f"{ANSWERS_FILE} cannot be read ({fault!r})") from fault
