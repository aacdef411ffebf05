"""What the chatbot gives back."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.entries import Source


class Kind(StrEnum):
    """What an answer is. What is urgent is caught before the chatbot, outside this room."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    SMALLTALK = "smalltalk"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic to go on with, and its label."""

    topic: str
    label: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: `confidence` 0 to 1, `level` as in `Level`, `topic` and `condition` what it is about, if anything.

    `text` may hold {emergency} and {crisis}, where the country's numbers belong. `also` is the answer to a second
    question of the same message, to be told in a bubble of its own. `still_about` is what the talk was about before
    when the topic is only a side of it. `all_told` says that the text is what the topic
    that is talked about has beyond its answer.
    """

    kind: Kind
    topic: str | None
    text: str
    confidence: float
    suggestions: tuple[Suggestion, ...]
    sources: tuple[Source, ...]
    level: str
    condition: str | None
    also: "Answer | None" = None
    still_about: str | None = None
    all_told: bool = False

    @property
    def subject(self) -> str | None:
        """The topic or condition that the next follow-up refers to; after "did you mean" the likeliest."""
        likeliest = self.suggestions[0].topic if self.kind is Kind.CLARIFY and self.suggestions else None
        return self.still_about or self.topic or self.condition or likeliest
