"""Temperature and levels: found when they are known, and never chosen on what they are measured on."""

from dataclasses import replace

import numpy as np
import pytest

from ml.contract import LABELS, softmax
from ml.evaluation.calibrate import Sample, cross_fitted, fit, half, malignant, named
from ml.evaluation.metrics import MALIGNANT_AT

EVEN = [1 / len(LABELS)] * len(LABELS)


def world(n: int = 3000, *, temperature: float = 1.0, seed: int = 0) -> Sample:
    """Draw classes from the probabilities that honest logits tell, then distort the logits by a temperature."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 2, (n, len(LABELS))).astype(np.float32)
    truth = np.array([random.choice(len(LABELS), p=row / row.sum()) for row in softmax(logits).astype(np.float64)])
    groups = np.repeat(np.arange(n // 3), 3).astype(np.str_)
    return Sample(truth, logits * temperature, groups, np.full(n, ""))


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_finds_the_temperature_that_distorted_the_logits(temperature: float) -> None:
    assert fit(world(temperature=temperature), EVEN).temperature == pytest.approx(temperature, rel=0.1)


def test_the_level_keeps_its_promise_where_it_was_chosen_and_elsewhere() -> None:
    here, elsewhere = world(seed=1), world(seed=2)
    read_out = fit(here, EVEN)
    for sample in (here, elsewhere):
        score = malignant(read_out.probabilities(sample.logits))
        flagged = named(sample.logits) | (score >= read_out.see_doctor)
        assert flagged[MALIGNANT_AT[sample.truth]].mean() >= 0.95


def test_levels_are_ordered_and_within_bounds() -> None:
    assert fit(world(60), EVEN).faults() == []


def test_three_chances_in_ten_ask_for_a_doctor_however_well_the_naming_works() -> None:
    sample = world(600)
    sure = np.eye(len(LABELS), dtype=np.float32)[sample.truth] * 3
    assert fit(replace(sample, logits=sure), EVEN).see_doctor <= 0.3


def test_halves_keep_groups_whole() -> None:
    groups = np.repeat(np.arange(200), 5).astype(np.str_)
    first = half(groups).reshape(200, 5)
    assert (first == first[:, :1]).all()
    assert 60 < first[:, 0].sum() < 140


def test_a_half_is_read_with_what_the_other_chose() -> None:
    sample = world(600)
    first = half(sample.groups)
    _, see_doctor, _ = cross_fitted(sample, EVEN)
    assert see_doctor[first] == pytest.approx(fit(sample[~first], EVEN).see_doctor)
    assert see_doctor[~first] == pytest.approx(fit(sample[first], EVEN).see_doctor)
