"""Whoever runs the house: admins, open sessions, the audit, receipts of erasure, the proof of the master key."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import OPTIONS, Base, person
from db.types import Id, Number, Plain, Word


class Admin(Base):
    """Somebody who may log in to the panel."""

    __tablename__ = "admins"
    __table_args__ = (UniqueConstraint("name"), OPTIONS)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    role: Mapped[str] = mapped_column(Word)
    password_hash: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]


class Session(Base):
    """An open log-in, by the hash of its token."""

    __tablename__ = "sessions"
    __table_args__ = (Index(None, "person_id"), Index(None, "admin_id"), Index(None, "expires_at"), OPTIONS)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[str | None] = mapped_column(Id, person())
    admin_id: Mapped[str | None] = mapped_column(Id, ForeignKey("admins.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Audit(Base):
    """Who did what, when; rows are added and never taken away."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "subject"), OPTIONS)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(100))
    subject: Mapped[str] = mapped_column(String(100))
    details: Mapped[dict[str, Any]] = mapped_column(Plain)


class Receipt(Base):
    """That somebody was erased; the number is known to them alone."""

    __tablename__ = "receipts"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    erased_at: Mapped[datetime]


class Proof(Base):
    """One sealed row that shows whether a master key is the one that this store was made with."""

    __tablename__ = "proofs"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    sealed: Mapped[bytes]
