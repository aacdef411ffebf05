"""The methods that change or remove what was sent, and the answer to a pressed button."""

from typing import Any

from tests.botapi.call import Call
from tests.botapi.chats import Bubble, Chat, message_json
from tests.botapi.errors import bad_request, not_modified, stale_query
from tests.botapi.keyboard import Row, inline_rows
from tests.botapi.markup import Entity
from tests.botapi.sending import LONGEST_CAPTION, LONGEST_TEXT, Sending, read_text
from tests.botapi.state import State


class Editing:
    """Edits the bubbles of `state`."""

    def __init__(self, state: State, sending: Sending) -> None:
        self._state = state
        self._sending = sending

    async def text(self, call: Call) -> dict[str, Any]:
        """editMessageText; without a reply_markup the buttons go."""
        chat, bubble = self._bubble(call)
        text, entities = read_text(call, "text", LONGEST_TEXT)
        if not text.strip():
            raise bad_request("message text is empty")
        if bubble.kind != "text":
            raise bad_request("there is no text in the message to edit")
        return self._change(chat, bubble, call, text=text, entities=entities)

    async def caption(self, call: Call) -> dict[str, Any]:
        """editMessageCaption."""
        chat, bubble = self._bubble(call)
        text, entities = read_text(call, "caption", LONGEST_CAPTION)
        if bubble.kind == "text":
            raise bad_request("there is no caption in the message to edit")
        return self._change(chat, bubble, call, text=text, entities=entities)

    async def media(self, call: Call) -> dict[str, Any]:
        """editMessageMedia: a photo or a document in the place of another, or of a text; never the other way round."""
        chat, bubble = self._bubble(call)
        media = call.json("media")
        kind, text, entities, content = self._sending.medium(call, media)
        if media.get("media") == bubble.file_id:
            return self._change(chat, bubble, call, text=text, entities=entities)
        bubble.kind, bubble.content = kind, content
        bubble.spoiler = kind == "photo" and bool(media.get("has_spoiler"))
        bubble.edits += 1
        bubble.text, bubble.entities = text, entities
        bubble.rows = inline_rows(call.json("reply_markup"))
        self._state.changed.ring()
        return message_json(chat, bubble, self._state.me)

    async def markup(self, call: Call) -> dict[str, Any]:
        """editMessageReplyMarkup."""
        chat, bubble = self._bubble(call)
        return self._change(chat, bubble, call, text=bubble.text, entities=bubble.entities)

    async def delete(self, call: Call) -> bool:
        """deleteMessage."""
        chat = self._state.chat(call.number("chat_id"))
        chat.bubble(call.number("message_id"), "message to delete not found").deleted = True
        self._state.changed.ring()
        return True

    async def answer(self, call: Call) -> bool:
        """answerCallbackQuery: once, in time, at most 200 characters."""
        query = call.text("callback_query_id") or ""
        if len(call.text("text") or "") > 200:
            raise bad_request("MESSAGE_TOO_LONG")
        if query not in self._state.open_queries:
            raise stale_query()
        self._state.open_queries.discard(query)
        self._state.answered.append(query)
        self._state.changed.ring()
        return True

    def _bubble(self, call: Call) -> tuple[Chat, Bubble]:
        chat = self._state.writable(call.number("chat_id"))
        bubble = chat.bubble(call.number("message_id"), "message to edit not found")
        if bubble.mine:
            raise bad_request("message can't be edited")
        return chat, bubble

    def _change(self, chat: Chat, bubble: Bubble, call: Call, *, text: str, entities: list[Entity]) -> dict[str, Any]:
        rows: list[Row] = inline_rows(call.json("reply_markup"))
        if (bubble.text, bubble.entities, bubble.rows) == (text, entities, rows):
            raise not_modified()
        bubble.text, bubble.entities, bubble.rows = text, entities, rows
        bubble.edits += 1
        self._state.changed.ring()
        return message_json(chat, bubble, self._state.me)
