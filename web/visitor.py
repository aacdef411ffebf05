"""Who opens a page, as far as it is known."""

from dataclasses import dataclass

from bot.assistant.texts import FALLBACK
from db.records import Admin


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person, an admin, both in one browser, or nobody yet; `person` is an id, empty for nobody."""

    language: str = FALLBACK
    person: str = ""
    admin: Admin | None = None
