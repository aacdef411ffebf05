"""The letter carrier: takes due letters out of the outbox, sends or edits, and says what became of them."""

import asyncio
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

import structlog
from telegram import Bot, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, RetryAfter

from bot.assistant.events import Address, Door
from bot.assistant.replies import Document, Reply
from bot.assistant.texts import texts_in
from bot.telegram.limits import (
    LARGEST_UPLOAD,
    LETTERS_AT_ONCE,
    LONGEST_CAPTION,
    MOST_ATTEMPTS,
    back_off,
)
from bot.telegram.render import Rendered, render
from bot.telegram.showing import show

if TYPE_CHECKING:
    from bot.assistant.assistant import Assistant
    from bot.assistant.mail import Letter

log = structlog.get_logger()

IDLE_SECONDS = 5.0
"""How long to wait for mail before looking again: what another process wrote rings no bell here."""

EXPORT_NAME = "lentigo-about-you.zip"
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class Carrier:
    """Delivers at least once, in order within a chat; a repeat in a slot is an edit that changes nothing."""

    def __init__(self, assistant: "Assistant", bot: Bot) -> None:
        self._assistant = assistant
        self._bot = bot
        self._stopping = asyncio.Event()
        self._resting: dict[str, float] = {}
        """Chats whose last letter failed, and the loop's time until which their later letters wait as well."""
        self._brought: dict[int, str] = {}
        """Letters that were sent while the store could not be told so: they are not sent again."""

    async def run(self) -> None:
        """Carry letters until `stop`."""
        failures = 0
        while not self._stopping.is_set():
            try:
                found = await self.deliver()
                failures = 0
                if not found:
                    await self._until_news(IDLE_SECONDS)
            except Exception as fault:  # noqa: BLE001 - the carrier must outlive whatever happens to one round
                log.error("outbox_round_failed", fault=type(fault).__name__)
                await self._pause(back_off(failures))
                failures += 1

    def stop(self) -> None:
        """End `run` after the letters that are on their way."""
        self._stopping.set()

    async def deliver(self) -> int:
        """One round: everything that is due now, chats side by side; returns the number of letters."""
        letters = await self._assistant.due(Door.TELEGRAM, LETTERS_AT_ONCE)
        by_chat = groupby(sorted(letters, key=lambda letter: letter.subject), key=lambda letter: letter.subject)
        rounds = [self._carry(chat, list(own)) for chat, own in by_chat]
        for fault in await asyncio.gather(*rounds, return_exceptions=True):
            if isinstance(fault, BaseException):
                raise fault
        return len(letters)

    async def _carry(self, chat: str, letters: Sequence["Letter"]) -> None:
        """The letters of one chat in their order; after a failure the rest wait behind the one that failed."""
        for letter in letters:
            if self._stopping.is_set():
                return
            wait = self._rest_of(chat)
            if wait:
                await self._assistant.undelivered(letter.id, retry_in=wait)
            elif not await self._try(letter):
                return

    async def _try(self, letter: "Letter") -> bool:
        """Deliver one letter; False when nothing more can go to this chat."""
        try:
            if letter.id not in self._brought:
                self._brought[letter.id] = await self._bring(letter)
        except Forbidden:
            log.info("person_unreachable", letter=letter.id)
            await self._assistant.blocked(Address(Door.TELEGRAM, letter.subject))
            await self._assistant.undelivered(letter.id, retry_in=None)
            return False
        except BadRequest:
            log.error("letter_refused", letter=letter.id)
            await self._assistant.undelivered(letter.id, retry_in=None)
        except Exception as fault:  # noqa: BLE001 - whatever one letter brings about must not hold up the others
            await self._put_off(letter, fault)
        else:
            await self._assistant.delivered(letter.id, self._brought[letter.id])
            del self._brought[letter.id]
        return True

    async def _put_off(self, letter: "Letter", fault: Exception) -> None:
        if letter.attempts >= MOST_ATTEMPTS:
            log.error("letter_dropped", letter=letter.id, attempts=letter.attempts)
            await self._assistant.undelivered(letter.id, retry_in=None)
            return
        seconds = _seconds(fault) if isinstance(fault, RetryAfter) else back_off(letter.attempts)
        log.warning("letter_put_off", letter=letter.id, fault=type(fault).__name__, seconds=seconds)
        self._resting[letter.subject] = asyncio.get_running_loop().time() + seconds
        await self._assistant.undelivered(letter.id, retry_in=seconds)

    def _rest_of(self, chat: str) -> float:
        """Seconds that this chat's letters still wait; a little more than the one that failed, so it stays first."""
        left = self._resting.get(chat, 0.0) - asyncio.get_running_loop().time()
        if left > 0:
            return left + 0.1
        self._resting.pop(chat, None)
        return 0.0

    async def _bring(self, letter: "Letter") -> str:
        """Send or edit; returns the message's id."""
        if letter.reply.document is Document.EXPORT and letter.person_id:
            return await self._send_export(letter, letter.person_id)
        if picture := await self._drawn(letter):
            try:
                return await show(self._bot, letter, picture)
            except BadRequest:
                log.warning("picture_refused", letter=letter.id)
        rendered = render(letter.reply)
        if letter.ref:
            try:
                return await self._edit(letter, letter.ref, rendered)
            except BadRequest as refusal:
                if "not modified" in refusal.message:
                    return letter.ref
                log.info("edit_refused", letter=letter.id)
        return await self._send(letter, rendered)

    async def _drawn(self, letter: "Letter") -> bytes | None:
        """The picture is made now, so that it is stored nowhere; None when the photo is gone: the words go alone."""
        reply = letter.reply
        if not (reply.drawing and reply.photo and letter.person_id):
            return None
        try:
            return await self._assistant.drawn(letter.person_id, reply.photo, reply.drawing)
        except Exception as fault:  # noqa: BLE001 - a picture that cannot be made must not hold up the words
            log.error("not_drawn", letter=letter.id, fault=type(fault).__name__)
            return None

    async def _send(self, letter: "Letter", rendered: Rendered) -> str:
        chat = int(letter.subject)
        try:
            message = await self._bot.send_message(
                chat,
                rendered.html,
                parse_mode=ParseMode.HTML,
                reply_markup=rendered.keyboard,
                protect_content=rendered.protected,
                link_preview_options=NO_PREVIEW,
            )
        except BadRequest:
            log.warning("letter_sent_plain", letter=letter.id)
            message = await self._bot.send_message(chat, rendered.plain, protect_content=rendered.protected)
        return str(message.message_id)

    async def _edit(self, letter: "Letter", ref: str, rendered: Rendered) -> str:
        await self._bot.edit_message_text(
            rendered.html,
            chat_id=int(letter.subject),
            message_id=int(ref),
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.keyboard,
            link_preview_options=NO_PREVIEW,
        )
        return ref

    async def _send_export(self, letter: "Letter", person_id: str) -> str:
        """The ZIP is made now, so that it is stored nowhere; it may be saved and forwarded, it is theirs."""
        packed = await self._assistant.export(person_id)
        if len(packed) > LARGEST_UPLOAD:
            log.error("export_too_large", letter=letter.id, megabytes=len(packed) >> 20)
            said = texts_in(letter.reply.language)("export.too-large")
            return await self._send(letter, render(Reply(said)))
        rendered = render(letter.reply, longest=LONGEST_CAPTION)
        message = await self._bot.send_document(
            int(letter.subject),
            InputFile(packed, filename=EXPORT_NAME),
            caption=rendered.html,
            parse_mode=ParseMode.HTML,
            reply_markup=rendered.keyboard,
        )
        return str(message.message_id)

    async def _until_news(self, seconds: float) -> None:
        """Wait for mail, or for the end."""
        waits = [
            asyncio.ensure_future(self._assistant.wait_for_mail(Door.TELEGRAM, seconds)),
            asyncio.ensure_future(self._stopping.wait()),
        ]
        done, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in pending:
            wait.cancel()
        await asyncio.gather(*pending, return_exceptions=True)
        for wait in done:
            wait.result()

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return


def _seconds(fault: RetryAfter) -> float:
    wait = fault.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()
