"""Learning of every kind, with the bar from which it alarms, and the figures by which that was chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.assistant.phrasings import ASKS, KINDS
from knowledge.regression import Floats, Labels
from scripts.readers.learners import Learner
from scripts.readers.told import CALM, Mask, Told

ALIKE = 0.6
"""Cosine of letters from which two texts are kept on one side: else a reader would be asked what it was just told."""

AT_ONCE = 1000
"""Texts that are compared with all others together: all at once would take a dozen gigabytes."""

FOLDS = 5

UNHEARD = 0.02
"""Share of the texts in which words name their kind that may be quieter than what is taken for silence."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How a kind was found by readers that had not learned from a text: shares of texts at the bar.

    Under `silent`, told from the bar on and at most 0, nearly no text of the kind is that words name.
    """

    kind: str
    bar: float
    silent: float
    found: float
    texts: int
    alarms: dict[str, float]


def learn(told: Told, letters: Any, learner: Learner) -> tuple[list[Any], list[Figures]]:
    """Return what was learned of each kind from all texts, and the figures by which its bar was chosen.

    `letters` are the pieces of the texts, by which those that are alike are found.
    """
    folds, everything = _folds(told, alike(letters)), np.arange(len(told.texts))
    fitted = [_fitted(told, kind, everything, learner) for kind in KINDS]
    return fitted, [
        _figures(told, kind, _unseen(told, kind, folds, learner), learner.may_alarm[kind]) for kind in KINDS
    ]


def levels(biases: Sequence[float], figures: Sequence[Figures]) -> tuple[Floats, Floats]:
    """The bias of each kind, by which an alarm begins at 0, and what is silence, as readers keep them."""
    moved = [bias - row.bar for bias, row in zip(biases, figures, strict=True)]
    return np.array(moved, np.float32), np.array([row.silent for row in figures], np.float32)


def alike(letters: Any) -> Labels:
    """The group of each text: texts that are alike are in one, and so is what is like them in turn."""
    from scipy.sparse import vstack  # noqa: PLC0415
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    unit = normalize(letters)
    near = [(unit[start : start + AT_ONCE] @ unit.T) >= ALIKE for start in range(0, unit.shape[0], AT_ONCE)]
    return np.asarray(connected_components(vstack(near), directed=False)[1])


def _folds(told: Told, groups: Labels) -> list[tuple[Labels, Labels]]:
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    return list(split.split(groups, told.kinds, groups))


def _fitted(told: Told, kind: str, rows: Labels, learner: Learner) -> Any:
    rows = rows[told.learned(kind)[rows]]
    return learner.fit(rows, told.kinds[rows] == kind)


def _unseen(told: Told, kind: str, folds: Sequence[tuple[Labels, Labels]], learner: Learner) -> Floats:
    """How loud each text is to a reader that has not learned from it nor from its like."""
    odds = np.zeros(len(told.texts), np.float32)
    for seen, unseen in folds:
        odds[unseen] = learner.odds(_fitted(told, kind, seen, learner), unseen)
    return odds


def _figures(told: Told, kind: str, odds: Floats, may_alarm: float) -> Figures:
    calm = np.sort(odds[told.own & (told.kinds == CALM)])[::-1]
    bar = float(np.nextafter(calm[int(may_alarm * len(calm))], np.inf))
    sought = told.own & (told.kinds == kind)
    others = {
        f"{name}, {'own' if own else 'others'}": float(np.mean(odds[here] >= bar))
        for own in (True, False)
        for name, here in _others(told, own=own)
        if here.any()
    }
    named = odds[told.named(kind)]
    silent = min(0.0, float(np.quantile(named, UNHEARD)) - bar) if named.size else -np.inf
    return Figures(kind, bar, silent, float(np.mean(odds[sought] >= bar)), int(sought.sum()), others)


def _others(told: Told, *, own: bool) -> list[tuple[str, Mask]]:
    here = told.own == own
    return [(name, here & (told.kinds == name)) for name in (CALM, "red_flag")] + [
        ("asks", here & np.isin(told.kinds, ASKS))
    ]
