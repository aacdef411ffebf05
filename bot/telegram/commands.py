"""What Telegram shows of the bot before anybody writes: its commands and its description."""

import structlog
from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.assistant.events import Command

log = structlog.get_logger()

COMMANDS: dict[Command, str] = {
    Command.PHOTO: "How to take a good photo",
    Command.ASK: "Ask a question",
    Command.HISTORY: "What you sent and what I said",
    Command.PRIVACY: "What is kept, and who sees it",
    Command.CONSENT: "Your choices",
    Command.EXPORT: "Everything about you as a file",
    Command.DELETE: "Erase photos or everything",
    Command.HELP: "What I can do",
    Command.START: "Start, or start again",
}
DESCRIPTION = (
    "I answer questions about skin cancer and look at photos of skin spots. I am a computer program, not a doctor: "
    "I can miss a cancer, and I cannot tell you what you have. In an emergency call your local emergency number."
)
SHORT_DESCRIPTION = "Questions about skin cancer, and a first look at skin spots. A program, not a doctor."


async def introduce(bot: Bot) -> None:
    """Set commands for private chats, none for groups, and the texts. Cosmetic: a failure is logged, no more."""
    commands = [(command.value, words) for command, words in COMMANDS.items()]
    try:
        await bot.set_my_commands(commands, scope=BotCommandScopeDefault())
        await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats())
        await bot.delete_my_commands(scope=BotCommandScopeAllGroupChats())
        await bot.set_my_description(DESCRIPTION)
        await bot.set_my_short_description(SHORT_DESCRIPTION)
    except TelegramError as fault:
        log.warning("introduction_failed", fault=type(fault).__name__)
