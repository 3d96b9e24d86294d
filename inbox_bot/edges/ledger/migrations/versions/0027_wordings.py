"""What somebody typed, as a keyed hash: the same letter to several of our mailboxes."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    """Adds the column. Of what came before nothing is known: no earlier letter is found to be the same."""
    op.add_column("messages", sa.Column("wording", sa.String()))
