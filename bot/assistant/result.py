"""The result of a photo as both doors show it: built once from verdict, prediction and knowledge, then stored."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.assistant.appearance import appearance
from bot.assistant.replies import Citation, Level
from bot.assistant.texts import Texts
from bot.assistant.verdict import Verdict
from knowledge.corpus import Condition, Corpus
from ml.explain import Box, Heat, Points, Why
from ml.predict import Outcome, Prediction

DAYS = {Level.URGENT: 3, Level.SEE_DOCTOR: 14, Level.NO_WARNING_SIGNS: 30}
"""Days until a level's date: within days, within two weeks (NICE NG12's pathway), recheck in a month."""

SURE_FROM = 0.5
"""Calibrated malignant probability from which the words say "fairly sure": more likely than not."""

COULD_FROM = 0.15
"""Calibrated probability from which a second name "could also be"; below it is "less likely"."""

NAMED = 3
"""How many conditions a result names."""


@dataclass(frozen=True, slots=True)
class Likely:
    """One condition that the photo is like, with a likelihood word."""

    code: str
    condition: str
    name: str
    plain: str
    words: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a condition is treated in general, from limited to advanced."""

    condition: str
    name: str
    care: tuple[tuple[str, str], ...]
    who_treats: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """Everything that a person is told about one photo; `likely` and `treatments` only when it was assessed.

    So are the outline, the heat map with the part of the photo that it lies over (`square`), and `shape_says`. Results
    from before there were any have none.
    """

    photo: str
    created_at: datetime
    outcome: str
    level: Level | None
    words: str
    headline: str
    do_now: str
    by: date | None
    reasons: tuple[str, ...]
    sureness: str
    likely: tuple[Likely, ...]
    treatments: tuple[Treatment, ...]
    tell_doctor: tuple[str, ...]
    photo_says: str
    cannot_see: str
    not_this: str
    model: str
    box: tuple[int, int, int, int] | None
    outline: Points | None = None
    heat: Heat | None = None
    square: Box | None = None
    shape_says: tuple[str, ...] = ()
    answers_say: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values for the store."""
        plain = asdict(self)
        return plain | {
            "created_at": self.created_at.isoformat(),
            "by": self.by.isoformat() if self.by else None,
            "level": self.level.value if self.level else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "ResultPage":
        """Read back what `to_json` wrote."""
        return cls(
            **{
                **data,
                "created_at": datetime.fromisoformat(data["created_at"]),
                "by": date.fromisoformat(data["by"]) if data["by"] else None,
                "level": Level(data["level"]) if data["level"] else None,
                "reasons": tuple(data["reasons"]),
                "likely": tuple(Likely(**one) for one in data["likely"]),
                "treatments": tuple(_treatment_from(one) for one in data["treatments"]),
                "tell_doctor": tuple(data["tell_doctor"]),
                "box": tuple(data["box"]) if data["box"] else None,
                "outline": _rows(data.get("outline")),
                "heat": _rows(data.get("heat")),
                "square": tuple(data["square"]) if data.get("square") else None,
                "shape_says": tuple(data.get("shape_says", ())),
            }
        )


def build(
    photo: str, prediction: Prediction, verdict: Verdict, *, corpus: Corpus, texts: Texts, now: datetime
) -> ResultPage:
    """Put the verdict into words, conditions in the language of `texts` as far as they are told in it.

    Names and treatments are withheld unless the photo was assessed.
    """
    kind = verdict.level.value if verdict.level else prediction.outcome.value
    by = (now + timedelta(days=DAYS[verdict.level])).date() if verdict.level else None
    told = corpus.told(texts.language)
    conditions = tuple((code, told.by_code[code]) for code in verdict.ranked[:NAMED])
    assessed = prediction.outcome is Outcome.ASSESSED
    why = prediction.why if assessed else Why()
    return ResultPage(
        photo=photo,
        created_at=now,
        outcome=prediction.outcome.value,
        level=verdict.level,
        words=texts(f"result.{kind}.words"),
        headline=texts(f"result.{kind}.headline", by=texts.day(by) if by else ""),
        do_now=texts(f"result.{kind}.do"),
        by=by,
        reasons=tuple(texts(f"result.reasons.{reason}") for reason in prediction.reasons),
        sureness=_sureness(prediction, verdict, texts),
        likely=_likely(prediction, conditions, texts),
        treatments=tuple(_treatment(condition) for _, condition in conditions),
        tell_doctor=texts.lines("result.tell-lines"),
        photo_says=texts("result.photo-says", name=conditions[0][1].name) if conditions else "",
        cannot_see=texts("result.cannot-see"),
        not_this=texts("result.not-this"),
        model=prediction.model,
        box=prediction.box,
        outline=why.outline,
        heat=why.heat,
        square=why.square,
        shape_says=appearance(prediction.shape, verdict.level, texts) if assessed and prediction.shape else (),
        answers_say=_answers_say(verdict, texts),
    )


def _likely(prediction: Prediction, conditions: tuple[tuple[str, Condition], ...], texts: Texts) -> tuple[Likely, ...]:
    chances = prediction.probabilities or {}

    def words(place: int, code: str) -> str:
        if place == 0:
            return texts("result.most")
        return texts("result.could") if chances[code] >= COULD_FROM else texts("result.less")

    return tuple(
        Likely(code, condition.id, condition.name, condition.plain, words(place, code))
        for place, (code, condition) in enumerate(conditions)
    )


def _sureness(prediction: Prediction, verdict: Verdict, texts: Texts) -> str:
    """How sure, in words; figures only where the evaluation gave them. What the answers raised, they explain."""
    if verdict.by_photo is None:
        return ""
    if verdict.by_photo is Level.NO_WARNING_SIGNS:
        return texts("result.none") if verdict.level is verdict.by_photo else ""
    malignant = prediction.malignant or 0.0
    if malignant >= SURE_FROM:
        return texts("result.sure.high")
    suspicious = malignant >= prediction.see_doctor
    return texts("result.sure.some" if suspicious else "result.sure.named")


def _answers_say(verdict: Verdict, texts: Texts) -> str:
    """What the answers add to the photo; nothing when there are none or when there is no level."""
    if verdict.signs:
        signs = texts("result.answers.and").join(texts(f"result.answers.{sign}") for sign in verdict.signs)
        return texts("result.answers.signs", signs=signs)
    if verdict.level is None or not verdict.answered:
        return ""
    return texts("result.answers.same" if verdict.level is verdict.by_photo else "result.answers.both")


def _treatment(condition: Condition) -> Treatment:
    return Treatment(
        condition.id,
        condition.name,
        tuple((care.extent, care.text) for care in condition.care),
        condition.who_treats,
        tuple(Citation(source.title, source.year, source.url) for source in condition.sources),
    )


def _rows(rows: Iterable[Iterable[float]] | None) -> Any:
    """Rows of numbers as they were before JSON made lists of them."""
    return tuple(tuple(row) for row in rows) if rows else None


def _treatment_from(data: Mapping[str, Any]) -> Treatment:
    return Treatment(
        data["condition"],
        data["name"],
        tuple((extent, text) for extent, text in data["care"]),
        data["who_treats"],
        tuple(Citation(**one) for one in data["citations"]),
    )
