"""The clinical safeguard itself: the graver wins, and nothing above the threshold is ever called harmless."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.replies import Level
from bot.assistant.verdict import GRAVITY, Sign, decide
from ml.answers import FEATURES, SIGNS, Answers, AnswersModel, Site
from ml.contract import LABELS
from ml.explain import Why
from ml.predict import Outcome, Prediction

CODES = ("MEL", "NV", "BCC", "AK", "SCC", "BKL", "DF", "VASC")


def prediction(
    chances: dict[str, float], outcome: Outcome = Outcome.ASSESSED, condition: str | None = None
) -> Prediction:
    full = dict.fromkeys(CODES, 0.0) | chances
    return Prediction(
        outcome=outcome,
        reasons=(),
        probabilities=full,
        malignant=full["MEL"] + full["BCC"] + full["SCC"],
        condition=condition or max(full, key=full.__getitem__),
        box=None,
        kind=None,
        domain="phone",
        why=Why(),
        shape=None,
        see_doctor=0.2,
        urgent=0.5,
        model="test",
        ms=1.0,
    )


predictions = st.builds(
    lambda weights, outcome, condition: prediction(
        {code: weight / sum(weights) for code, weight in zip(CODES, weights, strict=True)}, outcome, condition
    ),
    st.lists(st.floats(0.001, 1), min_size=8, max_size=8),
    st.sampled_from(Outcome),
    st.sampled_from(CODES),
)


told = st.builds(
    Answers,
    st.none() | st.integers(18, 120),
    st.none() | st.sampled_from(Site),
    *([st.none() | st.booleans()] * len(SIGNS)),
)


def model(sign: str = "itch", label: str = "BCC", weight: float = 3.0, share: float = 1.0) -> AnswersModel:
    """One in which a sign speaks for a class, or against it with a negative weight."""
    weights = np.zeros((len(FEATURES), len(LABELS)))
    weights[FEATURES.index(sign), LABELS.index(label)] = weight
    filled = (0.0, 1.0, *([0.5] * len(SIGNS)), *([1 / len(Site)] * len(Site)))
    prior = (0.125,) * len(LABELS)
    bias = tuple(float(np.log(one)) for one in prior)
    return AnswersModel(filled, tuple(map(tuple, weights.tolist())), bias, prior, share)


models = st.none() | st.builds(
    model, st.sampled_from(FEATURES), st.sampled_from(LABELS), st.floats(-20, 20), st.floats(0, 1.5)
)
MOLE = prediction({"NV": 0.9, "BCC": 0.1})


def test_melanoma_is_urgent() -> None:
    assert decide(prediction({"MEL": 0.8, "NV": 0.2})).level is Level.URGENT


def test_slow_cancer_is_for_weeks() -> None:
    assert decide(prediction({"BCC": 0.9, "NV": 0.1})).level is Level.SEE_DOCTOR


def test_days_count_where_a_cancer_may_be_a_fast_one() -> None:
    assert decide(prediction({"BCC": 0.6, "SCC": 0.12, "NV": 0.28})).level is Level.URGENT
    assert decide(prediction({"BCC": 0.6, "SCC": 0.05, "NV": 0.35})).level is Level.SEE_DOCTOR


def test_doubt_sends_to_the_doctor() -> None:
    assert decide(prediction({"NV": 0.75, "MEL": 0.25})).level is Level.SEE_DOCTOR


def test_precancer_sends_to_the_doctor() -> None:
    assert decide(prediction({"AK": 0.95, "NV": 0.05})).level is Level.SEE_DOCTOR


def test_an_ordinary_mole_shows_no_warning_signs() -> None:
    assert decide(prediction({"NV": 0.97, "MEL": 0.03})).level is Level.NO_WARNING_SIGNS


def test_what_is_no_number_is_no_comfort() -> None:
    assert decide(replace(MOLE, malignant=float("nan"))).level is Level.SEE_DOCTOR


def test_what_cannot_be_assessed_names_nothing() -> None:
    for outcome in (Outcome.RETAKE, Outcome.CANNOT_ASSESS, Outcome.UNREADABLE):
        verdict = decide(prediction({"MEL": 0.9, "NV": 0.1}, outcome))
        assert (verdict.level, verdict.ranked) == (None, ())


@given(predictions)
def test_never_reassures_above_the_threshold(one: Prediction) -> None:
    verdict = decide(one)
    if (one.malignant or 0) >= one.see_doctor:
        assert verdict.level is not Level.NO_WARNING_SIGNS


def gravity(level: Level | None) -> int:
    """Nothing said about a photo is the mildest of all: whatever answers ask for stands out against it."""
    return -1 if level is None else GRAVITY.index(level)


@given(predictions, told, models)
def test_answers_only_raise(one: Prediction, answers: Answers, beside: AnswersModel | None) -> None:
    without, verdict = decide(one), decide(one, answers, beside)
    assert gravity(verdict.level) >= gravity(without.level)
    assert verdict.by_photo is without.by_photo
    assert verdict.ranked == without.ranked, "what the photo looks like is the photo's to say"
    if answers.bleed or answers.grew or answers.changed:
        assert gravity(verdict.level) >= gravity(Level.SEE_DOCTOR)


@pytest.mark.parametrize("sign", ["bleed", "grew", "changed"])
@pytest.mark.parametrize("outcome", Outcome)
def test_a_red_flag_asks_for_a_doctor_whatever_the_photo_shows(sign: str, outcome: Outcome) -> None:
    one = replace(MOLE, outcome=outcome)
    assert decide(one, Answers(**{sign: True})).level is Level.SEE_DOCTOR  # type: ignore[arg-type]
    assert decide(one, Answers(**{sign: False})).level is decide(one).level  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answers",
    [Answers(itch=True), Answers(hurt=True), Answers(raised=True), Answers(age=90), Answers(site=Site.LIP)],
    ids=["itch", "hurt", "raised", "age", "site"],
)
def test_the_others_raise_by_no_rule(answers: Answers) -> None:
    verdict = decide(MOLE, answers)
    assert (verdict.level, verdict.answered) == (Level.NO_WARNING_SIGNS, True)


def test_the_others_raise_through_the_model() -> None:
    assert decide(MOLE, Answers(itch=True), model("itch", "BCC")).level is Level.SEE_DOCTOR
    assert decide(MOLE, Answers(itch=False), model("itch", "BCC")).level is Level.NO_WARNING_SIGNS
    assert decide(MOLE, Answers(itch=True), model("itch", "BCC", share=0.0)).level is Level.NO_WARNING_SIGNS


def test_the_model_is_silent_where_nothing_was_said() -> None:
    always = model("age_squared", "BCC", weight=9.0)
    assert decide(MOLE, Answers(), always).by_both is None
    assert decide(MOLE, Answers(hurt=False), always).level is Level.SEE_DOCTOR


@given(told, models)
def test_of_a_photo_that_was_not_assessed_the_model_says_nothing(answers: Answers, beside: AnswersModel | None) -> None:
    one = replace(MOLE, outcome=Outcome.RETAKE)
    assert decide(one, answers, beside) == decide(one, answers)


def test_the_signs_are_told_apart() -> None:
    assert decide(MOLE, Answers(bleed=True, changed=True, itch=True)).signs == (Sign.BLEEDS, Sign.CHANGED)


@given(predictions)
def test_a_cancer_named_first_is_never_reassuring(one: Prediction) -> None:
    named = replace(one, outcome=Outcome.ASSESSED)
    if named.condition in {"MEL", "BCC", "SCC", "AK"}:
        assert decide(named).level is not Level.NO_WARNING_SIGNS
