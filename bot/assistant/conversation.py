"""The conversation as a pure step: (dialogue, event, what is known) -> dialogue, replies, effects."""

from dataclasses import replace

from bot.assistant.consent import Purpose
from bot.assistant.dialogue import (
    ConfirmAdult,
    Dialogue,
    DropUpload,
    Effect,
    EraseAll,
    ErasePhotos,
    GiveConsent,
    Known,
    NoteAnswers,
    State,
    Step,
    TakePhoto,
    WithdrawConsents,
)
from bot.assistant.events import Blocked, Called, Command, Event, PhotoRefused, PhotoSent, Pressed, Said, SentOther
from bot.assistant.questions import consent_choices, menu, open_question
from bot.assistant.replies import Choice, Document, Reply
from bot.assistant.symptoms import hear
from bot.assistant.telling import (
    fill,
    slot_of,
    tell_answer,
    tell_doctor,
    tell_history,
    tell_result,
    tell_treatments,
    tell_why,
)
from bot.assistant.understand import understand
from knowledge.chatbot import Kind


def step(dialogue: Dialogue, event: Event, known: Known) -> Step:
    """One event, whatever the state; an alarm interrupts everything and nothing comes after it."""
    match event:
        case Said() | PhotoSent() if known.alarm:
            return _alarm(dialogue, event, known)
        case Said(text=text):
            return _said(dialogue, text, known)
        case Pressed(choice=choice):
            return _pressed(dialogue, choice, known)
        case Called(command=command):
            return _called(dialogue, command, known)
        case PhotoSent():
            return _photo(dialogue, event, known)
        case PhotoRefused(reason=reason):
            return _resume(dialogue, known, Reply(known.texts(f"photo.refused.{reason}")))
        case SentOther(kind=kind):
            return _resume(dialogue, known, Reply(known.texts(f"other.{kind}")))
        case Blocked():
            return Step(dialogue)


def _alarm(dialogue: Dialogue, event: Said | PhotoSent, known: Known) -> Step:
    assert known.alarm is not None  # noqa: S101 - narrowed by the guard in `step`
    text = fill(known.texts(known.alarm.key), known.numbers)
    dropped = (DropUpload(event.upload),) if isinstance(event, PhotoSent) else ()
    return Step(dialogue, (Reply(text, alarm=True),), dropped)


def _said(dialogue: Dialogue, text: str, known: Known) -> Step:
    if choice := _meant(dialogue, text, known):
        return _pressed(dialogue, choice, known)
    if known.answer is None or (dialogue.state is State.NEW and known.answer.kind in {Kind.SMALLTALK, Kind.FALLBACK}):
        return _resume(dialogue, known)
    return _answered(dialogue, known)


def _meant(dialogue: Dialogue, text: str, known: Known) -> str | None:
    """The button of the open question that a text presses."""
    question = open_question(dialogue, known)
    if question is None:
        return None
    if dialogue.state is State.READY and known.asked:
        return hear(text, known.asked, known.texts)
    return understand(text, question.choices, known.texts)


def _answered(dialogue: Dialogue, known: Known) -> Step:
    answer = known.answer
    if answer is None:
        return _resume(dialogue, known, Reply(known.texts("unknown-button")))
    subject = answer.condition or answer.topic or dialogue.subject
    return _resume(replace(dialogue, subject=subject), known, tell_answer(answer, known.numbers))


def _pressed(dialogue: Dialogue, choice: str, known: Known) -> Step:
    head, _, rest = choice.partition(":")
    match head:
        case "adult" | "consent" | "keep" | "research" | "delete":
            return _decided(dialogue, head, rest, known)
        case "topic":
            return _answered(dialogue, known)
        case "ask":
            return _told(dialogue, rest, known)
        case "why" | "treat" | "tell" | "show":
            return _about_result(dialogue, head, known)
        case "menu" | "history" | "export":
            return _called(dialogue, _MENU.get(choice, Command.HELP), known)
        case _:
            return _resume(dialogue, known, Reply(known.texts("unknown-button")))


_MENU = {
    "menu:photo": Command.PHOTO,
    "menu:again": Command.PHOTO,
    "menu:ask": Command.ASK,
    "menu:privacy": Command.PRIVACY,
    "menu:consent": Command.CONSENT,
    "menu:delete": Command.DELETE,
    "history:list": Command.HISTORY,
    "export:get": Command.EXPORT,
}


