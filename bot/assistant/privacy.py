"""People's rights over what is stored: see how much, take it along, erase it; and the end of keeping."""

import asyncio
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.assistant.consent import KEEP_DAYS, Purpose
from bot.assistant.dialogue import Holdings
from db.store import Store
from db.unit_of_work import UnitOfWork

SENT_WITHIN = timedelta(minutes=30)
"""How long a photo that is not kept waits for its result to be sent with a drawing on it; the sweep comes every quarter
of an hour, so that it is gone within the hour whatever becomes of the letter."""


QUESTION_DAYS = 90
"""Days that a question without an answer stays after it was asked last; told in the privacy notice."""


async def holdings_of(work: UnitOfWork, person_id: str) -> Holdings:
    """How many photos and messages are stored of a person."""
    photos = [row for row in await work.photos.of_person(person_id) if row.state != "forgotten"]
    return Holdings(len(photos), await work.inbox.count(person_id) + await work.outbox.count(person_id))


async def forget_photos(work: UnitOfWork, person_id: str) -> None:
    """Erase a person's photos; the results in words stay."""
    for row in await work.photos.of_person(person_id):
        await work.photos.forget(row.id)


async def withdraw(work: UnitOfWork, person_id: str, purposes: Iterable[Purpose], now: datetime) -> None:
    """Take consents back, and erase what stood on them: photos without a result so far, and photos that are kept."""
    for purpose in purposes:
        await work.consents.withdraw(person_id, purpose, now)
        match purpose:
            case Purpose.ANALYSE:
                await work.photos.forget_open(person_id)
            case Purpose.KEEP:
                await work.photos.keep_none(person_id)
            case Purpose.RESEARCH:
                pass


async def sweep(store: Store, now: datetime) -> int:
    """Erase photos and questions whose time is over; returns how many photos."""
    async with store.work() as work:
        old = await work.photos.older_than(now - timedelta(days=KEEP_DAYS))
        old += await work.photos.left_by(now)
        for photo in old:
            await work.photos.forget(photo)
        await work.unanswered.forget_before((now - timedelta(days=QUESTION_DAYS)).date())
        await work.commit()
    return len(old)


async def export(store: Store, person_id: str, now: Callable[[], datetime]) -> bytes:
    """Everything stored about a person as a ZIP: `about-you.json` and the photos."""
    async with store.work() as work:
        about = await _about(work, person_id, now())
        photos = {
            row.id: await work.photos.read(row.id)
            for row in await work.photos.of_person(person_id)
            if row.state not in {"forgotten", "parked"}
        }
    return await asyncio.to_thread(_pack, about, photos)


async def _about(work: UnitOfWork, person_id: str, now: datetime) -> dict[str, Any]:
    person = await work.people.get(person_id)
    return {
        "made": now,
        "person": person,
        "identities": await work.people.identities(person_id),
        "consents": await work.consents.history(person_id),
        "messages_from_you": await work.inbox.of_person(person_id),
        "messages_to_you": await work.outbox.everything_of(person_id),
        "photos": await work.photos.of_person(person_id),
        "screenings": await work.screenings.of_person(person_id),
        "results": await work.results.of_person(person_id),
    }


def _pack(about: Mapping[str, Any], photos: Mapping[str, bytes]) -> bytes:
    """The ZIP. Photos are packed already: doing it again takes seconds and saves nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about-you.json", json.dumps(about, indent=2, ensure_ascii=False, default=_plain))
        for photo, data in photos.items():
            archive.writestr(f"photos/{photo}.jpg", data, zipfile.ZIP_STORED)
    return packed.getvalue()


def _plain(value: object) -> object:
    """What JSON has no form for: records as mappings, times as text."""
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
