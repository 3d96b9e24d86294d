"""When a mail was erased: from then on it is counted how long what is left of it stays."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    """Adds the moment; of mails that were erased before it is noted when somebody looks."""
    op.add_column("messages", sa.Column("erased_at", Utc(), nullable=True))
