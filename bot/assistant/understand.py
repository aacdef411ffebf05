"""Free text as a button: "ok", "agree", the number of an option and its label all press it."""

import re
from collections.abc import Sequence

from bot.assistant.replies import Choice
from bot.assistant.texts import Texts

AFFIRMING = ("yes", "agree")
DECLINING = ("no", "questions")
"""How the ids of yes-buttons and no-buttons end."""


def understand(text: str, choices: Sequence[Choice], texts: Texts) -> str | None:
    """The id of the choice that the text means, or None when it means none of them.

    Plain words like "ok" press a yes-button where there is one; erasing everything has none.
    """
    said = bare(text)
    if said.isdecimal() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1].id
    for choice in choices:
        if said == bare(choice.label):
            return choice.id
    if said in texts.lines("words.yes"):
        return _ending(choices, AFFIRMING)
    return _ending(choices, DECLINING) if said in texts.lines("words.no") else None


def _ending(choices: Sequence[Choice], endings: tuple[str, ...]) -> str | None:
    return next((choice.id for choice in choices if choice.id.rpartition(":")[2] in endings), None)


def bare(text: str) -> str:
    """The words alone: no signs, no capitals."""
    return re.sub(r"[^\w\s]", "", text).strip().lower()
