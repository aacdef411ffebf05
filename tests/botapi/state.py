"""All that the server knows, in plain Python: chats, files, updates, open button presses."""

import time
from typing import Any

from tests.botapi.bell import Bell
from tests.botapi.chats import Chat
from tests.botapi.errors import bad_request
from tests.botapi.faults import Faults, Rates
from tests.botapi.files import Files
from tests.botapi.settings import About
from tests.botapi.updates import Updates


class State:
    """One bot and everybody it talks with."""

    def __init__(self, *, bot_id: int, username: str) -> None:
        self.me: dict[str, Any] = {"id": bot_id, "is_bot": True, "first_name": "Lentigo", "username": username}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates()
        self.about = About()
        self.faults = Faults()
        self.rates: Rates | None = None
        """Flood limits, enforced when set."""
        self.open_queries: set[str] = set()
        self.answered: list[str] = []
        self.changed = Bell()

    def chat(self, number: int) -> Chat:
        """A chat by its id; 400 when there is none."""
        if number not in self.chats:
            raise bad_request("chat not found")
        return self.chats[number]

    def writable(self, number: int) -> Chat:
        """A chat that the bot may write to; 400 or 403 otherwise."""
        chat = self.chat(number)
        if refusal := chat.refusal():
            raise refusal
        return chat

    def count(self, chat: int) -> None:
        """Count a message against the flood limits, when they are enforced."""
        if self.rates:
            self.rates.check(chat, time.monotonic())
