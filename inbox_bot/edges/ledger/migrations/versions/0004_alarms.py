"""An alarm is kept by its kind and parameters, in place of an English sentence."""

import sqlalchemy as sa
from alembic import op

from inbox_bot.edges.ledger.columns import Utc

revision = "0004"
down_revision = "0003"

#: what the names of alarms began with
KINDS = (
    "rules",
    "digest",
    "poll",
    "uids",
    "emptied",
    "refused",
    "ledger_put_back",
    "undelivered",
    "outbox",
    "account",
    "doubt",
    "recipients",
    "breaker",
)


def upgrade() -> None:
    """Makes the table anew. What is raised keeps its sentence until it is raised again."""
    connection = op.get_bind()
    old = sa.Table("alarms", sa.MetaData(), *(sa.Column(name, sa.Text()) for name in ("name", "sentence")), *_times())
    rows = [_row(row.name, row.sentence) | _moments(row) for row in connection.execute(sa.select(old))]
    op.drop_table("alarms")
    new = op.create_table(
        "alarms",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("written", sa.Text(), nullable=True),
        *_times(),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_alarms")),
    )
    if rows:
        connection.execute(sa.insert(new), rows)


def _times() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("since", Utc(), nullable=False),
        sa.Column("told_at", Utc(), nullable=True),
        sa.Column("cleared_at", Utc(), nullable=True),
    )


def _row(name: str, sentence: str) -> dict[str, object]:
    kind, _, about = name.partition(":")
    if kind not in KINDS:
        kind, about = "unnamed", name
    return {"name": name, "kind": kind, "about": about, "parameters": "{}", "written": sentence}


def _moments(row: sa.Row[tuple[object, ...]]) -> dict[str, object]:
    return {"since": row.since, "told_at": row.told_at, "cleared_at": row.cleared_at}
