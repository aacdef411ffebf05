"""The figures of a classifier on grouped pictures, each with its interval."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ml.contract import FOR_A_DOCTOR, LABELS, MALIGNANT, Flags, Floats

Numbers = NDArray[np.int64]

_Z = 1.96  # normal deviate of a 95 % interval

MALIGNANT_AT = np.array([label in MALIGNANT for label in LABELS])
FOR_A_DOCTOR_AT = np.array([label in FOR_A_DOCTOR for label in LABELS])
BENIGN = frozenset({"NV", "BKL", "DF", "VASC"})  # AK belongs to a doctor too and counts neither way
BENIGN_AT = np.array([label in BENIGN for label in LABELS])


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its 95 % interval over resampled groups and the number of pictures behind it."""

    value: float
    low: float
    high: float
    n: int


def recalls(truth: Numbers, told: Numbers) -> dict[str, float]:
    """Return the share of each class present that was told right."""
    present = np.unique(truth)
    return {LABELS[label]: float((told[truth == label] == label).mean()) for label in present}


def balanced_accuracy(truth: Numbers, told: Numbers) -> float:
    """Return the mean recall over the classes present."""
    return float(np.mean(list(recalls(truth, told).values())))


def auc(positive: Flags, score: Floats) -> float:
    """Return the area under the ROC curve as the Mann-Whitney statistic, ties counted half."""
    order = np.sort(score)
    low, high = np.searchsorted(order, score, "left"), np.searchsorted(order, score, "right")
    ranks = (low + high + 1) / 2
    n = int(positive.sum())
    others = len(positive) - n
    if n == 0 or others == 0:
        return float("nan")
    return float((ranks[positive].sum() - n * (n + 1) / 2) / (n * others))


def calibration_error(truth: Numbers, probabilities: Floats, *, bins: int = 15) -> float:
    """Return the expected calibration error of the top class (Guo 2017), bins of equal width."""
    told, sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
    cell = np.minimum((sure * bins).astype(np.int64), bins - 1)
    gaps = [
        abs(float((told == truth)[cell == one].mean()) - float(sure[cell == one].mean())) * float((cell == one).mean())
        for one in np.unique(cell)
    ]
    return float(sum(gaps))


def interval(
    measure: Callable[[Numbers], float], groups: NDArray[np.str_], *, seed: int = 0, rounds: int = 1000
) -> Figure:
    """Return a figure with the 2.5-97.5 % range over resampled groups; `measure` takes picture indices."""
    _, member = np.unique(groups, return_inverse=True)
    order = np.argsort(member, kind="stable")
    cuts = np.split(order, np.cumsum(np.bincount(member))[:-1])
    random = np.random.default_rng(seed)
    draws = (random.integers(0, len(cuts), len(cuts)) for _ in range(rounds))
    values = np.array([measure(np.concatenate([cuts[one] for one in draw])) for draw in draws])
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return Figure(measure(np.arange(len(groups))), float(low), float(high), len(groups))


def share(flags: Flags, groups: NDArray[np.str_]) -> Figure:
    """Return the share of pictures that are flagged.

    Where all or none are, resampling has nothing to vary: then the interval is Wilson's (1927) on as many as there
    are groups.
    """
    value, slack = float(flags.mean()), _Z**2 / (len(np.unique(groups)) + _Z**2)
    if value in {0.0, 1.0}:
        return Figure(value, max(0.0, value - slack), min(1.0, value + slack), len(flags))
    return interval(lambda at: float(flags[at].mean()), groups)
