"""Language packs: topics and conditions told in another language, and the small talk of that language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from knowledge.checks import LONGEST_ANSWER, LONGEST_QUESTION, PARAPHRASES, forbidden
from knowledge.entries import Aspect, Condition, Problem, Topic
from knowledge.features import signs
from knowledge.followups import FollowUps
from knowledge.retold import read_retold
from knowledge.schema import Entry
from knowledge.smalltalk import SmallTalk

if TYPE_CHECKING:
    from knowledge.corpus import Corpus

PACK_KEYS = frozenset(
    {"language", "translated", "awaiting_review", "topics", "conditions", "smalltalk", "followups", "elsewhere"}
)
TRANSLATION_KEYS = frozenset({"id", "question", "paraphrases", "answer", "awaiting_review"})


@dataclass(frozen=True, slots=True)
class Translation:
    """A topic of the English corpus in another language; sources, level and neighbours are those of the topic."""

    id: str
    question: str
    paraphrases: tuple[str, ...]
    answer: str
    awaiting_review: bool

    @property
    def texts(self) -> tuple[str, ...]:
        """What the topic is found by."""
        return (self.question, *self.paraphrases)


@dataclass(frozen=True, slots=True)
class Pack:
    """A language: topics and conditions told in it, by id, its small talk, and texts about something else."""

    language: str
    topics: Mapping[str, Translation]
    talk: SmallTalk
    followups: FollowUps
    elsewhere: tuple[str, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def awaiting_review(self) -> int:
        """Topics whose translation no speaker of the language has reviewed yet."""
        return sum(one.awaiting_review for one in self.topics.values())

    @property
    def questions(self) -> list[tuple[str, str]]:
        """Topic ids and the texts that ask for them."""
        return [(one.id, text) for one in self.topics.values() for text in one.texts]

    def told_in(self, corpus: "Corpus") -> "Corpus":
        """The corpus in this language; what has no translation stays as it is and is offered only for want of other."""
        translated = {
            one.id: replace(
                corpus.topics[one.id],
                question=one.question,
                paraphrases=one.paraphrases,
                answer=one.answer,
                more=None,
                related=self._translated(corpus.topics[one.id].related),
            )
            for one in self.topics.values()
        }
        conditions = {**corpus.conditions, **self.conditions}
        return replace(
            corpus,
            topics=MappingProxyType({**corpus.topics, **translated}),
            conditions=MappingProxyType(conditions),
            by_code=MappingProxyType({code: conditions[one.id] for code, one in corpus.by_code.items()}),
        )

    def _translated(self, related: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in related if one in self.topics) or related


def read_pack(
    path: Path,
    content: object,
    topics: Mapping[str, Topic],
    conditions: Mapping[str, Condition],
    problems: list[Problem],
) -> Pack | None:
    """One file of the folder; None when it has no small talk to speak with."""
    file, language = f"languages/{path.name}", path.stem
    entry = Entry(content, file=file, name=language, keys=PACK_KEYS, problems=problems)
    raw: Mapping[str, object] = content if isinstance(content, dict) else {}
    listed = raw.get("topics")
    if not isinstance(listed, list) or not listed:
        entry.note("topics is no list", "a pack tells topics")
    everywhere = raw.get("awaiting_review") is True
    entries = listed if isinstance(listed, list) else []
    told = [_translation(one, file, topics, problems, everywhere=everywhere) for one in entries]
    _check_twice(told, file, problems)
    talk = _talk(entry, raw.get("smalltalk"), topics)
    followups = _followups(entry, raw.get("followups"), file, problems)
    retold = read_retold(raw.get("conditions"), file, conditions, problems)
    if entry.text("language") != language:
        entry.note("language is not the name of the file", "people are answered in the language that they chose")
    known = {one.id: one for one in told if one.id in topics}
    if not talk or not known:
        return None
    return Pack(language, MappingProxyType(known), talk, followups, entry.texts("elsewhere"), retold)


def _followups(entry: Entry, raw: object, file: str, problems: list[Problem]) -> FollowUps:
    """Words by aspect, under `glue` and `opens` the words around them, under `speaks` those of what tells an aspect."""
    if not isinstance(raw, dict):
        return FollowUps.of({}, (), signs)
    keys = frozenset({*Aspect, "glue", "opens", "speaks"})
    words = Entry(raw, file=file, name=f"{entry.name} followups", keys=keys, problems=problems)
    opens = words.texts("opens") if words.has("opens") else ()
    speaks = _by_aspect(
        Entry(raw.get("speaks") or {}, file=file, name=words.name, keys=frozenset(Aspect), problems=problems)
    )
    return FollowUps.of(_by_aspect(words), words.texts("glue"), signs, opens, speaks)


def _by_aspect(words: Entry) -> dict[Aspect, tuple[str, ...]]:
    return {aspect: words.texts(aspect) for aspect in Aspect if words.has(aspect)}


def _translation(
    raw: object, file: str, topics: Mapping[str, Topic], problems: list[Problem], *, everywhere: bool
) -> Translation:
    entry = Entry(raw, file=file, name="", keys=TRANSLATION_KEYS, problems=problems)
    told = Translation(
        entry.ident(),
        entry.text("question"),
        entry.texts("paraphrases"),
        entry.text("answer"),
        entry.flag("awaiting_review") if entry.has("awaiting_review") else everywhere,
    )
    if told.id not in topics:
        entry.note("is no topic of the English corpus", "sources and level come from there")
    if len(told.question) > LONGEST_QUESTION:
        entry.note(f"question has {len(told.question)} characters", f"<= {LONGEST_QUESTION}")
    if not PARAPHRASES[0] <= len(told.paraphrases) <= PARAPHRASES[1]:
        entry.note(f"{len(told.paraphrases)} paraphrases", "{} to {}".format(*PARAPHRASES))
    if len(told.answer.split()) > LONGEST_ANSWER:
        entry.note(f"answer has {len(told.answer.split())} words", f"<= {LONGEST_ANSWER}")
    for what, why in forbidden(told.answer):
        entry.note(f"answer {what}", why)
    return told


def _check_twice(told: Sequence[Translation], file: str, problems: list[Problem]) -> None:
    first: dict[str, str] = {}
    for one in told:
        for name in (one.id, *dict.fromkeys(" ".join(signs(text)) for text in one.paraphrases)):
            if name in first:
                why = f"first in {first[name]}; nobody could tell them apart"
                problems.append(Problem(file, one.id, f"{name!r} stands twice", why))
            first.setdefault(name, one.id)


def _talk(entry: Entry, raw: object, topics: Mapping[str, Topic]) -> SmallTalk | None:
    try:
        talk = SmallTalk.of(raw if isinstance(raw, dict) else {}, signs)
    except (KeyError, TypeError, AttributeError) as fault:
        entry.note(f"smalltalk is not as in smalltalk.yaml ({fault})", "nothing to say when nothing fits")
        return None
    for example in talk.examples:
        if example not in topics:
            entry.note(f"example {example!r} is no topic", "it is a button")
    return talk
