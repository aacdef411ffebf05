"""Each kind of update as an event for the assistant: read, translate, tell."""

import asyncio
from collections import deque
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any

import structlog
from telegram import CallbackQuery, ChatMember, Document, Message, PhotoSize, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.assistant.events import Blocked, Called, Event, PhotoRefused, Pressed, Said, SentOther
from bot.assistant.texts import texts_in
from bot.telegram.commands import list_commands_in
from bot.telegram.inbox import Inbox, is_private, key_of
from bot.telegram.limits import DOWNLOADS_AT_ONCE, GROUPS_REMEMBERED, LARGEST_DOWNLOAD
from bot.telegram.patience import patiently
from bot.telegram.reading import address_of, command_in, is_picture, kind_of
from bot.telegram.render import without

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant

log = structlog.get_logger()

DETAILS = frozenset({"why", "treat", "tell", "show"})
"""Buttons that open a detail of a result: pressing one leaves the others in place."""

ASIDE = frozenset({"vote", "sources"})
"""Buttons whose press changes their own message: that edit puts them away."""

MEMBERS = frozenset({ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.RESTRICTED})

Context = ContextTypes.DEFAULT_TYPE


class Handlers:
    """The callbacks of the handler table; `assistant` does the rest."""

    def __init__(self, assistant: "Assistant", inbox: Inbox) -> None:
        self._assistant = assistant
        self._inbox = inbox
        self._downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)
        self._told_groups: deque[int] = deque(maxlen=GROUPS_REMEMBERED)

    async def said(self, update: Update, _: Context) -> None:
        """Free text."""
        await self._tell(update, Said(_message(update).text or ""))

    async def called(self, update: Update, _: Context) -> None:
        """A command."""
        await self._tell(update, Called(command_in(_message(update).text or "")))

    async def pressed(self, update: Update, _: Context) -> None:
        """A button: Telegram is told at once, and the buttons that were answered go."""
        query = update.callback_query
        assert query is not None  # noqa: S101 - the table sends only presses here
        choice = query.data or ""
        await asyncio.gather(_quietly(query.answer()), _put_away(query, choice))
        await self._tell(update, Pressed(choice))

    async def photo(self, update: Update, _: Context) -> None:
        """A photo, in the largest size that Telegram kept."""
        await self._take(update, _message(update).photo[-1])

    async def document(self, update: Update, _: Context) -> None:
        """A file: a picture is taken as a photo, in its original quality."""
        document = _message(update).document
        assert document is not None  # noqa: S101 - the table sends only documents here
        if is_picture(document):
            await self._take(update, document)
        elif (document.mime_type or "").startswith("image/"):
            await self._tell_after_caption(update, PhotoRefused("format"))
        else:
            await self.other(update, _)

    async def other(self, update: Update, _: Context) -> None:
        """A message that we cannot read; its caption is read all the same."""
        await self._tell_after_caption(update, SentOther(kind_of(_message(update))))

    async def membership(self, update: Update, _: Context) -> None:
        """The bot was blocked, or let in again; the latter needs no answer."""
        change = update.my_chat_member
        assert change is not None  # noqa: S101 - the table sends only these here
        status = change.new_chat_member.status
        if not is_private(update):
            if status in MEMBERS:
                await self.group(update, _)
        elif status == ChatMember.BANNED:
            await self._tell(update, Blocked())
        else:
            await self._inbox.done(update)

    async def group(self, update: Update, _: Context) -> None:
        """A group: one sentence, then out, so that nothing of the people there reaches us any more.

        Each update of it is another try to leave: the one before failed, or somebody asked the bot in again.
        """
        chat = update.effective_chat
        if chat is None:
            return
        if chat.id not in self._told_groups:
            self._told_groups.append(chat.id)
            await _quietly(chat.send_message(texts_in(address_of(update).language)("bot.group")))
        if await _quietly(chat.leave()):
            log.info("group_left")

    async def nothing(self, update: Update, _: Context) -> None:
        """Messages that Telegram itself writes, such as a pinned message."""
        await self._inbox.done(update)

    async def _take(self, update: Update, file: PhotoSize | Document) -> None:
        if (file.file_size or 0) > LARGEST_DOWNLOAD:
            await self._tell_after_caption(update, PhotoRefused("too_large"))
            return
        await _quietly(_message(update).reply_chat_action(ChatAction.TYPING))
        async with self._downloads:
            photo = await _fetch(file)
            if isinstance(photo, PhotoRefused):
                await self._tell_after_caption(update, photo)
                return
            whom, caption = address_of(update), _message(update).caption or ""
            await patiently(lambda: self._assistant.offer(whom, photo, key=key_of(update), caption=caption))

    async def _tell_after_caption(self, update: Update, event: Event) -> None:
        """A caption may be a cry for help, so it is read even under what we cannot read.

        It has a key of its own; the update's own key comes last, because handling that one marks the update as done.
        """
        if caption := _message(update).caption:
            await self._tell(update, Said(caption), part=":caption")
        await self._tell(update, event)

    async def _tell(self, update: Update, event: Event, *, part: str = "") -> None:
        whom, key = address_of(update), key_of(update) + part
        handled = await patiently(lambda: self._assistant.handle(whom, event, key=key))
        if handled.language:
            await list_commands_in(update.get_bot(), int(whom.subject), handled.language)


async def _fetch(file: PhotoSize | Document) -> bytes | PhotoRefused:
    """The file's bytes, or why there are none."""
    try:
        return bytes(await patiently(lambda: _download(file)))
    except BadRequest as refusal:
        return PhotoRefused("too_large" if "too big" in refusal.message else "download")
    except TelegramError as fault:
        log.warning("photo_not_fetched", fault=type(fault).__name__)
        return PhotoRefused("download")


async def _download(file: PhotoSize | Document) -> bytearray:
    return await (await file.get_file()).download_as_bytearray()


async def _put_away(query: CallbackQuery, choice: str) -> None:
    """Take the buttons away that a press has answered; an old message Telegram no longer lets us edit."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    head = choice.partition(":")[0]
    if head in ASIDE:
        return
    left = without(message.reply_markup, choice) if head in DETAILS else None
    await _quietly(message.edit_reply_markup(left))


async def _quietly(courtesy: Awaitable[Any]) -> bool:
    """Do what is only polite and tell whether it was done: when Telegram refuses, the person's message matters more."""
    try:
        await courtesy
    except TelegramError as fault:
        log.info("courtesy_refused", fault=type(fault).__name__)
        return False
    return True


def _message(update: Update) -> Message:
    message = update.message
    assert message is not None  # noqa: S101 - the table sends only messages here
    return message
