"""What a bot says about itself: its commands by scope and language, its descriptions."""

import json
import re

from tests.botapi.call import Call
from tests.botapi.errors import bad_request

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SCOPES = {
    "default", "all_private_chats", "all_group_chats", "all_chat_administrators", "chat",
    "chat_administrators", "chat_member",
}  # fmt: skip
LANGUAGE = re.compile(r"([a-z]{2})?")
LONGEST = {"name": 64, "description": 512, "short_description": 120}


class About:
    """Commands and texts, each by language."""

    def __init__(self) -> None:
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        """By the scope's type and the language, "" for all others."""
        self.texts: dict[tuple[str, str], str] = {}

    async def set_commands(self, call: Call) -> bool:
        """setMyCommands."""
        commands = call.json("commands")
        if not isinstance(commands, list) or len(commands) > 100:
            raise bad_request("can't parse commands: Array of BotCommand expected")
        for one in commands:
            if not COMMAND.fullmatch(str(one.get("command", "")).removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(str(one.get("description", ""))) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(call), _language(call)] = commands
        return True

    async def get_commands(self, call: Call) -> list[dict[str, str]]:
        """getMyCommands."""
        return self.commands.get((_scope(call), _language(call)), [])

    async def delete_commands(self, call: Call) -> bool:
        """deleteMyCommands."""
        self.commands.pop((_scope(call), _language(call)), None)
        return True

    def set_text(self, call: Call, name: str) -> bool:
        """setMyName, setMyDescription, setMyShortDescription."""
        text = call.text(name) or ""
        if len(text) > LONGEST[name]:
            raise bad_request(f"{name} is too long")
        self.texts[name, _language(call)] = text
        return True

    def get_text(self, call: Call, name: str) -> dict[str, str]:
        """getMyName, getMyDescription, getMyShortDescription."""
        return {name: self.texts.get((name, _language(call)), "")}


def _scope(call: Call) -> str:
    scope = call.json("scope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    chat = {key: scope[key] for key in ("chat_id", "user_id") if key in scope}
    return str(scope["type"]) + (json.dumps(chat) if chat else "")


def _language(call: Call) -> str:
    language = call.text("language_code") or ""
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language
