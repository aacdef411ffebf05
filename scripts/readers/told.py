"""What the readers of danger learn from: phrasings, and the questions that people ask in no danger."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.assistant.phrasings import ASKS, phrasings
from bot.assistant.texts import every_text
from bot.assistant.wording import ENGLISH, Words, languages
from knowledge.corpus import Corpus
from knowledge.smalltalk import SmallTalk

Mask = npt.NDArray[np.bool_]

CALM = "calm"

HANDED_OVER = frozenset(
    {"self-harm", "chest-pain-breath", "heavy-bleeding", "allergic-swelling", "emergency-signs", "abuse-nonsense"}
)
"""Topics whose own questions are cries for help; they are no calm talk."""

ANSWER = 7
"""Words of a button at most."""

ONE_IN = 4
"""English questions that a reader of letters learns from: enough to know English when it sees it."""


@dataclass(frozen=True, slots=True)
class Told:
    """Texts with what is to be heard in them, `calm` for talk without danger; `own` are in the reader's language."""

    texts: tuple[str, ...]
    kinds: npt.NDArray[np.str_]
    own: Mask

    @classmethod
    def of(cls, pairs: Sequence[tuple[str, str, bool]]) -> "Told":
        """From texts, their kinds, and whether they are in the language."""
        texts, kinds, own = zip(*pairs, strict=True)
        return cls(texts, np.array(kinds), np.array(own))

    def named(self, kind: str) -> Mask:
        """Texts of a kind in the reader's language in which the rules of words name it."""
        sought, words = self.own & (self.kinds == kind), Words()
        raised = (_names(words, text) if here else () for text, here in zip(self.texts, sought, strict=True))
        return np.array([kind in names for names in raised], np.bool_)

    def learned(self, kind: str) -> Mask:
        """Texts to learn a kind from. The same danger in another language is no example, for or against."""
        return np.asarray(self.own | (self.kinds != kind))


def told_in_english(known: Corpus) -> Told:
    """What the reader of meaning learns from: English alone."""
    calm = [*_calm(known, ENGLISH), *((text, CALM) for text in known.elsewhere)]
    return Told.of([(*one, True) for one in (*_phrasings(ENGLISH), *calm)])


def told_for(language: str, known: Corpus) -> Told:
    """What the reader of letters of a language learns from: every language, English to know it when it sees it."""
    return Told.of([(*one, said == language) for said in languages() for one in _told(said, known)])


def _told(language: str, known: Corpus) -> Iterator[tuple[str, str]]:
    yield from _phrasings(language)
    yield from list(_calm(known, language))[:: ONE_IN if language == ENGLISH else 1]


def _phrasings(language: str) -> Iterator[tuple[str, str]]:
    for kind, texts in phrasings(language).items():
        yield from ((text, CALM if kind == "benign" else kind) for text in texts)


def _calm(known: Corpus, language: str) -> Iterator[tuple[str, str]]:
    """Questions of topics, small talk, buttons, and words of answers to ours.

    Those that a rule takes for a red flag are neither calm nor surely one, and left out.
    """
    words = Words()
    for topic, text in (*_questions(known, language), *_turns(known, language)):
        if topic in ASKS:
            yield text, topic
        elif topic not in HANDED_OVER and words.check(text) is None:
            yield text, CALM


def _turns(known: Corpus, language: str) -> Iterator[tuple[str, str]]:
    """Turns of a few words that name no topic: small talk, what stands on buttons, what is understood as a button."""
    talk = SmallTalk.load() if language == ENGLISH else known.packs[language].talk
    buttons = (text for text in every_text(language) if len(text.split()) <= ANSWER)
    yield from (("", text) for text in (*talk.phrases, *buttons))


def _questions(known: Corpus, language: str) -> Iterable[tuple[str, str]]:
    if language != ENGLISH:
        return known.packs[language].questions
    return ((one.id, text) for one in known.topics.values() for text in (one.question, *one.paraphrases, one.answer))


def _names(words: Words, text: str) -> list[str]:
    return [alarm.topic or alarm.kind for alarm in words.alarms(text)]
