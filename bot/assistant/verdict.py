"""From a reading of the photo and the person's own answers to a level: the graver always wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.assistant.replies import Level
from ml.answers import Answers, AnswersModel
from ml.contract import FOR_A_DOCTOR
from ml.predict import Outcome, Prediction

GRAVITY = (Level.NO_WARNING_SIGNS, Level.SEE_DOCTOR, Level.URGENT)
"""From mild to grave."""


class Sign(StrEnum):
    """Red flags that a person may tell (NICE NG12, 7-point list); each alone asks for a doctor."""

    BLEEDS = "bleeds"
    GROWS = "grows"
    CHANGED = "changed"


NOTHING_SAID = Answers()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What photo and answers ask for together.

    `level` is None when the photo could not be assessed and no sign was told; `by_both` is what the photo asks for
    once the answers are taken into its chances. `signs` are the red flags that were told, and `answered` says whether
    anything was. `ranked` are the class codes, likeliest first; empty unless the photo was assessed.
    """

    level: Level | None
    by_photo: Level | None
    by_signs: Level | None
    by_both: Level | None
    signs: tuple[Sign, ...]
    answered: bool
    ranked: tuple[str, ...]


def decide(prediction: Prediction, answers: Answers = NOTHING_SAID, model: AnswersModel | None = None) -> Verdict:
    """Join the photo's level with what the answers ask for; they can only raise it."""
    by_photo, signs = _photo_level(prediction), _signs(answers)
    by_signs = Level.SEE_DOCTOR if signs else None
    by_both = _joined_level(prediction, answers, model)
    level = _graver(by_photo, by_signs, by_both)
    return Verdict(level, by_photo, by_signs, by_both, signs, answers != NOTHING_SAID, _ranked(prediction))


def _signs(answers: Answers) -> tuple[Sign, ...]:
    told = {Sign.BLEEDS: answers.bleed, Sign.GROWS: answers.grew, Sign.CHANGED: answers.changed}
    return tuple(sign for sign, said in told.items() if said)


def _graver(*levels: Level | None) -> Level | None:
    said = [level for level in levels if level is not None]
    return max(said, key=GRAVITY.index) if said else None


def _photo_level(prediction: Prediction) -> Level | None:
    """The levels travel with the model, chosen on validation data for a sensitivity of at least 95 %."""
    if prediction.outcome is not Outcome.ASSESSED or prediction.malignant is None:
        return None
    if prediction.is_urgent:
        return Level.URGENT
    if prediction.malignant < prediction.see_doctor and prediction.condition not in FOR_A_DOCTOR:
        return Level.NO_WARNING_SIGNS
    return Level.SEE_DOCTOR


def _joined_level(prediction: Prediction, answers: Answers, model: AnswersModel | None) -> Level | None:
    """A doctor when photo and answers together reach the photo's own threshold; never a comfort when they do not."""
    if model is None or answers == NOTHING_SAID:
        return None
    if prediction.outcome is not Outcome.ASSESSED or prediction.probabilities is None:
        return None
    joined = model.malignant(prediction.probabilities, answers)
    return Level.SEE_DOCTOR if joined >= prediction.see_doctor else None


def _ranked(prediction: Prediction) -> tuple[str, ...]:
    """The condition named first leads; it is chosen with all classes taken as equally common."""
    if prediction.outcome is not Outcome.ASSESSED or prediction.probabilities is None:
        return ()
    chances: Mapping[str, float] = prediction.probabilities
    return tuple(sorted(chances, key=lambda code: (code != prediction.condition, -chances[code])))
