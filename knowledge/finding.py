"""What was found for a text, and how it is worded: an answer, a part of one, "did you mean", or an honest nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from knowledge.answers import Kind
from knowledge.corpus import Corpus
from knowledge.entries import Level, Topic
from knowledge.match import Match
from knowledge.questions import defined
from knowledge.smalltalk import SmallTalk

OFFERED = 3


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


@dataclass(frozen=True, slots=True)
class Findings:
    """Words findings from the corpus and the chatbot's own lines."""

    corpus: Corpus
    talk: SmallTalk
    floors: Floors

    def nothing(self, chance: float = 1.0) -> Finding:
        """Nothing fits: what can be asked, by examples."""
        examples = tuple(one for one in (*self.talk.examples, *self.corpus.topics) if one in self.corpus.topics)
        return Finding(Kind.FALLBACK, self.talk.fallback, chance, suggestions=examples[:OFFERED])

    def piece(self) -> Finding:
        """A piece of a story: asked for the rest in one message, for no text is kept to be joined with the next."""
        pieces = self.talk.pieces
        topics = self.offered(pieces.topics)
        return Finding(Kind.FALLBACK, pieces.line, 1.0, suggestions=topics, still_about=next(iter(topics), None))

    def told(self, topic: Topic, confidence: float = 1.0, others: Iterable[str] = ()) -> Finding:
        """The answer of a topic; what else was asked comes first among the suggestions."""
        offered = self.offered(one for one in (*others, *topic.related) if one != topic.id)
        return Finding(Kind.ANSWER, topic.answer, confidence, topic.id, topic.condition, offered[: OFFERED + 1])

    def asking(self, topics: Sequence[str], confidence: float) -> Finding:
        """ "Did you mean" one of these?"""
        return Finding(Kind.CLARIFY, self.talk.clarify, confidence, suggestions=self.offered(topics)[:OFFERED])

    def judged(self, ranked: Sequence[Match]) -> Finding:
        """What the matcher's ranking of a text comes to."""
        about = sum(match.score for match in ranked)
        if about < self.floors.about or not ranked:
            return self.nothing(1 - about)
        best, lead = ranked[0], ranked[0].score - (ranked[1].score if len(ranked) > 1 else 0)
        if best.score >= self.floors.sure and lead >= self.floors.margin:
            return self.told(self.corpus.topics[best.topic], best.score)
        return self.asking([match.topic for match in ranked], best.score)

    def no_more(self, subject: str) -> Finding:
        """Nothing is known of the side that was asked for: said so, with what is near, and the subject stays."""
        topic, condition = self.corpus.topics.get(subject), self.corpus.conditions.get(subject)
        near = topic.related if topic else tuple(one.id for one in self.corpus.of(subject))
        name = self.name_of(subject) or (topic.question if topic else "")
        text = self.talk.no_more.replace("{subject}", name)
        about = condition.id if condition else topic.condition if topic else None
        offered = self.offered(near)[:OFFERED]
        return Finding(Kind.FALLBACK, text, 1.0, None, about, offered, still_about=subject)

    def name_of(self, subject: str) -> str | None:
        """What a topic or condition is called within a sentence."""
        topic = self.corpus.topics.get(subject)
        condition = self.corpus.conditions.get((topic.condition or "") if topic else subject)
        return (defined(topic.question) if topic else None) or (condition.name if condition else None)

    def level(self, finding: Finding) -> Level:
        """How grave the topic of a finding is."""
        return self.corpus.topics[finding.topic].level if finding.topic else Level.GENERAL

    def offered(self, topics: Iterable[str]) -> tuple[str, ...]:
        """Those that may be a button, each once."""
        known = (self.corpus.topics.get(one) for one in dict.fromkeys(topics))
        return tuple(topic.id for topic in known if topic and topic.offered)


def still_about(subject: str, found: Finding) -> Finding:
    """A follow-up leaves the subject as it was, but for a topic of a condition, which tells it itself."""
    return found if found.topic and found.condition else replace(found, still_about=subject)
