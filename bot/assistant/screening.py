"""The way of a photo from the vault to its result: claim, look, ask, decide, tell; killed anywhere, it goes on.

What was seen before the questions is not kept: after them the photo is claimed and looked at once more.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime

import structlog

from bot.assistant import result
from bot.assistant.dialogue import State
from bot.assistant.doorbell import Doorbell
from bot.assistant.events import Door
from bot.assistant.privacy import SENT_WITHIN
from bot.assistant.reading import dialogue_of
from bot.assistant.replies import Choice, Reply
from bot.assistant.symptoms import PATIENCE, Asked, answers_of, ask
from bot.assistant.telling import slot_of, tell_result
from bot.assistant.texts import Texts, texts_in
from bot.assistant.verdict import decide
from db.records import PhotoRow, ResultRow, ScreeningRow
from db.store import Store
from db.unit_of_work import UnitOfWork
from knowledge.corpus import Corpus
from ml.answers import AnswersModel
from ml.photo import UnreadablePhoto, clean_jpeg, clean_pixels
from ml.predict import Outcome, Prediction, Predictor

LEASE = 30.0
"""Seconds a claimed photo belongs to its worker; a killed worker's photo is free again after them."""

TRIES = 3
"""A photo that fails this often is parked, and the person told, so that it cannot hold up the others."""

log = structlog.get_logger()


class Screening:
    """One worker's hands, which look at `at_once` photos at most; any number of workers may share one store."""

    def __init__(
        self,
        store: Store,
        predictor: Predictor,
        corpus: Corpus,
        *,
        doorbell: Doorbell,
        now: Callable[[], datetime],
        answers_model: AnswersModel | None = None,
        at_once: int = 1,
    ) -> None:
        self._store = store
        self._predictor = predictor
        self._corpus = corpus
        self._doorbell = doorbell
        self._now = now
        self._answers_model = answers_model
        # Threads of its own: each thread that looks keeps interpreters, and the loop's default pool grows to dozens.
        self._looking = ThreadPoolExecutor(at_once, thread_name_prefix="looking")

    async def next(self) -> bool:
        """Take one waiting photo to its questions or its result; False when none waits."""
        photo = await self._claim()
        if photo is None:
            return False
        if photo.attempts <= TRIES:
            await self._screen(photo)
        self._doorbell.ring(photo.door)
        return True

    def close(self) -> None:
        """Let the threads that look end; afterwards nothing can be screened."""
        self._looking.shutdown(wait=False, cancel_futures=True)

    async def _claim(self) -> PhotoRow | None:
        async with self._store.work() as work:
            photo = await work.photos.claim(self._now(), LEASE)
            if photo is None:
                return None
            if photo.attempts > TRIES:
                await self._park(work, photo)
            else:
                await self._say(work, photo, "looking", Reply((await _texts(work, photo))("photo.looking")))
            await work.commit()
        return photo

    async def _screen(self, photo: PhotoRow) -> None:
        async with self._store.work() as work:
            data = await work.photos.read(photo.id)
        prediction, clean = await asyncio.get_running_loop().run_in_executor(self._looking, self._look, data, photo)
        async with self._store.work() as work:
            if await _is_asked_about(work, photo, prediction):
                await self._ask(work, photo)
            else:
                await self._record(work, photo, prediction)
                until = None if photo.keep else self._now() + SENT_WITHIN
                await work.photos.finish(photo.id, clean, until=until)
            await work.commit()
        log.info("photo screened", photo=photo.id, outcome=prediction.outcome.value, ms=round(prediction.ms))

    async def _ask(self, work: UnitOfWork, photo: PhotoRow) -> None:
        """Say why, then the first question, unless another one is open: then it comes after that."""
        if not await work.photos.ask(photo.id, self._now() + PATIENCE):
            return
        for other in await work.photos.asking(photo.person_id):
            if other.id != photo.id:
                closed = Asked(other.id, other.answers or {}).closed()
                await work.photos.answered(other.id, closed.told, self._now())
        texts = await _texts(work, photo)
        await self._put(work, photo, "asking", Reply(texts("ask.intro"), slot=slot_of(photo.id)))
        question = ask(Asked(photo.id, {}), texts)
        if question and (await dialogue_of(work, photo.person_id)).state is State.READY:
            await self._put(work, photo, "question", question)

    def _look(self, data: bytes, photo: PhotoRow) -> tuple[Prediction, bytes | None]:
        """Prediction, and the cleaned photo when it is to be kept or to be sent once more."""
        prediction = self._predictor.predict(data)
        if not photo.keep and not _is_sent_drawn(photo, prediction):
            return prediction, None
        try:
            return prediction, clean_jpeg(clean_pixels(data))
        except UnreadablePhoto:
            return prediction, None

    async def _record(self, work: UnitOfWork, photo: PhotoRow, prediction: Prediction) -> None:
        texts = await _texts(work, photo)
        verdict = decide(prediction, answers_of(photo.answers), self._answers_model)
        page = result.build(photo.id, prediction, verdict, corpus=self._corpus, texts=texts, now=self._now())
        await work.screenings.add(_screening(photo, prediction, self._now()))
        await work.results.add(
            ResultRow(photo.id, photo.person_id, verdict.level, prediction.outcome, page.to_json(), self._now())
        )
        await self._say(work, photo, "result", tell_result(page, texts))

    async def _park(self, work: UnitOfWork, photo: PhotoRow) -> None:
        texts = await _texts(work, photo)
        await work.photos.park(photo.id, self._now())
        again = Choice("menu:photo", texts("result.how"))
        await self._say(work, photo, "failed", Reply(texts("photo.failed"), (again,)))
        log.error("photo parked", photo=photo.id, attempts=photo.attempts)

    async def _say(self, work: UnitOfWork, photo: PhotoRow, what: str, reply: Reply) -> None:
        slot = slot_of(photo.id, answered=photo.answers is not None)
        await self._put(work, photo, what, replace(reply, slot=slot, photo=photo.id))

    async def _put(self, work: UnitOfWork, photo: PhotoRow, what: str, said: Reply) -> None:
        key, language = f"{what}:{photo.id}", (await _texts(work, photo)).language
        payload = replace(said, language=language).to_json()
        await work.outbox.put(key, photo.person_id, photo.door, payload, said.slot, self._now())


async def _is_asked_about(work: UnitOfWork, photo: PhotoRow, prediction: Prediction) -> bool:
    """Once, when there will be a level to raise, and of several photos about the last."""
    if photo.answers is not None or prediction.outcome is not Outcome.ASSESSED:
        return False
    return not await work.photos.has_newer(photo)


async def _texts(work: UnitOfWork, photo: PhotoRow) -> Texts:
    person = await work.people.get(photo.person_id)
    return texts_in(person.language if person else "en")


def _is_sent_drawn(photo: PhotoRow, prediction: Prediction) -> bool:
    """Telegram carries the photo with its outline; pages are read from the store, which has only kept photos."""
    assessed = prediction.outcome is Outcome.ASSESSED
    return photo.door == Door.TELEGRAM and assessed and prediction.why.outline is not None


def _screening(photo: PhotoRow, prediction: Prediction, now: datetime) -> ScreeningRow:
    chances = dict(prediction.probabilities) if prediction.probabilities else None
    return ScreeningRow(
        photo.id,
        photo.id,
        photo.person_id,
        now,
        prediction.outcome,
        prediction.condition,
        chances,
        prediction.malignant,
        list(prediction.box) if prediction.box else None,
        [reason.value for reason in prediction.reasons],
        prediction.model,
        prediction.ms,
    )
