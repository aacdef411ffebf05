"""People, where they are known, what they consented to, and where their conversation stands."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import OPTIONS, Base, person
from db.types import Id, Number, Word


class Person(Base):
    """A person: nothing here says who it is."""

    __tablename__ = "people"
    __table_args__ = (Index(None, "created_at", "id"), OPTIONS)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    language: Mapped[str] = mapped_column(String(64))
    language_chosen: Mapped[bool] = mapped_column(server_default=false())
    adult_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Identity(Base):
    """A person at a door. The subject is sealed; `fingerprint` finds it."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("door", "fingerprint"), OPTIONS)

    person_id: Mapped[str] = mapped_column(Id, person(), primary_key=True)
    door: Mapped[str] = mapped_column(Word, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    subject: Mapped[bytes]
    password_hash: Mapped[str | None] = mapped_column(String(255))
    linked_at: Mapped[datetime]
    blocked_at: Mapped[datetime | None]


class Consent(Base):
    """One consent to one purpose; taken back it stays, as the history of what was allowed when."""

    __tablename__ = "consents"
    __table_args__ = (Index(None, "person_id", "purpose"), OPTIONS)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[str] = mapped_column(Id, person())
    purpose: Mapped[str] = mapped_column(Word)
    version: Mapped[str] = mapped_column(Word)
    language: Mapped[str] = mapped_column(String(64))
    door: Mapped[str] = mapped_column(Word)
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Dialogue(Base):
    """A person's conversation: its state in plain, the rest sealed."""

    __tablename__ = "dialogues"

    person_id: Mapped[str] = mapped_column(Id, person(), primary_key=True)
    state: Mapped[str] = mapped_column(Word)
    data: Mapped[bytes]
    changed_at: Mapped[datetime]
