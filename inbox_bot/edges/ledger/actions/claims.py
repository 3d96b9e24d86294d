"""The life of an action from due to settled: who claims it, what became of it, and what a dead daemon leaves.

An action is taken by one conditional update whose rows are the answer: two claimers never get the same one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, case, delete, func, select, union_all, update

from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.effects import unrepeatable_kinds
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.why import Ending
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.errors import StateChanged
from inbox_bot.edges.ledger.places import place_of
from inbox_bot.edges.ledger.schema import (
    READY,
    REFUSED,
    REMEMBERED,
    actions,
    answers,
    locations,
    messages,
    once_keys,
    payloads,
)
from inbox_bot.edges.ledger.values import Claimed, Settlement

MAY_HAVE_HAPPENED = unrepeatable_kinds()
HARMLESS = tuple(kind for kind in ActionKind if kind not in MAY_HAVE_HAPPENED)

#: What is due. Waiting actions are not `ready`: however many there are, none is looked at.
_IS_READY = select(actions.c.id).where(
    READY,
    actions.c.kind.in_(bindparam("kinds", expanding=True)),
    actions.c.due_at <= bindparam("at"),
)

#: Whether a mailbox has anything due: a look, and nothing is taken.
IS_DUE = _IS_READY.where(actions.c.mailbox == bindparam("of_mailbox")).limit(1)

#: What is due, oldest first.
_DUE = _IS_READY.order_by(actions.c.due_at, actions.c.id).limit(bindparam("count")).with_for_update(skip_locked=True)
_TAKEN = {
    "state": ActionState.DOING,
    "attempts": actions.c.attempts + 1,
    "tried_at": bindparam("at"),
}

#: Take what is due. No row back: somebody else has it, or nothing is due.
CLAIM = (
    update(actions)
    .where(actions.c.id.in_(select(_DUE.cte("due").c.id)), actions.c.state == ActionState.PENDING)
    .values(_TAKEN)
    .returning(actions)
)

#: Take what is due of one mailbox.
CLAIM_OF_MAILBOX = (
    update(actions)
    .where(
        actions.c.id.in_(select(_DUE.where(actions.c.mailbox == bindparam("of_mailbox")).cte("due").c.id)),
        actions.c.state == ActionState.PENDING,
    )
    .values(_TAKEN)
    .returning(actions)
)

#: What waits since a moment that has not come yet: the clock stood ahead when it was planned or tried, and went back.
FROM_THE_FUTURE = select(
    actions.c.id, actions.c.due_at, func.coalesce(actions.c.tried_at, actions.c.planned_at).label("since")
).where(
    READY,
    actions.c.kind.in_(list(ActionKind)),
    actions.c.due_at > bindparam("at"),
    func.coalesce(actions.c.tried_at, actions.c.planned_at) > bindparam("at"),
)

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

_ENDED = actions.c.state.in_((ActionState.DONE, ActionState.REFUSED, ActionState.CANCELLED))
_ENDED_OF = union_all(
    select(actions.c.id).where(actions.c.id.in_(bindparam("actions", expanding=True)), _ENDED),
    select(actions.c.id).where(actions.c.after_action.in_(bindparam("actions", expanding=True)), _ENDED),
)

#: What these actions, and what waited for them, would need to be carried out, where they have ended.
FORGET_PAYLOADS = delete(payloads).where(payloads.c.action.in_(_ENDED_OF))

#: An answer was refused: what it and those that waited for it hold is kept for a while. It may be due again (`tried`).
KEEP_PAYLOADS = update(payloads).where(payloads.c.action.in_(_ENDED_OF)).values(refused_at=bindparam("at"))

_OF_MAILBOX = (
    select(actions.c.id).where(actions.c.id == payloads.c.action, actions.c.mailbox == bindparam("of_mailbox")).exists()
)

#: A mailbox's letter was taken: the refusals before it were for good.
FORGET_REFUSED = delete(payloads).where(REFUSED, _OF_MAILBOX)

#: Refusals of long ago were for good, whatever was sent since.
FORGET_REFUSED_BEFORE = delete(payloads).where(REFUSED, payloads.c.refused_at < bindparam("before"))

#: Whether there are any.
ANY_REFUSED_BEFORE = select(payloads.c.action).where(REFUSED, payloads.c.refused_at < bindparam("before")).limit(1)

#: A mail to a reviewer that perhaps went out is nobody's to send again.
FORGET_UNCERTAIN_NOTICES = delete(payloads).where(
    payloads.c.action.in_(
        select(actions.c.id).where(actions.c.kind == ActionKind.TELL, actions.c.state == ActionState.UNCERTAIN)
    )
)

_LONG_AGO = and_(
    REMEMBERED,
    answers.c.counted_at < bindparam("before"),
    ~select(actions.c.id)
    .where(actions.c.id == answers.c.action, actions.c.state.in_((ActionState.PENDING, ActionState.DOING)))
    .exists(),
)

#: Whether there are answers that judging no longer looks back at. Those that go out yet will be looked back at.
ANY_TO_FORGET = select(answers.c.action).where(_LONG_AGO).limit(1)

#: Their subjects and passages are forgotten.
FORGET_ANSWERS = update(answers).where(_LONG_AGO).values(subject=None, passages=None)

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

#: The bytes that these messages are known by.
HASHES_OF = select(messages.c.id, messages.c.raw_hash).where(messages.c.id.in_(bindparam("messages", expanding=True)))

#: Where these messages are, the place seen last first.
PLACES_OF = (
    select(locations)
    .where(locations.c.message.in_(bindparam("messages", expanding=True)), locations.c.gone_at.is_(None))
    .order_by(locations.c.id.desc())
)

#: What these actions need to be carried out.
PAYLOADS_OF = select(payloads).where(payloads.c.action.in_(bindparam("actions", expanding=True)))

#: The once_keys of these actions.
KEYS_OF = (
    select(once_keys.c.action, once_keys.c.key)
    .where(once_keys.c.action.in_(bindparam("actions", expanding=True)))
    .order_by(once_keys.c.key)
)

#: An action that waits is due at another time.
PUT_FORWARD = (
    update(actions)
    .where(actions.c.id == bindparam("action"), actions.c.state == ActionState.PENDING)
    .values(due_at=bindparam("due"), tried_at=bindparam("at"))
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

#: What else a dead daemon was doing is done again.
DO_AGAIN = _LEFT_DOING.where(actions.c.kind.in_(HARMLESS)).values(state=ActionState.PENDING)

REACHED_NOBODY = (ActionState.HELD, ActionState.CANCELLED, ActionState.REFUSED)


def claim(
    connection: Connection, kinds: Collection[ActionKind], at: datetime, *, mailbox: str | None, count: int
) -> tuple[Claimed, ...]:
    """Takes up to `count` due actions, oldest due first: theirs is the state `doing`, and their try is counted."""
    asked = {"kinds": list(kinds), "at": at, "count": count}
    if mailbox is None:
        rows = connection.execute(CLAIM, asked).all()
    else:
        rows = connection.execute(CLAIM_OF_MAILBOX, asked | {"of_mailbox": mailbox}).all()
    for row in rows:
        if row.kind is ActionKind.ANSWER:
            connection.execute(COUNT_FROM, {"answer": row.id, "counted": at})
    return claimed(connection, sorted(rows, key=lambda row: (row.due_at, row.id)))


def is_due(connection: Connection, kinds: Collection[ActionKind], at: datetime, *, mailbox: str) -> bool:
    """Whether a mailbox has an action of these kinds to be claimed now."""
    return connection.execute(IS_DUE, {"kinds": list(kinds), "at": at, "of_mailbox": mailbox}).first() is not None


def claimed(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Claimed, ...]:
    """Rows of `actions` as values, with what they are about."""
    if not rows:
        return ()
    ids = [row.id for row in rows]
    keys = keys_of(connection, ids)
    written = {row.action: row.effect for row in connection.execute(PAYLOADS_OF, {"actions": ids})}
    about = [row.message for row in rows if row.message is not None]
    hashes: dict[int, str] = {}
    places: dict[int, list[Location]] = {}
    certain: dict[int, Location] = {}
    if about:
        hashes = {row.id: row.raw_hash for row in connection.execute(HASHES_OF, {"messages": about})}
        for row in connection.execute(PLACES_OF, {"messages": about}):
            places.setdefault(row.message, []).append(place_of(row))
            certain[row.id] = place_of(row)
    return tuple(
        Claimed(
            id=row.id,
            action=action_of(row, written[row.id], keys.get(row.id, ())),
            mailbox=row.mailbox,
            raw_hash=hashes.get(row.message),
            locations=tuple(places.get(row.message, ()))
            if row.location is None
            else tuple(certain[place] for place in (row.location,) if place in certain),
            attempts=row.attempts,
            planned_at=row.planned_at,
        )
        for row in rows
    )


def action_of(row: Row[Any], payload: str, keys: tuple[str, ...]) -> Action:
    """A row of `actions` as the action that was planned, in its present state. Raises EffectDamaged."""
    return Action(
        effect=effects_json.from_json(payload),
        once_keys=keys,
        state=row.state,
        why=row.why,
        due_at=row.due_at,
        after_answer=row.after_action is not None,
        released=row.released,
    )


def keys_of(connection: Connection, ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The once_keys of these actions."""
    found: dict[int, tuple[str, ...]] = {}
    for row in connection.execute(KEYS_OF, {"actions": list(ids)}):
        found[row.action] = (*found.get(row.action, ()), row.key)
    return found


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
    _forget_payloads(connection, settlements, refused, at)


