"""From what was typed to what is answered: small talk off, follow-ups in their subject, then the matcher's best."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.answers import Kind
from knowledge.corpus import Corpus
from knowledge.entries import Aspect, Condition, Level, Topic
from knowledge.followups import ENGLISH, FollowUps
from knowledge.match import Match
from knowledge.questions import defined, is_short, leans, pointed_at, questions_of
from knowledge.smalltalk import SmallTalk

FOLLOWED = 0.9
"""Confidence of a follow-up: found by rule within a known subject, not measured."""
NAMED = 0.35
"""From where on a match is no accident: what matched nothing is believed from here once its subject is put in."""
UNPOINTED = 0.75
"""The same for what points at nothing, as "side effects": of 721 such texts about something else one comes so far."""
OFFERED = 3
_MOST_PARTS = 6
"""Sentences that are looked at one by one; a long story is matched as a whole anyway."""


@dataclass(frozen=True, slots=True)
class Floors:
    """From where on a matcher is believed.

    `about` is the chance that a text is about any topic, below which it is refused. A topic is answered from the
    chance `sure` on, when it leads the next by `margin`; else three are offered. From `both` on, each of two topics
    that a text asks for is told. The first three are those of English: of 0.15 to 0.6, `about` has the best mean of
    paraphrases answered right and strange texts refused, five-fold; the others lose few right answers to offers.
    """

    about: float = 0.25
    sure: float = 0.1
    margin: float = 0.05
    both: float = 0.5


class Matching(Protocol):
    """Whatever ranks topics for several texts together."""

    def rank_all(self, texts: Sequence[str], limit: int = 5) -> list[list[Match]]:
        """The likeliest topics of each text, best first; the scores of a text add up to that it is about any."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What to say, what it is about, and the topics to offer next; `also` is a second topic that was asked for.

    `still_about` is the subject of the talk when the topic is only a side of it.
    """

    kind: Kind
    text: str
    confidence: float
    topic: str | None = None
    condition: str | None = None
    suggestions: tuple[str, ...] = ()
    also: str | None = None
    still_about: str | None = None


class Resolver:
    """Decides between answer, "did you mean", small talk and "I only know about skin"; keeps nothing of a text."""

    def __init__(
        self,
        corpus: Corpus,
        matcher: Matching,
        talk: SmallTalk,
        *,
        floors: Floors | None = None,
        followups: FollowUps = ENGLISH,
    ) -> None:
        self._corpus, self._matcher, self._talk = corpus, matcher, talk
        self._floors, self._followups = floors or Floors(), followups

    def small_talk(self, text: str) -> Finding | None:
        """The line for a text that is nothing but small talk."""
        kind = self._talk.kind(text)
        return Finding(Kind.SMALLTALK, self._talk.answers[kind], 1.0) if kind else None

    def question(self, text: str, subject: str | None = None, *, asked_before: bool = False) -> Finding:
        """The finding for a text with a question in it; `subject` is the topic or condition that the talk is about.

        Who was `asked_before` what they meant is not asked a second time in a row.
        """
        found = self._find(text, subject)
        return self.nothing() if asked_before and found.kind is Kind.CLARIFY else found

    def nothing(self, chance: float = 1.0) -> Finding:
        """Nothing fits: what can be asked, by examples."""
        examples = tuple(one for one in (*self._talk.examples, *self._corpus.topics) if one in self._corpus.topics)
        return Finding(Kind.FALLBACK, self._talk.fallback, chance, suggestions=examples[:OFFERED])

    def told(self, topic: Topic, confidence: float = 1.0, others: Iterable[str] = ()) -> Finding:
        """The answer of a topic; what else was asked comes first among the suggestions."""
        offered = dict.fromkeys(one for one in (*others, *topic.related) if one != topic.id)
        return Finding(Kind.ANSWER, topic.answer, confidence, topic.id, topic.condition, tuple(offered)[: OFFERED + 1])

    def asking(self, topics: Sequence[str], confidence: float) -> Finding:
        """ "Did you mean" one of these?"""
        return Finding(Kind.CLARIFY, self._talk.clarify, confidence, suggestions=tuple(topics)[:OFFERED])

    def _find(self, text: str, subject: str | None) -> Finding:
        spoken = [part for part in questions_of(text) if not self._talk.kind(part)]
        parts = [question for part in spoken if (question := self._talk.question(part))]
        whole = " ".join(parts)
        if subject and (followed := self._follow(whole, subject)):
            return _still_about(subject, followed)
        looked_at = parts[:_MOST_PARTS] if len(parts) > 1 else []
        first, *rest = map(self._judge, self._matcher.rank_all([whole, *looked_at]))
        found = self._choose(first, self._in_turn(looked_at, rest)) if rest else first
        if subject and (leans(whole) or (found.kind is Kind.FALLBACK and is_short(whole))):
            return _still_about(subject, self._in_its_light(subject, whole, found))
        return found

    def _judge(self, ranked: Sequence[Match]) -> Finding:
        about = sum(match.score for match in ranked)
        if about < self._floors.about or not ranked:
            return self.nothing(1 - about)
        best, lead = ranked[0], ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0)
        if best.score >= self._floors.sure and lead >= self._floors.margin:
            return self.told(self._corpus.topics[best.topic], best.score)
        return self.asking([match.topic for match in ranked], best.score)

    def _in_turn(self, parts: Sequence[str], found: Sequence[Finding]) -> list[Finding]:
        """Each part's finding; "and how is it treated?" takes its subject from the part before.

        What leans on another part and is no such side, as "does it hurt", says nothing by itself: the whole tells it,
        unless what it seems to say is graver.
        """
        told: list[Finding] = []
        for part, finding in zip(parts, found, strict=True):
            before = told[-1].condition if told else None
            aspect = self._followups.aspect_of(part) if before else None
            side = self._corpus.about(before, aspect) if before and aspect else None
            if side:
                told.append(self.told(side, FOLLOWED))
            elif not told or not leans(part) or self._level(finding).gravity > self._level(told[-1]).gravity:
                told.append(finding)
        return told

    def _choose(self, whole: Finding, parts: Sequence[Finding]) -> Finding:
        """Of several questions the graver, then the surer one; a second is told too when both are sure."""
        answered = {part.topic: part for part in parts if part.kind is Kind.ANSWER and part.topic}
        if not answered or (len(answered) == 1 and whole.kind is Kind.ANSWER):
            return whole
        first, *others = sorted(answered.values(), key=self._weight, reverse=True)
        also = others[0].topic if len(others) == 1 and self._both_told(first, others[0]) else None
        offered = dict.fromkeys((*(one.topic for one in others if one.topic), *first.suggestions))
        return replace(first, suggestions=tuple(one for one in offered if one != also)[: OFFERED + 1], also=also)

    def _both_told(self, first: Finding, second: Finding) -> bool:
        """When both are sure, and the first is no emergency, beside which nothing else is said."""
        sure = min(first.confidence, second.confidence) >= self._floors.both
        return sure and self._level(first) is not Level.EMERGENCY

    def _weight(self, finding: Finding) -> tuple[int, float]:
        return self._level(finding).gravity, finding.confidence

    def _level(self, finding: Finding) -> Level:
        return self._corpus.topics[finding.topic].level if finding.topic else Level.GENERAL

    def _follow(self, text: str, subject: str) -> Finding | None:
        """The side of the subject that a follow-up asks for."""
        aspect, topic = self._followups.aspect_of(text), self._corpus.topics.get(subject)
        if aspect is None:
            return None
        if aspect is Aspect.MORE and topic and (more := self._more(topic)):
            return more
        condition = self._condition_of(subject)
        if condition:
            return self._side(condition, Aspect.OVERVIEW if aspect is Aspect.MORE else aspect, text)
        return self._beside(topic, aspect, text) if topic else None

    def _condition_of(self, subject: str) -> Condition | None:
        topic = self._corpus.topics.get(subject)
        return self._corpus.conditions.get((topic.condition or "") if topic else subject)

    def _side(self, condition: Condition, aspect: Aspect, text: str) -> Finding | None:
        """A topic tells it, else the condition's own entry, else what is near by words and tells of no other."""
        if topic := self._corpus.about(condition.id, aspect):
            return self.told(topic, FOLLOWED)
        related = tuple(one.id for one in self._corpus.topics.values() if one.condition == condition.id)
        if said := _said_by(condition, aspect):
            return Finding(Kind.ANSWER, said, FOLLOWED, None, condition.id, related[:OFFERED])
        ranked = self._rank(pointed_at(text, condition.name))
        near = [match for match in ranked if self._corpus.topics[match.topic].condition in {None, condition.id}]
        found = self._judge(near)
        return found if found.kind is not Kind.FALLBACK else None

    def _beside(self, topic: Topic, aspect: Aspect, text: str) -> Finding | None:
        if aspect is Aspect.OVERVIEW and (more := self._more(topic)):
            return more
        if defined(topic.question):
            found = self._in_its_light(topic.id, text, self._judge(self._rank(text)))
            if found.kind is Kind.ANSWER:
                return found
        ranked = [match for match in self._rank(f"{topic.question} {text}") if match.topic != topic.id]
        total = sum(match.score for match in ranked)
        return self._judge([Match(match.topic, FOLLOWED * match.score / total) for match in ranked]) if total else None

    def _in_its_light(self, subject: str, text: str, found: Finding) -> Finding:
        """ "How long does it take" says little by itself; with the name of its subject put in, it may say more.

        What is found so is told when it is surer than what the text says alone, unless that is surely urgent.
        """
        topic, condition = self._corpus.topics.get(subject), self._condition_of(subject)
        name = (defined(topic.question) if topic else None) or (condition.name if condition else None)
        urgent = self._level(found).gravity >= Level.URGENT.gravity and found.confidence >= NAMED
        if not name or urgent:
            return found
        ranked = self._rank(pointed_at(text, name))
        named = self._judge(ranked)
        if topic and named.topic == topic.id:
            return self._beyond(topic, ranked, found) if leans(text) else found
        nothing = NAMED if leans(text) else UNPOINTED
        least = {Kind.ANSWER: found.confidence, Kind.FALLBACK: nothing}.get(found.kind, 0.0)
        return named if _is_sure(named, least) else found

    def _beyond(self, topic: Topic, ranked: Sequence[Match], found: Finding) -> Finding:
        """What else there is when the subject's own topic comes first, which was told already."""
        beside = self._judge([match for match in ranked if match.topic != topic.id])
        known = (one for one, least in ((found, NAMED), (beside, 0)) if _is_sure(one, least))
        return next(known, self._more(topic) or found)

    def _more(self, topic: Topic) -> Finding | None:
        return replace(self.told(topic, FOLLOWED), text=topic.more) if topic.more else None

    def _rank(self, text: str) -> list[Match]:
        return self._matcher.rank_all([text])[0]


def _is_sure(found: Finding, least: float) -> bool:
    return found.kind is Kind.ANSWER and found.confidence > least


def _still_about(subject: str, found: Finding) -> Finding:
    """A follow-up leaves the subject as it was, but for a topic of a condition, which tells it itself."""
    return found if found.condition or found.kind is not Kind.ANSWER else replace(found, still_about=subject)


def _said_by(condition: Condition, aspect: Aspect) -> str | None:
    match aspect:
        case Aspect.OVERVIEW:
            return condition.plain
        case Aspect.LOOKS:
            return condition.looks
        case Aspect.CONFIRM:
            return condition.confirmation
        case Aspect.TREATMENT:
            return " ".join((*(f"{step.extent}: {step.text}" for step in condition.care), condition.who_treats))
        case Aspect.DANGER:
            return " ".join((*condition.always_say, condition.next_step))
        case _:
            return None
