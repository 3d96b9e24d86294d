"""What an effect holds is kept while it may be carried out; what later plans need of answers has a table of its own.

Until now each action kept all that it held for ever: the digests with everybody's names, the answers with their texts.
Of answers that judging still looks back at, their subject and keyed hashes of their long lines stay (docs/ledger.md).
An effect that may still be carried out and can't be read stops the migration: nobody could say what is owed to whom.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from inbox_bot.core.reply.letter.quotes import passages_of_letter
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.columns import Utc
from inbox_bot.edges.ledger.errors import EffectDamaged
from inbox_bot.edges.ledger.keyed import key_of, keyed

revision = "0005"
down_revision = "0004"

REMEMBERED_FOR = timedelta(days=8)
AT_ONCE = 500  # rows
OF_ANSWERS = (
    "answer_of",
    "template",
    "correspondent",
    "person",
    "domain",
    "vacancy",
    "likeness",
    "counted_at",
    "bounced_at",
    "subject",
)
OLD_INDEXES = (
    "ix_actions_after",  # made anew, without those that wait for nothing
    "ix_actions_state",
    "ix_actions_answer_of",
    "ix_actions_person",
    "ix_actions_correspondent",
    "ix_actions_domain",
    "ix_actions_likeness",
    "ix_actions_bounced",
    "ix_actions_tried",  # made anew, over all letters
)
#: what may still be carried out; an uncertain answer waits for a person, an uncertain mail to a reviewer for nobody
OPEN = "(state IN ('held', 'pending', 'doing') OR (state = 'uncertain' AND kind = 'answer'))"


def upgrade() -> None:
    """Makes the tables, fills them, and takes away what moved there. Raises EffectDamaged."""
    _make_tables()
    connection = op.get_bind()
    _fill_answers(connection, context.config.attributes["at"])
    _fill_payloads(connection)
    _note_reviewers(connection)
    _take_away(connection)
    after = sa.text("after_action IS NOT NULL")
    letters, in_hand = sa.text("message_id IS NOT NULL"), sa.text("in_hand")
    op.create_index("ix_actions_tried", "actions", ["tried_at"], sqlite_where=letters, postgresql_where=letters)
    op.create_index("ix_messages_in_hand", "messages", ["id"], sqlite_where=in_hand, postgresql_where=in_hand)
    op.create_index("ix_actions_kind", "actions", ["kind", "state"])
    op.create_index("ix_actions_after", "actions", ["after_action"], sqlite_where=after, postgresql_where=after)
    connection.execute(sa.text("ALTER TABLE alarms RENAME COLUMN told_at TO notified_at"))


def _make_tables() -> None:
    op.create_table(
        "payloads",
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("refused_at", Utc(), nullable=True),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name=op.f("fk_payloads_action")),
        sa.PrimaryKeyConstraint("action", name=op.f("pk_payloads")),
    )
    op.create_table(
        "answers",
        sa.Column("action", sa.Integer(), nullable=False),
        sa.Column("answer_of", sa.String(), nullable=True),
        sa.Column("template", sa.String(), nullable=False),
        sa.Column("correspondent", sa.String(), nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("vacancy", sa.String(), nullable=True),
        sa.Column("likeness", sa.String(), nullable=False),
        sa.Column("counted_at", Utc(), nullable=False),
        sa.Column("bounced_at", Utc(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.Column("passages", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["action"], ["actions.id"], name=op.f("fk_answers_action")),
        sa.PrimaryKeyConstraint("action", name=op.f("pk_answers")),
    )
    refused = sa.text("refused_at IS NOT NULL")
    op.create_index("ix_payloads_refused", "payloads", ["refused_at"], sqlite_where=refused, postgresql_where=refused)
    op.create_index("ix_answers_answer_of", "answers", ["answer_of"])
    for name in ("person", "correspondent", "domain", "likeness"):
        op.create_index(f"ix_answers_{name}", "answers", [name, "counted_at"])
    op.create_index("ix_answers_counted", "answers", ["counted_at"])
    bounced, remembered = sa.text("bounced_at IS NOT NULL"), sa.text("subject IS NOT NULL")
    op.create_index("ix_answers_bounced", "answers", ["bounced_at"], sqlite_where=bounced, postgresql_where=bounced)
    op.create_index(
        "ix_answers_remembered", "answers", ["counted_at"], sqlite_where=remembered, postgresql_where=remembered
    )


def _fill_answers(connection: sa.Connection, at: datetime) -> None:
    """Every answer gets its row. What judging looks back at is remembered, and what goes out yet."""
    columns = ", ".join(name for name in OF_ANSWERS if name != "subject")
    try:
        connection.execute(
            sa.text(f"INSERT INTO answers (action, {columns}) SELECT id, {columns} FROM actions WHERE kind = 'answer'")  # noqa: S608
        )
    except sa.exc.IntegrityError as error:
        raise EffectDamaged("an answer in it has no template, or goes to nobody") from error
    looked_at = "kind = 'answer' AND (counted_at >= :since OR state IN ('pending', 'doing'))"
    for rows in _in_batches(connection, "subject, deed", looked_at, since=at - REMEMBERED_FOR):
        key = key_of(connection)  # a ledger that is just being made has none yet, nor any answer
        connection.execute(
            sa.text("UPDATE answers SET subject = :subject, passages = :passages WHERE action = :id"),
            [{"id": row.id, "subject": row.subject, "passages": _passages(row.deed, key)} for row in rows],
        )


def _fill_payloads(connection: sa.Connection) -> None:
    """What may still be carried out keeps what it holds. Raises EffectDamaged where that can't be read."""
    for rows in _in_batches(connection, "deed", OPEN):
        connection.execute(
            sa.text("INSERT INTO payloads (action, effect) VALUES (:action, :effect)"),
            [{"action": row.id, "effect": _payload(row.id, row.deed)} for row in rows],
        )


