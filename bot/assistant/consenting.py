"""What a person decides: their age, each consent, keeping, research, erasing."""

from dataclasses import replace

from bot.assistant.consent import Purpose
from bot.assistant.dialogue import (
    ConfirmAdult,
    Dialogue,
    Effect,
    EraseAll,
    ErasePhotos,
    GiveConsent,
    Known,
    State,
    Step,
    TakePhoto,
    WithdrawConsents,
)
from bot.assistant.questions import consent_choices, menu
from bot.assistant.replies import Choice, Reply
from bot.assistant.telling import tell_received
from bot.assistant.turns import dropped, finished, go_on, resume

DECISIONS = frozenset({"adult", "consent", "keep", "research", "delete"})
"""Heads of the buttons that decide something."""


def decided(dialogue: Dialogue, head: str, rest: str, known: Known) -> Step:
    """The step after a decision's button, whatever state the talk is in."""
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
            return go_on(replace(dialogue, state=State.CONSENT), known)
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


def asks_to_delete(dialogue: Dialogue, known: Known) -> Step:
    """Ask before erasing, and remember where the talk goes back to."""
    back = dialogue.back if dialogue.state is State.DELETE else dialogue.state
    return go_on(replace(dialogue, state=State.DELETE, back=back), known)


def _adult(dialogue: Dialogue, known: Known) -> Step:
    state = State.READY if Purpose.ANALYSE in known.consents else State.CONSENT
    return go_on(replace(dialogue, state=state), known, effects=(ConfirmAdult(),))


def _young(dialogue: Dialogue, known: Known) -> Step:
    if known.adult:
        return resume(dialogue, known, Reply(known.texts("unknown-button")))
    said = Reply(known.texts("young.told"), (Choice("menu:ask", known.texts("menu.ask")),))
    return Step(replace(dialogue, state=State.YOUNG, upload=None), (said,), dropped(dialogue))


def _agreed(dialogue: Dialogue, known: Known) -> Step:
    if not known.adult:
        return go_on(replace(dialogue, state=State.AGE), known)
    return go_on(replace(dialogue, state=State.KEEP), known, effects=(GiveConsent(Purpose.ANALYSE),))


def _declined(dialogue: Dialogue, known: Known) -> Step:
    dropped_upload = (Reply(known.texts("consent.dropped")),) if dialogue.upload else ()
    replies = (*_let_go(known), *dropped_upload, Reply(known.texts("consent.declined"), menu(known)[1:2]))
    return Step(replace(dialogue, state=State.READY, upload=None), replies, (*dropped(dialogue), WithdrawConsents()))


def _withdrawn(dialogue: Dialogue, known: Known) -> Step:
    said = Reply(known.texts("consent.withdrawn"), (Choice("consent:change", known.texts("consent.change")),))
    effects = (*dropped(dialogue), WithdrawConsents())
    return Step(replace(dialogue, state=State.READY, upload=None), (*_let_go(known), said), effects)


def _let_go(known: Known) -> tuple[Reply, ...]:
    """The photo that is asked about goes with the consent."""
    return (Reply(known.texts("ask.dropped")),) if known.asked else ()


def _kept(dialogue: Dialogue, known: Known, *, keep: bool) -> Step:
    if Purpose.ANALYSE not in known.consents:
        return go_on(replace(dialogue, state=State.CONSENT), known)
    # Research needs photos that are kept: of who keeps none it is not asked, and their yes to it ends as well.
    effect: Effect = GiveConsent(Purpose.KEEP) if keep else WithdrawConsents((Purpose.KEEP, Purpose.RESEARCH))
    erased = (Reply(known.texts("keep.erased")),) if Purpose.KEEP in known.consents and not keep else ()
    asked = replace(dialogue, state=State.RESEARCH if keep else State.READY, upload=None)
    if dialogue.upload is None:
        return go_on(asked, known, *erased, effects=(effect,))
    if not known.waiting:
        return go_on(asked, known, *erased, Reply(known.texts("photo.gone")), effects=(effect,))
    taken, alone = TakePhoto(dialogue.upload, keep), replace(known, asked=None)
    replies = (*erased, tell_received(taken, known.texts))
    return go_on(asked, alone, *replies, effects=(effect, *finished(known), taken))


def _researched(dialogue: Dialogue, known: Known, *, yes: bool) -> Step:
    if Purpose.ANALYSE not in known.consents:
        return go_on(replace(dialogue, state=State.CONSENT), known)
    effect = GiveConsent(Purpose.RESEARCH) if yes else WithdrawConsents((Purpose.RESEARCH,))
    return go_on(replace(dialogue, state=State.READY), known, effects=(effect,))


def _deleted(dialogue: Dialogue, rest: str, known: Known) -> Step:
    back = replace(dialogue, state=dialogue.back) if dialogue.state is State.DELETE else dialogue
    match rest:
        case "all" if dialogue.state is State.DELETE:
            return Step(Dialogue(), (), (*dropped(dialogue), EraseAll()))
        case "photos" if dialogue.state is State.DELETE:
            said = known.texts("delete.photos-done", photos=known.holdings.photos)
            known, effects = replace(known, asked=None), (*dropped(dialogue), ErasePhotos())
            return go_on(replace(back, upload=None), known, Reply(said), effects=effects)
        case "keep":
            return go_on(back, known, Reply(known.texts("delete.kept")))
        case _:
            return asks_to_delete(dialogue, known)
