"""The values of the knowledge: sources, topics, conditions, and the error that names what is wrong with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Level(StrEnum):
    """What a person who asks a topic about themselves should do, from calm to grave."""

    GENERAL = "general"
    SEE_DOCTOR = "see_doctor"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def gravity(self) -> int:
        """0 for general information, 3 for an emergency."""
        return tuple(Level).index(self)


class Aspect(StrEnum):
    """The side of a subject that a topic tells about; follow-up questions name one, or ask for more of the same."""

    OVERVIEW = "overview"
    LOOKS = "looks"
    DANGER = "danger"
    CONFIRM = "confirm"
    TREATMENT = "treatment"
    OUTLOOK = "outlook"
    CHILDREN = "children"
    CAUSE = "cause"
    SPREAD = "spread"
    FOLLOW_UP = "follow_up"
    CONTAGIOUS = "contagious"
    PAIN = "pain"
    SIDE_EFFECTS = "side_effects"
    DURATION = "duration"
    OFTEN = "often"
    AMOUNT = "amount"
    COST = "cost"
    SCAR = "scar"
    DAILY_LIFE = "daily_life"
    PREVENT = "prevent"
    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    NEXT = "next"
    MORE = "more"


ASKED_ONLY = frozenset({Aspect.MORE})
"""What follow-ups ask for and no topic is about."""


class ConditionKind(StrEnum):
    """What a condition is."""

    CANCER = "cancer"
    PRECANCER = "precancer"
    HARMLESS = "harmless"


class Urgency(StrEnum):
    """How soon a doctor should see a condition."""

    DAYS = "days"
    WEEKS = "weeks"
    WATCH = "watch"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from, at its original publisher."""

    id: str
    title: str
    publisher: str
    year: str
    url: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One question that people ask, as they type it, with its answer.

    `group` is the file it stands in; `condition` and `aspect` come together and let follow-ups find it. `within` is the
    condition of which it tells a kind or a part: what it does not say itself is said there. `sides` are the topics that
    tell a side of it, `tells` is the side that it tells of whatever is talked about. Where it is not `offered`, it is
    no button.
    """

    id: str
    group: str
    question: str
    paraphrases: tuple[str, ...]
    answer: str
    more: str | None
    level: Level
    sources: tuple[Source, ...]
    reviewed: date
    review_by: date
    not_for: str
    related: tuple[str, ...]
    condition: str | None
    aspect: Aspect | None
    within: str | None = None
    sides: Mapping[Aspect, str] = field(default_factory=dict)
    tells: Aspect | None = None
    offered: bool = True


@dataclass(frozen=True, slots=True)
class Care:
    """What is done for a condition at one extent, for example "thin" or "spread"."""

    extent: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A disease or harmless spot; `codes` are the classifier's labels that mean it, none for most rare ones."""

    id: str
    codes: tuple[str, ...]
    name: str
    medical_name: str
    plain: str
    kind: ConditionKind
    looks: str
    who: str
    confirmation: str
    care: tuple[Care, ...]
    who_treats: str
    next_step: str
    urgency: Urgency
    questions: tuple[str, ...]
    always_say: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed: date
    review_by: date


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the knowledge files: where, what, and why it matters."""

    file: str
    entry: str
    what: str
    why: str

    def __str__(self) -> str:
        return f"{self.file}, {self.entry}: {self.what} ({self.why})"


class CorpusError(Exception):
    """The knowledge files break a rule; `problems` has every one that was found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        rest = f"; and {len(self.problems) - 3} more" if len(self.problems) > 3 else ""
        super().__init__("; ".join(map(str, self.problems[:3])) + rest)
