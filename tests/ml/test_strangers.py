"""Classes that were never learned: what is less familiar is told apart, what is as familiar is not."""

from dataclasses import replace

import pytest

from ml.evaluation.strangers import SCORES, figures
from tests.ml.test_release import seen


def faint(n: int) -> list[float]:
    return [0.1 * logit for logit in seen(n).classes]


def test_pictures_that_excite_no_class_are_strangers() -> None:
    known = [seen(n) for n in range(200)]
    strangers = [replace(seen(n), label="DF", group=f"D{n}", classes=tuple(faint(n))) for n in range(60)]
    told = figures(known, strangers)
    assert told["classes"] == ["DF"]
    for one in told["scores"].values():
        assert one["auc"]["value"] > 0.95
        assert one["refused"]["0.05"] > 0.8


def test_what_looks_like_the_known_is_refused_no_more_often_than_they() -> None:
    told = figures([seen(n) for n in range(400)], [seen(n) for n in range(400, 800)])
    assert set(told["scores"]) == set(SCORES)
    for one in told["scores"].values():
        assert one["auc"]["value"] == pytest.approx(0.5, abs=0.06)
        assert one["refused"]["0.05"] == pytest.approx(0.05, abs=0.04)


def test_known_pictures_of_a_domain_without_strangers_do_not_count() -> None:
    known, strangers = [seen(n) for n in range(200)], [seen(n) for n in range(200, 260)]
    beside = [replace(one, domain="dermoscopy", classes=(30.0,) * 8) for one in known]
    assert figures([*known, *beside], strangers) == figures(known, strangers)
