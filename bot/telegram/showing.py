"""A reply with a picture: one message, the drawn photo with the words as its caption."""

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import structlog
from telegram import Bot, InputMediaPhoto, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.assistant.replies import Reply
from bot.telegram.limits import LONGEST_CAPTION
from bot.telegram.render import Rendered, length, render

if TYPE_CHECKING:
    from bot.assistant.mail import Letter

log = structlog.get_logger()


async def show(bot: Bot, letter: "Letter", picture: bytes) -> str:
    """Show a letter with its picture; returns the message's id.

    Words that are too long for a caption follow as an answer to the picture, which then carries the heading alone.
    """
    reply = letter.reply
    if length(reply, drawn=True) <= LONGEST_CAPTION:
        return await _place(bot, letter, picture, render(reply, longest=LONGEST_CAPTION, drawn=True))
    message = await _place(bot, letter, picture, render(_heading(reply), longest=LONGEST_CAPTION, drawn=True))
    rendered = render(reply)
    await bot.send_message(
        int(letter.subject),
        rendered.html,
        parse_mode=ParseMode.HTML,
        reply_markup=rendered.keyboard,
        protect_content=True,
        reply_parameters=ReplyParameters(int(message), allow_sending_without_reply=True),
    )
    return message


async def _place(bot: Bot, letter: "Letter", picture: bytes, rendered: Rendered) -> str:
    """Put the picture where the slot's message stands, or send it.

    Telegram takes a photo in the place of a text (Bot API, editMessageMedia), so that a repeat changes nothing.
    """
    if letter.ref and await _replaced(bot, letter, letter.ref, picture, rendered):
        return letter.ref
    chat = int(letter.subject)
    message = await bot.send_photo(
        chat,
        picture,
        caption=rendered.html,
        parse_mode=ParseMode.HTML,
        reply_markup=rendered.keyboard,
        protect_content=True,
        has_spoiler=True,
    )
    if letter.ref:
        with suppress(BadRequest):
            await bot.delete_message(chat, int(letter.ref))
    return str(message.message_id)


async def _replaced(bot: Bot, letter: "Letter", ref: str, picture: bytes, rendered: Rendered) -> bool:
    try:
        await bot.edit_message_media(
            InputMediaPhoto(picture, caption=rendered.html, parse_mode=ParseMode.HTML, has_spoiler=True),
            chat_id=int(letter.subject),
            message_id=int(ref),
            reply_markup=rendered.keyboard,
        )
    except BadRequest as refusal:
        if "not modified" in refusal.message:
            return True
        log.info("edit_refused", letter=letter.id)
        return False
    return True


def _heading(reply: Reply) -> Reply:
    return replace(reply, text=reply.text.partition("\n")[0], choices=(), citations=())
