"""Safety, then the chatbot, for one question at a time on the command line."""

from dataclasses import dataclass
from typing import Any

from bot.assistant.safety import Alarm, Safety
from bot.assistant.telling import fill
from bot.assistant.texts import texts_in
from knowledge import corpus
from knowledge.chatbot import ENGLISH, Answer, Chatbot, Kind, Suggestion
from knowledge.corpus import Source


@dataclass(frozen=True, slots=True)
class Bubble:
    """One thing that is said; an alarm has no `kind`. `subject` is what follow-up questions refer to.

    `all_told` says that it has no more.
    """

    text: str
    kind: Kind | None = None
    suggestions: tuple[Suggestion, ...] = ()
    sources: tuple[Source, ...] = ()
    subject: str | None = None
    all_told: bool = False

    @property
    def urgent(self) -> bool:
        """Whether it is an alarm."""
        return self.kind is None


@dataclass(frozen=True, slots=True)
class Talk:
    """The order of the doors: an alarm wins, and the chatbot never sees what raised it."""

    safety: Safety
    chatbot: Chatbot
    language: str = ENGLISH

    @classmethod
    def open(cls, country: str, language: str = ENGLISH) -> "Talk":
        """Load safety rules and knowledge."""
        return cls(Safety.for_country(country), Chatbot.from_corpus(corpus.load()), language)

    def ask(self, question: str) -> dict[str, Any]:
        """The answer in the fields that scripts rely on."""
        alarm, answer = self._read(question)
        if answer is None:
            assert alarm is not None  # noqa: S101 - one of the two is told
            return _line(question, "urgent", f"safety-{alarm.kind.value}", self._alarm(alarm), 1.0, [])
        suggestions = [{"topic": one.topic, "label": one.label} for one in answer.suggestions]
        text = "\n\n".join(bubble.text for bubble in self._told(answer))
        return _line(question, answer.kind.value, answer.topic, text, round(answer.confidence, 4), suggestions)

    def bubbles(
        self, question: str, *, subject: str | None, more_told: bool = False, asked_before: bool
    ) -> tuple[Bubble, ...]:
        """The answer as bubbles of a chat: two when two things were asked."""
        alarm, answer = self._read(question, subject=subject, more_told=more_told, asked_before=asked_before)
        if answer is None:
            assert alarm is not None  # noqa: S101 - one of the two is told
            return (Bubble(self._alarm(alarm), subject=alarm.subject),)
        return self._told(answer)

    def press(self, topic: str) -> tuple[Bubble, ...]:
        """The bubble of a button."""
        answer = self.chatbot.topic(topic, language=self.language)
        return self._told(answer) if answer else ()

    def _read(
        self, question: str, *, subject: str | None = None, more_told: bool = False, asked_before: bool = False
    ) -> tuple[Alarm | None, Answer | None]:
        alarm = self.safety.check(question)
        if alarm and not alarm.topic:
            return alarm, None
        known = self.chatbot.topic(alarm.topic, language=self.language) if alarm and alarm.topic else None
        return alarm, known or self.chatbot.answer(
            question, subject=subject, more_told=more_told, language=self.language, asked_before=asked_before
        )

    def _alarm(self, alarm: Alarm) -> str:
        return fill(texts_in(self.language)(alarm.key), self.safety.numbers)

    def _told(self, answer: Answer) -> tuple[Bubble, ...]:
        text = fill(answer.text, self.safety.numbers)
        first = Bubble(text, answer.kind, answer.suggestions, answer.sources, answer.subject, answer.all_told)
        return (first, *(self._told(answer.also) if answer.also else ()))


def _line(
    question: str, kind: str, topic: str | None, answer: str, confidence: float, suggestions: list[dict[str, str]]
) -> dict[str, Any]:
    return {
        "question": question,
        "kind": kind,
        "topic": topic,
        "answer": answer,
        "confidence": confidence,
        "suggestions": suggestions,
    }
