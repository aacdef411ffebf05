"""Ways to learn what is to be heard: by letters, and by examples of meaning and letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from bot.assistant.letters import SIZE, pieces_of
from bot.assistant.phrasings import ASKS
from bot.assistant.tone import LETTERS, nearness
from knowledge.regression import Floats, Labels
from scripts.readers.told import Mask


class Learner(Protocol):
    """Fits one kind on some of the texts and says how loud it is in others.

    `may_alarm` is the share of calm texts, a good part of them look-alikes, that each kind may alarm: more where a
    miss costs most, little for asks, for a topic that was asked for is lost to every false one.
    """

    may_alarm: Mapping[str, float]

    def fit(self, rows: Labels, wanted: Mask) -> Any:
        """Learn from the texts at `rows`, of which `wanted` are of the kind."""

    def odds(self, fitted: Any, rows: Labels) -> Floats:
        """What was learned says of the texts at `rows`."""


def letters_of(texts: Sequence[str], language: str) -> Any:
    """The pieces of texts, a row each, as a sparse matrix."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415 - running does not install it

    pieces = [pieces_of(text, language) for text in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in pieces)])
    places, values = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return csr_matrix((values, places, ends), shape=(len(texts), SIZE))


class ByLetters:
    """A linear reader of pieces (logistic regression)."""

    may_alarm: Mapping[str, float] = {"crisis": 0.03, "emergency": 0.02, "red_flag": 0.015} | dict.fromkeys(ASKS, 0.005)

    STRENGTH = 100.0
    """Of the L2 penalty, inverse; from 10 to 300 they find the same within two of a hundred."""

    def __init__(self, letters: Any) -> None:
        self._letters = letters

    def fit(self, rows: Labels, wanted: Mask) -> Any:
        """See Learner."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

        model = LogisticRegression(C=self.STRENGTH, max_iter=3000, solver="liblinear", random_state=0)
        return model.fit(self._letters[rows], wanted)

    def odds(self, fitted: Any, rows: Labels) -> Floats:
        """See Learner."""
        return np.asarray(fitted.decision_function(self._letters[rows]), np.float32)


@dataclass(frozen=True, slots=True)
class Supported:
    """A support vector machine: which texts it rests on, what each weighs, and its bias."""

    rows: Labels
    shares: Floats
    bias: float


class ByExamples:
    """A reader of meaning and letters: a support vector machine over both kernels."""

    may_alarm: Mapping[str, float] = {"crisis": 0.02, "emergency": 0.01, "red_flag": 0.01} | dict.fromkeys(ASKS, 0.003)

    STRENGTH = 10.0
    """The price of a slip; no other was tried."""

    def __init__(self, vectors: Floats, letters: Any) -> None:
        alike_letters = np.asarray((letters @ letters.T).toarray(), np.float32)
        self._kernel = nearness(vectors, vectors) + np.float32(LETTERS / 2) * alike_letters

    def fit(self, rows: Labels, wanted: Mask) -> Supported:
        """See Learner."""
        from sklearn.svm import SVC  # noqa: PLC0415

        model = SVC(C=self.STRENGTH, kernel="precomputed").fit(self._kernel[np.ix_(rows, rows)], wanted)
        return Supported(rows[model.support_], model.dual_coef_[0].astype(np.float32), float(model.intercept_[0]))

    def odds(self, fitted: Supported, rows: Labels) -> Floats:
        """See Learner."""
        return np.asarray(self._kernel[np.ix_(rows, fitted.rows)] @ fitted.shares + fitted.bias, np.float32)


def joined(fitted: Sequence[Supported]) -> tuple[Labels, Floats]:
    """The texts that any kind rests on, and what each of them weighs in each kind, (texts, kinds)."""
    rows = np.unique(np.concatenate([one.rows for one in fitted]))
    shares = np.zeros((len(rows), len(fitted)), np.float32)
    for kind, one in enumerate(fitted):
        shares[np.searchsorted(rows, one.rows), kind] = one.shares
    return rows, shares
