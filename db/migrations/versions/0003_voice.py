"""A language that was chosen; votes on answers, and questions that found none: counted, without anybody's name."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WORD = sa.String(32)
MOMENT = sa.DateTime().with_variant(mysql.DATETIME(fsp=6), "mysql")
SEALED = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql")

OPTIONS: dict[str, Any] = {
    "mysql_engine": "InnoDB",
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "sqlite_autoincrement": True,
}


def upgrade() -> None:
    # A program from before writes people without the column, so the database fills it in.
    op.add_column("people", sa.Column("language_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
    _table(
        "votes",
        sa.Column("topic", sa.String(64), primary_key=True),
        sa.Column("language", WORD, primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("up", sa.Integer(), nullable=False),
        sa.Column("down", sa.Integer(), nullable=False),
    )
    _table(
        "unanswered",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("language", WORD, nullable=False),
        sa.Column("text", SEALED, nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("dismissed_at", MOMENT, nullable=True),
        sa.Index(None, "last_on"),
    )
    _table(
        "unanswered_days",
        sa.Column("language", WORD, primary_key=True),
        sa.Column("day", sa.Date(), primary_key=True),
        sa.Column("times", sa.Integer(), nullable=False),
    )


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts, **OPTIONS)
