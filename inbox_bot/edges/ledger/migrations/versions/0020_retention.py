"""What `keep` lets go: how it stands, and what was told of it."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Adds the tables."""
    op.create_table(
        "retention",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("since", Utc(), nullable=False),
        sa.Column("looked_at", Utc(), nullable=False),
        sa.Column("confirmed_at", Utc(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_retention"),
        sa.CheckConstraint("id = 1", name="ck_retention_one_row"),
    )
    op.create_table(
        "expiring",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("announced_at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_expiring"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_expiring_message"),
    )
