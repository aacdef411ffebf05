"""A model on held-out pictures: what it saw in each is kept, and the figures follow from that table."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ml.contract import DOMAINS, KINDS, LABELS, Flags, Floats, ModelContract, Pixels, ReadOut, energy, softmax
from ml.dataset import DatasetError, Lesion, NotLesion, decode
from ml.evaluation.calibrate import Sample, cross_fitted, malignant, named
from ml.evaluation.curves import confusion, coverage_risk, reliability, roc
from ml.evaluation.metrics import (
    BENIGN_AT,
    MALIGNANT_AT,
    Numbers,
    auc,
    balanced_accuracy,
    calibration_error,
    interval,
    recalls,
    share,
)
from ml.eyes import Eyes
from ml.quality import faults
from ml.reason import Reason
from ml.urgency import FAST_AT, is_urgent

_ALL_LESION = (30.0, 0.0, 0.0, 0.0)
"""Kind logits of a network that tells classes only: it takes whatever it sees for a lesion."""
_BY_PHONE = (0.0, 0.0)
"""Domain logits of a network that does not tell domains."""
_ENOUGH = 20
"""Pictures from which a share is given at all; below them it is not measurable."""
_HEAD = ("id", "domain", "label", "group", "skin", "kind", "what", "by_pixels", "by_spot")
_LOGITS = (*LABELS, *(f"kind_{kind}" for kind in KINDS), *(f"domain_{domain}" for domain in DOMAINS))


@dataclass(frozen=True, slots=True)
class Seen:
    """One picture and what the model made of it: `kind` is the true one, the last three are logits.

    `by_pixels` are the reasons of the gate that needs no network, `by_spot` those of the outline.
    """

    id: str
    domain: str
    label: str
    group: str
    skin: str
    kind: str
    what: str
    by_pixels: tuple[Reason, ...]
    by_spot: tuple[Reason, ...]
    classes: tuple[float, ...]
    kinds: tuple[float, ...]
    domains: tuple[float, ...]


def look_at_lesion(eyes: Eyes, lesion: Lesion) -> Seen:
    """Show one lesion to the model."""
    told = (lesion.id, lesion.domain, lesion.label, lesion.group, lesion.skin, "lesion", "")
    return Seen(*told, *_look(eyes, decode(lesion.file)))


def look_at_other(eyes: Eyes, other: NotLesion) -> Seen:
    """Show one picture that must be refused to the model."""
    told = (other.id, "", "", other.group or other.id, "", other.kind, other.what)
    return Seen(*told, *_look(eyes, decode(other.file)))


def _look(eyes: Eyes, pixels: Pixels) -> tuple[Any, ...]:
    view = eyes.look(pixels)
    sight = view.sight
    kinds = _ALL_LESION if sight.kinds is None else tuple(sight.kinds.tolist())
    domains = _BY_PHONE if sight.domains is None else tuple(sight.domains.tolist())
    return faults(pixels), view.faults, tuple(sight.classes.tolist()), kinds, domains


def write_table(seen: Iterable[Seen], file: Path) -> None:
    """Keep what the model said of every picture: logits by class, by kind and by domain."""
    with file.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.writer(lines)
        writer.writerow([*_HEAD, *_LOGITS])
        for one in seen:
            told = [one.id, one.domain, one.label, one.group, one.skin, one.kind, one.what]
            logits = (*one.classes, *one.kinds, *one.domains)
            writer.writerow([*told, " ".join(one.by_pixels), " ".join(one.by_spot), *(f"{x:.5f}" for x in logits)])


def read_table(file: Path) -> list[Seen]:
    """Read back what `write_table` wrote; raises DatasetError when there is none."""
    if not file.is_file():
        raise DatasetError(f"{file}: no such table; `lentigo evaluate --run` writes it")
    with file.open(newline="", encoding="utf-8") as lines:
        return [_seen(row) for row in csv.DictReader(lines)]


def _seen(row: Mapping[str, str]) -> Seen:
    by_pixels, by_spot = (tuple(map(Reason, row[name].split())) for name in ("by_pixels", "by_spot"))
    logits = [float(row[name]) for name in _LOGITS]
    classes, kinds, domains = logits[: len(LABELS)], logits[len(LABELS) : -len(DOMAINS)], logits[-len(DOMAINS) :]
    return Seen(
        id=row["id"],
        domain=row["domain"],
        label=row["label"],
        group=row["group"],
        skin=row["skin"],
        kind=row["kind"],
        what=row["what"],
        by_pixels=by_pixels,
        by_spot=by_spot,
        classes=tuple(classes),
        kinds=tuple(kinds),
        domains=tuple(domains),
    )


def labelled(seen: Iterable[Seen], domain: str) -> list[Seen]:
    """Return the labelled lesions of a domain."""
    return [one for one in seen if one.domain == domain and one.label]


def sample(seen: Sequence[Seen], domain: str) -> Sample:
    """Return the labelled lesions of a domain as arrays."""
    chosen = labelled(seen, domain)
    return Sample(
        np.array([LABELS.index(one.label) for one in chosen], np.int64),
        np.array([one.classes for one in chosen], np.float32).reshape(-1, len(LABELS)),
        np.array([one.group for one in chosen], np.str_),
        np.array([one.skin for one in chosen], np.str_),
    )


def cross_fitted_figures(shown: Sample, refused: Flags, prior: Sequence[float]) -> dict[str, Any]:
    """Return a domain's figures, temperature and levels always chosen on the other half of the groups."""
    return _figures(shown, refused, *cross_fitted(shown, prior))


