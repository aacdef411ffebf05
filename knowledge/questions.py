"""A message as the questions that it holds: sentences, and halves joined by "and" that each open like a question."""

import re

_OPENERS = "how|what|whats|when|where|which|who|why|is|are|does|do|can|could|should|will"
_END = re.compile(rf"[.?!;\n।¿]+(?:\s|$|(?<=¿))|,?\s+(?:and|also|plus)\s+(?=(?:{_OPENERS})\s)", re.IGNORECASE)

_POINTING = frozenset({"it", "that", "this", "they", "them", "these", "those"})
_SHORT = 6
"""Words of a part that says little by itself."""


def questions_of(text: str) -> list[str]:
    """The parts in their order; a message of one sentence is one part."""
    return _END.split(text)


def leans(part: str) -> bool:
    """Whether a part is short and points at what was said before it, as "does it hurt" does."""
    words = part.lower().split()
    return len(words) <= _SHORT and not _POINTING.isdisjoint(words)
