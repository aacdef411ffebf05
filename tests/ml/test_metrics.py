"""The figures: each against a value worked out by hand or by a slower way."""

import numpy as np
import pytest

from ml.contract import LABELS
from ml.evaluation.metrics import auc, balanced_accuracy, calibration_error, interval, recalls, sensitivity, specificity

MEL, NV, BCC, AK, SCC, BKL, DF, VASC = range(len(LABELS))


def test_balanced_accuracy_weighs_classes_alike() -> None:
    truth, told = np.array([NV] * 9 + [MEL]), np.array([NV] * 10)
    assert balanced_accuracy(truth, told) == 0.5
    assert recalls(truth, told) == {"MEL": 0.0, "NV": 1.0}


def test_actinic_keratosis_counts_neither_way() -> None:
    truth = np.array([MEL, BCC, NV, BKL, AK, AK])
    flagged = np.array([True, False, True, False, True, False])
    assert (sensitivity(truth, flagged), specificity(truth, flagged)) == (0.5, 0.5)


def test_auc_equals_the_share_of_ordered_pairs() -> None:
    random = np.random.default_rng(0)
    positive = random.random(80) < 0.3
    score = np.round(random.random(80) + 0.3 * positive, 1).astype(np.float32)
    pairs = [(float(a > b) + 0.5 * float(a == b)) for a in score[positive] for b in score[~positive]]
    assert auc(positive, score) == pytest.approx(np.mean(pairs))


def test_auc_of_one_kind_only_is_undefined() -> None:
    assert np.isnan(auc(np.array([True, True]), np.array([0.1, 0.2], np.float32)))


def test_calibration_error_is_the_gap_between_sure_and_right() -> None:
    probabilities = np.zeros((10, len(LABELS)), np.float32)
    probabilities[:, NV], probabilities[:, MEL] = 0.8, 0.2
    truth = np.array([NV] * 6 + [MEL] * 4)
    assert calibration_error(truth, probabilities) == pytest.approx(0.2, abs=1e-6)


def test_interval_resamples_groups_not_pictures() -> None:
    hit = np.array([1.0] * 50 + [0.0] * 50)
    alone = interval(lambda at: float(hit[at].mean()), np.arange(100).astype(np.str_))
    grouped = interval(lambda at: float(hit[at].mean()), np.repeat(np.arange(4), 25).astype(np.str_))
    assert alone.value == grouped.value == 0.5
    assert grouped.high - grouped.low > 2 * (alone.high - alone.low)
    assert alone.low < 0.5 < alone.high
