"""Small stand-ins for the assistant and the store, with the promises that the door relies on."""

# ruff: noqa: ARG002 - stand-ins take more than they need to know

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.assistant.assistant import Handled
from bot.assistant.events import Address, Blocked, Door, Event, PhotoSent, Pressed, Said
from bot.assistant.replies import Drawing, Reply
from db.store import StoreUnreachable

Answer = Callable[[Event], list[Reply]]


@dataclass
class Row:
    key: str
    chat: str
    payload: dict[str, Any]
    received_at: datetime
    handled_at: datetime | None = None


class FakeStore:
    """An inbox in memory: its rows stay when a door is thrown away, like a disk."""

    def __init__(self) -> None:
        self.rows: dict[str, Row] = {}
        self.away = False
        self.inbox = self

    @asynccontextmanager
    async def work(self) -> AsyncIterator["FakeStore"]:
        await asyncio.sleep(0)
        if self.away:
            raise StoreUnreachable("away")
        yield self

    async def commit(self) -> None:
        return

    async def put(self, door: Door, key: str, chat: str, payload: dict[str, Any], now: datetime) -> Row:
        return self.rows.setdefault(key, Row(key, chat, payload, now))

    async def pending(self, door: Door, limit: int) -> list[Row]:
        return [row for row in self.rows.values() if row.handled_at is None][:limit]

    async def done(self, door: Door, key: str, now: datetime, *, keep_payload: bool, person_id: str | None) -> None:
        self.rows[key].handled_at = now
        self.rows[key].payload = {}


@dataclass
class Letter:
    id: int
    subject: str
    reply: Reply
    due_at: float = 0.0
    ref: str | None = None
    attempts: int = 0
    state: str = "due"
    person_id: str | None = "p1"


def echo(event: Event) -> list[Reply]:
    """What the fake assistant says unless told otherwise."""
    match event:
        case Said(text=text):
            return [Reply(f"said {text}")]
        case Pressed(choice=choice):
            return [Reply(f"pressed {choice}")]
        case PhotoSent(caption=caption):
            return [Reply(f"photo {caption}".strip())]
        case _:
            return [Reply(type(event).__name__)]


@dataclass
class FakeAssistant:
    """Hears each key once and answers through an outbox in memory."""

    store: FakeStore
    answer: Answer = echo
    heard: list[tuple[Address, Event, str]] = field(default_factory=list)
    photos: list[bytes] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    blocked_subjects: list[str] = field(default_factory=list)
    packed: bytes = b"PK"
    picture: bytes | Exception | None = None
    """What a drawing is when a letter has one; gone with None."""
    chosen: str | None = None
    """The language that whoever speaks has just chosen."""
    trouble: list[Exception] = field(default_factory=list)
    """Raised by the next calls of `handle`, one each."""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def events(self) -> list[Event]:
        return [event for _, event, _ in self.heard]

    async def handle(self, whom: Address, event: Event, *, key: str) -> Handled:
        if self.trouble:
            raise self.trouble.pop(0)
        async with self.store.work() as work:
            row = await work.put(whom.door, key, whom.subject, {}, datetime.now(UTC))
            if row.handled_at is not None:
                return Handled()
            await asyncio.sleep(0.002)
            self.heard.append((whom, event, key))
            if not isinstance(event, Blocked):
                for reply in self.answer(event):
                    self.post(whom.subject, reply)
            await work.done(whom.door, key, datetime.now(UTC), keep_payload=False, person_id=None)
        return Handled(language=self.chosen)

    async def offer(self, whom: Address, photo: bytes, *, key: str, caption: str = "") -> str:
        self.photos.append(photo)
        await self.handle(whom, PhotoSent("upload", caption), key=key)
        return "upload"

    def post(self, subject: str, reply: Reply) -> Letter:
        """Put a letter into the outbox."""
        letter = Letter(len(self.letters) + 1, subject, reply)
        self.letters.append(letter)
        self.news.set()
        return letter

    async def due(self, door: Door, limit: int) -> list[Letter]:
        now = asyncio.get_running_loop().time()
        due = [one for one in self.letters if one.state == "due" and one.due_at <= now]
        for letter in due:
            earlier = [one for one in self.letters if one.reply.slot and one.reply.slot == letter.reply.slot]
            letter.ref = next((one.ref for one in earlier if one.state == "sent"), None)
        return due[:limit]

    async def delivered(self, letter: int, ref: str | None) -> None:
        async with self.store.work():
            self.letters[letter - 1].state = "sent"
            self.letters[letter - 1].ref = ref

    async def undelivered(self, letter: int, *, retry_in: float | None) -> None:
        found = self.letters[letter - 1]
        found.attempts += 1
        if retry_in is None:
            found.state = "dropped"
        else:
            found.due_at = asyncio.get_running_loop().time() + retry_in

    async def blocked(self, whom: Address) -> None:
        self.blocked_subjects.append(whom.subject)

    async def wait_for_mail(self, door: Door, seconds: float) -> None:
        try:
            async with asyncio.timeout(min(seconds, 0.05)):
                await self.news.wait()
        except TimeoutError:
            return
        self.news.clear()

    async def drawn(self, person_id: str, photo_id: str, drawing: Drawing) -> bytes | None:
        if isinstance(self.picture, Exception):
            raise self.picture
        return self.picture

    async def export(self, person_id: str) -> bytes:
        return self.packed


async def until(true: Callable[[], bool], *, what: str, seconds: float = 5.0) -> None:
    """Wait until something holds."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while not true():
        assert loop.time() < end, f"waited {timedelta(seconds=seconds)} in vain until {what}"
        await asyncio.sleep(0.01)
