"""A person ends the dispute that an introduction may lead to: what is in none is kept no longer than the rest."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Adds when that was said, and by whom."""
    op.add_column("agency_mails", sa.Column("settled_at", Utc(), nullable=True))
    op.add_column("agency_mails", sa.Column("settled_by", sa.Text(), nullable=True))
