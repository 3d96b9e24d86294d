"""What the careers page says otherwise than rules.yaml is kept, with what reviewers said to it."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Adds the two tables."""
    op.create_table(
        "careers_pages",
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("asked_on", sa.String(), nullable=False),
        sa.Column("read_at", Utc(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("problem_since", Utc(), nullable=True),
        sa.PrimaryKeyConstraint("page", name="pk_careers_pages"),
    )
    op.create_table(
        "careers_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(), nullable=False),
        sa.Column("change", sa.String(), nullable=False),
        sa.Column("vacancy", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("proposed_at", Utc(), nullable=True),
        sa.Column("by_hand", sa.Text(), nullable=False),
        sa.Column("decided_at", Utc(), nullable=True),
        sa.Column("by", sa.Text(), nullable=True),
        sa.Column("piece", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_careers_changes"),
        sa.ForeignKeyConstraint(["page"], ["careers_pages.page"], name="fk_careers_changes_page"),
    )
    where = sa.text("standing IN ('seen', 'proposed', 'left')")
    op.create_index(
        "ix_careers_changes_standing", "careers_changes", ["page", "id"], sqlite_where=where, postgresql_where=where
    )
    op.create_index("ix_careers_changes_decided_at", "careers_changes", ["decided_at"])
