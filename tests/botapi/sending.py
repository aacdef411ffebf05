"""The methods that send: text, photo, document, album, and "typing"."""

import time
from typing import Any

from tests.botapi.call import Call, Upload
from tests.botapi.chats import Bubble, Chat, message_json
from tests.botapi.errors import bad_request
from tests.botapi.keyboard import inline_rows
from tests.botapi.markup import Entity, parse, units
from tests.botapi.state import State

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip


class Sending:
    """Sends into the chats of `state`."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def message(self, call: Call) -> dict[str, Any]:
        """sendMessage."""
        chat = self._chat(call)
        text, entities = read_text(call, "text", LONGEST_TEXT)
        if not text.strip():
            raise bad_request("message text is empty")
        return self._post(chat, call, text, entities, "text", {})

    async def photo(self, call: Call) -> dict[str, Any]:
        """sendPhoto."""
        chat = self._chat(call)
        text, entities = read_text(call, "caption", LONGEST_CAPTION)
        return self._post(
            chat, call, text, entities, "photo", self.content(call, "photo", call.text("photo") or "photo")
        )

    async def document(self, call: Call) -> dict[str, Any]:
        """sendDocument."""
        chat = self._chat(call)
        text, entities = read_text(call, "caption", LONGEST_CAPTION)
        source = call.text("document") or "document"
        return self._post(chat, call, text, entities, "document", self.content(call, "document", source))

    async def album(self, call: Call) -> list[dict[str, Any]]:
        """sendMediaGroup: 2 to 10 photos or documents."""
        chat = self._chat(call)
        media = call.json("media")
        if not isinstance(media, list) or not 2 <= len(media) <= 10:
            raise bad_request("media group must include 2-10 items")
        read = [self.medium(call, one) for one in media]
        if len({kind for kind, *_ in read}) > 1:
            raise bad_request("photos and documents can't be mixed in an album")
        return [self._post(chat, call, text, entities, kind, content) for kind, text, entities, content in read]

    async def action(self, call: Call) -> bool:
        """sendChatAction."""
        chat = self._state.writable(call.number("chat_id"))
        if call.text("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        chat.actions.append(str(call.text("action")))
        self._state.changed.ring()
        return True

    def medium(self, call: Call, media: Any) -> tuple[str, str, list[Entity], dict[str, Any]]:
        """An InputMedia: its kind, caption, entities and content."""
        if not isinstance(media, dict) or media.get("type") not in {"photo", "document"}:
            raise bad_request("can't parse InputMedia: only photos and documents are known here")
        text, entities = parse(str(media.get("caption") or ""), media.get("parse_mode"))
        _within(text, LONGEST_CAPTION, "message caption is too long")
        kind = str(media["type"])
        return kind, text, entities, self.content(call, kind, str(media.get("media")))

    def content(self, call: Call, kind: str, source: str) -> dict[str, Any]:
        """What a photo or a document adds to a message: from an upload or from a known file_id."""
        upload = _upload(call, source)
        if upload is None:
            known = self._state.files.get(source)
            upload = Upload(known.name, known.data, known.mime)
        if not upload.data:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            return {"photo": self._state.files.photo(upload.data)}
        return {"document": self._state.files.document(upload.data, upload.name, upload.mime)}

    def _chat(self, call: Call) -> Chat:
        chat = self._state.writable(call.number("chat_id"))
        self._state.count(chat.id)
        return chat

    def _post(
        self, chat: Chat, call: Call, text: str, entities: list[Entity], kind: str, content: dict[str, Any]
    ) -> dict[str, Any]:
        bubble = Bubble(
            id=0,
            chat=chat.id,
            mine=False,
            date=int(time.time()),
            text=text,
            entities=entities,
            rows=inline_rows(call.json("reply_markup")),
            kind=kind,
            content=content,
            protected=call.flag("protect_content"),
            spoiler=kind == "photo" and call.flag("has_spoiler"),
            reply_to=_reply_to(chat, call),
        )
        bubble.id = chat.take_id()
        chat.add(bubble)
        self._state.changed.ring()
        return message_json(chat, bubble, self._state.me)


def read_text(call: Call, name: str, longest: int) -> tuple[str, list[Entity]]:
    """A text parameter without its markup; 400 when the markup is wrong or the text is too long."""
    text, entities = parse(call.text(name) or "", call.text("parse_mode"))
    _within(text, longest, "message is too long" if name == "text" else "message caption is too long")
    return text.rstrip(), entities


def _within(text: str, longest: int, why: str) -> None:
    if units(text) > longest:
        raise bad_request(why)


def _upload(call: Call, source: str) -> Upload | None:
    return call.files.get(source.removeprefix("attach://"))


def _reply_to(chat: Chat, call: Call) -> int | None:
    wanted = call.json("reply_parameters")
    if not wanted:
        return None
    try:
        return chat.bubble(int(wanted["message_id"]), "message to be replied not found").id
    except KeyError:
        raise bad_request("can't parse reply parameters: message_id is required") from None
