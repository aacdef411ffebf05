"""The beginning: people, their talk and their photos; admins, audit and receipts.

Types are spelled out, so that this revision stays what it was when `db.types` moves on.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID, WORD, KEY = sa.String(32), sa.String(32), sa.String(250)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
SEALED = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql")

OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "sqlite_autoincrement": True,
}


def upgrade() -> None:
    _create_people()
    _create_mail()
    _create_photos()
    _create_staff()


def _create_people() -> None:
    _table(
        "people",
        _column("id", ID, primary_key=True),
        _column("language", sa.String(64)),
        _column("adult_at", MOMENT, nullable=True),
        _column("created_at", MOMENT),
        sa.Index(None, "created_at", "id"),
    )
    _table(
        "identities",
        _column("person_id", ID, _to("people"), primary_key=True),
        _column("door", WORD, primary_key=True),
        _column("fingerprint", sa.String(64)),
        _column("subject", SEALED),
        _column("password_hash", sa.String(255), nullable=True),
        _column("linked_at", MOMENT),
        _column("blocked_at", MOMENT, nullable=True),
        sa.UniqueConstraint("door", "fingerprint"),
    )
    _table(
        "consents",
        _column("id", NUMBER, primary_key=True),
        _column("person_id", ID, _to("people")),
        _column("purpose", WORD),
        _column("version", WORD),
        _column("language", sa.String(64)),
        _column("door", WORD),
        _column("given_at", MOMENT),
        _column("withdrawn_at", MOMENT, nullable=True),
        sa.Index(None, "person_id", "purpose"),
    )
    _table(
        "dialogues",
        _column("person_id", ID, _to("people"), primary_key=True),
        _column("state", WORD),
        _column("data", SEALED),
        _column("changed_at", MOMENT),
    )


def _create_mail() -> None:
    _table(
        "inbox",
        _column("id", NUMBER, primary_key=True),
        _column("door", WORD),
        _column("key", KEY),
        _column("fingerprint", sa.String(64), nullable=True),
        _column("person_id", ID, _to("people"), nullable=True),
        _column("payload", SEALED, nullable=True),
        _column("received_at", MOMENT),
        _column("handled_at", MOMENT, nullable=True),
        sa.UniqueConstraint("door", "key"),
        sa.Index(None, "door", "handled_at"),
        sa.Index(None, "person_id"),
        sa.Index(None, "fingerprint"),
    )
    _table(
        "outbox",
        _column("id", NUMBER, primary_key=True),
        _column("key", KEY),
        _column("person_id", ID, _to("people"), nullable=True),
        _column("door", WORD),
        _column("subject", SEALED, nullable=True),
        _column("payload", SEALED),
        _column("slot", KEY, nullable=True),
        _column("ref", sa.String(64), nullable=True),
        _column("state", WORD),
        _column("reason", WORD, nullable=True),
        _column("attempts", sa.Integer()),
        _column("created_at", MOMENT),
        _column("due_at", MOMENT),
        _column("sent_at", MOMENT, nullable=True),
        sa.UniqueConstraint("key"),
        sa.Index(None, "door", "state", "due_at"),
        sa.Index(None, "person_id", "door", "state"),
    )


def _create_photos() -> None:
    _table(
        "photos",
        _column("id", ID, primary_key=True),
        _column("person_id", ID, _to("people")),
        _column("door", WORD),
        _column("state", WORD),
        _column("keep", sa.Boolean()),
        _column("attempts", sa.Integer()),
        _column("created_at", MOMENT),
        _column("free_at", MOMENT),
        _column("parked_at", MOMENT, nullable=True),
        sa.Index(None, "state", "free_at"),
        sa.Index(None, "person_id"),
        sa.Index(None, "created_at"),
    )
    _table(
        "photo_parts",
        _column("photo_id", ID, _to("photos"), primary_key=True),
        _column("place", sa.Integer(), primary_key=True, autoincrement=False),
        _column("sealed", SEALED),
    )
    _table(
        "screenings",
        _column("id", ID, primary_key=True),
        _column("photo_id", ID, _to("photos")),
        _column("person_id", ID, _to("people")),
        _column("at", MOMENT),
        _column("outcome", WORD),
        _column("findings", SEALED),
        _column("model", sa.String(100)),
        _column("ms", sa.Double()),
        sa.Index(None, "at", "id"),
        sa.Index(None, "photo_id"),
        sa.Index(None, "person_id"),
    )
    _table(
        "results",
        _column("photo_id", ID, _to("photos"), primary_key=True),
        _column("person_id", ID, _to("people")),
        _column("level", WORD, nullable=True),
        _column("outcome", WORD),
        _column("page", SEALED),
        _column("created_at", MOMENT),
        sa.Index(None, "person_id", "created_at"),
    )


def _create_staff() -> None:
    _table(
        "admins",
        _column("id", ID, primary_key=True),
        _column("name", sa.String(100)),
        _column("role", WORD),
        _column("password_hash", sa.String(255)),
        _column("created_at", MOMENT),
        _column("disabled_at", MOMENT, nullable=True),
        sa.UniqueConstraint("name"),
    )
    _table(
        "sessions",
        _column("token_hash", sa.String(64), primary_key=True),
        _column("person_id", ID, _to("people"), nullable=True),
        _column("admin_id", ID, _to("admins"), nullable=True),
        _column("created_at", MOMENT),
        _column("expires_at", MOMENT),
        sa.Index(None, "person_id"),
        sa.Index(None, "admin_id"),
        sa.Index(None, "expires_at"),
    )
    _table(
        "audit",
        _column("id", NUMBER, primary_key=True),
        _column("at", MOMENT),
        _column("actor", sa.String(100)),
        _column("action", sa.String(100)),
        _column("subject", sa.String(100)),
        _column("details", sa.Text()),
        sa.Index(None, "subject"),
    )
    _table("receipts", _column("id", ID, primary_key=True), _column("erased_at", MOMENT))
    _table("proofs", _column("id", ID, primary_key=True), _column("sealed", SEALED))


def _table(name: str, *items: sa.schema.SchemaItem) -> None:
    op.create_table(name, *items, **OPTIONS)


def _column(
    name: str, kind: sa.types.TypeEngine[Any], *to: sa.ForeignKey, nullable: bool = False, **more: Any
) -> sa.Column[Any]:
    """A column that must be filled unless said otherwise; constraints get their names from the models' convention."""
    return sa.Column(name, kind, *to, nullable=nullable, **more)


def _to(table: str) -> sa.ForeignKey:
    """A row that goes when the row it belongs to goes."""
    return sa.ForeignKey(f"{table}.id", ondelete="CASCADE")
