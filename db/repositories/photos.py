"""Photos: their bytes, sealed, and who is looking at them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from db import models
from db.records import PhotoRow, PhotoState
from db.repositories.base import Repository
from db.vault import Kind

PART_BYTES = 4 * 1024 * 1024
"""Bytes of a part. A statement writes them in hexadecimal digits, and may be 16 MiB long on MariaDB."""

OPEN = (PhotoState.RECEIVED, PhotoState.LOOKING, PhotoState.ASKING)
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
    models.Photo.answers,
)


class Photos(Repository):
    """Photos by id."""

    async def put(
        self,
        photo_id: str,
        person_id: str,
        door: str,
        photo: bytes,
        *,
        keep: bool,
        now: datetime,
        answers: Mapping[str, Any] | None = None,
    ) -> None:
        """Take a photo into the vault, to be looked at; an id that is known changes nothing.

        One that comes with answers is not asked about.
        """
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
                answers=None if answers is None else self._sealed(photo_id, answers),
            )
        )
        if new:
            await self._write(photo_id, photo)

    async def get(self, photo_id: str) -> PhotoRow | None:
        """The photo's row."""
        found = (await self._connection.execute(select(*PHOTO).where(models.Photo.id == photo_id))).one_or_none()
        return self._row(found) if found else None

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
        return [self._row(row) for row in found]

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

    async def ask(self, photo_id: str, until: datetime) -> bool:
        """Leave a photo that was looked at to its owner's answers until a time; its attempts are counted anew.

        False when somebody else has asked, finished or forgotten it.
        """
        photo = models.Photo
        asked = await self._connection.execute(
            update(photo)
            .where(photo.id == photo_id, photo.state == PhotoState.LOOKING, photo.answers.is_(None))
            .values(state=PhotoState.ASKING, free_at=until, attempts=0, answers=self._sealed(photo_id, {}))
        )
        return asked.rowcount == 1

    async def asking(self, person_id: str) -> list[PhotoRow]:
        """The photos that a person is being asked about, newest first: one, but for those that came at once.

        Until the unit of work ends no worker takes them, so that no answer comes too late.
        """
        photo = models.Photo
        asked = photo.state == PhotoState.ASKING
        ids = (await self._connection.scalars(select(photo.id).where(photo.person_id == person_id, asked))).all()
        # Locked by their ids: on MySQL a lock on the search itself would hold up the photos of others.
        held = select(*PHOTO).where(photo.id.in_(ids), asked).order_by(photo.created_at.desc()).with_for_update()
        return [self._row(row) for row in await self._connection.execute(held)] if ids else []

    async def answer(self, photo_id: str, answers: Mapping[str, Any], until: datetime) -> None:
        """Note the answers so far, and until when more are waited for."""
        await self._note(photo_id, answers, free_at=until)

    async def answered(self, photo_id: str, answers: Mapping[str, Any], now: datetime) -> None:
        """Note all answers: from now on the photo waits for its result."""
        await self._note(photo_id, answers, free_at=now, state=PhotoState.RECEIVED)

    async def has_newer(self, photo: PhotoRow) -> bool:
        """Whether the same person has sent another one since, which has no result so far."""
        newer = models.Photo
        others = (newer.person_id == photo.person_id, newer.state.in_(OPEN), newer.created_at > photo.created_at)
        return await self._connection.scalar(select(newer.id).where(*others).limit(1)) is not None

    async def finish(self, photo_id: str, clean: bytes | None, *, until: datetime | None = None) -> None:
        """Put the cleaned photo in the place of the received one, or erase it; one that was forgotten stays so.

        With `until` it leaves: it stays for its result to be sent, and no longer than that. Without, it stays only
        while there still is consent to keep it.
        """
        if clean is not None and await self._stay(photo_id, until):
            await self._write(photo_id, clean)
        else:
            await self.forget(photo_id)

    async def keep_none(self, person_id: str) -> None:
        """End the keeping of a person's photos: those that are kept go, open ones go with their result."""
        photo = models.Photo
        for photo_id in await self._ids(photo.person_id == person_id, photo.keep.is_(True)):
            await self._connection.execute(update(photo).where(photo.id == photo_id).values(keep=False))
            await self._move(photo_id, photo.state == PhotoState.DONE, state=PhotoState.FORGOTTEN, answers=None)

    async def forget_open(self, person_id: str) -> None:
        """Erase those of a person's photos that have no result so far."""
        photo = models.Photo
        for photo_id in await self._ids(photo.person_id == person_id, photo.state.in_(OPEN)):
            await self._move(photo_id, photo.state.in_(OPEN), state=PhotoState.FORGOTTEN, answers=None)

    async def let_go(self, photo_id: str) -> None:
        """Erase a leaving photo, now that its result was sent; one that is kept stays."""
        photo = await self.get(photo_id)
        if photo is not None and photo.state is PhotoState.LEAVING:
            await self.forget(photo_id)

    async def left_by(self, now: datetime) -> list[str]:
        """Ids of leaving photos whose time to be sent is over."""
        photo = models.Photo
        late = await self._connection.scalars(
            select(photo.id).where(photo.state == PhotoState.LEAVING, photo.free_at <= now)
        )
        return list(late)

    async def park(self, photo_id: str, now: datetime) -> None:
        """Give up a photo that cannot be looked at; its bytes and answers serve nothing any more and go."""
        await self._move(photo_id, state=PhotoState.PARKED, parked_at=now, answers=None)

    async def forget(self, photo_id: str) -> None:
        """Erase the photo's bytes and answers; its row and its result stay."""
        await self._move(photo_id, state=PhotoState.FORGOTTEN, answers=None)

    async def _note(self, photo_id: str, answers: Mapping[str, Any], **values: Any) -> None:
        photo = models.Photo
        await self._connection.execute(
            update(photo)
            .where(photo.id == photo_id, photo.state == PhotoState.ASKING)
            .values(answers=self._sealed(photo_id, answers), **values)
        )

    async def _stay(self, photo_id: str, until: datetime | None) -> bool:
        if until:
            return await self._move(photo_id, state=PhotoState.LEAVING, free_at=until)
        return await self._move(photo_id, models.Photo.keep.is_(True), state=PhotoState.DONE)

    async def _ids(self, *which: ColumnElement[bool]) -> list[str]:
        """Rows are written by their ids: on MySQL a lock on the search itself would hold up the photos of others."""
        return list(await self._connection.scalars(select(models.Photo.id).where(*which)))

    async def _move(self, photo_id: str, *which: ColumnElement[bool], **values: Any) -> bool:
        """Leave the bytes behind on the way to another state; False for a photo that is forgotten or another one."""
        photo = models.Photo
        moved = await self._connection.execute(
            update(photo).where(photo.id == photo_id, photo.state != PhotoState.FORGOTTEN, *which).values(**values)
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

    def _sealed(self, photo_id: str, answers: Mapping[str, Any]) -> bytes:
        return self._sealer.seal_json(Kind.ANSWERS, photo_id, answers)

    def _row(self, row: Row[Any]) -> PhotoRow:
        return PhotoRow(
            id=row.id,
            person_id=row.person_id,
            door=row.door,
            state=PhotoState(row.state),
            keep=row.keep,
            attempts=row.attempts,
            created_at=row.created_at,
            answers=self._sealer.open_json(Kind.ANSWERS, row.id, row.answers) if row.answers else None,
        )
