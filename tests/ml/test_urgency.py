"""The urgent level: cancer, and one in which days count."""

import numpy as np
import pytest

from ml.contract import LABELS
from ml.evaluation.metrics import MALIGNANT_AT
from ml.urgency import is_urgent


def chances(**told: float) -> np.ndarray:
    return np.array([told.get(label, 0.0) for label in LABELS], np.float32)


@pytest.mark.parametrize(
    ("told", "urgent"),
    [
        ({"MEL": 0.6, "NV": 0.4}, True),
        ({"BCC": 0.65, "SCC": 0.12, "NV": 0.23}, True),
        ({"BCC": 0.65, "SCC": 0.06, "MEL": 0.06, "NV": 0.23}, True),
        ({"BCC": 0.9, "SCC": 0.09, "NV": 0.01}, False),
        ({"MEL": 0.4, "NV": 0.6}, False),
    ],
)
def test_days_count_for_a_likely_cancer_that_may_be_fast(told: dict[str, float], urgent: bool) -> None:
    shares = chances(**told)
    assert bool(is_urgent(shares[MALIGNANT_AT].sum(), shares, 0.5)) is urgent


def test_rows_are_told_each_by_its_own_level() -> None:
    rows = np.stack([chances(MEL=0.6, NV=0.4), chances(MEL=0.6, NV=0.4), chances(BCC=1.0)])
    cancer, levels = rows[:, MALIGNANT_AT].sum(axis=1), np.array([0.5, 0.7, 0.5])
    assert is_urgent(cancer, rows, levels).tolist() == [
        True,
        False,
        False,
    ]
