"""The conversation as a pure step: (dialogue, event, what is known) -> dialogue, replies, effects."""

from dataclasses import replace

from bot.assistant import about_result
from bot.assistant.answering import answered, none_of_these, sourced, voted
from bot.assistant.consent import Purpose
from bot.assistant.consenting import DECISIONS, asks_to_delete, decided
from bot.assistant.dialogue import (
    Dialogue,
    DropUpload,
    Known,
    NoteAnswers,
    SetLanguage,
    State,
    Step,
    TakePhoto,
)
from bot.assistant.events import Blocked, Called, Command, Event, PhotoRefused, PhotoSent, Pressed, Said, SentOther
from bot.assistant.questions import open_question
from bot.assistant.replies import Choice, Document, Reply
from bot.assistant.symptoms import hear
from bot.assistant.telling import fill, slot_of, tell_history, tell_received
from bot.assistant.texts import language_names, texts_in
from bot.assistant.turns import dropped, finished, go_on, hello, menu_when_idle, resume
from bot.assistant.understand import bare, understand
from knowledge.chatbot import Kind

ASIDE = frozenset({"vote", "sources", "none"})
"""Heads of buttons that belong to a bubble; "did you mean" is over with whatever else comes after it."""


def step(dialogue: Dialogue, event: Event, known: Known) -> Step:
    """One event, whatever the state; an alarm interrupts everything and nothing comes after it."""
    match event:
        case Pressed(choice=choice) if choice.partition(":")[0] in ASIDE:
            return _aside(dialogue, choice, known)
        case Said() | PhotoSent() if known.alarm:
            return _alarm(dialogue.sure(), event, known)
        case _:
            return _next(dialogue.sure(), event, known)


def _aside(dialogue: Dialogue, choice: str, known: Known) -> Step:
    head, _, rest = choice.partition(":")
    match head:
        case "vote":
            return voted(dialogue, rest, known)
        case "sources":
            return sourced(dialogue, known)
        case _:
            return none_of_these(dialogue, known)


def _next(dialogue: Dialogue, event: Event, known: Known) -> Step:
    match event:
        case Said(text=text):
            return _said(dialogue, text, known)
        case Pressed(choice=choice):
            return _pressed(dialogue, choice, known)
        case Called(command=command):
            return _called(dialogue, command, known)
        case PhotoSent():
            return _photo(dialogue, event, known)
        case PhotoRefused(reason=reason):
            return resume(dialogue, known, Reply(known.texts(f"photo.refused.{reason}")))
        case SentOther(kind=kind):
            return resume(dialogue, known, Reply(known.texts(f"other.{kind}")))
        case Blocked():
            return Step(dialogue)


def _alarm(dialogue: Dialogue, event: Said | PhotoSent, known: Known) -> Step:
    assert known.alarm is not None  # noqa: S101 - narrowed by the guard in `step`
    text = fill(known.texts(known.alarm.key), known.numbers)
    let_go = (DropUpload(event.upload),) if isinstance(event, PhotoSent) else ()
    return Step(dialogue.about(known.alarm.subject, known.now), (Reply(text, alarm=True),), let_go)


def _said(dialogue: Dialogue, text: str, known: Known) -> Step:
    if choice := _meant(dialogue, text, known):
        return _pressed(dialogue, choice, known)
    if known.latest and (asked := about_result.meant(dialogue, text, known)):
        return about_result.told(dialogue, asked, known.latest, known)
    if known.answer is None or (dialogue.state is State.NEW and known.answer.kind in {Kind.SMALLTALK, Kind.FALLBACK}):
        return resume(dialogue, known)
    return answered(dialogue, known)


def _meant(dialogue: Dialogue, text: str, known: Known) -> str | None:
    """The button of the open question that a text presses; the name of a language presses its button at any time."""
    question = open_question(dialogue, known)
    if question is None:
        return _named_language(text)
    if dialogue.state is State.READY and known.asked:
        return hear(text, known.asked, known.texts) or _named_language(text)
    return understand(text, question.choices, known.texts) or _named_language(text)


def _named_language(text: str) -> str | None:
    said = bare(text)
    return next((f"language:{tag}" for tag, name in language_names().items() if said == bare(name)), None)


def _pressed(dialogue: Dialogue, choice: str, known: Known) -> Step:
    head, _, rest = choice.partition(":")
    match head:
        case _ if head in DECISIONS:
            return decided(dialogue, head, rest, known)
        case "topic":
            return answered(dialogue, known)
        case "language":
            return _languaged(dialogue, rest, known)
        case "ask":
            return _told(dialogue, rest, known)
        case _ if head in about_result.BUTTONS:
            return about_result.pressed(dialogue, head, known)
        case "menu" | "history" | "export":
            return _called(dialogue, _MENU.get(choice, Command.HELP), known)
        case _:
            return resume(dialogue, known, Reply(known.texts("unknown-button")))


