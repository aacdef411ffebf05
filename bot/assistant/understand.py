"""Free text as a button: "ok", "agree", the number of an option and its label all press it."""

import unicodedata
from collections.abc import Sequence
from functools import cache

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
    if said in words_of("words.yes", texts):
        return _ending(choices, AFFIRMING)
    return _ending(choices, DECLINING) if said in words_of("words.no", texts) else None


@cache
def words_of(key: str, texts: Texts) -> frozenset[str]:
    """A list of the catalogue, as bare as what is said."""
    return frozenset(bare(line) for line in texts.lines(key))


def _ending(choices: Sequence[Choice], endings: tuple[str, ...]) -> str | None:
    return next((choice.id for choice in choices if choice.id.rpartition(":")[2] in endings), None)


def bare(text: str) -> str:
    """The words alone: no signs, no capitals, no accents on Latin letters, which many people leave out.

    The vowel signs of Devanagari and its like are marks too, and they stay: without them other words are left.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign for sign in plain if not "\u0300" <= sign <= "\u036f")
    return " ".join("".join(sign for sign in kept if sign.isspace() or _is_spelt(sign)).split())


def _is_spelt(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"
