"""Moves of mails that we did not make are noted, until it is known what they mean; what they decided is kept.

And of a folder that is listed anew it is noted that it is, so that no mail that is met there counts as moved there; of
one that mail goes to, that it is such a one.
"""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0011"
down_revision = "0010"

UNSETTLED = "state IN ('noticed', 'asked')"


def upgrade() -> None:
    """Adds the table and the columns."""
    for name in ("anew", "ours"):
        op.add_column("folders", sa.Column(name, sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "drags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("location", sa.Integer(), nullable=False),
        sa.Column("was", sa.String(), nullable=True),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("seen_at", Utc(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("asked_first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drags"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_drags_message"),
        sa.ForeignKeyConstraint(["location"], ["locations.id"], name="fk_drags_location"),
    )
    op.create_index("ix_drags_message", "drags", ["message", "id"])
    op.create_index("ix_drags_location", "drags", ["location"])
    where = sa.text(UNSETTLED)
    op.create_index("ix_drags_open", "drags", ["state", "id"], sqlite_where=where, postgresql_where=where)
