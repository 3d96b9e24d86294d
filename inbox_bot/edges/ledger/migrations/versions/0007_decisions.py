"""What was decided about a mail is on record; no number stands beside an applicant."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Adds the table; mails that were decided before have no rows in it. Takes away how sure judgement was."""
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("means", sa.String(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("wanted", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("judge", sa.String(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_decisions_message")),
        sa.ForeignKeyConstraint(["undoes"], ["decisions.id"], name=op.f("fk_decisions_undoes")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
        sa.UniqueConstraint("message", "turn", name=op.f("uq_decisions_message_turn")),
    )
    op.create_index("ix_decisions_at", "decisions", ["at"])
    undoing = sa.text("undoes IS NOT NULL")
    op.create_index("ix_decisions_undoes", "decisions", ["undoes"], sqlite_where=undoing, postgresql_where=undoing)
    op.drop_column("applications", "confidence")
