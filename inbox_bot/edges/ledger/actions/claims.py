"""The actions that are due: what there is, and who gets it.

An action is taken by one conditional update whose rows are the answer: two claimers never get the same one.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.values import Action
from inbox_bot.core.words import WENT_OUT, ActionKind, ActionState
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.actions.settling import COUNT_FROM
from inbox_bot.edges.ledger.location_rows import location_of
from inbox_bot.edges.ledger.schema import (
    READY,
    actions,
    locations,
    messages,
    once_keys,
    payloads,
)
from inbox_bot.edges.ledger.values import Claimed

MINUTE = timedelta(minutes=1)

#: What is due. Waiting actions are not `ready`: however many there are, none is looked at.
_IS_READY = select(actions.c.id).where(
    READY,
    actions.c.kind.in_(bindparam("kinds", expanding=True)),
    actions.c.due_at <= bindparam("at"),
)

#: Whether a mailbox has anything due: a look, and nothing is taken.
IS_DUE = _IS_READY.where(actions.c.mailbox == bindparam("of_mailbox")).limit(1)

#: Where anything is due: mailboxes, and hooks.
DUE_IN = (
    select(actions.c.mailbox)
    .where(READY, actions.c.kind.in_(list(ActionKind)), actions.c.due_at <= bindparam("at"))
    .distinct()
)

#: What would be taken next of a mailbox, oldest first: a look, and nothing is taken.
NEXT_DUE = (
    select(actions)
    .where(
        READY,
        actions.c.kind.in_(bindparam("kinds", expanding=True)),
        actions.c.due_at <= bindparam("at"),
        actions.c.mailbox == bindparam("of_mailbox"),
    )
    .order_by(actions.c.due_at, actions.c.id)
    .limit(bindparam("count"))
)

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

#: The letters that went out at about a moment, or are going out, and to whom; `tried_at` is of each worker's clock.
LETTERS_AT = select(actions.c.id, actions.c.to_address).where(
    actions.c.tried_at > bindparam("after"),
    actions.c.tried_at < bindparam("before"),
    actions.c.message_id.is_not(None),
    actions.c.state.in_(sorted(WENT_OUT)),
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


def letters_at(connection: Connection, at: datetime, *, but: int | None = None) -> tuple[str, ...]:
    """To whom letters went out in the minute before a moment, or after it by a clock that is ahead; but one of them."""
    rows = connection.execute(LETTERS_AT, {"after": at - MINUTE, "before": at + MINUTE}).all()
    return tuple(row.to_address or "" for row in rows if row.id != but)


def is_due(connection: Connection, kinds: Collection[ActionKind], at: datetime, *, mailbox: str) -> bool:
    """Whether a mailbox has an action of these kinds to be claimed now."""
    return connection.execute(IS_DUE, {"kinds": list(kinds), "at": at, "of_mailbox": mailbox}).first() is not None


def next_due(
    connection: Connection, kinds: Collection[ActionKind], at: datetime, *, mailbox: str, count: int
) -> tuple[Claimed, ...]:
    """The actions of these kinds that would be claimed next, oldest due first; none is."""
    asked = {"kinds": list(kinds), "at": at, "of_mailbox": mailbox, "count": count}
    return claimed(connection, connection.execute(NEXT_DUE, asked).all())


def claimed(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Claimed, ...]:
    """Rows of `actions` as values, with what they are about."""
    if not rows:
        return ()
    ids = [row.id for row in rows]
    keys = keys_of(connection, ids)
    written = {row.action: row.effect for row in connection.execute(PAYLOADS_OF, {"actions": ids})}
    about = [row.message for row in rows if row.message is not None]
    hashes: dict[int, str] = {}
    all_locations: dict[int, list[Location]] = {}
    certain: dict[int, Location] = {}
    if about:
        hashes = {row.id: row.raw_hash for row in connection.execute(HASHES_OF, {"messages": about})}
        for row in connection.execute(PLACES_OF, {"messages": about}):
            all_locations.setdefault(row.message, []).append(location_of(row))
            certain[row.id] = location_of(row)
    return tuple(
        Claimed(
            id=row.id,
            action=action_of(row, written[row.id], keys.get(row.id, ())),
            mailbox=row.mailbox,
            raw_hash=hashes.get(row.message),
            locations=tuple(all_locations.get(row.message, ()))
            if row.location is None
            else tuple(certain[location] for location in (row.location,) if location in certain),
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


def from_the_future(connection: Connection, at: datetime) -> tuple[tuple[int, datetime], ...]:
    """Actions that wait since a moment after `at`, and when each is due if it waits as long from now on."""
    return tuple((row.id, at + (row.due_at - row.since)) for row in connection.execute(FROM_THE_FUTURE, {"at": at}))


def put_forward(connection: Connection, due: Sequence[tuple[int, datetime]], at: datetime) -> None:
    """These actions are due at these times, where they still wait: they do so from now on."""
    for action, due_at in due:
        connection.execute(PUT_FORWARD, {"action": action, "due": due_at, "at": at})
