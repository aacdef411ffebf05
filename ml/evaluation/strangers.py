"""How well what was never learned is told apart: measured on classes that a network was trained without."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from ml.contract import Flags, Floats, softmax
from ml.evaluation.metrics import Numbers, auc, interval
from ml.evaluation.seen import Seen, energies

_MISTAKES = (0.005, 0.05)  # of the known, that are refused at the levels compared


def _logits(seen: Sequence[Seen]) -> Floats:
    return np.array([one.classes for one in seen], np.float32)


SCORES: Mapping[str, Callable[[Sequence[Seen]], Floats]] = {
    "energy": energies,
    "largest probability": lambda seen: softmax(_logits(seen)).max(axis=1),
    "largest logit": lambda seen: _logits(seen).max(axis=1),
}
"""Ways to say how familiar a picture is: the higher, the more (Liu 2020; Hendrycks 2017 and 2022)."""


def figures(known: Sequence[Seen], strangers: Sequence[Seen]) -> dict[str, Any]:
    """Return for each score how often a known picture is more familiar than a stranger, and who is refused.

    `known` were held out of classes that were learned; `strangers` are of classes that were not. Known ones of a domain
    without strangers are left out: another kind of picture is told apart more easily than another class.
    """
    domains = {one.domain for one in strangers}
    known = [one for one in known if one.domain in domains]
    everybody = [*known, *strangers]
    is_known = np.array([True] * len(known) + [False] * len(strangers))
    groups = np.array([one.group for one in everybody], np.str_)
    told: dict[str, Any] = {}
    for name, score_of in SCORES.items():
        score = score_of(everybody)
        levels = {share: np.quantile(score[is_known], share) for share in _MISTAKES}
        told[name] = {
            "auc": asdict(interval(_told_apart(is_known, score), groups)),
            "refused": {str(share): float((score[~is_known] < level).mean()) for share, level in levels.items()},
        }
    classes = sorted({one.label for one in strangers})
    return {"classes": classes, "known": len(known), "strangers": len(strangers), "scores": told}


def _told_apart(is_known: Flags, score: Floats) -> Callable[[Numbers], float]:
    return lambda at: auc(is_known[at], score[at])
