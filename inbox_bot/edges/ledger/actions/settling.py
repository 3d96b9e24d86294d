"""What became of a claimed action, with what waited for it; and what a dead daemon left in hand."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, case, delete, func, select, update

from inbox_bot.core.plan.effects import unrepeatable_kinds
from inbox_bot.core.reply.why import Ending
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions.forgetting import FORGET_REFUSED, FORGET_UNCERTAIN_NOTICES, forget_payloads
from inbox_bot.edges.ledger.errors import StateChanged
from inbox_bot.edges.ledger.schema import (
    actions,
    answers,
    once_keys,
)
from inbox_bot.edges.ledger.values import Settlement

MAY_HAVE_HAPPENED = unrepeatable_kinds()

HARMLESS = tuple(kind for kind in ActionKind if kind not in MAY_HAVE_HAPPENED)

#: What became of a claimed action; only of one that is `doing`.
SETTLE = (
    update(actions)
    .where(actions.c.id == bindparam("action"), actions.c.state == ActionState.DOING)
    .values(
        state=bindparam("state_now"),
        note=bindparam("note_now"),
        why=bindparam("why_now"),
        due_at=func.coalesce(bindparam("next_try_at", type_=actions.c.due_at.type), actions.c.due_at),
        attempts=actions.c.attempts - bindparam("not_tried"),
        done_at=bindparam("done", type_=actions.c.done_at.type),
    )
    .returning(actions.c.kind, actions.c.mailbox, actions.c.planned_at)
)

#: From when on answers count: the moment they are tried, or were done; else the one when they were planned.
COUNT_FROM = update(answers).where(answers.c.action == bindparam("answer")).values(counted_at=bindparam("counted"))

#: Let go what waited for this action.
RELEASE_WAITING = (
    update(actions)
    .where(actions.c.after_action == bindparam("action"))
    .values(ready=True, due_at=case((actions.c.due_at < bindparam("at"), bindparam("at")), else_=actions.c.due_at))
)

#: What waited for this action will not be done.
CANCEL_WAITING = (
    update(actions)
    .where(
        actions.c.after_action == bindparam("action"),
        actions.c.state.in_((ActionState.HELD, ActionState.PENDING)),
    )
    .values(state=ActionState.CANCELLED, why=Ending.ANSWER_CANCELLED.value)
)

#: An answer that reached nobody keeps the key of its own mail, which is answered once whatever became of it. Its other
#: keys are free again: they would keep the person's next mail, and the batch it comes in, from being committed.
FREE_KEYS_OF_OTHERS = delete(once_keys).where(
    once_keys.c.action == bindparam("action"), once_keys.c.key.not_like("answer:%")
)

_LEFT_DOING = update(actions).where(actions.c.state == ActionState.DOING)

#: The answers that a dead daemon was sending: they count from when it tried.
COUNT_PERHAPS_SENT = (
    update(answers)
    .where(
        answers.c.action.in_(
            select(actions.c.id).where(actions.c.kind == ActionKind.ANSWER, actions.c.state == ActionState.DOING)
        )
    )
    .values(
        counted_at=func.coalesce(
            select(actions.c.tried_at).where(actions.c.id == answers.c.action).scalar_subquery(), answers.c.counted_at
        )
    )
)

#: A dead daemon was sending these letters: they may have gone out.
PERHAPS_SENT = _LEFT_DOING.where(actions.c.kind.in_(MAY_HAVE_HAPPENED)).values(
    state=ActionState.UNCERTAIN,
    note="inbox-bot ended while it was being sent",
    done_at=actions.c.tried_at,
)

#: What else a dead daemon was doing is done again; kind by kind, since of many at once SQLite reads the whole table.
DO_AGAIN = _LEFT_DOING.where(actions.c.kind == bindparam("of_kind")).values(state=ActionState.PENDING)

_OF_MAILBOX = actions.c.mailbox == bindparam("of_mailbox")

#: The answers that a dead worker was sending from one mailbox.
COUNT_PERHAPS_SENT_OF = COUNT_PERHAPS_SENT.where(
    answers.c.action.in_(
        select(actions.c.id).where(
            actions.c.kind == ActionKind.ANSWER, actions.c.state == ActionState.DOING, _OF_MAILBOX
        )
    )
)

#: A dead worker was sending these letters from one mailbox.
PERHAPS_SENT_OF = PERHAPS_SENT.where(_OF_MAILBOX)

#: What else a dead worker was doing in one mailbox.
DO_AGAIN_OF = DO_AGAIN.where(_OF_MAILBOX)

REACHED_NOBODY = (ActionState.HELD, ActionState.CANCELLED, ActionState.REFUSED)


def settle(connection: Connection, settlements: Sequence[Settlement], at: datetime) -> None:
    """Writes what became of claimed actions. Raises StateChanged where one is not `doing`: nothing may be committed."""
    refused: list[int] = []
    for settled in settlements:
        done = settled.state in (ActionState.DONE, ActionState.UNCERTAIN)
        row = connection.execute(
            SETTLE,
            {
                "action": settled.id,
                "state_now": settled.state,
                "note_now": settled.note or None,
                "why_now": settled.why,
                "next_try_at": settled.next_try_at,
                "not_tried": 0 if settled.tried else 1,
                "done": at if done else None,
            },
        ).one_or_none()
        if row is None:
            raise StateChanged(f"action {settled.id} is not being carried out")
        _let_go_what_waited(connection, settled, at)
        if row.kind is ActionKind.ANSWER:
            connection.execute(COUNT_FROM, {"answer": settled.id, "counted": at if done else row.planned_at})
            if settled.state is ActionState.REFUSED:
                refused.append(settled.id)
            elif settled.state is ActionState.DONE:
                connection.execute(FORGET_REFUSED, {"of_mailbox": row.mailbox})
    forget_payloads(connection, settlements, refused, at)


def _let_go_what_waited(connection: Connection, settled: Settlement, at: datetime) -> None:
    if settled.state is ActionState.DONE:
        connection.execute(RELEASE_WAITING, {"action": settled.id, "at": at})
    elif settled.state in (ActionState.CANCELLED, ActionState.REFUSED):
        connection.execute(CANCEL_WAITING, {"action": settled.id})
    if settled.state in REACHED_NOBODY:
        connection.execute(FREE_KEYS_OF_OTHERS, {"action": settled.id})


def recover(connection: Connection, mailbox: str | None = None) -> tuple[int, int]:
    """At start, by the lock's holder: what a dead daemon was carrying out, or a dead worker of this mailbox or hook.

    A mail that may have gone out becomes `uncertain`, anything else is done again. Returns how many of each.
    """
    if mailbox is None:
        connection.execute(COUNT_PERHAPS_SENT)
        uncertain = connection.execute(PERHAPS_SENT).rowcount
        again = sum(connection.execute(DO_AGAIN, {"of_kind": kind}).rowcount for kind in HARMLESS)
    else:
        of = {"of_mailbox": mailbox}
        connection.execute(COUNT_PERHAPS_SENT_OF, of)
        uncertain = connection.execute(PERHAPS_SENT_OF, of).rowcount
        again = sum(connection.execute(DO_AGAIN_OF, of | {"of_kind": kind}).rowcount for kind in HARMLESS)
    connection.execute(FORGET_UNCERTAIN_NOTICES)
    return uncertain, again