def _decided(dialogue: Dialogue, head: str, rest: str, known: Known) -> Step:
    match head, rest:
        case "adult", "yes":
            return _adult(dialogue, known)
        case "adult", _:
            return _young(dialogue, known)
        case "consent", "agree":
            return _agreed(dialogue, known)
        case "consent", "stored":
            return Step(dialogue, (Reply(known.texts("consent.explain"), consent_choices(known)),))
        case "consent", "change":
            return _ask(replace(dialogue, state=State.CONSENT), known)
        case "consent", "withdraw":
            return _withdrawn(dialogue, known)
        case "consent", _:
            return _declined(dialogue, known)
        case "keep", _:
            return _kept(dialogue, known, keep=rest == "yes")
        case "research", _:
            return _researched(dialogue, known, yes=rest == "yes")
        case _:
            return _deleted(dialogue, rest, known)


def _adult(dialogue: Dialogue, known: Known) -> Step:
    if Purpose.ANALYSE in known.consents:
        return _ask(replace(dialogue, state=State.READY), known, effects=(ConfirmAdult(),))
    return _ask(replace(dialogue, state=State.CONSENT), known, effects=(ConfirmAdult(),))


def _young(dialogue: Dialogue, known: Known) -> Step:
    if known.adult:
        return _resume(dialogue, known, Reply(known.texts("unknown-button")))
    said = Reply(known.texts("young.told"), (Choice("menu:ask", known.texts("menu.ask")),))
    return Step(replace(dialogue, state=State.YOUNG, upload=None), (said,), _dropped(dialogue))


def _agreed(dialogue: Dialogue, known: Known) -> Step:
    if not known.adult:
        return _ask(replace(dialogue, state=State.AGE), known)
    return _ask(replace(dialogue, state=State.KEEP), known, effects=(GiveConsent(Purpose.ANALYSE),))


def _declined(dialogue: Dialogue, known: Known) -> Step:
    replies = [Reply(known.texts("consent.declined"), menu(known)[1:2])]
    if dialogue.upload:
        replies.insert(0, Reply(known.texts("consent.dropped")))
    return _ask(replace(dialogue, state=State.READY, upload=None), known, *replies, effects=_dropped(dialogue))


def _withdrawn(dialogue: Dialogue, known: Known) -> Step:
    said = Reply(known.texts("consent.withdrawn"), (Choice("consent:change", known.texts("consent.change")),))
    dropped = (Reply(known.texts("ask.dropped")),) if known.asked else ()
    return Step(replace(dialogue, state=State.READY), (*dropped, said), (WithdrawConsents(),))


def _kept(dialogue: Dialogue, known: Known, *, keep: bool) -> Step:
    if Purpose.ANALYSE not in known.consents:
        return _ask(replace(dialogue, state=State.CONSENT), known)
    effects: tuple[Effect, ...] = (GiveConsent(Purpose.KEEP),) if keep else ()
    # Research needs photos that are kept; of who keeps none it is not asked.
    asked = replace(dialogue, state=State.RESEARCH if keep else State.READY, upload=None)
    if dialogue.upload is None:
        return _ask(asked, known, effects=effects)
    if not known.waiting:
        return _ask(asked, known, Reply(known.texts("photo.late")), effects=effects)
    taken = TakePhoto(dialogue.upload, keep)
    alone = replace(known, asked=None)
    return _ask(asked, alone, _received(taken, known), effects=(*effects, *_finished(known), taken))


def _researched(dialogue: Dialogue, known: Known, *, yes: bool) -> Step:
    if Purpose.ANALYSE not in known.consents:
        return _ask(replace(dialogue, state=State.CONSENT), known)
    effects = (GiveConsent(Purpose.RESEARCH),) if yes else ()
    return _ask(replace(dialogue, state=State.READY), known, effects=effects)


def _deleted(dialogue: Dialogue, rest: str, known: Known) -> Step:
    back = replace(dialogue, state=dialogue.back) if dialogue.state is State.DELETE else dialogue
    match rest:
        case "all" if dialogue.state is State.DELETE:
            return Step(Dialogue(), (), (EraseAll(),))
        case "photos" if dialogue.state is State.DELETE:
            said = known.texts("delete.photos-done", photos=known.holdings.photos)
            known = replace(known, asked=None)
            return _ask(replace(back, upload=None), known, Reply(said), effects=(ErasePhotos(),))
        case "keep":
            return _ask(back, known, Reply(known.texts("delete.kept")))
        case _:
            return _called(dialogue, Command.DELETE, known)


def _told(dialogue: Dialogue, press: str, known: Known) -> Step:
    """An answer about the spot in a photo, to an earlier question too; then the next question, or thanks."""
    photo, _, answer = press.partition(":")
    if known.asked is None or known.asked.photo != photo:
        return _resume(dialogue, known, Reply(known.texts("ask.over")))
    told = known.asked.after(answer)
    if told is None:
        return _resume(dialogue, known, Reply(known.texts("ask.unclear")))
    if told.open:
        return _ask(dialogue, replace(known, asked=told), effects=(NoteAnswers(told),))
    thanks = Reply(known.texts("ask.thanks"), slot=slot_of(photo, answered=True), photo=photo)
    return _ask(dialogue, replace(known, asked=None), thanks, effects=(NoteAnswers(told),))


