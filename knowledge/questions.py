"""A message as the questions that it holds: sentences, and halves joined by "and" that each open like a question."""

import re

_OPENERS = "how|what|whats|when|where|which|who|why|is|are|does|do|can|could|should|will"
_END = re.compile(rf"[.?!;\n।¿]+(?:\s|$|(?<=¿))|,?\s+(?:and|also|plus)\s+(?=(?:{_OPENERS})\s)", re.IGNORECASE)

_POINTING = re.compile(r"\b(?:it|its|it's|that|that's|thats|this|they|them|these|those)\b", re.IGNORECASE)
_WHAT_IF = re.compile(r"(?:and\s+)?what\s+if\b", re.IGNORECASE)
_SHORT = 6
"""Words of a part that says little by itself."""
_DEFINES = re.compile(r"What (?:is|are) (?:an? |the )?(.+)\?")


def questions_of(text: str) -> list[str]:
    """The parts in their order; a message of one sentence is one part."""
    return _END.split(text)


def is_short(part: str) -> bool:
    """Whether a part has so few words that it may lack its subject."""
    return len(part.split()) <= _SHORT


def leans(part: str) -> bool:
    """Whether a part is short and points at what was said before it, as "does it hurt" and "what if I wait" do."""
    return is_short(part) and bool(_POINTING.search(part) or _WHAT_IF.match(part))


def defined(question: str) -> str | None:
    """What a question asks the meaning of: "Mohs surgery" for "What is Mohs surgery?"."""
    asked = _DEFINES.fullmatch(question)
    return asked[1] if asked else None


def pointed_at(part: str, name: str) -> str:
    """The part with the name of what it points at, in the place of the first word that does."""
    named, times = _POINTING.subn(name, part, count=1)
    return named if times else f"{part} {name}"