def shipped_figures(shown: Sample, refused: Flags, read_out: ReadOut) -> dict[str, Any]:
    """Return a domain's figures with the temperature and the levels of the contract."""
    probabilities = read_out.probabilities(shown.logits)
    levels = np.ones(len(shown.truth), np.float32)
    return _figures(shown, refused, probabilities, levels * read_out.see_doctor, levels * read_out.urgent)


def _figures(
    shown: Sample, refused: Flags, probabilities: Floats, see_doctor: Floats, urgent: Floats
) -> dict[str, Any]:
    """Whoever's photo is `refused` by the gate is told no level, and so is not sent to a doctor by it."""
    truth, score, told = shown.truth, malignant(probabilities), shown.logits.argmax(axis=1)
    is_malignant: Flags = MALIGNANT_AT[truth]
    counted = is_malignant | BENIGN_AT[truth]
    sent = (named(shown.logits) | (score >= see_doctor)) & ~refused
    hurried = is_urgent(score, probabilities, urgent) & ~refused
    counts = {label: int((truth == n).sum()) for n, label in enumerate(LABELS)}
    return {
        "pictures": len(truth),
        "groups": len(set(shown.groups.tolist())),
        "by_class": {label: n for label, n in counts.items() if n},
        "figures": _measures(shown, probabilities, score) | _levels(shown, sent, hurried),
        "recall": recalls(truth, told),
        "by_skin": _by_skin(shown, sent),
        "curves": {
            "roc": roc(is_malignant[counted], score[counted]),
            "reliability": reliability(is_malignant, score),
            "confusion": confusion(truth, told),
            "coverage_risk": coverage_risk(truth, probabilities),
        },
    }


def _measures(shown: Sample, probabilities: Floats, score: Floats) -> dict[str, Any]:
    """The figures that no level decides; without malignant or without other pictures there is no AUC."""
    truth, told, likeliest = shown.truth, shown.logits.argmax(axis=1), probabilities.argmax(axis=1)
    is_malignant: Flags = MALIGNANT_AT[truth]
    measures: dict[str, Callable[[Numbers], float]] = {
        "balanced_accuracy": lambda at: balanced_accuracy(truth[at], told[at]),
        "calibration_error": lambda at: calibration_error(truth[at], probabilities[at]),
    }
    if is_malignant.any() and not is_malignant.all():
        measures["malignant_auc"] = lambda at: auc(is_malignant[at], score[at])
    figures = {name: asdict(interval(one, shown.groups)) for name, one in measures.items()}
    return figures | {"accuracy": asdict(share(likeliest == truth, shown.groups))}


