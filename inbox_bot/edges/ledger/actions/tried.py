"""The answers that were tried last, and what waits, or waits again, while a mail server takes no letters."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, union_all, update

from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.schema import LETTERS_ONLY, READY, actions, answers, payloads
from inbox_bot.edges.ledger.values import TriedAnswer

_ENDS = (ActionState.DONE, ActionState.REFUSED, ActionState.UNCERTAIN)

#: A mailbox's answers that a server was asked to take, the last one first. Found by `ix_actions_tried`.
TRIED_LAST = (
    select(actions.c.id, actions.c.state, answers.c.domain, actions.c.note, actions.c.tried_at)
    .join(answers, answers.c.action == actions.c.id)
    .where(
        LETTERS_ONLY,
        actions.c.tried_at.is_not(None),
        actions.c.mailbox == bindparam("of_mailbox"),
        actions.c.state.in_(_ENDS),
    )
    .order_by(actions.c.tried_at.desc(), actions.c.id.desc())
    .limit(bindparam("count"))
)

_IS_HELD = select(payloads.c.action).where(payloads.c.action == actions.c.id).exists()

#: An answer that was refused is due again, while its letter is kept. Its own key it has kept; it is asked about anew
#: when it is claimed.
DUE_AGAIN = (
    update(actions)
    .where(actions.c.id == bindparam("action"), actions.c.state == ActionState.REFUSED, _IS_HELD)
    .values(state=ActionState.PENDING, why=None, due_at=bindparam("at"))
)

#: What waited for it waits again.
WAITS_AGAIN = (
    update(actions)
    .where(actions.c.after_action == bindparam("action"), actions.c.state == ActionState.CANCELLED, _IS_HELD)
    .values(state=ActionState.PENDING, why=None, ready=False)
)

#: What it and they hold is kept as long as they wait.
KEEP_ON = (
    update(payloads)
    .where(
        payloads.c.action.in_(
            union_all(
                select(actions.c.id).where(actions.c.id == bindparam("answer")),
                select(actions.c.id).where(actions.c.after_action == bindparam("answer")),
            )
        )
    )
    .values(refused_at=None)
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


def due_again(connection: Connection, refused: Collection[int], at: datetime) -> int:
    """These answers, refused before, are due; returns how many still were refused."""
    again = 0
    for action in refused:
        if connection.execute(DUE_AGAIN, {"action": action, "at": at}).rowcount:
            connection.execute(WAITS_AGAIN, {"action": action})
            connection.execute(KEEP_ON, {"answer": action})
            again += 1
    return again


def put_off(connection: Connection, kinds: Collection[ActionKind], mailbox: str, until: datetime) -> int:
    """What waits of these kinds is not due before `until`; returns how many."""
    return connection.execute(PUT_OFF, {"kinds": list(kinds), "of_mailbox": mailbox, "until": until}).rowcount
