"""What decisions teach about later mails is kept, as long as the decision stands."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Adds the table. What was decided before teaches nothing."""
    op.create_table(
        "lessons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("teaches", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=True),
        sa.Column("domain", sa.String(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", Utc(), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lessons"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_lessons_message"),
    )
    op.create_index("ix_lessons_message", "lessons", ["message"])
    op.create_index("ix_lessons_about", "lessons", ["about", "id"])
    where = sa.text("domain IS NOT NULL")
    op.create_index("ix_lessons_domain", "lessons", ["domain", "id"], sqlite_where=where, postgresql_where=where)
    op.create_index("ix_lessons_at", "lessons", ["at"])
