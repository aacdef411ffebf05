"""Made-up readings, conditions and people for the tests of the pages."""

from dataclasses import replace
from datetime import UTC, date, datetime

from knowledge.entries import Care, Condition, ConditionKind, Source, Urgency
from ml.explain import Why
from ml.predict import Outcome, Prediction
from ml.reason import Reason
from ml.shape import Colour, Shape

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSWORD = "seven quiet lanterns"
SOURCE = Source("nhs", "Skin cancer", "NHS", "2024", "https://www.nhs.uk/conditions/skin-cancer/")
NAMES = {
    "MEL": ("melanoma", "Melanoma", ConditionKind.CANCER),
    "NV": ("naevus", "Ordinary mole", ConditionKind.HARMLESS),
    "BCC": ("bcc", "Basal cell cancer", ConditionKind.CANCER),
    "AK": ("ak", "Scaly patch from the sun", ConditionKind.PRECANCER),
    "SCC": ("scc", "Squamous cell cancer", ConditionKind.CANCER),
    "BKL": ("bkl", "Age spot", ConditionKind.HARMLESS),
    "DF": ("df", "Firm little lump", ConditionKind.HARMLESS),
    "VASC": ("vasc", "Blood spot", ConditionKind.HARMLESS),
}
TREATED = "a surgeon takes it out under local numbing"
"""Stands in every treatment and nowhere else."""


def condition(code: str) -> Condition:
    """One condition of the small corpus."""
    identity, name, kind = NAMES[code]
    return Condition(
        id=identity,
        codes=(code,),
        name=name,
        medical_name=name,
        plain=f"made up for {code}",
        kind=kind,
        looks="",
        who="",
        confirmation="",
        care=(Care("early", TREATED), Care("later", "there are more ways")),
        who_treats="A skin doctor treats it.",
        next_step="",
        urgency=Urgency.WEEKS,
        questions=(),
        always_say=(),
        sources=(SOURCE,),
        reviewed=date(2026, 1, 1),
        review_by=date(2027, 1, 1),
    )


def reading(**chances: float) -> Prediction:
    """An assessed photo with these chances; what is left over goes to the ordinary mole."""
    full = dict.fromkeys(NAMES, 0.0) | chances
    full["NV"] += 1 - sum(full.values())
    return Prediction(
        outcome=Outcome.ASSESSED,
        reasons=(),
        probabilities=full,
        malignant=full["MEL"] + full["BCC"] + full["SCC"],
        condition=max(full, key=lambda code: full[code]),
        box=(200, 200, 440, 440),
        kind=None,
        domain="phone",
        why=Why(),
        shape=None,
        see_doctor=0.3,
        urgent=0.7,
        model="made-up 1",
        ms=36.0,
    )


def refused(outcome: Outcome, *reasons: Reason) -> Prediction:
    """A photo that cannot be judged; chances are given all the same, and must not be shown."""
    seen = reading(MEL=0.9)
    fields = {name: getattr(seen, name) for name in Prediction.__dataclass_fields__}
    return Prediction(**fields | {"outcome": outcome, "reasons": reasons})


URGENT = reading(MEL=0.9)
SEE_DOCTOR = reading(BCC=0.6)
NO_SIGNS = reading(BKL=0.1)
WHY = Why(((0.3, 0.4), (0.6, 0.4), (0.6, 0.7), (0.3, 0.7)), ((0.0, 0.2), (1.0, 0.1)), (0.1, 0.0, 0.9, 1.0))
STRIKING = Shape(asymmetry=0.3, border=0.5, colours=tuple(Colour)[:4], extent=0.3)
OUTLINED = replace(URGENT, why=WHY, shape=STRIKING, box=(144, 192, 288, 336))
"""As a model with an outline network sees it; the box fits a photo of 480 pixels."""
BLURRED = refused(Outcome.RETAKE, Reason.BLURRED)
FACE = refused(Outcome.CANNOT_ASSESS, Reason.FACE)
NO_PICTURE = refused(Outcome.UNREADABLE, Reason.NOT_A_PICTURE)
