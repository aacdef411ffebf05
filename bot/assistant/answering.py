"""Answers of the chatbot in the talk: told, asked back once, voted on, and counted where there was none."""

from dataclasses import replace

from bot.assistant.consent import Purpose
from bot.assistant.dialogue import CountUnanswered, CountVote, Dialogue, Effect, Known, Step
from bot.assistant.replies import Choice, Reply
from bot.assistant.telling import tell_answer
from bot.assistant.texts import Texts
from bot.assistant.turns import menu_when_idle, resume
from bot.assistant.understand import bare, words_of
from knowledge.chatbot import Answer, Kind


def answered(dialogue: Dialogue, known: Known) -> Step:
    """Tell what the chatbot found, and the answer to a second question in a bubble of its own."""
    answer = known.answer
    if answer is None:
        return resume(dialogue, known, Reply(known.texts("unknown-button")))
    match answer.kind:
        case Kind.CLARIFY:
            none = Choice("none:these", known.texts("none-of-these"))
            said = tell_answer(answer, known)
            asking = replace(_about(dialogue, answer, known), unsure=_kept(known.scrubbed, known))
            return resume(asking, known, replace(said, choices=(*said.choices, none)))
        case Kind.FALLBACK:
            return _lost(dialogue, answer, known, question=known.scrubbed)
        case _:
            return resume(_about(dialogue, answer, known), known, *_bubbles(answer, known))


def picked(text: str, dialogue: Dialogue, texts: Texts) -> str | None:
    """The topic that a text picks from those just offered, by its place; "" for none of these, None for neither.

    None of these is an answer to "did you mean" only.
    """
    said, asked = bare(text), dialogue.unsure is not None
    offered = (*dialogue.offered, "") if asked else dialogue.offered
    if not dialogue.offered:
        return None
    if said.isdecimal():
        return offered[int(said) - 1] if 1 <= int(said) <= len(offered) else None
    if asked and (said == bare(texts("none-of-these")) or said in words_of("words.no", texts)):
        return ""
    return _by_place(said.split(), dialogue.offered, texts)


def _by_place(said: list[str], offered: tuple[str, ...], texts: Texts) -> str | None:
    """ "Tell me more about the second one": a single word for a place, and nothing but small words around it."""
    *places, last = (bare(line).split() for line in texts.lines("words.places"))
    meant = {word: at for at, words in enumerate(places) for word in words} | dict.fromkeys(last, len(offered) - 1)
    named = [word for word in said if word in meant]
    if len(named) != 1 or not set(said) - set(named) <= words_of("words.around", texts):
        return None
    return offered[meant[named[0]]] if meant[named[0]] < len(offered) else None


def none_of_these(dialogue: Dialogue, known: Known) -> Step:
    """The person meant none of the topics that were offered."""
    if dialogue.unsure is None or known.answer is None:
        return resume(dialogue, known, Reply(known.texts("unknown-button")))
    meant = replace(dialogue, subject=None) if dialogue.subject in dialogue.offered else dialogue
    return _lost(meant.sure(), known.answer, known, question=dialogue.unsure)


def voted(dialogue: Dialogue, rest: str, known: Known) -> Step:
    """A thumb under an answer: thanks in its place and no thumbs any more, so that each message has one vote."""
    thumb, _, place = rest.partition(":")
    shown = known.shown
    if shown is None or not any(choice.id == f"vote:{rest}" for choice in shown.choices):
        return Step(dialogue)
    thanked = f"{shown.text}\n\n{known.texts('vote.thanks')}"
    topic = place.partition(":")[0]
    return Step(
        dialogue, (replace(shown, text=thanked, choices=_without(shown, "vote")),), (CountVote(topic, thumb == "up"),)
    )


def sourced(dialogue: Dialogue, known: Known) -> Step:
    """The addresses of the sources, in the place of the answer that only named them."""
    if known.shown is None:
        return resume(dialogue, known, Reply(known.texts("unknown-button")))
    return Step(dialogue, (replace(known.shown, links=True, choices=_without(known.shown, "sources")),))


def _bubbles(answer: Answer, known: Known) -> tuple[Reply, ...]:
    said = (tell_answer(answer, known),)
    return (*said, tell_answer(answer.also, known)) if answer.also else said


def _about(dialogue: Dialogue, answer: Answer, known: Known) -> Dialogue:
    dialogue = replace(dialogue, offered=tuple(one.topic for one in answer.suggestions))
    since = dialogue.subject_at if answer.kind is Kind.CLARIFY else known.now
    return dialogue.about(answer.subject, since, more_told=answer.all_told)


def _lost(dialogue: Dialogue, answer: Answer, known: Known, *, question: str) -> Step:
    """What can be asked, by examples, and the menu; the question is counted for whoever writes the answers."""
    said = tell_answer(answer, known)
    menu = menu_when_idle(dialogue, known)
    count: Effect = CountUnanswered(_kept(question, known))
    return resume(dialogue, known, replace(said, choices=(*said.choices, *menu)), effects=(count,))


def _kept(question: str, known: Known) -> str:
    """A scrubbed question, of those who agreed that theirs are kept."""
    return question if Purpose.RESEARCH in known.consents else ""


def _without(shown: Reply, head: str) -> tuple[Choice, ...]:
    return tuple(choice for choice in shown.choices if choice.id.partition(":")[0] != head)
