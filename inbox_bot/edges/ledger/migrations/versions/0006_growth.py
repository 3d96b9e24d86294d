"""What a person and the digest ask for is found by an index of its own, however long the ledger has been kept.

Mails that needed a person and are nowhere any more leave the index of what is open; answers are listed newest first;
once_keys on PostgreSQL are in the order of their characters, so that they are found by how they begin.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NEEDS_A_PERSON = (
    "(outcome IN ('review', 'failed') OR outcome = 'correspondence' AND reason IN ('applicant_writes', 'withdrawal'))"
)
NOWHERE = (
    f"UPDATE messages SET nowhere = true WHERE {NEEDS_A_PERSON} AND NOT EXISTS"  # noqa: S608
    " (SELECT 1 FROM locations WHERE locations.message = messages.id AND locations.gone_at IS NULL)"
)


def upgrade() -> None:
    """Adds the column and the indexes."""
    op.add_column("messages", sa.Column("nowhere", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(NOWHERE)
    op.drop_index("ix_messages_open", "messages")
    _index("ix_messages_open", "messages", ["seen_at", "id"], f"{NEEDS_A_PERSON} AND NOT nowhere")
    _index("ix_messages_failed", "messages", ["seen_at", "id"], "outcome = 'failed'")
    op.drop_index("ix_actions_kind", "actions")
    op.create_index("ix_actions_kind", "actions", ["kind", "state", "planned_at", "id"])
    _index("ix_actions_held", "actions", ["mailbox", "why"], "kind = 'answer' AND state = 'held'")
    _index("ix_actions_refused", "actions", ["kind", "state", "due_at"], "kind = 'answer' AND state = 'refused'")
    op.drop_index("ix_locations_place", "locations")
    _index("ix_locations_left", "locations", ["mailbox", "folder", "uidvalidity", "uid"], "gone_at IS NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.execute('ALTER TABLE once_keys ALTER COLUMN key TYPE VARCHAR COLLATE "C"')


def _index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
