"""The answers that were tried last, and what waits, or waits again, while a mail server takes no letters."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.schema import ANSWERS_ONLY, READY, actions
from inbox_bot.edges.ledger.values import TriedAnswer

_ENDS = (ActionState.DONE, ActionState.REFUSED, ActionState.UNCERTAIN)

#: A mailbox's answers that a server was asked to take, the last one first. Found by `ix_actions_tried`.
TRIED_LAST = (
    select(actions.c.id, actions.c.state, actions.c.domain, actions.c.note, actions.c.tried_at)
    .where(
        ANSWERS_ONLY,
        actions.c.tried_at.is_not(None),
        actions.c.mailbox == bindparam("of_mailbox"),
        actions.c.state.in_(_ENDS),
    )
    .order_by(actions.c.tried_at.desc(), actions.c.id.desc())
    .limit(bindparam("count"))
)

#: An answer that was refused is due again. Its own key it has kept; it is asked about anew when it is claimed.
DUE_AGAIN = (
    update(actions)
    .where(ANSWERS_ONLY, actions.c.id == bindparam("action"), actions.c.state == ActionState.REFUSED)
    .values(state=ActionState.PENDING, why=None, due_at=bindparam("at"))
)

#: What waited for it waits again.
WAITS_AGAIN = (
    update(actions)
    .where(actions.c.after_action == bindparam("action"), actions.c.state == ActionState.CANCELLED)
    .values(state=ActionState.PENDING, why=None, ready=False)
)

#: A mailbox's letters wait: its mail server takes none now.
PUT_OFF = (
    update(actions)
    .where(
        READY,
        actions.c.kind.in_(bindparam("kinds", expanding=True)),
        actions.c.mailbox == bindparam("of_mailbox"),
        actions.c.due_at < bindparam("until"),
    )
    .values(due_at=bindparam("until"))
)


def tried_last(connection: Connection, mailbox: str, count: int) -> tuple[TriedAnswer, ...]:
    """How the last tries ended, the newest first."""
    rows = connection.execute(TRIED_LAST, {"of_mailbox": mailbox, "count": count})
    return tuple(
        TriedAnswer(id=row.id, state=row.state, domain=row.domain or "", note=row.note or "", tried_at=row.tried_at)
        for row in rows
    )


def due_again(connection: Connection, answers: Collection[int], at: datetime) -> int:
    """These answers, refused before, are due; returns how many still were refused."""
    again = 0
    for action in answers:
        if connection.execute(DUE_AGAIN, {"action": action, "at": at}).rowcount:
            connection.execute(WAITS_AGAIN, {"action": action})
            again += 1
    return again


def put_off(connection: Connection, kinds: Collection[ActionKind], mailbox: str, until: datetime) -> int:
    """What waits of these kinds is not due before `until`; returns how many."""
    return connection.execute(PUT_OFF, {"kinds": list(kinds), "of_mailbox": mailbox, "until": until}).rowcount
