"""The way of a photo from the vault to its result: claim, look, decide, tell; killed anywhere, it goes on."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.assistant import result
from bot.assistant.doorbell import Doorbell
from bot.assistant.replies import Choice, Reply
from bot.assistant.telling import slot_of, tell_result
from bot.assistant.texts import Texts, texts_in
from bot.assistant.verdict import Verdict, decide
from db.records import PhotoRow, ResultRow, ScreeningRow
from db.store import Store
from db.unit_of_work import UnitOfWork
from knowledge.corpus import Corpus
from ml.photo import UnreadablePhoto, clean_jpeg, clean_pixels
from ml.predict import Prediction, Predictor

LEASE = 30.0
"""Seconds a claimed photo belongs to its worker; a killed worker's photo is free again after them."""

TRIES = 3
"""A photo that fails this often is parked, and the person told, so that it cannot hold up the others."""

log = structlog.get_logger()


class Screening:
    """One worker's hands; any number of them may work on one store."""

    def __init__(
        self,
        store: Store,
        predictor: Predictor,
        corpus: Corpus,
        *,
        doorbell: Doorbell,
        now: Callable[[], datetime],
    ) -> None:
        self._store = store
        self._predictor = predictor
        self._corpus = corpus
        self._doorbell = doorbell
        self._now = now

    async def next(self) -> bool:
        """Take one waiting photo to its result; False when none waits."""
        photo = await self._claim()
        if photo is None:
            return False
        if photo.attempts <= TRIES:
            await self._screen(photo)
        self._doorbell.ring(photo.door)
        return True

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
        prediction, clean = await asyncio.to_thread(self._look, data, keep=photo.keep)
        verdict = decide(prediction)
        async with self._store.work() as work:
            await self._record(work, photo, prediction, verdict)
            await work.photos.finish(photo.id, clean)
            await work.commit()
        log.info("photo screened", photo=photo.id, outcome=prediction.outcome.value, ms=round(prediction.ms))

    def _look(self, data: bytes, *, keep: bool) -> tuple[Prediction, bytes | None]:
        """Prediction, and the cleaned photo when it is to be kept."""
        prediction = self._predictor.predict(data)
        if not keep:
            return prediction, None
        try:
            return prediction, clean_jpeg(clean_pixels(data))
        except UnreadablePhoto:
            return prediction, None

    async def _record(self, work: UnitOfWork, photo: PhotoRow, prediction: Prediction, verdict: Verdict) -> None:
        texts = await _texts(work, photo)
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
        slot = slot_of(photo.id)
        said = replace(reply, slot=slot, photo=photo.id)
        await work.outbox.put(f"{what}:{photo.id}", photo.person_id, photo.door, said.to_json(), slot, self._now())


async def _texts(work: UnitOfWork, photo: PhotoRow) -> Texts:
    person = await work.people.get(photo.person_id)
    return texts_in(person.language if person else "en")


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
