"""What reviewers order by mail: the mails, the links that were used, what they were asked to confirm, and put off.

Digests that were answered before ordered nothing: those mails are not looked at.
"""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Makes four tables, empty."""
    op.create_table(
        "reviewer_mails",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("reviewer", sa.Text(), nullable=True),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_reviewer_mails_message")),
        sa.PrimaryKeyConstraint("message", name=op.f("pk_reviewer_mails")),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "ix_reviewer_mails_waiting",
        "reviewer_mails",
        ["mailbox", "message"],
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_reviewer_mails_at", "reviewer_mails", ["at"])
    op.create_table(
        "used_tokens",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_used_tokens_message")),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_used_tokens")),
    )
    op.create_table(
        "questions",
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("asked", sa.String(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.PrimaryKeyConstraint("reviewer", name=op.f("pk_questions")),
    )
    op.create_table(
        "put_off",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("until", Utc(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_put_off_message")),
        sa.PrimaryKeyConstraint("message", "reviewer", name=op.f("pk_put_off")),
    )
    people = sa.text("wanted IS NOT NULL")
    op.create_index("ix_decisions_people", "decisions", ["message"], sqlite_where=people, postgresql_where=people)
    op.create_index("ix_put_off_until", "put_off", ["until"])
