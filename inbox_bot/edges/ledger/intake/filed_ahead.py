"""Under which paths a batch is about to be filed: written before anything is put there.

Until the batch's commit nothing refers to those files. Where the daemon dies meanwhile, or the batch is planned again,
a mail may come out otherwise: what was put for its earlier plan is known by this. It is deleted once the mail has an
outcome, so that nothing of a person stays behind that no erasure would find.
"""

import json
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from inbox_bot.core.plan.filed.layout import filed_paths
from inbox_bot.core.plan.values import FiledMail
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.schema import filed_ahead, messages
from inbox_bot.edges.ledger.values import LeftOver

#: The mails of a batch, with where their bytes were filed when they had an outcome before, and what was noted of them.
OF_BATCH = (
    select(messages.c.id, messages.c.raw_hash, messages.c.raw_path, filed_ahead.c.paths)
    .outerjoin(filed_ahead, filed_ahead.c.message == messages.c.id)
    .where(messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash.in_(bindparam("hashes", expanding=True)))
)

_THESE = filed_ahead.c.message.in_(bindparam("of_messages", expanding=True))

#: What was noted of these mails.
NOTED = select(filed_ahead).where(_THESE)

#: Nothing of these mails is filed that nothing refers to.
CLEARED = delete(filed_ahead).where(_THESE)

#: Something of them is, or is about to be.
NEW = insert(filed_ahead)

#: What is left of a mailbox's mails that came out otherwise. One that left the mailbox before it was read has no other
#: copy, so its files stay until a person has looked at them.
LEFT_OVER = (
    select(filed_ahead)
    .join(messages, messages.c.id == filed_ahead.c.message)
    .where(
        messages.c.mailbox == bindparam("mailbox"),
        messages.c.outcome.is_not(None),
        messages.c.outcome != Outcome.EXPUNGED,
    )
    .order_by(filed_ahead.c.message)
)


def note(connection: Connection, mailbox: str, paths: Mapping[str, Collection[str]]) -> None:
    """The mails of a batch, by their raw hashes, are about to be filed under these paths, beside what was noted."""
    rows = connection.execute(OF_BATCH, {"mailbox": mailbox, "hashes": list(paths)}).all()
    noted = {
        row.id: {*paths[row.raw_hash], *json.loads(row.paths or "[]"), *([row.raw_path] if row.raw_path else ())}
        for row in rows
    }
    if any(row.paths is not None for row in rows):
        connection.execute(CLEARED, {"of_messages": sorted(noted)})
    _write(connection, noted)


def settle(connection: Connection, ids: Sequence[int], filed: Collection[FiledMail]) -> None:
    """These mails have outcomes, and are filed like this: of what was noted the rest is left over."""
    noted = connection.execute(NOTED, {"of_messages": sorted(ids)}).all()
    if not noted:
        return
    named = frozenset[str]().union(*map(filed_paths, filed))
    connection.execute(CLEARED, {"of_messages": sorted(ids)})
    _write(connection, {row.message: set(json.loads(row.paths)) - named for row in noted})


def left_over(connection: Connection, mailbox: str) -> tuple[LeftOver, ...]:
    """What is to be deleted where nothing refers to it."""
    rows = connection.execute(LEFT_OVER, {"mailbox": mailbox})
    return tuple(LeftOver(message=row.message, paths=tuple(json.loads(row.paths))) for row in rows)


def _write(connection: Connection, noted: Mapping[int, Collection[str]]) -> None:
    rows = [{"message": message, "paths": json.dumps(sorted(paths))} for message, paths in noted.items() if paths]
    if rows:
        connection.execute(NEW, rows)
