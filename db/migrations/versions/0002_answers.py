"""The answers to the questions about a photo, sealed, beside it; a photo from before has none."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SEALED = sa.LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql")


def upgrade() -> None:
    op.add_column("photos", sa.Column("answers", SEALED, nullable=True))
