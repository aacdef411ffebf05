"""What stands in a chat: bubbles in their order, with every edit applied."""

from dataclasses import dataclass, field
from typing import Any

from tests.botapi.errors import ApiError, bad_request, forbidden
from tests.botapi.keyboard import Row
from tests.botapi.markup import Entity


@dataclass
class Bubble:
    """One message as a person sees it now."""

    id: int
    chat: int
    mine: bool
    """Whether the person wrote it; else the bot did."""
    date: int
    text: str = ""
    """Text or caption, without markup."""
    entities: list[Entity] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    kind: str = "text"
    content: dict[str, Any] = field(default_factory=dict)
    """The fields of the message that its kind brings along: photo, document, sticker ..."""
    protected: bool = False
    spoiler: bool = False
    """Whether its photo is covered until it is tapped."""
    reply_to: int | None = None
    edits: int = 0
    deleted: bool = False

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons."""
        return [button["text"] for row in self.rows for button in row]

    @property
    def bold(self) -> list[str]:
        """What stands in bold."""
        units = self.text.encode("utf-16-le")
        return [
            units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
            for one in self.entities
            if one["type"] == "bold"
        ]

    @property
    def file_id(self) -> str | None:
        """The file it carries; of a photo the largest size."""
        match self.content:
            case {"photo": [*_, {"file_id": str(found)}]} | {"document": {"file_id": str(found)}}:
                return found
            case _:
                return None


@dataclass
class Chat:
    """A private chat with one person, or a group."""

    id: int
    kind: str
    title: str
    language: str | None = None
    started: bool = False
    """Whether the bot may write here: the person wrote first, or the bot is a member of the group."""
    blocked: bool = False
    gone: bool = False
    bubbles: list[Bubble] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    """What sendChatAction showed."""
    next_message: int = 1

    def to_json(self) -> dict[str, Any]:
        """The Chat object of the Bot API."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.title}

    def refusal(self) -> ApiError | None:
        """Why the bot may not write here, if it may not."""
        if self.kind != "private":
            return None if self.started else forbidden("bot was kicked from the group chat")
        if self.gone:
            return forbidden("user is deactivated")
        if self.blocked:
            return forbidden("bot was blocked by the user")
        return None if self.started else forbidden("bot can't initiate conversation with a user")

    def add(self, bubble: Bubble) -> Bubble:
        """Append a bubble."""
        self.bubbles.append(bubble)
        return bubble

    def take_id(self) -> int:
        """The next message id of this chat."""
        self.next_message += 1
        return self.next_message - 1

    def standing(self) -> list[Bubble]:
        """The bubbles that were not deleted."""
        return [bubble for bubble in self.bubbles if not bubble.deleted]

    def bubble(self, message: int, why: str) -> Bubble:
        """The bubble of a message id; 400 with `why` when there is none."""
        for bubble in self.bubbles:
            if bubble.id == message and not bubble.deleted:
                return bubble
        raise bad_request(why)


def message_json(chat: Chat, bubble: Bubble, sender: dict[str, Any]) -> dict[str, Any]:
    """The Message object of the Bot API."""
    message: dict[str, Any] = {
        "message_id": bubble.id,
        "date": bubble.date,
        "chat": chat.to_json(),
        "from": sender,
    } | bubble.content
    if bubble.text:
        names = ("text", "entities") if bubble.kind == "text" else ("caption", "caption_entities")
        message |= {names[0]: bubble.text} | ({names[1]: bubble.entities} if bubble.entities else {})
    if bubble.rows:
        message["reply_markup"] = {"inline_keyboard": bubble.rows}
    if bubble.spoiler:
        message["has_media_spoiler"] = True
    if bubble.protected:
        message["has_protected_content"] = True
    return message
