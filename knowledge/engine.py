"""ChatterBot with parts of our own: a storage that nobody can write to, and adapters that never quote a user.

ChatterBot's defaults store what people say and serve it to others, pick a random row when nothing fits, and its SQL
storage changes every SQLite connection of the process; none of them is used.
"""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from chatterbot import ChatBot
from chatterbot.conversation import Statement
from chatterbot.logic import LogicAdapter
from chatterbot.storage import StorageAdapter
from chatterbot.tagging import NoOpTagger

from knowledge.answers import Kind
from knowledge.finding import Finding
from knowledge.following import Thread
from knowledge.resolve import Resolver

_QUIET = logging.getLogger("knowledge.chatterbot")
"""ChatterBot logs texts at INFO; a text is health data."""


class ReadOnlyError(RuntimeError):
    """Somebody tried to change what the chatbot knows."""


class ReadOnlyStorage(StorageAdapter):  # type: ignore[misc]  # ChatterBot carries no types
    """Questions and their answers in memory, fixed when the chatbot is built."""

    def __init__(self, *args: Any, statements: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._statements = tuple(
            Statement(answer, in_response_to=question, search_in_response_to=question.lower(), search_text=answer)
            for question, answer in statements
        )

    def get_object(self, _: str) -> Any:
        """The one kind of object that there is: a statement."""
        return Statement

    def count(self) -> int:
        """How many question-answer pairs are stored."""
        return len(self._statements)

    def filter(self, **wanted: Any) -> Iterator[Statement]:
        """Pairs whose question shares a word with the text; a conversation has none, for none is kept."""
        if wanted.get("conversation"):
            return
        words = (wanted.get("search_in_response_to_contains") or "").lower().split()
        for statement in self._statements:
            if not words or any(word in statement.search_in_response_to for word in words):
                yield statement

    def create(self, **_: Any) -> None:
        """Refused."""
        raise ReadOnlyError("what people say is not kept")

    create_many = update = remove = drop = create

    def get_random(self) -> Statement:
        """Refused: a random sentence is no answer."""
        raise self.EmptyDatabaseException


class SmallTalkAdapter(LogicAdapter):  # type: ignore[misc]
    """Answers what is nothing but small talk."""

    def __init__(self, chatbot: ChatBot, *, resolver: Resolver, **kwargs: Any) -> None:
        super().__init__(chatbot, **kwargs)
        self._resolver = resolver

    def can_process(self, statement: Statement) -> bool:
        """Whether it is small talk."""
        return self._resolver.small_talk(statement.text) is not None

    def process(self, statement: Statement, _: dict[str, Any] | None = None) -> Statement:
        """Its line."""
        found = self._resolver.small_talk(statement.text)
        return _statement(found or self._resolver.question(statement.text))


class TopicAdapter(LogicAdapter):  # type: ignore[misc]
    """Answers questions from the topics."""

    def __init__(self, chatbot: ChatBot, *, resolver: Resolver, **kwargs: Any) -> None:
        super().__init__(chatbot, **kwargs)
        self._resolver = resolver

    def can_process(self, statement: Statement) -> bool:
        """Everything that is not small talk."""
        return self._resolver.small_talk(statement.text) is None

    def process(self, statement: Statement, chosen: dict[str, Any] | None = None) -> Statement:
        """The finding, as a statement whose tags say what it is about."""
        asked = chosen or {}
        found = self._resolver.question(
            statement.text, asked.get("thread"), asked_before=bool(asked.get("asked_before"))
        )
        return _statement(found)


def build(resolver: Resolver, statements: Iterable[tuple[str, str]]) -> ChatBot:
    """A ChatterBot that knows these pairs, answers by the resolver and learns nothing."""
    _QUIET.setLevel(logging.WARNING)
    adapters = ("SmallTalkAdapter", "TopicAdapter")
    return ChatBot(
        "Lentigo",
        storage_adapter={"import_path": f"{__name__}.ReadOnlyStorage", "statements": tuple(statements)},
        logic_adapters=[{"import_path": f"{__name__}.{name}", "resolver": resolver} for name in adapters],
        preprocessors=[],  # ours sees the line breaks, which end a sentence
        tagger=NoOpTagger,  # every other one wants a spaCy model
        read_only=True,
        logger=_QUIET,
    )


def respond(bot: ChatBot, text: str, thread: Thread | None = None, *, asked_before: bool = False) -> Finding:
    """Ask ChatterBot and read the finding from its response."""
    chosen = {"thread": thread, "asked_before": asked_before}
    response = bot.get_response(Statement(text), additional_response_selection_parameters=chosen)
    kind, topic, condition, also, still_about, *suggestions = response.get_tags()
    return Finding(
        Kind(kind),
        response.text,
        response.confidence,
        topic or None,
        condition or None,
        tuple(suggestions),
        also or None,
        still_about or None,
    )


def _statement(found: Finding) -> Statement:
    about = (found.topic, found.condition, found.also, found.still_about)
    tags = [found.kind.value, *(one or "" for one in about), *found.suggestions]
    return Statement(found.text, tags=tags, confidence=found.confidence)
