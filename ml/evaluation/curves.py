"""What a model card draws: points of curves, thinned so that they travel with the model."""

import hashlib
import json
from typing import Any

import numpy as np

from ml.contract import LABELS, Flags, Floats, ModelContract
from ml.evaluation.metrics import Numbers

PLOTS = "drawn"
"""The folder of the drawn curves, beside the card."""

_POINTS = 60
_BINS = 10
_COVERAGES = np.linspace(0.1, 1.0, 19)


def plot_file(contract: ModelContract, domain: str) -> str:
    """Return the name of a domain's plot: it changes with every point drawn, so that a stale one is never linked."""
    return _named(contract, domain, [contract.metrics["domains"][domain], contract.read_outs[domain].see_doctor])


def examples_file(contract: ModelContract) -> str:
    """Return the name of the drawing of a model's examples, which changes with them."""
    return _named(contract, "examples", contract.metrics["examples"])


def _named(contract: ModelContract, what: str, drawn: Any) -> str:
    digest = hashlib.sha256(json.dumps(drawn, sort_keys=True).encode()).hexdigest()
    return f"{contract.name}-{what}-{digest[:10]}.svg"


def roc(positive: Flags, score: Floats) -> list[list[float]]:
    """Return (false alarms, found) as shares 0-1, from the strictest level to the laxest."""
    order = np.argsort(-score, kind="stable")
    found = np.r_[0, np.cumsum(positive[order])] / max(1, int(positive.sum()))
    alarms = np.r_[0, np.cumsum(~positive[order])] / max(1, int((~positive).sum()))
    at = np.unique(np.searchsorted(alarms, np.linspace(0, 1, _POINTS) ** 2, "right") - 1)
    return [[_r(alarms[one]), _r(found[one])] for one in at]


def reliability(positive: Flags, score: Floats) -> list[list[float]]:
    """Return (mean malignant probability, share that was malignant, pictures) for tenths of the pictures by score."""
    order = np.argsort(score, kind="stable")
    cells = [cell for cell in np.array_split(order, _BINS) if len(cell)]
    return [[_r(score[cell].mean()), _r(positive[cell].mean()), len(cell)] for cell in cells]


def confusion(truth: Numbers, told: Numbers) -> list[list[int]]:
    """Return counts, a row a true class and a column a named one, in the order of LABELS."""
    table = np.zeros((len(LABELS), len(LABELS)), np.int64)
    np.add.at(table, (truth, told), 1)
    rows: list[list[int]] = table.tolist()
    return rows


def coverage_risk(truth: Numbers, probabilities: Floats) -> list[list[float]]:
    """Return (coverage, error): the share of wrong first names among the surest pictures (El-Yaniv 2010)."""
    wrong = probabilities.argmax(axis=1) != truth
    order = np.argsort(-probabilities.max(axis=1), kind="stable")
    counts = [max(1, round(share * len(order))) for share in _COVERAGES]
    return [[_r(share), _r(wrong[order[:n]].mean())] for share, n in zip(_COVERAGES, counts, strict=True)]


def _r(value: Any) -> float:
    return round(float(value), 4)
