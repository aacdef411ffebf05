"""What all tables share: names of constraints, and MySQL's settings."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Double, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase

from db.types import Sealed, UtcDateTime

OPTIONS = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",  # keys that differ in case only are two keys, as on SQLite
    "sqlite_autoincrement": True,  # a number that was a row's is never another row's
}


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime, bytes: Sealed, float: Double}
    __table_args__: Any = OPTIONS


def person() -> ForeignKey:
    """The person whom a row is about, and with whom it goes."""
    return ForeignKey("people.id", ondelete="CASCADE")
