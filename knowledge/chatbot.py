"""The chatbot: a typed question in, a sourced answer out."""

from typing import TYPE_CHECKING

from knowledge.answers import Answer, Kind, Suggestion
from knowledge.corpus import FOLDER, Corpus
from knowledge.entries import Condition, Level, Source, Urgency
from knowledge.features import LONGEST_TEXT
from knowledge.learned import Learned
from knowledge.match import Examples, Matcher
from knowledge.resolve import Finding, Resolver
from knowledge.sentences import shipped_encoder
from knowledge.smalltalk import SmallTalk

if TYPE_CHECKING:
    from chatterbot import ChatBot

__all__ = ["Answer", "Chatbot", "Kind", "Suggestion"]

_LEVELS = {Urgency.DAYS: Level.URGENT, Urgency.WEEKS: Level.SEE_DOCTOR, Urgency.WATCH: Level.GENERAL}

LEARNED = FOLDER / "learned.npz"
"""Made by `lentigo knowledge learn`; stale where the knowledge files have changed since, and then only slow."""


class Chatbot:
    """ChatterBot over the corpus. It learns nothing and keeps nothing, so threads and users share one."""

    def __init__(self, corpus: Corpus, resolver: Resolver, bot: "ChatBot") -> None:
        self._corpus, self._resolver, self._bot = corpus, resolver, bot

    @classmethod
    def from_corpus(cls, corpus: Corpus) -> "Chatbot":
        """Fit the matcher on the topics and build ChatterBot round it; takes a second or two."""
        from knowledge import engine  # noqa: PLC0415 - ChatterBot brings spaCy, two seconds that `--help` can do without

        examples = examples_of(corpus)
        matcher = Matcher(examples, shipped_encoder(), Learned(LEARNED))
        resolver = Resolver(corpus, matcher, SmallTalk.load())
        pairs = ((text, corpus.topics[topic].answer) for topic, text in examples.questions)
        return cls(corpus, resolver, engine.build(resolver, pairs))

    def answer(self, text: str, *, subject: str | None = None) -> Answer:
        """The answer to a text of any length; `subject` is the topic or condition id that follow-ups refer to.

        Takes milliseconds of processor time: call it in a thread from a running event loop.
        """
        from knowledge import engine  # noqa: PLC0415

        return self._answer(engine.respond(self._bot, text[:LONGEST_TEXT], subject))

    def topic(self, topic_id: str) -> Answer | None:
        """The answer of a topic, as when its button was pressed; None when there is no such topic."""
        topic = self._corpus.topics.get(topic_id)
        return self._answer(self._resolver.told(topic)) if topic else None

    def _answer(self, found: Finding) -> Answer:
        level, sources = self._backing(found)
        known = (self._corpus.topics[one] for one in found.suggestions if one in self._corpus.topics)
        return Answer(
            kind=found.kind,
            topic=found.topic,
            text=found.text,
            confidence=found.confidence,
            suggestions=tuple(Suggestion(topic.id, topic.question) for topic in known),
            sources=sources,
            level=level.value,
            condition=found.condition,
        )

    def _backing(self, found: Finding) -> tuple[Level, tuple[Source, ...]]:
        if found.topic:
            topic = self._corpus.topics[found.topic]
            return topic.level, topic.sources
        condition: Condition | None = self._corpus.conditions.get(found.condition or "")
        return (_LEVELS[condition.urgency], condition.sources) if condition else (Level.GENERAL, ())


def examples_of(corpus: Corpus) -> Examples:
    """What the matcher learns from a corpus: questions, answers, and texts about something else."""
    topics = corpus.topics.values()
    questions = [(topic.id, text) for topic in topics for text in (topic.question, *topic.paraphrases)]
    return Examples(questions, [(topic.id, topic.answer) for topic in topics], corpus.elsewhere)
