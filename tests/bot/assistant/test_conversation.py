"""The dialogue, proved by one table: (state, what is known, event) -> (state, what is said, what is done)."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.assistant.consent import Purpose
from bot.assistant.conversation import step
from bot.assistant.dialogue import (
    ConfirmAdult,
    CountUnanswered,
    Dialogue,
    DropUpload,
    Effect,
    EraseAll,
    ErasePhotos,
    GiveConsent,
    Known,
    NoteAnswers,
    SetLanguage,
    State,
    TakePhoto,
    WithdrawConsents,
)
from bot.assistant.events import Called, Command, Event, PhotoRefused, PhotoSent, Pressed, Said, SentOther, Unsupported
from bot.assistant.questions import open_question
from bot.assistant.safety import Alarm, AlarmKind
from bot.assistant.symptoms import QUESTIONS, Asked, Told
from bot.assistant.texts import texts_in
from knowledge.answers import Answer, Kind, Suggestion
from knowledge.entries import Source

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TEXTS = texts_in("en")
NEW = Known(TEXTS, NOW)
ADULT = replace(NEW, adult=True)
CONSENTED = replace(ADULT, consents=frozenset({Purpose.ANALYSE}))
KEEPING = replace(ADULT, consents=frozenset({Purpose.ANALYSE, Purpose.KEEP}))
ANSWER = Answer(Kind.ANSWER, "what-is-melanoma", "A skin cancer.", 0.9, (), (), "general", "melanoma")
OFFERED = tuple(Suggestion(f"topic-{name}", f"About {name}") for name in ("one", "two", "three"))
UNSURE = Answer(Kind.CLARIFY, None, "Did you mean:", 0.3, OFFERED, (), "general", None)
LOST = Answer(Kind.FALLBACK, None, "I only know about skin.", 0.9, OFFERED, (), "general", None)
SOURCE = Source("nhs", "Skin cancer", "NHS", "2024", "https://www.nhs.uk/conditions/skin-cancer/")
SMALL_TALK = Answer(Kind.SMALLTALK, None, "Hello.", 1.0, (), (), "general", None)
CRISIS = Alarm(AlarmKind.CRISIS, "suicide")
NO_KEEPING = WithdrawConsents((Purpose.KEEP, Purpose.RESEARCH))
NO_RESEARCH = WithdrawConsents((Purpose.RESEARCH,))
NOTHING: Told = dict.fromkeys(QUESTIONS)
"""Every question skipped."""


def asking(told: Told | None = None) -> Known:
    """Somebody who is being asked about a photo."""
    return replace(KEEPING, asked=Asked("p1", told or {}))


def noted(told: Told) -> tuple[Effect, ...]:
    return (NoteAnswers(Asked("p1", told)),)


LAST = {question: None for question in QUESTIONS if question != "age"}


@dataclass(frozen=True)
class Row:
    """One line of the table; `says` are the beginnings of the catalogue texts, in order."""

    dialogue: Dialogue
    known: Known
    event: Event
    state: State
    says: tuple[str, ...]
    does: tuple[Effect, ...] = ()


def at(state: State, **more: object) -> Dialogue:
    return replace(Dialogue(state), **more)  # type: ignore[arg-type]


TABLE = {
    "first contact": Row(at(State.NEW), NEW, Called(Command.START), State.AGE, ("hello", "age.ask")),
    "first contact by a greeting": Row(
        at(State.NEW), replace(NEW, answer=SMALL_TALK), Said("hi"), State.AGE, ("hello", "age.ask")
    ),
    "adult by button": Row(
        at(State.AGE), NEW, Pressed("adult:yes"), State.CONSENT, ("consent.ask",), (ConfirmAdult(),)
    ),
    "adult by word": Row(at(State.AGE), NEW, Said("Yes!"), State.CONSENT, ("consent.ask",), (ConfirmAdult(),)),
    "adult by number": Row(at(State.AGE), NEW, Said("1"), State.CONSENT, ("consent.ask",), (ConfirmAdult(),)),
    "under age": Row(at(State.AGE), NEW, Pressed("adult:no"), State.YOUNG, ("young.told",)),
    "under age by word": Row(at(State.AGE), NEW, Said("no"), State.YOUNG, ("young.told",)),
    "no photo under age": Row(
        at(State.YOUNG), NEW, PhotoSent("u1"), State.YOUNG, ("young.photo",), (DropUpload("u1"),)
    ),
    "what is stored": Row(at(State.CONSENT), ADULT, Pressed("consent:stored"), State.CONSENT, ("consent.explain",)),
    "agreed by word": Row(
        at(State.CONSENT), ADULT, Said("i agree"), State.KEEP, ("keep.ask",), (GiveConsent(Purpose.ANALYSE),)
    ),
    "just questions": Row(
        at(State.CONSENT),
        ADULT,
        Pressed("consent:questions"),
        State.READY,
        ("consent.declined",),
        (WithdrawConsents(),),
    ),
    "declining ends the questions about a photo": Row(
        at(State.CONSENT),
        asking(),
        Pressed("consent:questions"),
        State.READY,
        ("ask.dropped", "consent.declined"),
        (WithdrawConsents(),),
    ),
    "consent before age asks for the age": Row(at(State.NEW), NEW, Pressed("consent:agree"), State.AGE, ("age.ask",)),
    "keep": Row(
        at(State.KEEP), CONSENTED, Pressed("keep:yes"), State.RESEARCH, ("research.ask",), (GiveConsent(Purpose.KEEP),)
    ),
    "research is never asked of who keeps nothing": Row(
        at(State.KEEP), CONSENTED, Pressed("keep:no"), State.READY, ("ready",), (NO_KEEPING,)
    ),
    "keep no longer": Row(at(State.KEEP), KEEPING, Pressed("keep:no"), State.READY, ("keep.erased",), (NO_KEEPING,)),
    "research yes": Row(
        at(State.RESEARCH), KEEPING, Pressed("research:yes"), State.READY, ("ready",), (GiveConsent(Purpose.RESEARCH),)
    ),
    "research no": Row(at(State.RESEARCH), KEEPING, Pressed("research:no"), State.READY, ("ready",), (NO_RESEARCH,)),
    "photo before anything": Row(
        at(State.NEW), NEW, PhotoSent("u1"), State.AGE, ("hello", "photo.ask-first", "age.ask")
    ),
    "photo without consent waits": Row(at(State.READY), ADULT, PhotoSent("u1"), State.CONSENT, ("consent.ask-photo",)),
    "waiting photo is taken after consent": Row(
        at(State.KEEP, upload="u1"),
        replace(CONSENTED, waiting=True),
        Pressed("keep:no"),
        State.READY,
        ("photo.received",),
        (NO_KEEPING, TakePhoto("u1", keep=False)),
    ),
    "photo that is gone is asked for again": Row(
        at(State.KEEP, upload="u1"), CONSENTED, Pressed("keep:no"), State.READY, ("photo.gone",), (NO_KEEPING,)
    ),
    "waiting photo is dropped without consent": Row(
        at(State.CONSENT, upload="u1"),
        replace(ADULT, waiting=True),
        Pressed("consent:questions"),
        State.READY,
        ("consent.dropped", "consent.declined"),
        (DropUpload("u1"), WithdrawConsents()),
    ),
    "photo with consent": Row(
        at(State.READY), KEEPING, PhotoSent("u1"), State.READY, ("photo.received",), (TakePhoto("u1", keep=True),)
    ),
    "answer resumes the open question": Row(
        at(State.CONSENT), replace(ADULT, answer=ANSWER), Said("what is melanoma"), State.CONSENT, ("", "consent.ask")
    ),
    "crisis interrupts and nothing follows": Row(
        at(State.CONSENT), replace(ADULT, alarm=CRISIS), Said("..."), State.CONSENT, ("safety.crisis",)
    ),
    "crisis in a caption": Row(
        at(State.READY),
        replace(KEEPING, alarm=CRISIS),
        PhotoSent("u1", "..."),
        State.READY,
        ("safety.crisis",),
        (DropUpload("u1"),),
    ),
    "answer about the spot by button": Row(
        at(State.READY), asking(), Pressed("ask:p1:bleed:yes"), State.READY, ("ask.grew",), noted({"bleed": True})
    ),
    "answer about the spot by word": Row(
        at(State.READY), asking(), Said("No."), State.READY, ("ask.grew",), noted({"bleed": False})
    ),
    "answer about the spot by number": Row(
        at(State.READY), asking(), Said("3"), State.READY, ("ask.grew",), noted({"bleed": None})
    ),
    "age in years": Row(
        at(State.READY), asking(LAST), Said("47"), State.READY, ("ask.thanks",), noted(NOTHING | {"age": 47})
    ),
    "age out of range is asked again": Row(
        at(State.READY), asking(LAST), Said("12"), State.READY, ("ask.unclear", "ask.age")
    ),
    "an answer that nothing offers is asked again": Row(
        at(State.READY), asking(), Pressed("ask:p1:site:moon"), State.READY, ("ask.unclear", "ask.bleed")
    ),
    "skip all questions": Row(
        at(State.READY), asking(), Said("skip all questions"), State.READY, ("ask.thanks",), noted(NOTHING)
    ),
    "an earlier answer changed": Row(
        at(State.READY),
        asking({"bleed": False}),
        Pressed("ask:p1:bleed:yes"),
        State.READY,
        ("ask.grew",),
        noted({"bleed": True}),
    ),
    "a question between is answered and the open one shown again": Row(
        at(State.READY),
        replace(asking({"bleed": None}), answer=ANSWER),
        Said("what is melanoma"),
        State.READY,
        ("", "ask.grew"),
    ),
    "a command between": Row(at(State.READY), asking(), Called(Command.PRIVACY), State.READY, ("privacy", "ask.bleed")),
    "a sticker between": Row(
        at(State.READY), asking(), SentOther(Unsupported.STICKER), State.READY, ("other.sticker", "ask.bleed")
    ),
    "crisis interrupts the questions": Row(
        at(State.READY), replace(asking(), alarm=CRISIS), Said("..."), State.READY, ("safety.crisis",)
    ),
    "another photo ends the questions about the first": Row(
        at(State.READY),
        asking({"bleed": True}),
        PhotoSent("u1"),
        State.READY,
        ("photo.received",),
        (*noted(NOTHING | {"bleed": True}), TakePhoto("u1", keep=True)),
    ),
    "a photo with its answers": Row(
        at(State.READY),
        KEEPING,
        PhotoSent("u1", answers=NOTHING),
        State.READY,
        ("photo.received",),
        (TakePhoto("u1", keep=True, answers=NOTHING),),
    ),
    "questions that are over": Row(at(State.READY), KEEPING, Pressed("ask:p1:bleed:yes"), State.READY, ("ask.over",)),
    "questions about an earlier photo are over": Row(
        at(State.READY), asking(), Pressed("ask:p0:bleed:yes"), State.READY, ("ask.over", "ask.bleed")
    ),
    "another open question comes before those about the spot": Row(
        at(State.RESEARCH), asking(), Said("no"), State.READY, ("ask.bleed",), (NO_RESEARCH,)
    ),
    "an answer while another question is open": Row(
        at(State.RESEARCH),
        asking(),
        Pressed("ask:p1:bleed:no"),
        State.RESEARCH,
        ("research.ask",),
        noted({"bleed": False}),
    ),
    "erasing photos ends the questions": Row(
        at(State.DELETE), asking(), Pressed("delete:photos"), State.READY, ("delete.photos-done",), (ErasePhotos(),)
    ),
    "not erasing goes on with the questions": Row(
        at(State.DELETE), asking(), Pressed("delete:keep"), State.READY, ("delete.kept", "ask.bleed")
    ),
    "consent taken back ends the questions": Row(
        at(State.READY),
        asking(),
        Pressed("consent:withdraw"),
        State.READY,
        ("ask.dropped", "consent.withdrawn"),
        (WithdrawConsents(),),
    ),
    "did you mean": Row(at(State.READY), replace(KEEPING, answer=UNSURE), Said("hm"), State.READY, ("",)),
    "none of these": Row(
        at(State.READY, unsure=""),
        replace(KEEPING, answer=LOST),
        Pressed("none:these"),
        State.READY,
        ("",),
        (CountUnanswered(""),),
    ),
    "two questions in one message": Row(
        at(State.READY),
        replace(KEEPING, answer=replace(ANSWER, also=replace(ANSWER, topic="sunscreen", text="Use it daily."))),
        Said("what is melanoma. is sunscreen safe"),
        State.READY,
        ("", ""),
    ),
    "an answer with its sources": Row(
        at(State.READY), replace(KEEPING, answer=replace(ANSWER, sources=(SOURCE,))), Said("x"), State.READY, ("",)
    ),
    "which language": Row(at(State.READY), KEEPING, Called(Command.LANGUAGE), State.READY, ("language.ask",)),
    "the language that it is already": Row(
        at(State.READY), KEEPING, Pressed("language:en"), State.READY, ("language.set",), (SetLanguage("en"),)
    ),
    "delete asks first": Row(at(State.READY), KEEPING, Called(Command.DELETE), State.DELETE, ("delete.ask",)),
    "yes does not erase": Row(
        at(State.DELETE), replace(KEEPING, answer=SMALL_TALK), Said("yes"), State.DELETE, ("", "delete.ask")
    ),
    "delete everything": Row(at(State.DELETE), KEEPING, Pressed("delete:all"), State.NEW, (), (EraseAll(),)),
    "an old delete button asks again": Row(
        at(State.READY), KEEPING, Pressed("delete:all"), State.DELETE, ("delete.ask",)
    ),
    "only photos": Row(
        at(State.DELETE), KEEPING, Pressed("delete:photos"), State.READY, ("delete.photos-done",), (ErasePhotos(),)
    ),
    "keep it": Row(at(State.DELETE), KEEPING, Pressed("delete:keep"), State.READY, ("delete.kept",)),
    "deleting goes back where it came from": Row(
        at(State.DELETE, back=State.KEEP), CONSENTED, Pressed("delete:keep"), State.KEEP, ("delete.kept", "keep.ask")
    ),
    "consent taken back": Row(
        at(State.READY),
        KEEPING,
        Pressed("consent:withdraw"),
        State.READY,
        ("consent.withdrawn",),
        (WithdrawConsents(),),
    ),
    "sticker": Row(at(State.READY), KEEPING, SentOther(Unsupported.STICKER), State.READY, ("other.sticker",)),
    "too large": Row(at(State.READY), KEEPING, PhotoRefused("too_large"), State.READY, ("photo.refused.too_large",)),
    "old button": Row(at(State.READY), KEEPING, Pressed("gone:1"), State.READY, ("unknown-button",)),
    "result of nobody": Row(at(State.READY), KEEPING, Pressed("why:nope"), State.READY, ("photo.gone",)),
    "history": Row(at(State.READY), KEEPING, Called(Command.HISTORY), State.READY, ("history.none",)),
    "export": Row(at(State.READY), KEEPING, Called(Command.EXPORT), State.READY, ("export.ready",)),
    "privacy before registering": Row(
        at(State.NEW), NEW, Called(Command.PRIVACY), State.AGE, ("hello", "privacy", "age.ask")
    ),
}


@pytest.mark.parametrize("row", TABLE.values(), ids=TABLE.keys())
def test_table(row: Row) -> None:
    done = step(row.dialogue, row.event, row.known)
    assert done.dialogue.state is row.state
    assert len(done.replies) == len(row.says), [reply.text for reply in done.replies]
    for reply, key in zip(done.replies, row.says, strict=True):
        beginning = TEXTS(key).split("{")[0] if key else ""
        assert reply.text.startswith(beginning), key
    assert done.effects == row.does


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("known", [NEW, ADULT, CONSENTED, KEEPING], ids=["new", "adult", "consented", "keeping"])
def test_no_photo_is_taken_without_consent(state: State, known: Known) -> None:
    done = step(at(state), PhotoSent("u1"), known)
    taken = [effect for effect in done.effects if isinstance(effect, TakePhoto)]
    allowed = known.adult and Purpose.ANALYSE in known.consents and state is not State.YOUNG
    assert bool(taken) == allowed


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_way_out(state: State) -> None:
    question = open_question(at(state), KEEPING)
    ways = [choice.id for choice in question.choices] if question else ["history:list"]
    assert {step(at(state), Pressed(way), KEEPING).dialogue.state for way in ways} - {state} or question is None


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("state", State)
def test_every_command_is_answered_in_every_state(command: Command, state: State) -> None:
    assert step(at(state), Called(command), KEEPING).replies


def test_follow_ups_keep_the_subject() -> None:
    done = step(at(State.READY), Said("what is melanoma"), replace(KEEPING, answer=ANSWER))
    assert done.dialogue.subject == "what-is-melanoma"
