"""Who was asked whether they may be kept longer, and what they answered; what is no plain yes needs a person."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0024"
down_revision = "0023"

NEEDS_A_PERSON = (
    "(outcome IN ('review', 'failed') OR outcome = 'correspondence' "
    "AND reason IN ('applicant_writes', 'unsure_consent', 'withdrawal'))"
)


def upgrade() -> None:
    """Adds the tables, and makes the index of what is open anew."""
    op.create_table(
        "keep_questions",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.Column("noted_at", Utc(), nullable=False),
        sa.Column("asked_at", Utc(), nullable=True),
        sa.Column("answer_by", Utc(), nullable=True),
        sa.Column("action", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("message", name="pk_keep_questions"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_keep_questions_message"),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name="fk_keep_questions_action"),
    )
    _index("ix_keep_questions_waiting", "keep_questions", ["noted_at"], "state = 'waiting'")
    op.create_index("ix_keep_questions_action", "keep_questions", ["action"])
    op.create_table(
        "keep_answers",
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("kept_until", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("message", name="pk_keep_answers"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_keep_answers_message"),
        sa.ForeignKeyConstraint(["question"], ["keep_questions.message"], name="fk_keep_answers_question"),
    )
    op.create_index("ix_keep_answers_question", "keep_answers", ["question", "at"])
    op.create_index("ix_keep_answers_at", "keep_answers", ["at"])
    op.drop_index("ix_messages_open", "messages")
    _index("ix_messages_open", "messages", ["seen_at", "id"], f"{NEEDS_A_PERSON} AND NOT nowhere")


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
