"""Mails that wait until their scans are recognised."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    """Adds the table."""
    op.create_table(
        "scans",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("queued_at", Utc(), nullable=False),
        sa.Column("recognised_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("message", name="pk_scans"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_scans_message"),
    )
    where = sa.text("recognised_at IS NULL")
    op.create_index("ix_scans_waiting", "scans", ["message"], sqlite_where=where, postgresql_where=where)
