"""Temperature and levels: chosen on held-out pictures, measured by cross-fitting between halves of the groups."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ml.contract import Flags, Floats, ReadOut
from ml.evaluation.metrics import BENIGN_AT, FOR_A_DOCTOR_AT, MALIGNANT_AT, Numbers

_SENSITIVITY = 0.95  # the least share of malignant lesions that must reach "see a doctor"
_MOST_CHANCE = 0.3
"""`see_doctor` at most: whoever has three chances in ten of cancer is sent to a doctor however well naming works.

Cancers that are named count as sent, so that without a cap a better network would let the level climb to .99.
"""
_URGENT_SPECIFICITY = 0.95  # at most one benign lesion in twenty is called urgent
_TEMPERATURES = np.exp(np.linspace(np.log(0.3), np.log(3.0), 93))


@dataclass(frozen=True, slots=True)
class Sample:
    """Held-out pictures of one domain: true class, class logits, the group that is never split, Fitzpatrick type."""

    truth: Numbers
    logits: Floats
    groups: NDArray[np.str_]
    skins: NDArray[np.str_]

    def __getitem__(self, chosen: "Flags | Numbers") -> "Sample":
        return Sample(self.truth[chosen], self.logits[chosen], self.groups[chosen], self.skins[chosen])


def malignant(probabilities: Floats) -> Floats:
    """Return the summed probability of the malignant classes, one a row."""
    return np.asarray(probabilities[:, MALIGNANT_AT].sum(axis=1), np.float32)


def fit(sample: Sample, prior: Sequence[float]) -> ReadOut:
    """Choose temperature by likelihood, then both levels by the scores that it gives."""
    start = ReadOut(tuple(prior), temperature=1.0, see_doctor=0.5, urgent=0.5)
    costs = [_cost(sample, replace(start, temperature=float(one))) for one in _TEMPERATURES]
    warm = replace(start, temperature=round(float(_TEMPERATURES[int(np.argmin(costs))]), 4))
    score = malignant(warm.probabilities(sample.logits))
    cancers = MALIGNANT_AT[sample.truth]
    see_doctor = _level_reached_by(np.where(named(sample.logits), 1, score)[cancers])
    urgent = float(np.quantile(score[BENIGN_AT[sample.truth]], _URGENT_SPECIFICITY))
    return replace(warm, see_doctor=see_doctor, urgent=round(min(max(urgent, see_doctor), 0.999), 6))


def named(logits: Floats) -> Flags:
    """Return which rows name a class that asks for a doctor whatever the level."""
    return np.asarray(FOR_A_DOCTOR_AT[logits.argmax(axis=1)], np.bool_)


def _cost(sample: Sample, read_out: ReadOut) -> float:
    told = read_out.probabilities(sample.logits)[np.arange(len(sample.truth)), sample.truth]
    return float(-np.log(np.maximum(told, 1e-9)).mean())


def _level_reached_by(scores: Floats) -> float:
    """Return the highest level, rounded down, that enough of the malignant scores reach.

    Enough is the promised share and one standard error of it more: a level that lets exactly one in
    twenty slip among the few it was chosen on lets more slip among the next.
    """
    ranked = np.sort(scores)[::-1]
    share = _SENSITIVITY + (_SENSITIVITY * (1 - _SENSITIVITY) / len(ranked)) ** 0.5
    needed = int(np.ceil(min(share, 1.0) * len(ranked)))
    level = np.floor(float(ranked[needed - 1]) * 1e6) / 1e6
    return float(min(max(level, 1e-6), _MOST_CHANCE))


def half(groups: NDArray[np.str_]) -> Flags:
    """Return which pictures belong to the first half, by a hash of their group."""
    return np.array([hashlib.sha256(str(group).encode()).digest()[0] % 2 == 0 for group in groups])


def cross_fitted(sample: Sample, prior: Sequence[float]) -> tuple[Floats, Floats, Floats]:
    """Return (probabilities, see_doctor, urgent) a picture, each read out with what the other half chose."""
    first = half(sample.groups)
    probabilities = np.zeros_like(sample.logits)
    see_doctor, urgent = np.zeros(len(first), np.float32), np.zeros(len(first), np.float32)
    for here in (first, ~first):
        read_out = fit(sample[~here], prior)
        probabilities[here] = read_out.probabilities(sample.logits[here])
        see_doctor[here], urgent[here] = read_out.see_doctor, read_out.urgent
    return probabilities, see_doctor, urgent
