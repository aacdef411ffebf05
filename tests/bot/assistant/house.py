"""One person at both doors, a worker, and a clock, on a real store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from bot.assistant.assistant import Assistant
from bot.assistant.consent import VERSION, Purpose
from bot.assistant.dialogue import Dialogue, State
from bot.assistant.doorbell import Doorbell
from bot.assistant.events import Address, Door, Event
from bot.assistant.reading import Stage
from bot.assistant.replies import Reply
from bot.assistant.result import ResultPage
from bot.assistant.screening import Screening
from bot.assistant.vocabulary import common_words
from db.records import DialogueRow, Person
from db.store import Store, migrate
from db.vault import Sealer
from ml.answers import AnswersModel
from tests.bot.assistant.test_screening import BEGIN, KNOWN, Clock
from tests.pictures import drawn_lesion
from tests.web.running import FearsOneWord, KnowsOneThing, Obedient

DOORS = {Door.TELEGRAM: "501", Door.BROWSER: "ada"}


@dataclass
class House:
    """One person at both doors, a worker, and a clock."""

    store: Store
    clock: Clock
    eyes: Obedient
    bell: Doorbell = field(default_factory=Doorbell)
    answers_model: AnswersModel | None = None
    numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        self.assistant = Assistant(
            self.store,
            KnowsOneThing(),  # type: ignore[arg-type]
            FearsOneWord(),  # type: ignore[arg-type]
            doorbell=self.bell,
            now=self.clock,
            new_id=lambda: f"{next(self.numbers):012x}{0:020x}",
            vocabulary=common_words(),
        )

    @property
    def worker(self) -> Screening:
        """A new one, as after a kill."""
        eyes, model = self.eyes, self.answers_model
        return Screening(self.store, eyes, KNOWN, doorbell=self.bell, now=self.clock, answers_model=model)  # type: ignore[arg-type]

    async def photo(self, door: Door = Door.TELEGRAM, *, look: bool = True) -> str:
        """Send a photo and, unless said otherwise, have it looked at."""
        self.clock.time += timedelta(seconds=1)
        photo = await self.assistant.offer(Address(door, DOORS[door]), drawn_lesion(), key=f"k{next(self.numbers)}")
        if look:
            assert await self.worker.next()
        return photo

    async def do(self, event: Event, door: Door = Door.TELEGRAM) -> None:
        self.clock.time += timedelta(seconds=1)
        await self.assistant.handle(Address(door, DOORS[door]), event, key=f"k{next(self.numbers)}")

    async def stranger(self, event: Event) -> None:
        """Somebody else does something."""
        await self.assistant.handle(Address(Door.TELEGRAM, "666"), event, key=f"k{next(self.numbers)}")

    async def told(self, door: Door = Door.TELEGRAM) -> list[Reply]:
        async with self.store.work() as work:
            return [Reply.from_json(row.payload) for row in await work.outbox.of_person("ada", door)]

    async def last(self, door: Door = Door.TELEGRAM) -> str:
        return (await self.told(door))[-1].text

    async def stage(self, photo: str) -> Stage | None:
        return await self.assistant.stage("ada", photo)

    async def result(self, photo: str) -> ResultPage | None:
        return await self.assistant.result("ada", photo)

    async def answers(self, photo: str) -> object:
        async with self.store.work() as work:
            row = await work.photos.get(photo)
        assert row is not None
        return row.answers


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[Store]:
    """A store with nothing in it, closed whatever happens."""
    url = f"sqlite+aiosqlite:///{folder / 'lentigo.db'}"
    await migrate(url)
    store = await Store.open(url, Sealer(b"k" * 32))
    try:
        yield store
    finally:
        await store.close()


@asynccontextmanager
async def furnished(folder: Path) -> AsyncIterator[House]:
    """A house in which Ada has agreed to everything but research."""
    async with opened(folder) as store:
        await _move_in(store)
        yield House(store, Clock(), Obedient())


async def _move_in(store: Store) -> None:
    async with store.work() as work:
        await work.people.add(Person("ada", "en", BEGIN, BEGIN))
        for door, subject in DOORS.items():
            await work.people.link("ada", door, subject, BEGIN)
        for purpose in (Purpose.ANALYSE, Purpose.KEEP):
            await work.consents.give("ada", purpose, VERSION, "en", Door.TELEGRAM, BEGIN)
        await work.dialogues.save("ada", DialogueRow(State.READY, Dialogue(State.READY).to_json()), BEGIN)
        await work.commit()
