"""What people ask for about their data; what waits for a person because of it is open."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Adds the table, with the requests for erasure that nobody has put away."""
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("asks_for", sa.String(), nullable=False),
        sa.Column("asked_at", Utc(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("settled_at", Utc(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("reopened_at", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_requests_message"),
        sa.UniqueConstraint("message", "asks_for", name="uq_requests_message_asks_for"),
    )
    where = sa.text("settled_at IS NULL")
    op.create_index("ix_requests_open", "requests", ["asked_at"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_requests_settled_at", "requests", ["settled_at"])
    op.execute(
        "INSERT INTO requests (message, asks_for, asked_at, quote) "
        "SELECT id, 'erasure', received_at, '' FROM messages "
        "WHERE outcome = 'review' AND reason = 'erasure_request' AND NOT nowhere"
    )
