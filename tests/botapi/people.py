"""People and groups as tests drive them: they write, press, block, and see their bubbles."""

import asyncio
import itertools
import time
from collections.abc import Callable
from typing import Any

from tests.botapi.chats import Bubble, Chat, message_json
from tests.botapi.keyboard import Row
from tests.botapi.state import State

QUERY_IDS = itertools.count(4_382_000_000_001)


class Party:
    """A chat from the person's side."""

    def __init__(self, state: State, chat: Chat, sender: dict[str, Any]) -> None:
        self._state = state
        self.chat = chat
        self._sender = sender

    @property
    def id(self) -> int:
        """The chat id; in a private chat also the person's."""
        return self.chat.id

    @property
    def messages(self) -> list[Bubble]:
        """All bubbles that stand, in order, edits applied."""
        return self.chat.standing()

    @property
    def received(self) -> list[Bubble]:
        """The bot's bubbles."""
        return [bubble for bubble in self.messages if not bubble.mine]

    def send_text(self, text: str) -> int | None:
        """Write; a leading /word is a command. Returns the update's number."""
        entities = []
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return self._write("text", {}, text=text, entities=entities)

    def send_photo(self, photo: bytes, caption: str = "", album: str | None = None) -> int | None:
        """Send a photo; Telegram makes it smaller and takes its metadata away."""
        content: dict[str, Any] = {"photo": self._state.files.photo(photo)}
        return self._write("photo", content | ({"media_group_id": album} if album else {}), text=caption)

    def send_document(
        self, data: bytes, name: str = "photo.jpg", mime: str = "image/jpeg", caption: str = ""
    ) -> int | None:
        """Send a file; its bytes stay as they are."""
        return self._write("document", {"document": self._state.files.document(data, name, mime)}, text=caption)

    def send_sticker(self) -> int | None:
        """Send a sticker."""
        stored = self._state.files.keep(b"sticker", "stickers", "1.webp", "image/webp").to_json()
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._write("sticker", {"sticker": stored | shape})

    def send_voice(self, caption: str = "") -> int | None:
        """Send a voice message."""
        stored = self._state.files.keep(b"voice", "voice", "1.oga", "audio/ogg").to_json()
        return self._write("voice", {"voice": stored | {"duration": 3}}, text=caption)

    def send_video(self, caption: str = "") -> int | None:
        """Send a video."""
        stored = self._state.files.keep(b"video", "videos", "1.mp4", "video/mp4").to_json()
        return self._write("video", {"video": stored | {"width": 640, "height": 480, "duration": 3}}, text=caption)

    def send_location(self) -> int | None:
        """Send where they are."""
        return self._write("location", {"location": {"latitude": 1.5, "longitude": 2.5}})

    def send_contact(self) -> int | None:
        """Send a contact."""
        return self._write("contact", {"contact": {"phone_number": "+000", "first_name": "A"}})

    def send_poll(self) -> int | None:
        """Send a poll."""
        options = [{"persistent_id": str(n), "text": text, "voter_count": 0} for n, text in enumerate("ab")]
        flags = ("is_closed", "is_anonymous", "allows_multiple_answers", "allows_revoting", "members_only")
        poll = {"id": "1", "question": "?", "type": "regular", "options": options, "total_voter_count": 0}
        return self._write("poll", {"poll": poll | dict.fromkeys(flags, False)})

    def edit_text(self, bubble: Bubble, text: str) -> int | None:
        """Edit an own message."""
        bubble.text = text
        message = message_json(self.chat, bubble, self._sender) | {"edit_date": int(time.time())}
        return self._state.updates.put("edited_message", message)

    def press(self, button: str) -> int | None:
        """Press the newest button of this label or callback data; KeyError when no bubble has it."""
        for bubble in reversed(self.received):
            for row in bubble.rows:
                for one in row:
                    if button in (one["text"], one.get("callback_data")):
                        return self.press_on(bubble, one["callback_data"])
        raise KeyError(f"no button {button!r}; there are {[bubble.buttons for bubble in self.received]}")

    def press_on(self, bubble: Bubble, data: str) -> int | None:
        """Press a button of this bubble by its data, be it there or not any more."""
        query = str(next(QUERY_IDS))
        self._state.open_queries.add(query)
        message = message_json(self.chat, bubble, self._state.me)
        content = {"id": query, "from": self._sender, "message": message, "chat_instance": "1", "data": data}
        return self._state.updates.put("callback_query", content)

    async def wait_for(self, wanted: Callable[[list[Bubble]], bool], timeout: float = 5) -> list[Bubble]:  # noqa: ASYNC109
        """Wait until the bot's bubbles satisfy `wanted`; AssertionError with what stands there instead."""
        until = asyncio.get_running_loop().time() + timeout
        while not wanted(self.received):
            left = until - asyncio.get_running_loop().time()
            if left <= 0:
                seen = [(bubble.text, bubble.buttons) for bubble in self.received]
                raise AssertionError(f"waited {timeout} s in vain; the bot said {seen}")
            await self._state.changed.wait(left)
        return self.received

    async def wait_for_text(self, text: str, timeout: float = 5) -> Bubble:  # noqa: ASYNC109
        """Wait for a bubble of the bot that contains `text`; returns it."""
        bubbles = await self.wait_for(lambda seen: any(text in bubble.text for bubble in seen), timeout)
        return next(bubble for bubble in reversed(bubbles) if text in bubble.text)

    def _write(
        self, kind: str, content: dict[str, Any], *, text: str = "", entities: list[dict[str, Any]] | None = None
    ) -> int | None:
        rows: list[Row] = []
        bubble = Bubble(
            self.chat.take_id(), self.chat.id, mine=True, date=int(time.time()), text=text,
            entities=entities or [], rows=rows, kind=kind, content=content,
        )  # fmt: skip
        self.chat.add(bubble)
        self.chat.started = True
        self._state.changed.ring()
        return self._state.updates.put("message", message_json(self.chat, bubble, self._sender))

    def _membership(self, old: str, new: str) -> int | None:
        change = {
            "chat": self.chat.to_json(),
            "from": self._sender,
            "date": int(time.time()),
            "old_chat_member": _member(old, self._state.me),
            "new_chat_member": _member(new, self._state.me),
        }
        return self._state.updates.put("my_chat_member", change)


class User(Party):
    """A person in their private chat with the bot."""

    def block(self) -> int | None:
        """Block the bot; everything sent from now on is refused with 403."""
        self.chat.blocked = True
        return self._membership("member", "kicked")

    def unblock(self) -> int | None:
        """Take the block back."""
        self.chat.blocked = False
        return self._membership("kicked", "member")


class Group(Party):
    """A group; `_sender` is the one who writes there."""

    def add_bot(self) -> int | None:
        """Add the bot to the group."""
        self.chat.started = True
        return self._membership("left", "member")


def _member(status: str, me: dict[str, Any]) -> dict[str, Any]:
    until = {"until_date": 0} if status == "kicked" else {}
    return {"status": status, "user": me} | until
