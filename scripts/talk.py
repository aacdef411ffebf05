"""Safety, then the chatbot, for one question at a time on the command line."""

from dataclasses import dataclass
from typing import Any

from bot.assistant.safety import Safety
from bot.assistant.telling import fill
from bot.assistant.texts import texts_in
from knowledge import corpus
from knowledge.chatbot import Chatbot


@dataclass(frozen=True, slots=True)
class Talk:
    """The order of the doors: an alarm wins, and the chatbot never sees what raised it."""

    safety: Safety
    chatbot: Chatbot

    @classmethod
    def open(cls, country: str) -> "Talk":
        """Load safety rules and knowledge."""
        return cls(Safety.for_country(country), Chatbot.from_corpus(corpus.load()))

    def ask(self, question: str) -> dict[str, Any]:
        """The answer in the fields that scripts rely on."""
        alarm = self.safety.check(question)
        if alarm and not alarm.topic:
            text = fill(texts_in("en")(alarm.key), self.safety.numbers)
            return _line(question, "urgent", f"safety-{alarm.kind.value}", text, 1.0, [])
        answer = (alarm and alarm.topic and self.chatbot.topic(alarm.topic)) or self.chatbot.answer(question)
        suggestions = [{"topic": one.topic, "label": one.label} for one in answer.suggestions]
        text = fill(answer.text, self.safety.numbers)
        return _line(question, answer.kind.value, answer.topic, text, round(answer.confidence, 4), suggestions)


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
