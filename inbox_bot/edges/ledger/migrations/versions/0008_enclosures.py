"""Which documents went to which reviewer is in the ledger: each copy of them is known."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Adds the table; nothing was passed on before."""
    op.create_table(
        "enclosures",
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.Column("document", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name=op.f("fk_enclosures_action")),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name=op.f("fk_enclosures_message")),
        sa.PrimaryKeyConstraint("action", "message", "document", name=op.f("pk_enclosures")),
    )
    op.create_index("ix_enclosures_message", "enclosures", ["message"])
