"""The answers of PAD-UFES-20's patients: read, fitted, and measured with the leak beside the honest figure."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from ml.answers import FEATURES, Answers, AnswersModel, Site
from ml.contract import LABELS, Floats, softmax
from ml.dataset import DatasetError
from ml.evaluation.calibrate import half, malignant
from ml.evaluation.metrics import MALIGNANT_AT, Numbers, auc, balanced_accuracy, interval

TABLE = "pad_answers.csv"
_STRENGTH = 0.3  # of the L2 penalty, inverse; flat between .1 and 1 over folds 1-3
_SHARES = np.linspace(0.0, 1.5, 31)
_BODY = {
    "FACE": Site.FACE, "SCALP": Site.SCALP, "EAR": Site.EAR, "NOSE": Site.NOSE, "LIP": Site.LIP, "NECK": Site.NECK,
    "CHEST": Site.CHEST, "ABDOMEN": Site.BELLY, "BACK": Site.BACK, "ARM": Site.ARM, "FOREARM": Site.FOREARM,
    "HAND": Site.HAND, "THIGH": Site.THIGH, "FOOT": Site.FOOT,
}  # fmt: skip
_ANSWERED = {"True": True, "False": False}
_LEAKING = ("gender", "fitspatrick", "diameter_1", "diameter_2", "skin_cancer_history", "cancer_history")


@dataclass(frozen=True, slots=True)
class Asked:
    """Lesions whose owners were asked: class, honest features, the leaking ones beside them, patient and fold."""

    ids: tuple[str, ...]
    truth: Numbers
    features: Floats
    leaking: Floats
    groups: "np.ndarray[tuple[int], np.dtype[np.str_]]"
    folds: Numbers

    def __getitem__(self, chosen: Any) -> "Asked":
        ids = tuple(np.array(self.ids)[chosen].tolist())
        parts = (self.truth, self.features, self.leaking, self.groups, self.folds)
        return Asked(ids, *(part[chosen] for part in parts))


def read_asked(folder: Path) -> Asked:
    """Read `pad_answers.csv`; raises DatasetError when it is missing."""
    table = folder / TABLE
    if not table.is_file():
        raise DatasetError(f"{table}: no such table; without it no answers model can be made")
    with table.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    return Asked(
        ids=tuple(row["id"] for row in rows),
        truth=np.array([LABELS.index(row["label"]) for row in rows], np.int64),
        features=np.stack([_answers(row).features() for row in rows]),
        leaking=np.stack([_leak(row) for row in rows]),
        groups=np.array([row["group"] for row in rows], np.str_),
        folds=np.array([int(row["fold"]) for row in rows], np.int64),
    )


def _answers(row: dict[str, str]) -> Answers:
    itch, hurt, bleed, grew, changed, raised = (
        _ANSWERED.get(row[name]) for name in ("itch", "hurt", "bleed", "grew", "changed", "elevation")
    )
    age = int(float(row["age"])) if row["age"] else None
    return Answers(age, _BODY.get(row["region"]), itch, hurt, bleed, grew, changed, raised)


def _leak(row: dict[str, str]) -> Floats:
    """What the literature adds: whether the biopsy-only columns and "unknown" answers are there at all."""
    gaps = [float(not row[name]) for name in _LEAKING]
    unknown = [float(row[name] == "UNK") for name in ("grew", "changed")]
    return np.array([*gaps, *unknown], np.float32)


def fit(asked: Asked, *, share: float = 1.0) -> AnswersModel:
    """Fit the regression on answers alone; gaps take the mean of those who answered."""
    filled = np.nanmean(asked.features, axis=0)
    whole = np.where(np.isnan(asked.features), filled, asked.features)
    regression = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(whole, asked.truth)
    weights, bias, prior = np.zeros((len(FEATURES), len(LABELS))), np.zeros(len(LABELS)), np.zeros(len(LABELS))
    weights[:, regression.classes_] = regression.coef_.T
    bias[regression.classes_] = regression.intercept_
    prior[regression.classes_] = np.bincount(asked.truth, minlength=len(LABELS))[regression.classes_] / len(asked.truth)
    return AnswersModel(
        _rounded(filled), tuple(_rounded(row) for row in weights), _rounded(bias), _rounded(prior), share
    )


def _rounded(values: Any) -> tuple[float, ...]:
    return tuple(round(float(value), 5) for value in values)


def best_share(added: Floats, pictures: Floats, truth: Numbers) -> float:
    """Choose by likelihood how much of what answers add (n, 8) counts beside the picture's probabilities (n, 8)."""
    rows = np.arange(len(truth))

    def cost(share: float) -> float:
        told = softmax(np.log(np.maximum(pictures, 1e-9)) + np.float32(share) * added)
        return float(-np.log(np.maximum(told[rows, truth], 1e-9)).mean())

    return round(float(min(_SHARES, key=cost)), 2)


