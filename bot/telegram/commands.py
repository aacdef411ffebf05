"""What Telegram shows of the bot before anybody writes: its commands and its description, in every language."""

import structlog
from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.assistant.events import Command
from bot.assistant.texts import FALLBACK, Texts, languages, texts_in

log = structlog.get_logger()

COMMANDS = (
    Command.PHOTO,
    Command.ASK,
    Command.HISTORY,
    Command.PRIVACY,
    Command.CONSENT,
    Command.LANGUAGE,
    Command.EXPORT,
    Command.DELETE,
    Command.HELP,
    Command.START,
)
"""In the order in which Telegram lists them."""


async def introduce(bot: Bot) -> None:
    """Set commands for private chats, none for groups, and the texts. Cosmetic: a failure is logged, no more."""
    try:
        await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
        await _introduce_in(bot, texts_in(FALLBACK), None)
        for language in sorted(languages()):
            await _introduce_in(bot, texts_in(language), language)
    except TelegramError as fault:
        log.warning("introduction_failed", fault=type(fault).__name__)


async def list_commands_in(bot: Bot, chat: int, language: str) -> None:
    """List the commands of one chat in the language that its person chose, whatever their app is set to."""
    try:
        await _list_commands(bot, texts_in(language), BotCommandScopeChat(chat), None)
    except TelegramError as fault:
        log.info("courtesy_refused", fault=type(fault).__name__)


async def _introduce_in(bot: Bot, texts: Texts, language: str | None) -> None:
    """For the apps that are set to a language; None for all that are set to one which we do not speak."""
    for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
        await _list_commands(bot, texts, scope, language)
    await bot.set_my_description(texts("bot.description"), language_code=language)
    await bot.set_my_short_description(texts("bot.short"), language_code=language)


async def _list_commands(bot: Bot, texts: Texts, scope: BotCommandScope, language: str | None) -> None:
    listed = [(command.value, texts(f"commands.{command}")) for command in COMMANDS]
    await bot.set_my_commands(listed, scope=scope, language_code=language)
