"""What a person can do at a door, free of any transport."""

from dataclasses import dataclass, field
from enum import StrEnum

from bot.assistant.symptoms import Told


class Door(StrEnum):
    """Where a person talks to us."""

    TELEGRAM = "telegram"
    BROWSER = "browser"


@dataclass(frozen=True, slots=True)
class Address:
    """Whom a door speaks with: a Telegram chat id as text, or the person's id in the browser."""

    door: Door
    subject: str
    language: str = "en"


class Command(StrEnum):
    """The commands that both doors know; in Telegram with a slash before them."""

    START = "start"
    HELP = "help"
    ASK = "ask"
    PHOTO = "photo"
    HISTORY = "history"
    PRIVACY = "privacy"
    CONSENT = "consent"
    LANGUAGE = "language"
    EXPORT = "export"
    DELETE = "delete"


class Unsupported(StrEnum):
    """Kinds of message that are answered in one sentence: what we can take instead."""

    STICKER = "sticker"
    VOICE = "voice"
    VIDEO = "video"
    LOCATION = "location"
    CONTACT = "contact"
    POLL = "poll"
    FILE = "file"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """Free text, at most `LONGEST_TEXT` characters are read."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button, by the id of its `Choice`."""

    choice: str


@dataclass(frozen=True, slots=True)
class Called:
    """A command."""

    command: Command


@dataclass(frozen=True, slots=True)
class PhotoSent:
    """A photo whose bytes wait under this id in the waiting room; `caption` is text like any other.

    One that comes with `answers` about the spot is not asked about.
    """

    upload: str
    caption: str = ""
    answers: Told | None = field(default=None, hash=False)


@dataclass(frozen=True, slots=True)
class PhotoRefused:
    """A photo that the door could not take: larger than the limit or of a format that we do not read."""

    reason: str


@dataclass(frozen=True, slots=True)
class SentOther:
    """A message of a kind that we cannot read."""

    kind: Unsupported


@dataclass(frozen=True, slots=True)
class Blocked:
    """The person blocked the bot: nothing is sent again until they write."""


Event = Said | Pressed | Called | PhotoSent | PhotoRefused | SentOther | Blocked

LONGEST_TEXT = 1_000
"""Characters of a text that are read; longer questions are cut there (ChatterBot breaks above 1,100)."""