def _let_go_what_waited(connection: Connection, settled: Settlement, at: datetime) -> None:
    if settled.state is ActionState.DONE:
        connection.execute(RELEASE_WAITING, {"action": settled.id, "at": at})
    elif settled.state in (ActionState.CANCELLED, ActionState.REFUSED):
        connection.execute(CANCEL_WAITING, {"action": settled.id})
    if settled.state in REACHED_NOBODY:
        connection.execute(FREE_KEYS_OF_OTHERS, {"action": settled.id})


def _forget_payloads(
    connection: Connection, settlements: Sequence[Settlement], refused: Sequence[int], at: datetime
) -> None:
    """What has ended holds nothing, but for answers that were refused: the refusal may have been about us."""
    ended = [settled.id for settled in settlements if settled.id not in refused]
    if ended:
        connection.execute(FORGET_PAYLOADS, {"actions": ended})
    if refused:
        connection.execute(KEEP_PAYLOADS, {"actions": list(refused), "at": at})
    if any(settled.state is ActionState.UNCERTAIN for settled in settlements):
        connection.execute(FORGET_UNCERTAIN_NOTICES)


def forget(connection: Connection, before: datetime) -> None:
    """What is remembered of answers that counted before this moment is forgotten, but of those that go out yet.

    So is what answers that were refused before it would need.
    """
    connection.execute(FORGET_ANSWERS, {"before": before})
    connection.execute(FORGET_REFUSED_BEFORE, {"before": before})


