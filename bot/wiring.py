"""The one composition root: settings in, a furnished house out; the doors are hung above it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import ml
from bot.assistant.accounts import Accounts
from bot.assistant.assistant import Assistant
from bot.assistant.doorbell import Doorbell
from bot.assistant.panel import Panel
from bot.assistant.passwords import Passwords
from bot.assistant.safety import Safety
from bot.assistant.screening import Screening
from bot.assistant.vocabulary import vocabulary_of
from bot.settings import Settings
from bot.worker import Worker
from db.store import Store, migrate
from db.vault import Sealer, load_master_key
from knowledge import corpus
from knowledge.living import Living
from ml.answers import ANSWERS_FILE, AnswersModel
from ml.predict import Predictor

MODELS = Path(ml.__file__).parent / "models"


@dataclass(frozen=True, slots=True)
class House:
    """Everything that doors, worker and panel need, ready to use."""

    settings: Settings
    store: Store
    assistant: Assistant
    accounts: Accounts
    panel: Panel
    worker: Worker | None


def now() -> datetime:
    """The clock of the house."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random id of 32 hexadecimal digits: nobody can guess another's."""
    return uuid4().hex


def open_sealer(settings: Settings) -> Sealer:
    """The sealer with the installation's master key, which is made at the first start."""
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    return Sealer(load_master_key(settings.key_file))


@asynccontextmanager
async def open_house(settings: Settings) -> AsyncIterator[House]:
    """Open the store, load knowledge and model, and put the rooms together; closes all of it at the end."""
    sealer = open_sealer(settings)
    await migrate(settings.store_url)
    store = await Store.open(settings.store_url, sealer)
    try:
        async with _doorbell(settings.redis_url) as doorbell:
            yield await asyncio.to_thread(_furnish, settings, store, doorbell)
    finally:
        await store.close()


@asynccontextmanager
async def _doorbell(url: str) -> AsyncIterator[Doorbell]:
    """A bell within this process or, with the address of a Redis, across processes."""
    if not url:
        yield Doorbell()
        return
    from bot.ringing import RedisDoorbell  # noqa: PLC0415 - one process alone needs no Redis client

    doorbell = RedisDoorbell(url)
    listening = asyncio.create_task(doorbell.listen())
    try:
        yield doorbell
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await doorbell.close()


def _furnish(settings: Settings, store: Store, doorbell: Doorbell) -> House:
    known = corpus.load()
    passwords = Passwords()
    screening = _screening(settings, store, known, doorbell) if "worker" in settings.parts else None
    return House(
        settings=settings,
        store=store,
        assistant=Assistant(
            store,
            Living(known).chatbot(),
            Safety.for_country(settings.country),
            doorbell=doorbell,
            now=now,
            new_id=new_id,
            vocabulary=vocabulary_of(known),
        ),
        accounts=Accounts(store, passwords, now=now, new_id=new_id),
        panel=Panel(store, passwords, now=now, new_id=new_id),
        worker=Worker(screening, store, doorbell=doorbell, now=now) if screening else None,
    )


def _screening(settings: Settings, store: Store, known: corpus.Corpus, doorbell: Doorbell) -> Screening:
    folder = MODELS / settings.model
    answers_model = AnswersModel.load(folder) if (folder / ANSWERS_FILE).is_file() else None
    return Screening(store, Predictor.load(folder), known, doorbell=doorbell, now=now, answers_model=answers_model)
