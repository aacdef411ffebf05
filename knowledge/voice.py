"""One language of the chatbot: its corpus, what finds topics in it, and ChatterBot round both."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from knowledge.abroad import WordsAlone
from knowledge.answers import Answer, Kind, Suggestion
from knowledge.corpus import Corpus
from knowledge.entries import Condition, Level, Source, Urgency
from knowledge.finding import Finding
from knowledge.floors import kept_floors
from knowledge.following import Thread
from knowledge.languages import Pack
from knowledge.match import Examples, Matcher
from knowledge.resolve import Resolver
from knowledge.smalltalk import SmallTalk

if TYPE_CHECKING:
    from chatterbot import ChatBot

_LEVELS = {Urgency.DAYS: Level.URGENT, Urgency.WEEKS: Level.SEE_DOCTOR, Urgency.WATCH: Level.GENERAL}


@dataclass(frozen=True, slots=True)
class Voice:
    """Keeps nothing of what it is asked, so threads and users share one."""

    corpus: Corpus
    resolver: Resolver
    bot: "ChatBot"

    @classmethod
    def english(cls, corpus: Corpus, examples: Examples, matcher: Matcher) -> "Voice":
        """Over a fitted matcher."""
        return cls._built(corpus, Resolver(corpus, matcher, SmallTalk.load()), examples.questions)

    @classmethod
    def abroad(cls, corpus: Corpus, pack: Pack) -> "Voice":
        """In the language of a pack; what it does not tell is told in English."""
        told = pack.told_in(corpus)
        matcher = WordsAlone(pack.questions, pack.elsewhere)
        resolver = Resolver(told, matcher, pack.talk, floors=kept_floors(pack), followups=pack.followups)
        return cls._built(told, resolver, pack.questions)

    @classmethod
    def _built(cls, corpus: Corpus, resolver: Resolver, questions: Sequence[tuple[str, str]]) -> "Voice":
        from knowledge import engine  # noqa: PLC0415 - ChatterBot brings spaCy, two seconds that `--help` can do without

        pairs = ((text, corpus.topics[topic].answer) for topic, text in questions)
        return cls(corpus, resolver, engine.build(resolver, pairs))

    def find(self, text: str, thread: Thread | None, *, asked_before: bool) -> Finding:
        """What ChatterBot says to a text."""
        from knowledge import engine  # noqa: PLC0415

        return engine.respond(self.bot, text, thread, asked_before=asked_before)

    def retold(self, found: Finding) -> Finding:
        """A finding of the English voice in this language, as far as it is translated."""
        topic = self.corpus.topics.get(found.topic or "")
        if found.kind is Kind.CLARIFY:
            return self.resolver.asking(found.suggestions, found.confidence)
        if topic is None or found.text == topic.more:
            return found
        return replace(found, text=topic.answer)

    def answer(self, found: Finding) -> Answer:
        """A finding with its sources and level, and the labels of its buttons; a second answer beside the first."""
        level, sources = self._backing(found)
        known = (self.corpus.topics[one] for one in found.suggestions if one in self.corpus.topics)
        return Answer(
            kind=found.kind,
            topic=found.topic,
            text=found.text,
            confidence=found.confidence,
            suggestions=tuple(Suggestion(topic.id, topic.question) for topic in known),
            sources=sources,
            level=level.value,
            condition=found.condition,
            also=self.topic(found.also) if found.also else None,
            still_about=found.still_about,
            all_told=self._is_the_rest(found),
        )

    def topic(self, topic_id: str) -> Answer | None:
        """The answer of a topic; None when there is no such topic."""
        topic = self.corpus.topics.get(topic_id)
        return self.answer(self.resolver.told(topic)) if topic else None

    def _is_the_rest(self, found: Finding) -> bool:
        """Whether it is what the topic of the talk has beyond its answer; the side of another says none of it."""
        if found.topic is None or found.still_about not in {None, found.topic}:
            return False
        return found.text == self.corpus.topics[found.topic].more

    def _backing(self, found: Finding) -> tuple[Level, tuple[Source, ...]]:
        if found.topic:
            topic = self.corpus.topics[found.topic]
            return topic.level, topic.sources
        condition: Condition | None = self.corpus.conditions.get(found.condition or "")
        return (_LEVELS[condition.urgency], condition.sources) if condition else (Level.GENERAL, ())
