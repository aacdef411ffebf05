"""What the assistant says, free of any transport: each door renders it in its own way."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """What a result asks of the person, gravest first."""

    URGENT = "urgent"
    SEE_DOCTOR = "see_doctor"
    NO_WARNING_SIGNS = "no_warning_signs"


class Document(StrEnum):
    """Files that are made at the moment of sending, so that they are never stored twice."""

    EXPORT = "export"


class Drawing(StrEnum):
    """What is drawn on a photo at the moment of sending: where its spot is, or what the program looked at."""

    OUTLINE = "outline"
    HEAT = "heat"


@dataclass(frozen=True, slots=True)
class Choice:
    """A button. `id` is at most 64 bytes of a-z 0-9 : - (Telegram's limit on callback data)."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as it is shown: title and year, the address on demand."""

    title: str
    year: str
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One bubble: plain text in which only `**bold**` is markup, at most 90 words.

    Replies that share a `slot` replace one another in place: "received" becomes the result.
    `photo` names a photo in the vault that the browser shows in the bubble; `level` is set on results only.
    `drawing` is drawn on that photo and shown with the text while the photo is there; `caption` explains the drawing
    and is said only where it is shown. `links` says whether citations bring their addresses or only their names;
    `language` is that of the words around the text, such as "Source".
    """

    text: str
    choices: tuple[Choice, ...] = ()
    citations: tuple[Citation, ...] = ()
    slot: str | None = None
    photo: str | None = None
    level: Level | None = None
    document: Document | None = None
    alarm: bool = False
    drawing: Drawing | None = None
    caption: str = ""
    links: bool = True
    language: str = "en"

    def to_json(self) -> dict[str, Any]:
        """Plain values for the outbox."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Reply":
        """Read back what `to_json` wrote."""
        return cls(
            text=data["text"],
            choices=tuple(Choice(**choice) for choice in data["choices"]),
            citations=tuple(Citation(**citation) for citation in data["citations"]),
            slot=data["slot"],
            photo=data["photo"],
            level=Level(data["level"]) if data["level"] else None,
            document=Document(data["document"]) if data["document"] else None,
            alarm=data["alarm"],
            drawing=Drawing(data["drawing"]) if data.get("drawing") else None,
            caption=data.get("caption", ""),
            links=data.get("links", True),
            language=data.get("language", "en"),
        )
