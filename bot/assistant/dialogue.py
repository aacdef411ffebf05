"""The values of the conversation: where it stands, what is known to a step, and what a step brings about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.assistant.consent import Purpose
from bot.assistant.replies import Reply
from bot.assistant.result import ResultPage
from bot.assistant.safety import Alarm
from bot.assistant.symptoms import Asked, Told
from bot.assistant.texts import Texts
from knowledge.chatbot import Answer


class State(StrEnum):
    """Which question is open; READY and YOUNG have none."""

    NEW = "new"
    AGE = "age"
    CONSENT = "consent"
    KEEP = "keep"
    RESEARCH = "research"
    DELETE = "delete"
    READY = "ready"
    YOUNG = "young"


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Where a person's conversation stands; the same at both doors.

    `back` is the state to return to from DELETE; `upload` a photo that waits for consent;
    `subject` the topic or condition that follow-up questions are about, since `subject_at`, and `more_told` whether all
    of it was told;
    `unsure` is set while "did you mean" is the last word: the question, scrubbed, or "" when it may not be kept;
    `offered` are the topics that the last answer has as buttons.
    """

    state: State = State.NEW
    back: State = State.READY
    upload: str | None = None
    subject: str | None = None
    subject_at: datetime | None = None
    more_told: bool = False
    unsure: str | None = None
    offered: tuple[str, ...] = ()

    def sure(self) -> "Dialogue":
        """The same without a "did you mean"."""
        return replace(self, unsure=None, offered=())

    def about(self, subject: str | None, since: datetime | None, *, more_told: bool = False) -> "Dialogue":
        """The same with a subject, which stays what it was when there is none.

        A subject that was only offered has no time: it does not push aside a result that came before it.
        """
        if subject is None:
            return self
        told = more_told or (self.more_told and subject == self.subject)
        return replace(self, subject=subject, subject_at=since, more_told=told)

    def to_json(self) -> dict[str, Any]:
        """Plain values for the store, without the state, which has a column of its own."""
        return {
            "back": self.back.value,
            "upload": self.upload,
            "subject": self.subject,
            "subject_at": self.subject_at.isoformat() if self.subject_at else None,
            "more_told": self.more_told,
            "unsure": self.unsure,
            "offered": list(self.offered),
        }

    @classmethod
    def from_json(cls, state: str, data: Mapping[str, Any]) -> "Dialogue":
        """Read back what `to_json` wrote."""
        since = data.get("subject_at")
        return cls(
            State(state),
            State(data["back"]),
            data["upload"],
            data["subject"],
            datetime.fromisoformat(since) if since else None,
            data.get("more_told", False),
            data.get("unsure"),
            tuple(data.get("offered", ())),
        )


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much is stored of a person."""

    photos: int = 0
    messages: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up before a step, so that the step itself needs no I/O.

    `alarm` and `answer` belong to the event's text or pressed topic, `result` to a pressed result button;
    `latest` is the newest result, for a day; `shown` the bubble as it stands whose vote or sources were pressed;
    `asked` is the photo that questions are open about, if there is one; `waiting` says whether the dialogue's upload is
    still in memory; `numbers` are the helplines by name. `scrubbed` is the text without what could tell of anybody;
    `fresh` an id that nothing has yet.
    """

    texts: Texts
    now: datetime
    adult: bool = False
    consents: frozenset[Purpose] = frozenset()
    alarm: Alarm | None = None
    answer: Answer | None = None
    result: ResultPage | None = None
    latest: ResultPage | None = None
    shown: Reply | None = None
    history: tuple[ResultPage, ...] = ()
    holdings: Holdings = Holdings()
    asked: Asked | None = None
    waiting: bool = False
    numbers: Mapping[str, str] = field(default_factory=dict)
    scrubbed: str = ""
    fresh: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmAdult:
    """The person said that they are 18 or over."""


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Record consent to one purpose."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class WithdrawConsents:
    """Take back the consents to these purposes, where they stand, and let go of the photos that stood on them."""

    purposes: tuple[Purpose, ...] = tuple(Purpose)


@dataclass(frozen=True, slots=True)
class TakePhoto:
    """Move a waiting upload into the vault, with the answers that came with it, and ring the worker."""

    upload: str
    keep: bool
    answers: Told | None = None


@dataclass(frozen=True, slots=True)
class NoteAnswers:
    """Note what was told about a photo; when no question is open any more, ring the worker."""

    asked: Asked


@dataclass(frozen=True, slots=True)
class DropUpload:
    """Let go of a waiting upload."""

    upload: str


@dataclass(frozen=True, slots=True)
class ErasePhotos:
    """Erase every photo of the person, results included."""


@dataclass(frozen=True, slots=True)
class EraseAll:
    """Erase the person."""


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak the language that the person chose, at both doors."""

    language: str


@dataclass(frozen=True, slots=True)
class CountVote:
    """Count a thumb for the answer of a topic."""

    topic: str
    up: bool


@dataclass(frozen=True, slots=True)
class CountUnanswered:
    """Count a question that found no answer; its scrubbed text is "" when it may not be kept."""

    text: str


Effect = (
    ConfirmAdult
    | GiveConsent
    | WithdrawConsents
    | TakePhoto
    | NoteAnswers
    | DropUpload
    | ErasePhotos
    | EraseAll
    | SetLanguage
    | CountVote
    | CountUnanswered
)


@dataclass(frozen=True, slots=True)
class Step:
    """What an event led to: the new dialogue, what to say, what to do; all of it in one transaction."""

    dialogue: Dialogue
    replies: tuple[Reply, ...] = ()
    effects: tuple[Effect, ...] = ()
