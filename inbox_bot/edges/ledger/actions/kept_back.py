"""Answers that wait for a domain's next hour, kept back by a person, and let go again."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from inbox_bot.core.reply.why import Hold
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.schema import actions, answers

#: Whether the answers for a vacancy (None: for none) from a mailbox are somebody's to speak of.
Theirs = Callable[[str, str | None], bool]

#: Answers that wait for one thing, and where each goes. Those to a domain, ever, are many; those that wait are few.
WAITING_FOR = (
    select(actions.c.id, actions.c.mailbox, answers.c.vacancy, answers.c.domain)
    .join(answers, answers.c.action == actions.c.id)
    .where(
        actions.c.id.in_(
            select(actions.c.id).where(
                actions.c.kind == ActionKind.ANSWER,
                actions.c.state == bindparam("state"),
                actions.c.why == bindparam("why"),
            )
        )
    )
    .order_by(actions.c.id)
)

#: Keep one back, if it still waits.
KEEP_BACK = (
    update(actions)
    .where(actions.c.id == bindparam("action"), actions.c.state == ActionState.PENDING)
    .values(state=ActionState.HELD, why=Hold.KEPT_BACK.value)
)

#: Let one go that a person kept back: it is due, and keeps to every limit as before.
LET_GO = (
    update(actions)
    .where(
        actions.c.id == bindparam("action"),
        actions.c.state == ActionState.HELD,
        actions.c.why == Hold.KEPT_BACK.value,
    )
    .values(state=ActionState.PENDING, why=Hold.DOMAIN_RATE.value, due_at=bindparam("at"))
)


def keep_back(connection: Connection, domain: str, theirs: Theirs) -> int:
    """The answers to this domain that a limit puts off wait for a person; returns how many of them now do."""
    waiting = _of(connection, domain, theirs, ActionState.PENDING, Hold.DOMAIN_RATE)
    for action in waiting:
        connection.execute(KEEP_BACK, {"action": action})
    return len(_of(connection, domain, theirs, ActionState.HELD, Hold.KEPT_BACK))


def let_go(connection: Connection, domain: str, theirs: Theirs, at: datetime) -> int:
    """Those that a person kept back are due; returns how many answers to this domain now wait to go."""
    for action in _of(connection, domain, theirs, ActionState.HELD, Hold.KEPT_BACK):
        connection.execute(LET_GO, {"action": action, "at": at})
    return len(_of(connection, domain, theirs, ActionState.PENDING, Hold.DOMAIN_RATE))


def _of(connection: Connection, domain: str, theirs: Theirs, state: ActionState, why: Hold) -> list[int]:
    rows = connection.execute(WAITING_FOR, {"state": state, "why": why.value})
    return [row.id for row in rows if row.domain == domain and theirs(row.mailbox, row.vacancy)]
