"""The clinical safeguard itself: the graver wins, and nothing above the threshold is ever called harmless."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.assistant.replies import Level
from bot.assistant.verdict import GRAVITY, Sign, decide
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


def test_melanoma_is_urgent() -> None:
    assert decide(prediction({"MEL": 0.8, "NV": 0.2})).level is Level.URGENT


def test_slow_cancer_is_for_weeks() -> None:
    assert decide(prediction({"BCC": 0.9, "NV": 0.1})).level is Level.SEE_DOCTOR


def test_doubt_sends_to_the_doctor() -> None:
    assert decide(prediction({"NV": 0.75, "MEL": 0.25})).level is Level.SEE_DOCTOR


def test_precancer_sends_to_the_doctor() -> None:
    assert decide(prediction({"AK": 0.95, "NV": 0.05})).level is Level.SEE_DOCTOR


def test_an_ordinary_mole_shows_no_warning_signs() -> None:
    assert decide(prediction({"NV": 0.97, "MEL": 0.03})).level is Level.NO_WARNING_SIGNS


def test_what_cannot_be_assessed_names_nothing() -> None:
    for outcome in (Outcome.RETAKE, Outcome.CANNOT_ASSESS, Outcome.UNREADABLE):
        verdict = decide(prediction({"MEL": 0.9, "NV": 0.1}, outcome))
        assert (verdict.level, verdict.ranked) == (None, ())


@given(predictions)
def test_never_reassures_above_the_threshold(one: Prediction) -> None:
    verdict = decide(one)
    if (one.malignant or 0) >= one.see_doctor:
        assert verdict.level is not Level.NO_WARNING_SIGNS


@given(predictions, st.frozensets(st.sampled_from(Sign)))
def test_signs_only_raise(one: Prediction, signs: frozenset[Sign]) -> None:
    without, with_signs = decide(one).level, decide(one, signs).level
    if without is not None:
        assert with_signs is not None
        assert GRAVITY.index(with_signs) >= GRAVITY.index(without)
    if signs:
        assert with_signs is not Level.NO_WARNING_SIGNS


@given(predictions)
def test_a_cancer_named_first_is_never_reassuring(one: Prediction) -> None:
    named = replace(one, outcome=Outcome.ASSESSED)
    if named.condition in {"MEL", "BCC", "SCC", "AK"}:
        assert decide(named).level is not Level.NO_WARNING_SIGNS
