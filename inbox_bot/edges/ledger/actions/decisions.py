"""Answers as a person looks at them, drops them, or lets them go; and mails to reviewers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, or_, select, update

from inbox_bot.core.message.values import Location
from inbox_bot.core.plan.effects import Move, Notice
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.wording import Sentence
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions.forgetting import FORGET_PAYLOADS
from inbox_bot.edges.ledger.actions.insert import TAKEN_KEYS, Asked, ask, check_once
from inbox_bot.edges.ledger.actions.settling import CANCEL_WAITING
from inbox_bot.edges.ledger.errors import NoSuchAction, StateChanged
from inbox_bot.edges.ledger.schema import actions, answers, locations, messages, once_keys
from inbox_bot.edges.ledger.values import AnswerRow, NewestAnswers

RELEASABLE = (ActionState.HELD, ActionState.UNCERTAIN, ActionState.REFUSED)  # a person may send it after all
DROPPABLE = (*RELEASABLE, ActionState.PENDING)

#: Answers with the mails that they answer, oldest first; narrowed by who asks.
ANSWERS = (
    select(
        actions,
        answers.c.template,
        answers.c.vacancy,
        answers.c.answer_of,
        answers.c.bounced_at,
        messages.c.raw_hash,
        messages.c.message_id.label("answered"),
    )
    .join(answers, answers.c.action == actions.c.id)
    .join(messages, messages.c.id == actions.c.message)
    .order_by(actions.c.id)
)

COUNTED_BEYOND = 1_000  # answers: how many more there are is counted that far

#: The newest answers in a state that were planned since a moment. In one state, since its index gives them in order.
NEWEST_IN_STATE = (
    select(actions.c.id)
    .where(
        actions.c.kind == ActionKind.ANSWER,
        actions.c.state == bindparam("state"),
        actions.c.planned_at >= bindparam("since"),
    )
    .order_by(actions.c.planned_at.desc(), actions.c.id.desc())
    .limit(bindparam("count"))
)

#: How many there are, counted so far and no farther.
COUNT_IN_STATE = select(func.count()).select_from(NEWEST_IN_STATE.subquery())

#: The once_keys of answers; narrowed by who asks.
KEYS = select(once_keys.c.action, once_keys.c.key).order_by(once_keys.c.key)

#: A person decides about an answer, as they saw it: no row where it is in another state by now.
END = (
    update(actions)
    .where(actions.c.id == bindparam("action"), actions.c.state == bindparam("seen"))
    .values(state=ActionState.CANCELLED)
    .returning(actions)
)

#: The keys of an answer are free again.
FREE_KEYS = delete(once_keys).where(once_keys.c.action == bindparam("action"))

#: The keys of an answer are free again, and of what waited for it: the copy in Sent and the flag are asked for anew.
FREE_KEYS_WITH_WAITING = delete(once_keys).where(
    or_(
        once_keys.c.action == bindparam("action"),
        once_keys.c.action.in_(
            select(actions.c.id).where(
                actions.c.after_action == bindparam("action"), actions.c.state == ActionState.CANCELLED
            )
        ),
    )
)

#: A place where a mail is now, and whose it is.
PLACE = select(locations.c.id, locations.c.message).where(
    locations.c.mailbox == bindparam("mailbox"),
    locations.c.folder == bindparam("folder"),
    locations.c.uidvalidity == bindparam("uidvalidity"),
    locations.c.uid == bindparam("uid"),
    locations.c.gone_at.is_(None),
)

#: An action means one certain copy.
MEANS_COPY = update(actions).where(actions.c.id == bindparam("action")).values(location=bindparam("place"))


def answers_in(connection: Connection, states: Collection[ActionState] | None) -> tuple[AnswerRow, ...]:
    """The answers in these states (None: in any), oldest first."""
    query = ANSWERS
    if states is not None:
        query = query.where(actions.c.kind == ActionKind.ANSWER, actions.c.state.in_(states))
    return answer_rows(connection, query)


def newest_answers(
    connection: Connection, states: Collection[ActionState], since: datetime, count: int
) -> NewestAnswers:
    """The newest `count` answers in these states that were planned since then, and how many more there are."""
    query = ANSWERS.where(actions.c.id.in_(NEWEST_IN_STATE))
    found: list[AnswerRow] = []
    there, far = 0, count + COUNTED_BEYOND + 1
    for state in states:
        asked = {"state": state, "since": since}
        found += answer_rows(connection, query, asked | {"count": count})
        there += connection.execute(COUNT_IN_STATE, asked | {"count": far}).scalar_one()
    rows = sorted(found, key=lambda row: (row.planned_at, row.id))[-count:]
    more = there - len(rows)
    return NewestAnswers(rows=tuple(rows), more=min(more, COUNTED_BEYOND), and_beyond=more > COUNTED_BEYOND)


def answer_rows(
    connection: Connection, query: Select[Any], asked: Mapping[str, object] | None = None
) -> tuple[AnswerRow, ...]:
    """What `ANSWERS`, narrowed, finds; `asked` are its parameters. Their keys are found by asking the same again."""
    rows = connection.execute(query, asked or {}).all()
    if not rows:
        return ()
    keys: dict[int, list[str]] = {}
    wanted = query.with_only_columns(actions.c.id).order_by(None)
    for row in connection.execute(KEYS.where(once_keys.c.action.in_(wanted)), asked or {}):
        keys.setdefault(row.action, []).append(row.key)
    return tuple(_answer_row(row, tuple(keys.get(row.id, ()))) for row in rows)


def answer(connection: Connection, action: int) -> AnswerRow:
    """One answer. Raises NoSuchAction."""
    found = answer_rows(connection, ANSWERS.where(actions.c.id == action))
    if not found:
        raise NoSuchAction(Sentence("there is no answer {id}", id=action))
    return found[0]


def drop(connection: Connection, action: int) -> None:
    """A person decides that an answer is not sent. Raises NoSuchAction, or StateChanged where it went out already.

    The once_keys of one that was never tried are free again; one that may have gone out keeps them: a further delivery
    of the same mail must not be answered either.
    """
    seen = answer(connection, action)
    if seen.state not in DROPPABLE:
        raise StateChanged(Sentence("answer {id} is {state}, and can't be dropped", id=action, state=seen.state.value))
    row = _end(connection, action, seen.state)
    if row.attempts == 0:
        connection.execute(FREE_KEYS, {"action": action})
    connection.execute(CANCEL_WAITING, {"action": action})
    connection.execute(FORGET_PAYLOADS, {"actions": [action]})


def release(
    connection: Connection, key: bytes, action: int, seen: ActionState, planned: Sequence[Action], at: datetime
) -> int:
    """Puts a newly planned answer (with what waits for it) in the place of one that a person lets go.

    `seen` is the state in which the person saw it: StateChanged where it is another one by now. `key` is the ledger's.
    Returns the new answer's id. Raises OnceConflict where another action holds one of the new keys.
    """
    old = answer(connection, action)
    if seen not in RELEASABLE or old.state is not seen:
        raise StateChanged(
            Sentence("answer {id} is {state}, not {seen}", id=action, state=old.state.value, seen=seen.value)
        )
    row = _end(connection, action, seen)
    connection.execute(CANCEL_WAITING, {"action": action})
    connection.execute(FREE_KEYS_WITH_WAITING, {"action": action})
    connection.execute(FORGET_PAYLOADS, {"actions": [action]})
    inherited = [once for once in old.once_keys if not any(once in one.once_keys for one in planned)]
    wanted = [
        replace(one, once_keys=(*one.once_keys, *inherited)) if one.kind is ActionKind.ANSWER else one
        for one in planned
    ]
    check_once(connection, [once for one in wanted for once in one.once_keys])
    asked = Asked(message=row.message, mailbox=row.mailbox, fingerprint=old.answer_of, actions=wanted)
    ids = ask(connection, key, [asked], at)
    return next(
        number
        for number, one in zip(ids, sorted(wanted, key=lambda one: one.after_answer), strict=True)
        if one.kind is ActionKind.ANSWER
    )


def add_notice(
    connection: Connection,
    key: bytes,
    letter: Letter,
    once_key: str,
    at: datetime,
    mailbox: str | None,
    tells_until: str | None = None,
) -> bool:
    """A mail to a reviewer, due now; False where its once_key was used before: it was told already."""
    if connection.scalar(TAKEN_KEYS, {"keys": [once_key]}) is not None:
        return False
    keys = (once_key,) if tells_until is None else (once_key, tells_until)
    notice = Action(effect=Notice(letter=letter), once_keys=keys, state=ActionState.PENDING, due_at=at)
    ask(connection, key, [Asked(message=None, mailbox=mailbox, fingerprint=None, actions=[notice])], at)
    return True


def put_aside(
    connection: Connection,
    key: bytes,
    location: Location,
    folder: tuple[str, ...],
    state: ActionState,
    why: str | None,
    at: datetime,
) -> bool:
    """A further copy of known bytes is moved, and only that copy; False where that was asked for before."""
    asked = {
        "mailbox": location.mailbox,
        "folder": location.folder,
        "uidvalidity": location.uidvalidity,
        "uid": location.uid,
    }
    row = connection.execute(PLACE, asked).one_or_none()
    if row is None:
        return False
    once = f"copy:{row.id}"
    if connection.scalar(TAKEN_KEYS, {"keys": [once]}) is not None:
        return False
    move = Action(effect=Move(folder=folder), once_keys=(once,), state=state, why=why, due_at=at)
    wanted = Asked(message=row.message, mailbox=location.mailbox, fingerprint=None, actions=[move])
    [number] = ask(connection, key, [wanted], at)
    connection.execute(MEANS_COPY, {"action": number, "place": row.id})
    return True


def _end(connection: Connection, action: int, seen: ActionState) -> Row[Any]:
    row = connection.execute(END, {"action": action, "seen": seen}).one_or_none()
    if row is None:
        raise StateChanged(Sentence("answer {id} is no longer {state}", id=action, state=seen.value))
    return row


def _answer_row(row: Row[Any], keys: tuple[str, ...]) -> AnswerRow:
    return AnswerRow(
        id=row.id,
        state=row.state,
        template=row.template,
        to=row.to_address,
        message_id=row.message_id,
        in_reply_to=row.answered,
        why=row.why,
        note=row.note,
        vacancy=row.vacancy,
        planned_at=row.planned_at,
        due_at=row.due_at,
        done_at=row.done_at,
        bounced_at=row.bounced_at,
        mailbox=row.mailbox,
        raw_hash=row.raw_hash,
        answer_of=row.answer_of,
        once_keys=keys,
    )