def is_any_to_forget(connection: Connection, before: datetime) -> bool:
    """Whether something of before this moment is to be forgotten: a look, by two indices."""
    asked = {"before": before}
    return any(connection.execute(look, asked).first() is not None for look in (ANY_TO_FORGET, ANY_REFUSED_BEFORE))


def from_the_future(connection: Connection, at: datetime) -> tuple[tuple[int, datetime], ...]:
    """Actions that wait since a moment after `at`, and when each is due if it waits as long from now on."""
    return tuple((row.id, at + (row.due_at - row.since)) for row in connection.execute(FROM_THE_FUTURE, {"at": at}))


def put_forward(connection: Connection, due: Sequence[tuple[int, datetime]], at: datetime) -> None:
    """These actions are due at these times, where they still wait: they do so from now on."""
    for action, due_at in due:
        connection.execute(PUT_FORWARD, {"action": action, "due": due_at, "at": at})


def recover(connection: Connection) -> tuple[int, int]:
    """At start, by the lock's holder: what a dead daemon was carrying out.

    A mail that may have gone out becomes `uncertain`, anything else is done again. Returns how many of each.
    """
    connection.execute(COUNT_PERHAPS_SENT)
    uncertain, again = connection.execute(PERHAPS_SENT).rowcount, connection.execute(DO_AGAIN).rowcount
    connection.execute(FORGET_UNCERTAIN_NOTICES)
    return uncertain, again
