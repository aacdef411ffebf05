"""The durable queues: events that came in, and letters that go out."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import OPTIONS, Base, person
from db.types import Id, Key, Number, Word


class Inbox(Base):
    """An event, once by door and key. `fingerprint` is the sender's, before it is known whose event it is."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("door", "key"),
        Index(None, "door", "handled_at"),
        Index(None, "person_id"),
        Index(None, "fingerprint"),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    door: Mapped[str] = mapped_column(Word)
    key: Mapped[str] = mapped_column(Key)
    fingerprint: Mapped[str | None] = mapped_column(String(64))
    person_id: Mapped[str | None] = mapped_column(Id, person())
    payload: Mapped[bytes | None]
    received_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]


class Outbox(Base):
    """A letter, once by key, to a person, or to the sealed `subject` of one who was erased.

    It is not due before `due_at`; whoever takes it out moves that time on, so that it comes again if they are killed.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index(None, "door", "state", "due_at"),
        Index(None, "person_id", "door", "state"),
        OPTIONS,
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    key: Mapped[str] = mapped_column(Key)
    person_id: Mapped[str | None] = mapped_column(Id, person())
    door: Mapped[str] = mapped_column(Word)
    subject: Mapped[bytes | None]
    payload: Mapped[bytes]
    slot: Mapped[str | None] = mapped_column(Key)
    ref: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(Word)
    reason: Mapped[str | None] = mapped_column(Word)
    attempts: Mapped[int]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
