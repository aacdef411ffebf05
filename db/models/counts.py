"""What is counted for whoever writes the answers. No row here is about a person."""

from datetime import date, datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import OPTIONS, Base
from db.types import Word


class Vote(Base):
    """How often an answer was found helpful, and not, on one day."""

    __tablename__ = "votes"

    topic: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(Word, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    up: Mapped[int]
    down: Mapped[int]


class Unanswered(Base):
    """A question that found no answer, scrubbed and sealed; its fingerprint is the id, so that equals are one row."""

    __tablename__ = "unanswered"
    __table_args__ = (Index(None, "last_on"), OPTIONS)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    language: Mapped[str] = mapped_column(Word)
    text: Mapped[bytes]
    times: Mapped[int]
    last_on: Mapped[date]
    dismissed_at: Mapped[datetime | None]


class UnansweredDay(Base):
    """How many questions found no answer on one day, whoever asked them and whatever they were."""

    __tablename__ = "unanswered_days"

    language: Mapped[str] = mapped_column(Word, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int]
