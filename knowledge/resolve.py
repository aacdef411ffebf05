"""From what was typed to what is answered: small talk off, follow-ups in their subject, then the matcher's best."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from knowledge.answers import Kind
from knowledge.corpus import Corpus
from knowledge.entries import Aspect, Condition, Topic
from knowledge.followups import aspect_of
from knowledge.match import Match, Matcher
from knowledge.smalltalk import SmallTalk

ABOUT_FROM = 0.4
"""Chance that a text is about any topic, below which it is refused."""
SURE_FROM, MARGIN = 0.2, 0.05
"""A topic is answered from this chance on, when it leads the next by the margin; else three are offered."""
FOLLOWED = 0.9
"""Confidence of a follow-up: found by rule within a known subject, not measured."""
OFFERED = 3
_MOST_PARTS = 6
"""Sentences that are looked at one by one; a long story is matched as a whole anyway."""
_SENTENCE_END = re.compile(r"[.?!;\n]+(?:\s|$)")


@dataclass(frozen=True, slots=True)
class Finding:
    """What to say, what it is about, and the topics to offer next."""

    kind: Kind
    text: str
    confidence: float
    topic: str | None = None
    condition: str | None = None
    suggestions: tuple[str, ...] = ()


class Resolver:
    """Decides between answer, "did you mean", small talk and "I only know about skin"; keeps nothing of a text."""

    def __init__(self, corpus: Corpus, matcher: Matcher, talk: SmallTalk) -> None:
        self._corpus, self._matcher, self._talk = corpus, matcher, talk

    def small_talk(self, text: str) -> Finding | None:
        """The line for a text that is nothing but small talk."""
        kind = self._talk.kind(text)
        return Finding(Kind.SMALLTALK, self._talk.answers[kind], 1.0) if kind else None

    def question(self, text: str, subject: str | None = None) -> Finding:
        """The finding for a text with a question in it; `subject` is the topic or condition that the talk is about."""
        parts = [part for part in _SENTENCE_END.split(text) if not self._talk.kind(part)]
        parts = [question for part in parts if (question := self._talk.question(part))]
        whole = " ".join(parts)
        followed = self._follow(whole, subject) if subject else None
        if followed:
            return followed
        found = self._judge(self._matcher.rank(whole))
        if len(parts) == 1:
            return found
        return self._choose(found, [self._judge(self._matcher.rank(part)) for part in parts[:_MOST_PARTS]])

    def told(self, topic: Topic, confidence: float = 1.0, others: Iterable[str] = ()) -> Finding:
        """The answer of a topic; what else was asked comes first among the suggestions."""
        offered = dict.fromkeys(one for one in (*others, *topic.related) if one != topic.id)
        return Finding(Kind.ANSWER, topic.answer, confidence, topic.id, topic.condition, tuple(offered)[: OFFERED + 1])

    def _judge(self, ranked: Sequence[Match]) -> Finding:
        about = sum(match.score for match in ranked)
        if about < ABOUT_FROM:
            examples = tuple(one for one in (*self._talk.examples, *self._corpus.topics) if one in self._corpus.topics)
            return Finding(Kind.FALLBACK, self._talk.fallback, 1 - about, suggestions=examples[:OFFERED])
        best, lead = ranked[0], ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0)
        if best.score >= SURE_FROM and lead >= MARGIN:
            return self.told(self._corpus.topics[best.topic], best.score)
        offered = tuple(match.topic for match in ranked[:OFFERED])
        return Finding(Kind.CLARIFY, self._talk.clarify, best.score, suggestions=offered)

    def _choose(self, whole: Finding, parts: Sequence[Finding]) -> Finding:
        """Of several questions the graver, then the surer one; the others are offered."""
        answered = {part.topic: part for part in parts if part.kind is Kind.ANSWER and part.topic}
        if not answered or (len(answered) == 1 and whole.kind is Kind.ANSWER):
            return whole
        first, *others = sorted(answered.values(), key=self._weight, reverse=True)
        offered = dict.fromkeys((*(one.topic for one in others if one.topic), *first.suggestions))
        return replace(first, suggestions=tuple(offered)[: OFFERED + 1])

    def _weight(self, finding: Finding) -> tuple[int, float]:
        return self._corpus.topics[finding.topic or ""].level.gravity, finding.confidence

    def _follow(self, text: str, subject: str) -> Finding | None:
        """The side of the subject that a follow-up asks for."""
        aspect, topic = aspect_of(text), self._corpus.topics.get(subject)
        if aspect is None:
            return None
        condition = self._corpus.conditions.get((topic.condition or "") if topic else subject)
        if condition:
            return self._side(condition, aspect, text)
        return self._beside(topic, aspect, text) if topic else None

    def _side(self, condition: Condition, aspect: Aspect, text: str) -> Finding | None:
        """A topic tells it, else the condition's own entry, else what is near by words among its topics."""
        if topic := self._corpus.about(condition.id, aspect):
            return self.told(topic, FOLLOWED)
        related = tuple(one.id for one in self._corpus.topics.values() if one.condition == condition.id)
        if said := _said_by(condition, aspect):
            return Finding(Kind.ANSWER, said, FOLLOWED, None, condition.id, related[:OFFERED])
        found = self._judge(self._matcher.rank(f"{condition.name} {text}"))
        return found if found.kind is not Kind.FALLBACK else None

    def _beside(self, topic: Topic, aspect: Aspect, text: str) -> Finding | None:
        if aspect is Aspect.OVERVIEW and topic.more:
            return replace(self.told(topic, FOLLOWED), text=topic.more)
        ranked = [match for match in self._matcher.rank(f"{topic.question} {text}") if match.topic != topic.id]
        total = sum(match.score for match in ranked)
        return self._judge([Match(match.topic, FOLLOWED * match.score / total) for match in ranked]) if total else None


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
