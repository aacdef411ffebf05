"""Photos: their bytes, sealed, and who is looking at them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from db import models
from db.records import PhotoRow, PhotoState
from db.repositories.base import Repository
from db.vault import Kind

PART_BYTES = 4 * 1024 * 1024
"""Bytes of a part. A statement writes them in hexadecimal digits, and may be 16 MiB long on MariaDB."""

OPEN = (PhotoState.RECEIVED, PhotoState.LOOKING)
"""States that still lead to a result."""

CANDIDATES = 10
"""Photos tried at a claim; with more workers than that after the same ones, the next look finds the rest."""

PHOTO = (
    models.Photo.id,
    models.Photo.person_id,
    models.Photo.door,
    models.Photo.state,
    models.Photo.keep,
    models.Photo.attempts,
    models.Photo.created_at,
)


class Photos(Repository):
    """Photos by id."""

    async def put(self, photo_id: str, person_id: str, door: str, photo: bytes, *, keep: bool, now: datetime) -> None:
        """Take a photo into the vault, to be looked at; an id that is known changes nothing."""
        new = await self._insert_once(
            insert(models.Photo).values(
                id=photo_id,
                person_id=person_id,
                door=door,
                state=PhotoState.RECEIVED,
                keep=keep,
                attempts=0,
                created_at=now,
                free_at=now,
            )
        )
        if new:
            await self._write(photo_id, photo)

    async def get(self, photo_id: str) -> PhotoRow | None:
        """The photo's row."""
        found = (await self._connection.execute(select(*PHOTO).where(models.Photo.id == photo_id))).one_or_none()
        return _row(found) if found else None

    async def read(self, photo_id: str) -> bytes:
        """The photo's bytes; none when they are gone. Raises SealBroken."""
        parts = await self._connection.scalars(
            select(models.PhotoPart.sealed)
            .where(models.PhotoPart.photo_id == photo_id)
            .order_by(models.PhotoPart.place)
        )
        sealed = b"".join(parts)
        return self._sealer.open(Kind.PHOTO, photo_id, sealed) if sealed else b""

    async def of_person(self, person_id: str) -> list[PhotoRow]:
        """A person's photos, oldest first, forgotten ones too."""
        found = await self._connection.execute(
            select(*PHOTO).where(models.Photo.person_id == person_id).order_by(models.Photo.created_at)
        )
        return [_row(row) for row in found]

    async def older_than(self, before: datetime) -> list[str]:
        """Ids of photos received before a time whose bytes may still be there."""
        photo = models.Photo
        old = await self._connection.scalars(
            select(photo.id).where(photo.created_at < before, photo.state != PhotoState.FORGOTTEN)
        )
        return list(old)

    async def claim(self, now: datetime, lease: float) -> PhotoRow | None:
        """Take the oldest free photo for `lease` seconds and count the attempt; None when there is none."""
        photo = models.Photo
        free = (photo.state.in_(OPEN), photo.free_at <= now)
        oldest = select(photo.id).where(*free).order_by(photo.created_at).limit(CANDIDATES)
        for photo_id in (await self._connection.scalars(oldest)).all():
            taken = await self._connection.execute(
                update(photo)
                .where(photo.id == photo_id, *free)
                .values(
                    state=PhotoState.LOOKING,
                    free_at=now + timedelta(seconds=lease),
                    attempts=photo.attempts + 1,
                )
            )
            if taken.rowcount == 1:
                return await self.get(photo_id)
        return None

    async def finish(self, photo_id: str, clean: bytes | None) -> None:
        """Put the cleaned photo in the place of the received one, or erase it; one that was forgotten stays so."""
        state = PhotoState.FORGOTTEN if clean is None else PhotoState.DONE
        if await self._move(photo_id, state) and clean is not None:
            await self._write(photo_id, clean)

    async def park(self, photo_id: str, now: datetime) -> None:
        """Give up a photo that cannot be looked at; its bytes serve nothing any more and go."""
        await self._move(photo_id, PhotoState.PARKED, parked_at=now)

    async def forget(self, photo_id: str) -> None:
        """Erase the photo's bytes; its row and its result stay."""
        await self._move(photo_id, PhotoState.FORGOTTEN)

    async def _move(self, photo_id: str, state: PhotoState, **more: Any) -> bool:
        """Leave the bytes behind on the way to another state; False for a photo that is forgotten."""
        photo = models.Photo
        moved = await self._connection.execute(
            update(photo).where(photo.id == photo_id, photo.state != PhotoState.FORGOTTEN).values(state=state, **more)
        )
        if moved.rowcount == 0:
            return False
        await self._connection.execute(delete(models.PhotoPart).where(models.PhotoPart.photo_id == photo_id))
        return True

    async def _write(self, photo_id: str, photo: bytes) -> None:
        sealed = self._sealer.seal(Kind.PHOTO, photo_id, photo)
        for place, start in enumerate(range(0, len(sealed), PART_BYTES)):
            part = sealed[start : start + PART_BYTES]
            await self._connection.execute(insert(models.PhotoPart).values(photo_id=photo_id, place=place, sealed=part))


def _row(row: Row[Any]) -> PhotoRow:
    return PhotoRow(row.id, row.person_id, row.door, PhotoState(row.state), row.keep, row.attempts, row.created_at)
