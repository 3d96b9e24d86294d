"""Indexes for queries that looked at whole tables: the known UIDs of each poll, the bounced answers of each day."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Adds the indexes."""
    bounced = sa.text("bounced_at IS NOT NULL")
    op.create_index("ix_actions_bounced", "actions", ["bounced_at"], sqlite_where=bounced, postgresql_where=bounced)
    op.create_index("ix_locations_place", "locations", ["mailbox", "folder", "uidvalidity", "uid"])
