"""What the readers of letters learn from, and how they do with texts that they have not learned from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.assistant.letters import KINDS, SIZE, pieces_of
from knowledge.regression import Floats, Labels

Mask = npt.NDArray[np.bool_]

STRENGTH = 100.0
"""Of the L2 penalty, inverse; from 10 to 300 they find the same within two of a hundred."""

ALIKE = 0.6
"""Cosine from which two texts are kept on one side: else a reader would be asked what it has just been told."""

FOLDS = 5

FALSE_ALARMS = 0.01
"""Of calm texts of the language, half of them look-alikes, each kind may raise."""


@dataclass(frozen=True, slots=True)
class Told:
    """Texts with their kinds, `calm` for talk without danger; `own` are those in the language of the reader."""

    texts: tuple[str, ...]
    kinds: npt.NDArray[np.str_]
    own: Mask

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str, bool]]) -> "Told":
        """From texts, their kinds, and whether they are in the language."""
        texts, kinds, own = zip(*pairs, strict=True)
        return cls(texts, np.array(kinds), np.array(own))

    def learned(self, kind: str) -> Mask:
        """Texts to learn a kind from. The same danger in another language is no example, for or against."""
        return np.asarray(self.own | (self.kinds != kind))


@dataclass(frozen=True, slots=True)
class Figures:
    """How a kind was found by readers that had not learned from a text: shares of texts at the bar."""

    kind: str
    bar: float
    found: float
    texts: int
    alarms: dict[str, float]


def learn(told: Told, language: str) -> tuple[Floats, Floats, list[Figures]]:
    """Return weights and bias, and the figures by which each bar was chosen; the bar is in the bias."""
    vectors = _matrix(told.texts, language)
    folds = _folds(vectors, told)
    weights, bias, figures = [], [], []
    for kind in KINDS:
        measured = _figures(told, kind, _unseen(vectors, told, kind, folds))
        fitted = _fitted(vectors, told, kind, np.arange(len(told.texts)))
        weights.append(fitted.coef_[0])
        bias.append(fitted.intercept_[0] - measured.bar)
        figures.append(measured)
    return np.array(weights, np.float32).T, np.array(bias, np.float32), figures


def _matrix(texts: Sequence[str], language: str) -> Any:
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - running does not install it

    pieces = [pieces_of(text, language) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in pieces)])
    places, values = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return csr_matrix((values, places, ends), shape=(len(texts), SIZE))


def _folds(vectors: Any, told: Told) -> list[tuple[Labels, Labels]]:
    from sklearn.model_selection import StratifiedGroupKFold  # noqa: PLC0415

    split = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=0)
    return list(split.split(vectors, told.kinds, _groups(vectors)))


def _groups(vectors: Any) -> Labels:
    """The group of each text: texts that are alike are in one, and so is what is like them in turn."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415
    from sklearn.preprocessing import normalize  # noqa: PLC0415

    unit = normalize(vectors)
    return np.asarray(connected_components((unit @ unit.T) >= ALIKE, directed=False)[1])


def _fitted(vectors: Any, told: Told, kind: str, rows: Labels) -> Any:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    rows = rows[told.learned(kind)[rows]]
    model = LogisticRegression(C=STRENGTH, max_iter=3000, solver="liblinear", random_state=0)
    return model.fit(vectors[rows], told.kinds[rows] == kind)


def _unseen(vectors: Any, told: Told, kind: str, folds: Sequence[tuple[Labels, Labels]]) -> Floats:
    """Log odds of each text from a reader that has not learned from it nor from its like."""
    odds = np.zeros(len(told.texts), np.float32)
    for seen, unseen in folds:
        odds[unseen] = _fitted(vectors, told, kind, seen).decision_function(vectors[unseen])
    return odds


def _figures(told: Told, kind: str, odds: Floats) -> Figures:
    calm = np.sort(odds[told.own & (told.kinds == "calm")])[::-1]
    bar = float(np.nextafter(calm[int(FALSE_ALARMS * len(calm))], np.inf))
    sought = told.own & (told.kinds == kind)
    others = {
        f"{name}, {'own' if own else 'others'}": float(np.mean(odds[(told.own == own) & (told.kinds == name)] >= bar))
        for own in (True, False)
        for name in np.unique(told.kinds)
        if name not in KINDS
    }
    return Figures(kind, bar, float(np.mean(odds[sought] >= bar)), int(sought.sum()), others)