def figures(truth: Numbers, groups: Any, probabilities: Floats, prior: Sequence[float]) -> dict[str, Any]:
    """Return balanced accuracy (the class mix divided out) and malignant AUC, each with its interval."""
    mix = np.array(prior)
    flat = np.where(mix > 0, probabilities / np.maximum(mix, 1e-6), 0)  # a class that is not there is never named
    told, score, is_malignant = flat.argmax(axis=1), malignant(probabilities), MALIGNANT_AT[truth]
    measures: dict[str, Callable[[Numbers], float]] = {
        "balanced_accuracy": lambda at: balanced_accuracy(truth[at], told[at]),
        "malignant_auc": lambda at: auc(is_malignant[at], score[at]),
    }
    return {name: asdict(interval(one, groups)) for name, one in measures.items()}


def cross_validated(asked: Asked, *, leak: bool) -> dict[str, Any]:
    """Return the figures of answers alone over all folds, each fold told by a model that never saw it.

    With `leak` the absence of biopsy-only columns counts too, as in much of the literature: for comparison only.
    """
    whole = np.where(np.isnan(asked.features), np.nanmean(asked.features, axis=0), asked.features)
    shown = np.hstack([whole, asked.leaking]) if leak else whole
    told = np.zeros((len(asked.truth), len(LABELS)), np.float32)
    for fold in np.unique(asked.folds):
        here = asked.folds == fold
        regression = LogisticRegression(C=_STRENGTH, max_iter=2000).fit(shown[~here], asked.truth[~here])
        told[np.ix_(here, regression.classes_)] = regression.predict_proba(shown[here])
    prior = np.bincount(asked.truth, minlength=len(LABELS)) / len(asked.truth)
    return figures(asked.truth, asked.groups, told, prior.tolist())


@dataclass(frozen=True, slots=True)
class Pictured:
    """Lesions whose owners were asked and whose photo a network judged that never saw it: probabilities (n, 8)."""

    asked: Asked
    pictures: Floats

    def __getitem__(self, chosen: Any) -> "Pictured":
        return Pictured(self.asked[chosen], self.pictures[chosen])


def pictured(asked: Asked, ids: Sequence[str], probabilities: Floats) -> Pictured:
    """Bring the answers of lesions and the probabilities of their photos together."""
    place = {one: at for at, one in enumerate(asked.ids)}
    known = [at for at, one in enumerate(ids) if one in place]
    rows = np.array([place[ids[at]] for at in known], np.int64)
    return Pictured(asked[rows], probabilities[np.array(known, np.int64)])


def joined_figures(asked: Asked, shown: Pictured) -> dict[str, Any]:
    """Return the figures of the photo alone and with the answers.

    Answers speak through a model of the other folds; how much they count is chosen on the other half of the patients.
    """
    added, joined, truth = added_by_others(asked, shown), shown.pictures.copy(), shown.asked.truth
    first = half(shown.asked.groups)
    for here in (first, ~first):
        share = best_share(added[~here], shown.pictures[~here], truth[~here])
        joined[here] = softmax(np.log(np.maximum(shown.pictures[here], 1e-9)) + np.float32(share) * added[here])
    groups, prior = shown.asked.groups, (np.bincount(truth, minlength=len(LABELS)) / len(truth)).tolist()
    return {
        "photo": figures(truth, groups, shown.pictures, prior),
        "photo_and_answers": figures(truth, groups, joined, prior),
        "answers": cross_validated(asked, leak=False),
        "answers_with_leak": cross_validated(asked, leak=True),
    }


def added_by_others(asked: Asked, shown: Pictured) -> Floats:
    """Return what the answers add to each lesion's log odds (n, 8), told by a model that never saw its fold."""
    added = np.zeros_like(shown.pictures)
    for fold in np.unique(shown.asked.folds):
        here = shown.asked.folds == fold
        added[here] = fit(asked[asked.folds != fold]).added(shown.asked.features[here])
    return added
