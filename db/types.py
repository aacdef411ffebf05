"""Column types that behave alike on SQLite, MySQL and MariaDB."""

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, LargeBinary, String, Text
from sqlalchemy.dialects.mysql import DATETIME, MEDIUMBLOB
from sqlalchemy.types import TypeDecorator, TypeEngine

Id = String(32)
"""A random id: 32 hexadecimal digits."""

Word = String(32)
"""A door, a state, a level: one of few words."""

Key = String(250)
"""A key under which something happens once."""

Number = BigInteger().with_variant(Integer, "sqlite")
"""A counted id; SQLite counts only columns that it calls INTEGER."""

Sealed = LargeBinary().with_variant(MEDIUMBLOB, "mysql")
"""Sealed bytes, 16 MiB at most; a plain BLOB of MySQL ends at 64 KiB."""


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC to the microsecond: neither database keeps the zone, and MySQL cuts fractions off by itself."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """DATETIME(6) on MySQL."""
        return dialect.type_descriptor(DATETIME(fsp=6) if dialect.name in {"mysql", "mariadb"} else DateTime())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Raises ValueError for a time without a zone: nobody knows which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a time zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The moment, aware of its zone."""
        return value.replace(tzinfo=UTC) if value else None


class Plain(TypeDecorator[dict[str, Any]]):
    """Plain values as JSON text; MariaDB has no JSON type of its own, so that it would come back as another."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """JSON."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> dict[str, Any] | None:  # noqa: ARG002
        """The values again."""
        return None if value is None else dict(json.loads(value))
