"""What was remarked on a document is known: a digest says where it leads, and what it hides."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Adds the column; of documents from before nothing is known."""
    op.add_column("documents", sa.Column("remarks", sa.Text()))
