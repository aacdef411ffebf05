"""Photos, what the model made of them, and what their owners were told."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import OPTIONS, Base, person
from db.types import Id, Word


class Photo(Base):
    """A photo on its way. Until `free_at` it belongs to the worker who took it, or waits for answers about it."""

    __tablename__ = "photos"
    __table_args__ = (Index(None, "state", "free_at"), Index(None, "person_id"), Index(None, "created_at"), OPTIONS)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, person())
    door: Mapped[str] = mapped_column(Word)
    state: Mapped[str] = mapped_column(Word)
    keep: Mapped[bool]
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    free_at: Mapped[datetime]
    answers: Mapped[bytes | None]
    parked_at: Mapped[datetime | None]


class PhotoPart(Base):
    """A piece of a sealed photo: one statement may carry no more than max_allowed_packet, 16 MiB on MariaDB."""

    __tablename__ = "photo_parts"

    photo_id: Mapped[str] = mapped_column(Id, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sealed: Mapped[bytes]


class Screening(Base):
    """What the model made of a photo; what it names is sealed, what is counted is not."""

    __tablename__ = "screenings"
    __table_args__ = (Index(None, "at", "id"), Index(None, "photo_id"), Index(None, "person_id"), OPTIONS)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    photo_id: Mapped[str] = mapped_column(Id, ForeignKey("photos.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(Id, person())
    at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(Word)
    findings: Mapped[bytes]
    model: Mapped[str] = mapped_column(String(100))
    ms: Mapped[float]


class Result(Base):
    """What a person was told about a photo: one result a photo."""

    __tablename__ = "results"
    __table_args__ = (Index(None, "person_id", "created_at"), OPTIONS)

    photo_id: Mapped[str] = mapped_column(Id, ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, person())
    level: Mapped[str | None] = mapped_column(Word)
    outcome: Mapped[str] = mapped_column(Word)
    page: Mapped[bytes]
    created_at: Mapped[datetime]
