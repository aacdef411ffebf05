"""A model on held-out pictures: what it saw in each is kept, and the figures follow from that table."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ml.calibrate import Sample, cross_fitted, malignant
from ml.classify import Classifier
from ml.contract import KINDS, LABELS, Floats, ReadOut, softmax
from ml.dataset import Lesion, NotLesion, decode
from ml.metrics import (
    MALIGNANT_AT,
    Flags,
    Numbers,
    auc,
    balanced_accuracy,
    calibration_error,
    interval,
    recalls,
    sensitivity,
    specificity,
)
from ml.quality import faults
from ml.reason import Reason

_ALL_LESION = (30.0, 0.0, 0.0, 0.0)
"""Kind logits of a network that tells classes only: it takes whatever it sees for a lesion."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture and what the model made of it; `kind` is the true one, `faults` the gate's reasons."""

    id: str
    domain: str
    label: str
    group: str
    kind: str
    what: str
    faults: tuple[Reason, ...]
    classes: tuple[float, ...]
    kinds: tuple[float, ...]


def look_at_lesion(classifier: Classifier, lesion: Lesion) -> Seen:
    """Show one lesion to the model."""
    found, classes, kinds = _look(classifier, lesion.file)
    return Seen(lesion.id, lesion.domain, lesion.label, lesion.group, "lesion", "", found, classes, kinds)


def look_at_other(classifier: Classifier, other: NotLesion) -> Seen:
    """Show one picture that must be refused to the model."""
    found, classes, kinds = _look(classifier, other.file)
    return Seen(other.id, "", "", other.group or other.id, other.kind, other.what, found, classes, kinds)


def _look(classifier: Classifier, file: Path) -> tuple[tuple[Reason, ...], Any, Any]:
    pixels = decode(file)
    sight = classifier.look(pixels)
    kinds = _ALL_LESION if sight.kinds is None else tuple(sight.kinds.tolist())
    return faults(pixels), tuple(sight.classes.tolist()), kinds


def write_table(seen: Iterable[Seen], file: Path) -> None:
    """Keep what the model said of every picture: logits by class and by kind."""
    head = ["id", "domain", "label", "group", "kind", "what", "faults"]
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow([*head, *LABELS, *(f"kind_{kind}" for kind in KINDS)])
        for one in seen:
            told = [one.id, one.domain, one.label, one.group, one.kind, one.what, " ".join(one.faults)]
            writer.writerow([*told, *(f"{logit:.5f}" for logit in (*one.classes, *one.kinds))])


def sample(seen: Sequence[Seen], domain: str) -> Sample:
    """Return the labelled lesions of a domain as arrays."""
    chosen = [one for one in seen if one.domain == domain and one.label]
    return Sample(
        np.array([LABELS.index(one.label) for one in chosen], np.int64),
        np.array([one.classes for one in chosen], np.float32).reshape(-1, len(LABELS)),
        np.array([one.group for one in chosen], np.str_),
    )


def cross_fitted_figures(shown: Sample, prior: Sequence[float]) -> dict[str, Any]:
    """Return a domain's figures, temperature and levels always chosen on the other half of the groups."""
    probabilities, see_doctor, urgent = cross_fitted(shown, prior)
    return _figures(shown, probabilities, see_doctor, urgent)


def shipped_figures(shown: Sample, read_out: ReadOut) -> dict[str, Any]:
    """Return a domain's figures with the temperature and the levels of the contract."""
    probabilities = read_out.probabilities(shown.logits)
    levels = np.ones(len(shown.truth), np.float32)
    return _figures(shown, probabilities, levels * read_out.see_doctor, levels * read_out.urgent)


def _figures(shown: Sample, probabilities: Floats, see_doctor: Floats, urgent: Floats) -> dict[str, Any]:
    truth, score, told = shown.truth, malignant(probabilities), shown.logits.argmax(axis=1)
    is_malignant: Flags = MALIGNANT_AT[truth]
    doctor, hurry = score >= see_doctor, score >= urgent
    measures: Mapping[str, Callable[[Numbers], float]] = {
        "balanced_accuracy": lambda at: balanced_accuracy(truth[at], told[at]),
        "accuracy": lambda at: float((probabilities[at].argmax(axis=1) == truth[at]).mean()),
        "malignant_auc": lambda at: auc(is_malignant[at], score[at]),
        "see_doctor_sensitivity": lambda at: sensitivity(truth[at], doctor[at]),
        "see_doctor_specificity": lambda at: specificity(truth[at], doctor[at]),
        "urgent_sensitivity": lambda at: sensitivity(truth[at], hurry[at]),
        "urgent_specificity": lambda at: specificity(truth[at], hurry[at]),
        "calibration_error": lambda at: calibration_error(truth[at], probabilities[at]),
    }
    counts = {label: int((truth == n).sum()) for n, label in enumerate(LABELS)}
    return {
        "pictures": len(truth),
        "groups": len(set(shown.groups.tolist())),
        "by_class": {label: n for label, n in counts.items() if n},
        "figures": {name: asdict(interval(one, shown.groups)) for name, one in measures.items()},
        "recall": recalls(truth, told),
    }


def refuse_score(seen: Sequence[Seen]) -> Floats:
    """Return for each picture the probability that it shows no lesion."""
    logits = np.array([one.kinds for one in seen], np.float32)
    return np.asarray(1 - softmax(logits)[:, KINDS.index("lesion")], np.float32)


def gate_figures(seen: Sequence[Seen], level: float) -> dict[str, Any]:
    """Return the share refused of lesions by domain (a mistake) and of each other kind (wanted).

    `by_pixels` is the share that the pixel gate alone sends back.
    """
    score = refuse_score(seen)
    names = np.array([one.domain if one.kind == "lesion" else one.kind for one in seen])
    groups = np.array([one.group for one in seen], np.str_)
    faulty = np.array([bool(one.faults) for one in seen])
    refused = faulty | (score >= level)
    told: dict[str, Any] = {}
    for name in sorted(set(names.tolist())):
        here = names == name
        share = interval(_mean_of(refused[here]), groups[here])
        told[name] = {"refused": asdict(share), "by_pixels": float(faulty[here].mean())}
    return told


def _mean_of(flags: Flags) -> Callable[[Numbers], float]:
    return lambda at: float(flags[at].mean())
