"""Erasures: what is still to do of each, and what was done."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Adds the table and its indexes."""
    op.create_table(
        "erasures",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("done_at", Utc(), nullable=True),
        sa.Column("trail", sa.Text(), nullable=True),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("reference", name="pk_erasures"),
    )
    op.create_index("ix_erasures_asked_at", "erasures", ["asked_at"])
    where = sa.text("done_at IS NULL")
    op.create_index("ix_erasures_unfinished", "erasures", ["asked_at"], sqlite_where=where, postgresql_where=where)
