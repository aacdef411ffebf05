"""How a step ends: what is said, and then the open question again, so that no interruption loses it."""

from dataclasses import replace

from bot.assistant.dialogue import Dialogue, DropUpload, Effect, Known, NoteAnswers, State, Step
from bot.assistant.questions import menu, open_question
from bot.assistant.replies import Choice, Reply


def resume(dialogue: Dialogue, known: Known, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Step:
    """Say the replies, then show the open question again; who is new is greeted and asked the first one."""
    if dialogue.state is not State.NEW:
        return go_on(dialogue, known, *replies, effects=effects)
    return go_on(replace(dialogue, state=State.AGE), known, *hello(dialogue, known), *replies, effects=effects)


def go_on(dialogue: Dialogue, known: Known, *replies: Reply, effects: tuple[Effect, ...] = ()) -> Step:
    """Say the replies, then the question of the new state, or the menu when there is nothing else to press."""
    question = open_question(dialogue, known)
    if question:
        return Step(dialogue, (*replies, question), effects)
    if not replies:
        return Step(dialogue, (Reply(known.texts("ready"), menu(known)),), effects)
    return Step(dialogue, replies, effects)


def hello(dialogue: Dialogue, known: Known) -> tuple[Reply, ...]:
    """The greeting, for who is new."""
    return (Reply(known.texts("hello")),) if dialogue.state is State.NEW else ()


def menu_when_idle(dialogue: Dialogue, known: Known) -> tuple[Choice, ...]:
    """The menu, unless a question is open."""
    return menu(known) if open_question(dialogue, known) is None else ()


def finished(known: Known) -> tuple[Effect, ...]:
    """Questions about an earlier photo end with the answers that there are: they are asked about one at a time."""
    return (NoteAnswers(known.asked.closed()),) if known.asked else ()


def dropped(dialogue: Dialogue) -> tuple[Effect, ...]:
    """Let go of the upload that waits."""
    return (DropUpload(dialogue.upload),) if dialogue.upload else ()
