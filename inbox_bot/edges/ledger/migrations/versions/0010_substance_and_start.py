"""What a mail says, as a keyed hash; and what `start` said when a folder was first met."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Adds both columns, and the index of the first.

    Of what came before nothing is known: no earlier letter is found to be sent again, and what `start` says at the next
    poll is taken for what it said at first contact.
    """
    op.add_column("messages", sa.Column("substance", sa.String()))
    op.create_index("ix_messages_substance", "messages", ["substance"])
    op.add_column("folders", sa.Column("start", sa.String()))
