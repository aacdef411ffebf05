"""Answers beside the photo: gaps say nothing, and what was never asked everybody is no feature."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ml.answers import ANSWERS_FILE, FEATURES, Answers, AnswersModel, Site
from ml.contract import LABELS, ModelError

FILLED = (0.0, 1.0, *([0.5] * 6), *([1 / 14] * 14))
BCC = LABELS.index("BCC")


def bleeding_means_bcc() -> AnswersModel:
    weights = np.zeros((len(FEATURES), len(LABELS)))
    weights[FEATURES.index("bleed"), BCC] = 2.0
    prior = (0.1, 0.2, 0.3, 0.2, 0.1, 0.1, 0.0, 0.0)
    bias = tuple(float(np.log(share)) if share else 0.0 for share in prior)
    return AnswersModel(FILLED, tuple(map(tuple, weights)), bias, prior, share=1.0)


def test_a_gap_is_the_middle_of_those_who_answered() -> None:
    model = bleeding_means_bcc()
    yes, gap, no = (model.added(Answers(bleed=bleed).features()[None])[0, BCC] for bleed in (True, None, False))
    assert no < gap < yes


def test_answers_move_the_pictures_probabilities_and_stay_probabilities() -> None:
    picture = np.full((1, 8), 1 / 8, np.float32)
    joined = bleeding_means_bcc().joined(picture, Answers(bleed=True).features()[None])
    assert joined.sum() == pytest.approx(1)
    assert joined[0].argmax() == BCC


def test_without_weight_the_picture_stands_alone() -> None:
    picture = np.random.default_rng(0).dirichlet(np.ones(8), 5).astype(np.float32)
    silent = replace(bleeding_means_bcc(), share=0.0)
    assert silent.joined(picture, np.stack([Answers().features()] * 5)) == pytest.approx(picture, abs=1e-5)


def test_a_class_that_was_never_asked_about_gains_and_loses_nothing() -> None:
    added = bleeding_means_bcc().added(Answers(age=30, site=Site.BACK, bleed=True).features()[None])[0]
    assert added[[LABELS.index("DF"), LABELS.index("VASC")]].tolist() == [0, 0]


def test_comes_back_from_its_file_as_it_was(tmp_path: Path) -> None:
    bleeding_means_bcc().save(tmp_path)
    assert AnswersModel.load(tmp_path) == bleeding_means_bcc()


@pytest.mark.parametrize("content", ["", "{}", '{"features": ["age"], "labels": ["MEL"]}'])
def test_a_file_for_other_questions_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / ANSWERS_FILE).write_text(content)
    with pytest.raises(ModelError, match=ANSWERS_FILE):
        AnswersModel.load(tmp_path)


def test_no_feature_is_one_that_only_biopsied_people_were_asked() -> None:
    leaking = ("sex", "gender", "skin_type", "fitzpatrick", "diameter", "history", "unknown", "missing")
    assert [name for name in FEATURES if any(part in name for part in leaking)] == []


def test_the_chance_of_a_cancer_counts_every_cancer() -> None:
    picture = dict.fromkeys(LABELS, 1 / 8)
    silent = replace(bleeding_means_bcc(), share=0.0)
    assert silent.malignant(picture, Answers()) == pytest.approx(3 / 8)
    assert bleeding_means_bcc().malignant(picture, Answers(bleed=True)) > 3 / 8
