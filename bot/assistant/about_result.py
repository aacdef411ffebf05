"""Questions about a result, pressed or typed: they lead into that result and not to an answer in general."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from bot.assistant.dialogue import Dialogue, Known, State, Step
from bot.assistant.plain import mended
from bot.assistant.replies import Reply
from bot.assistant.result import ResultPage
from bot.assistant.telling import tell_danger, tell_doctor, tell_name, tell_next, tell_result, tell_treatments, tell_why
from bot.assistant.texts import Texts
from bot.assistant.turns import resume
from bot.assistant.understand import bare, words_of
from bot.assistant.vocabulary import common_words

BUTTONS = frozenset({"why", "treat", "tell", "show"})
"""Heads of the buttons under a result."""

INTENTS = ("why", "treat", "tell", "next", "danger", "name")
"""What can be asked of a result in one's own words; the catalogue has the phrases of each."""

SHORTEST = 4
"""Letters from which a word is read with a slip in it: all that it can become is a word of these phrases."""


def pressed(dialogue: Dialogue, head: str, known: Known) -> Step:
    """A button under a result."""
    if known.result is None:
        return resume(dialogue, known, Reply(known.texts("photo.gone")))
    return told(dialogue, head, known.result, known)


def told(dialogue: Dialogue, head: str, page: ResultPage, known: Known) -> Step:
    """The part of a result that was asked for; what is asked next is about the result too."""
    return resume(replace(dialogue, subject=None, subject_at=None), known, *_part(head, page, known.texts))


def _part(head: str, page: ResultPage, texts: Texts) -> tuple[Reply, ...]:
    match head:
        case "why":
            return tell_why(page, texts)
        case "treat":
            return tell_treatments(page, texts)
        case "tell":
            return (tell_doctor(page, texts),)
        case "next":
            return (tell_next(page, texts),)
        case "danger":
            return (tell_danger(page, texts),)
        case "name":
            return (tell_name(page, texts),)
        case _:
            return (replace(tell_result(page, texts), slot=None),)


def meant(dialogue: Dialogue, text: str, known: Known) -> str | None:
    """What a text asks of the latest result; None when it asks something else, or when another subject came since."""
    if known.latest is None or known.asked or dialogue.state is not State.READY:
        return None
    asked = intent_of(text, known.texts)
    if asked is None or _names_result(text, known.texts):
        return asked
    since = dialogue.subject_at
    return None if dialogue.subject and since and since > known.latest.created_at else asked


def intent_of(text: str, texts: Texts) -> str | None:
    """The intent of a text whose words, small ones aside, are those of one of its phrases in any order.

    Any other word is a subject of its own: "what does melanoma mean" is none of ours.
    """
    table = _table(texts)
    words = table.mended(text)
    pointing = not words.isdisjoint(table.pointers)
    essence = words - table.small
    return (table.pointed.get(essence) if pointing else None) or table.intents.get(essence)


def _names_result(text: str, texts: Texts) -> bool:
    return not words_of("about.names", texts).isdisjoint(bare(text).split())


@dataclass(frozen=True, slots=True)
class _Table:
    """Phrases by the set of their words; those that are `pointed` need a pointer, `small` words say nothing alone."""

    intents: Mapping[frozenset[str], str]
    pointed: Mapping[frozenset[str], str]
    pointers: frozenset[str]
    small: frozenset[str]
    words: tuple[str, ...]
    leave: frozenset[str]

    def mended(self, text: str) -> frozenset[str]:
        """The words of a text, those with a slip as they were meant."""
        return frozenset(mended(bare(text), self.words, self.leave, shortest=SHORTEST).split())


@cache
def _table(texts: Texts) -> _Table:
    names, small = words_of("about.names", texts), words_of("about.small", texts)
    pointers = words_of("about.pointers", texts) | names
    intents: dict[frozenset[str], str] = {}
    pointed: dict[frozenset[str], str] = {}
    for intent in INTENTS:
        for phrase in words_of(f"about.intents.{intent}", texts):
            words = frozenset(phrase.split())
            if essence := words - small - names:
                (intents if words.isdisjoint(pointers) else pointed)[essence] = intent
    # The commoner word comes first: "waht" is "what" sooner than "wait".
    spelt = Counter(word for words in (*intents, *pointed, small, names, pointers) for word in words)
    leave = common_words() | words_of("about.leave", texts)
    return _Table(
        intents, pointed, pointers, small | names, tuple(sorted(spelt, key=lambda word: (-spelt[word], word))), leave
    )