def _about_result(dialogue: Dialogue, head: str, known: Known) -> Step:
    page = known.result
    if page is None:
        return _resume(dialogue, known, Reply(known.texts("photo.gone")))
    match head:
        case "why":
            replies = tell_why(page, known.texts)
        case "treat":
            replies = tell_treatments(page, known.texts)
        case "tell":
            replies = (tell_doctor(page, known.texts),)
        case _:
            replies = (replace(tell_result(page, known.texts), slot=None),)
    return _resume(dialogue, known, *replies)


def _photo(dialogue: Dialogue, sent: PhotoSent, known: Known) -> Step:
    dialogue = replace(dialogue, state=dialogue.back) if dialogue.state is State.DELETE else dialogue
    if dialogue.state is State.YOUNG:
        return Step(dialogue, (Reply(known.texts("young.photo")),), (DropUpload(sent.upload),))
    waiting, before = replace(dialogue, upload=sent.upload), _dropped(dialogue)
    if not known.adult:
        first = Reply(known.texts("photo.ask-first"))
        return _ask(replace(waiting, state=State.AGE), known, *_hello(dialogue, known), first, effects=before)
    if Purpose.ANALYSE not in known.consents:
        return _ask(replace(waiting, state=State.CONSENT), known, effects=before)
    taken = TakePhoto(sent.upload, Purpose.KEEP in known.consents, sent.answers)
    alone, effects = replace(known, asked=None), (*before, *_finished(known), taken)
    return _resume(replace(dialogue, upload=None), alone, _received(taken, known), effects=effects)


def _called(dialogue: Dialogue, command: Command, known: Known) -> Step:
    texts = known.texts
    match command:
        case Command.START:
            again = (
                () if dialogue.state is State.NEW else (Reply(texts("hello-again"), _menu_when_idle(dialogue, known)),)
            )
            return _resume(dialogue, known, *again)
        case Command.HELP:
            return _resume(dialogue, known, Reply(fill(texts("help"), known.numbers)))
        case Command.ASK:
            return _resume(dialogue, known, Reply(texts("menu.questions")))
        case Command.PHOTO:
            return _resume(dialogue, known, Reply(texts("howto")))
        case Command.HISTORY:
            return _resume(dialogue, known, tell_history(known.history, texts))
        case Command.PRIVACY:
            return _resume(dialogue, known, Reply(texts("privacy"), _rights(known)))
        case Command.CONSENT:
            return _resume(dialogue, known, _consent_status(known))
        case Command.EXPORT:
            return _resume(dialogue, known, Reply(texts("export.ready"), document=Document.EXPORT))
        case Command.DELETE:
            back = dialogue.back if dialogue.state is State.DELETE else dialogue.state
            return _ask(replace(dialogue, state=State.DELETE, back=back), known)


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


def _received(taken: TakePhoto, known: Known) -> Reply:
    slot = slot_of(taken.upload, answered=taken.answers is not None)
    return Reply(known.texts("photo.received"), slot=slot, photo=taken.upload)


def _finished(known: Known) -> tuple[Effect, ...]:
    """Questions about an earlier photo end with the answers that there are: they are asked about one at a time."""
    return (NoteAnswers(known.asked.closed()),) if known.asked else ()


def _dropped(dialogue: Dialogue) -> tuple[Effect, ...]:
    return (DropUpload(dialogue.upload),) if dialogue.upload else ()


def _menu_when_idle(dialogue: Dialogue, known: Known) -> tuple[Choice, ...]:
    return menu(known) if open_question(dialogue, known) is None else ()


def _hello(dialogue: Dialogue, known: Known) -> tuple[Reply, ...]:
    return (Reply(known.texts("hello")),) if dialogue.state is State.NEW else ()


def _resume(dialogue: Dialogue, known: Known, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Step:
    """Say the replies, then show the open question again; who is new is greeted and asked the first one."""
    if dialogue.state is not State.NEW:
        return _ask(dialogue, known, *replies, effects=effects)
    return _ask(replace(dialogue, state=State.AGE), known, *_hello(dialogue, known), *replies, effects=effects)


def _ask(dialogue: Dialogue, known: Known, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Step:
    """Say the replies, then the question of the new state, or the menu when there is nothing else to press."""
    question = open_question(dialogue, known)
    if question:
        return Step(dialogue, (*replies, question), effects)
    if not replies:
        return Step(dialogue, (Reply(known.texts("ready"), menu(known)),), effects)
    return Step(dialogue, replies, effects)
