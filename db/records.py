"""The values that go into the store and come out of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple


class PhotoState(StrEnum):
    """How far a photo is; a forgotten one has lost its bytes and keeps its row.

    A leaving one is not kept: its bytes are there only until its result has been sent.
    Of one that is asking, the owner is asked questions before the result.
    """

    RECEIVED = "received"
    LOOKING = "looking"
    ASKING = "asking"
    DONE = "done"
    LEAVING = "leaving"
    PARKED = "parked"
    FORGOTTEN = "forgotten"


class LetterState(StrEnum):
    """What became of a letter. Letters to the browser stay waiting: they are read, not sent."""

    WAITING = "waiting"
    SENT = "sent"
    SUPERSEDED = "superseded"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody we talk with; `adult_at` is when they said that they are 18 or over.

    `language` is the one that they chose or, while there is no choice, the one that their device last asked for.
    """

    id: str
    language: str
    adult_at: datetime | None
    created_at: datetime
    language_chosen: bool = False


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """Where a person is known: a Telegram chat id or an e-mail address, in plain."""

    door: str
    subject: str
    linked_at: datetime
    blocked_at: datetime | None


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One consent, standing or taken back, with the version and language of the words that were agreed to."""

    purpose: str
    version: str
    language: str
    door: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class DialogueRow:
    """Where a person's conversation stands."""

    state: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One event as it came in; the payload is empty where its contents are not kept."""

    door: str
    key: str
    payload: dict[str, Any]
    received_at: datetime
    handled_at: datetime | None


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter to deliver now, to `subject`; `ref` is the message that its slot shows already."""

    id: int
    person_id: str | None
    subject: str
    payload: dict[str, Any]
    ref: str | None
    attempts: int


class Told(NamedTuple):
    """What a person was told, and where."""

    at: datetime
    payload: dict[str, Any]
    door: str
    slot: str | None


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo without its bytes; `keep` says whether there is consent to keep it after its result.

    `answers` are those to the questions about the spot, by question; None before anybody asked.
    """

    id: str
    person_id: str
    door: str
    state: PhotoState
    keep: bool
    attempts: int
    created_at: datetime
    answers: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class ScreeningRow:
    """What the model made of a photo; chances are 0..1, `box` is x, y, width, height in pixels, `ms` its time."""

    id: str
    photo_id: str
    person_id: str
    at: datetime
    outcome: str
    condition: str | None
    probabilities: dict[str, float] | None
    malignant: float | None
    box: list[int] | None
    reasons: list[str]
    model: str
    ms: float


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What a person was told about a photo; `page` is the whole result page as plain values."""

    photo_id: str
    person_id: str
    level: str | None
    outcome: str
    page: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Admin:
    """Somebody who may log in to the panel."""

    id: str
    name: str
    role: str
    password_hash: str
    created_at: datetime
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class Session:
    """An open log-in, of a person or of an admin."""

    person_id: str | None
    admin_id: str | None
    created_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to what, and when; never contents."""

    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as the panel lists them; `id` is also the place that the next page begins after."""

    id: str
    created_at: datetime
    language: str
    adult_at: datetime | None
    doors: tuple[str, ...]
    photos: int
    results: int


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """A screening as the panel lists it; `id` is also the place that the next page begins after."""

    id: str
    photo_id: str
    person_id: str
    at: datetime
    outcome: str
    level: str | None
    condition: str | None
    malignant: float | None
    model: str
    ms: float
    photo_state: PhotoState


@dataclass(frozen=True, slots=True)
class VoteLine:
    """How often the answer of a topic was found helpful, and not."""

    topic: str
    up: int
    down: int

    @property
    def share(self) -> int:
        """So many of a hundred found it helpful."""
        return round(100 * self.up / (self.up + self.down))


@dataclass(frozen=True, slots=True)
class UnansweredLine:
    """A question that found no answer, scrubbed, how often it was asked, and when last."""

    id: str
    text: str
    language: str
    times: int
    last_on: date
