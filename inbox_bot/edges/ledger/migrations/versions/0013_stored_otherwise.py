"""A mail that is stored once more with other bytes (its mailbox moved to another server) is known.

Of mails from before nothing is known of what their way wrote: they are known by what their sender wrote alone, while
their folder is listed anew and for three days after.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Adds the column and the table."""
    op.add_column("messages", sa.Column("trace", sa.String()))
    op.create_table(
        "stored_otherwise",
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("raw_hash", sa.String(), nullable=False),
        sa.Column("message", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox", "raw_hash", name="pk_stored_otherwise"),
        sa.ForeignKeyConstraint(["mailbox"], ["mailboxes.name"], name="fk_stored_otherwise_mailbox"),
        sa.ForeignKeyConstraint(["message"], ["messages.id"], name="fk_stored_otherwise_message"),
    )
    op.create_index("ix_stored_otherwise_message", "stored_otherwise", ["message"])