def _levels(shown: Sample, sent: Flags, hurried: Flags) -> dict[str, Any]:
    """The shares of who is sent to a doctor, and within days, each among its own pictures, where there are any."""
    cancers, harmless, fast = (sort[shown.truth] for sort in (MALIGNANT_AT, BENIGN_AT, FAST_AT))
    shares: Mapping[str, tuple[Flags, Flags]] = {
        "see_doctor_sensitivity": (cancers, sent),
        "see_doctor_specificity": (harmless, ~sent),
        "urgent_sensitivity": (cancers, hurried),
        "urgent_sensitivity_fast": (fast, hurried),
        "urgent_specificity": (harmless, ~hurried),
    }
    return {
        name: asdict(share(right[among], shown.groups[among])) for name, (among, right) in shares.items() if among.any()
    }


def _by_skin(shown: Sample, doctor: Flags) -> dict[str, Any]:
    """Return for each Fitzpatrick type the pictures and, from enough of each sort on, who was sent to a doctor."""
    told: dict[str, Any] = {}
    for skin in sorted(set(shown.skins.tolist()) - {""}):
        here = np.flatnonzero(shown.skins == skin)
        truth, sent, groups = shown.truth[here], doctor[here], shown.groups[here]
        cancers, harmless = MALIGNANT_AT[truth], BENIGN_AT[truth]
        told[skin] = {"pictures": len(here), "malignant": int(cancers.sum()), "harmless": int(harmless.sum())}
        for name, which in (("sensitivity", cancers), ("false_alarms", harmless)):
            enough = int(which.sum()) >= _ENOUGH
            told[skin][name] = asdict(share(sent[which], groups[which])) if enough else None
    return told


def refuse_score(seen: Sequence[Seen]) -> Floats:
    """Return for each picture the probability that it shows no lesion."""
    logits = np.array([one.kinds for one in seen], np.float32)
    return np.asarray(1 - softmax(logits)[:, KINDS.index("lesion")], np.float32)


def _stages(seen: Sequence[Seen], gate: ModelContract) -> dict[str, Flags]:
    """Which pictures each stage refuses on its own: the pixels, the outline, the kind, the unfamiliar."""
    return {
        "by_pixels": np.array([bool(one.by_pixels) for one in seen], np.bool_),
        "by_spot": np.array([bool(one.by_spot) for one in seen], np.bool_),
        "by_kind": refuse_score(seen) >= gate.refuse_kind,
        "by_unfamiliar": energies(seen) < (-np.inf if gate.unfamiliar is None else gate.unfamiliar),
    }


def refused(seen: Sequence[Seen], gate: ModelContract) -> Flags:
    """Return which pictures the gate refuses, at whatever stage."""
    return _at_any(_stages(seen, gate))


def _at_any(stages: Mapping[str, Flags]) -> Flags:
    return np.asarray(np.any(list(stages.values()), axis=0), np.bool_)


def gate_figures(seen: Sequence[Seen], gate: ModelContract) -> dict[str, Any]:
    """Return the share refused of lesions by domain (a mistake) and of each other kind (wanted), whole and by stage."""
    names = np.array([one.domain if one.kind == "lesion" else one.kind for one in seen])
    groups = np.array([one.group for one in seen], np.str_)
    stages = _stages(seen, gate)
    sent_back = _at_any(stages)
    told: dict[str, Any] = {}
    for name in sorted(set(names.tolist())):
        here = names == name
        whole = {"refused": asdict(share(sent_back[here], groups[here]))}
        told[name] = whole | {stage: float(by[here].mean()) for stage, by in stages.items()}
    return told


def energies(seen: Sequence[Seen]) -> Floats:
    """Return for each picture how familiar its class logits are."""
    return np.array([energy(np.array(one.classes, np.float32)) for one in seen], np.float32)


def domain_accuracy(seen: Sequence[Seen]) -> dict[str, Any]:
    """Return the share of lesions of each domain whose domain was told right."""
    told: dict[str, Any] = {}
    for name in DOMAINS:
        shown = [one for one in seen if one.domain == name]
        if shown:
            right = np.array([DOMAINS[int(np.argmax(one.domains))] == name for one in shown])
            told[name] = asdict(share(right, np.array([one.group for one in shown], np.str_)))
    return told