_MENU = {
    "menu:photo": Command.PHOTO,
    "menu:again": Command.PHOTO,
    "menu:ask": Command.ASK,
    "menu:privacy": Command.PRIVACY,
    "menu:consent": Command.CONSENT,
    "menu:language": Command.LANGUAGE,
    "menu:delete": Command.DELETE,
    "history:list": Command.HISTORY,
    "export:get": Command.EXPORT,
}


def _languaged(dialogue: Dialogue, language: str, known: Known) -> Step:
    """Everything from here on is in the language that was chosen, the open question too."""
    if language not in language_names():
        return resume(dialogue, known, Reply(known.texts("unknown-button")))
    known = replace(known, texts=texts_in(language))
    said = Reply(known.texts("language.set"), menu_when_idle(dialogue, known))
    return resume(dialogue, known, said, effects=(SetLanguage(language),))


def _told(dialogue: Dialogue, press: str, known: Known) -> Step:
    """An answer about the spot in a photo, to an earlier question too; then the next question, or thanks."""
    photo, _, answer = press.partition(":")
    if known.asked is None or known.asked.photo != photo:
        return resume(dialogue, known, Reply(known.texts("ask.over")))
    told = known.asked.after(answer)
    if told is None:
        return resume(dialogue, known, Reply(known.texts("ask.unclear")))
    if told.open:
        return go_on(dialogue, replace(known, asked=told), effects=(NoteAnswers(told),))
    thanks = Reply(known.texts("ask.thanks"), slot=slot_of(photo, answered=True), photo=photo)
    return go_on(dialogue, replace(known, asked=None), thanks, effects=(NoteAnswers(told),))


def _photo(dialogue: Dialogue, sent: PhotoSent, known: Known) -> Step:
    dialogue = replace(dialogue, state=dialogue.back) if dialogue.state is State.DELETE else dialogue
    if dialogue.state is State.YOUNG:
        return Step(dialogue, (Reply(known.texts("young.photo")),), (DropUpload(sent.upload),))
    waiting, before = replace(dialogue, upload=sent.upload), dropped(dialogue)
    if not known.adult:
        first = Reply(known.texts("photo.ask-first"))
        return go_on(replace(waiting, state=State.AGE), known, *hello(dialogue, known), first, effects=before)
    if Purpose.ANALYSE not in known.consents:
        return go_on(replace(waiting, state=State.CONSENT), known, effects=before)
    taken = TakePhoto(sent.upload, Purpose.KEEP in known.consents, sent.answers)
    alone, effects = replace(known, asked=None), (*before, *finished(known), taken)
    return resume(replace(dialogue, upload=None), alone, tell_received(taken, known.texts), effects=effects)


def _called(dialogue: Dialogue, command: Command, known: Known) -> Step:
    if command is Command.DELETE:
        return asks_to_delete(dialogue, known)
    return resume(dialogue, known, *_said_to(command, dialogue, known))


def _said_to(command: Command, dialogue: Dialogue, known: Known) -> tuple[Reply, ...]:
    texts = known.texts
    match command:
        case Command.START if dialogue.state is State.NEW:
            return ()
        case Command.START:
            return (Reply(texts("hello-again"), menu_when_idle(dialogue, known)),)
        case Command.ASK:
            return (Reply(texts("menu.questions")),)
        case Command.PHOTO:
            return (Reply(texts("howto")),)
        case Command.HISTORY:
            return (tell_history(known.history, texts),)
        case Command.PRIVACY:
            return (Reply(texts("privacy"), _rights(known)),)
        case Command.CONSENT:
            return (_consent_status(known),)
        case Command.LANGUAGE:
            offered = tuple(Choice(f"language:{tag}", name) for tag, name in language_names().items())
            return (Reply(texts("language.ask"), offered),)
        case Command.EXPORT:
            return (Reply(texts("export.ready"), document=Document.EXPORT),)
        case _:
            change = Choice("menu:language", texts("language.change"))
            return (Reply(fill(texts("help"), known.numbers), (change,)),)


def _rights(known: Known) -> tuple[Choice, ...]:
    texts = known.texts
    return (
        Choice("menu:consent", texts("consent.change")),
        Choice("export:get", texts("export.label")),
        Choice("menu:delete", texts("delete.label")),
    )


def _consent_status(known: Known) -> Reply:
    texts = known.texts
    states = {purpose.value: texts("consent.on" if purpose in known.consents else "consent.off") for purpose in Purpose}
    choices = (Choice("consent:change", texts("consent.change")), Choice("consent:withdraw", texts("consent.withdraw")))
    return Reply(texts("consent.status", **states), choices if known.consents else choices[:1])
