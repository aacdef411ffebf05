"""The figures: each against a value worked out by hand or by a slower way."""

import numpy as np
import pytest

from ml.contract import LABELS
from ml.evaluation.metrics import auc, balanced_accuracy, calibration_error, interval, recalls, share

MEL, NV, BCC, AK, SCC, BKL, DF, VASC = range(len(LABELS))


def test_balanced_accuracy_weighs_classes_alike() -> None:
    truth, told = np.array([NV] * 9 + [MEL]), np.array([NV] * 10)
    assert balanced_accuracy(truth, told) == 0.5
    assert recalls(truth, told) == {"MEL": 0.0, "NV": 1.0}


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


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_a_share_of_all_or_none_is_no_surer_than_its_groups_are_many(value: float) -> None:
    told = share(np.full(28, value, np.bool_), np.repeat(np.arange(14), 2).astype(np.str_))
    assert (told.value, told.n) == (value, 28)
    assert told.high - told.low == pytest.approx(0.215, abs=0.001), "Wilson's interval of 14 of 14"
    assert value in {told.low, told.high}


def test_any_other_share_is_resampled_by_group() -> None:
    flags, groups = np.arange(100) % 4 == 0, np.arange(100).astype(np.str_)
    assert share(flags, groups) == interval(lambda at: float(flags[at].mean()), groups)