def _note_reviewers(connection: sa.Connection) -> None:
    """Of mails to reviewers it stays to whom they went: one that comes back is told of."""
    for rows in _in_batches(connection, "deed", "kind = 'tell'"):
        connection.execute(
            sa.text("UPDATE actions SET to_address = :to WHERE id = :id"),
            [{"id": row.id, "to": _reviewer(row.deed)} for row in rows],
        )


def _take_away(connection: sa.Connection) -> None:
    for name in OLD_INDEXES:
        op.drop_index(name, table_name="actions")
    if connection.dialect.name == "postgresql":
        # The values of a column that is dropped stay in the table's file; those of a row that was changed do not.
        connection.execute(
            sa.text("UPDATE actions SET deed = '', subject = NULL, correspondent = NULL, person = NULL, domain = NULL")
        )
    for name in ("deed", *OF_ANSWERS):
        connection.execute(sa.text(f"ALTER TABLE actions DROP COLUMN {name}"))


def _in_batches(
    connection: sa.Connection, columns: str, which: str, **values: datetime
) -> Iterator[Sequence[sa.Row[Any]]]:
    """The actions of which this is so, some at a time."""
    wanted = sa.text(
        f"SELECT id, {columns} FROM actions WHERE id > :after AND {which} ORDER BY id LIMIT {AT_ONCE}"  # noqa: S608
    ).bindparams(*(sa.bindparam(name, type_=Utc()) for name in values))
    after = 0
    while rows := connection.execute(wanted, {"after": after} | values).all():
        yield rows
        after = rows[-1].id


def _payload(action: int, deed: str) -> str:
    """What an action holds, as it is written from now on."""
    try:
        shape = json.loads(deed)
        written = json.dumps({"effect": shape.pop("deed")} | shape, separators=(",", ":"))
        effects_json.from_json(written)
    except (ValueError, KeyError, TypeError, AttributeError, EffectDamaged) as error:
        raise EffectDamaged(f"what its action {action} is to do can't be read") from error
    return written


def _passages(deed: str, key: bytes) -> str:
    """The hashes of a letter's long lines; none where it can't be read."""
    try:
        text = str(json.loads(deed)["letter"]["text"])
    except (ValueError, KeyError, TypeError):
        return ""
    return " ".join(keyed(key, passage) for passage in passages_of_letter(text))


def _reviewer(deed: str) -> str | None:
    try:
        return str(json.loads(deed)["letter"]["to"][1])
    except (ValueError, KeyError, TypeError, IndexError):
        return None
