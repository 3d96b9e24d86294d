"""Asking for actions: their rows, what waits for what, and the keys that make each happen once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from inbox_bot.core.domains import domain_of
from inbox_bot.core.plan.effects import Notice
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.errors import OnceConflict
from inbox_bot.edges.ledger.schema import actions, once_keys

#: Actions, in the order given.
NEW_ACTIONS = insert(actions).returning(actions.c.id, sort_by_parameter_order=True)

#: The keys that make them happen once.
NEW_KEYS = insert(once_keys)

#: Those of these keys that an action holds.
TAKEN_KEYS = select(once_keys.c.key).where(once_keys.c.key.in_(bindparam("keys", expanding=True)))


def ask(
    connection: Connection,
    plans: Iterable[tuple[int | None, str | None, str | None, Sequence[Action]]],
    at: datetime,
) -> list[int]:
    """Inserts actions with their once_keys: of each plan (message, mailbox, fingerprint, actions). Returns their ids.

    An action with `after_answer` waits for its plan's answer where it has one. Raises OnceConflict.
    """
    asked = [
        (action, action_row(action, message, mailbox, fingerprint, at))
        for message, mailbox, fingerprint, wanted in plans
        for action in sorted(wanted, key=lambda action: action.after_answer)
    ]
    if not asked:
        return []
    ids = _insert_actions(connection, [row for action, row in asked if not action.after_answer])
    numbered = dict(zip((id(row) for action, row in asked if not action.after_answer), ids, strict=True))
    answer_of_message = {row["message"]: numbered[id(row)] for _, row in asked if row["kind"] is ActionKind.ANSWER}
    later = [row for action, row in asked if action.after_answer]
    for row in later:
        row["after_action"] = answer_of_message.get(row["message"])
        row["ready"] = row["after_action"] is None
    numbered.update(zip((id(row) for row in later), _insert_actions(connection, later), strict=True))
    keys = [{"key": key, "action": numbered[id(row)]} for action, row in asked for key in action.once_keys]
    if keys:
        try:
            connection.execute(NEW_KEYS, keys)
        except IntegrityError as error:
            raise OnceConflict(tuple(str(row["key"]) for row in keys)) from error
    return [numbered[id(row)] for _, row in asked]


def action_row(
    action: Action, message: int | None, mailbox: str | None, fingerprint: str | None, at: datetime
) -> dict[str, object]:
    """An action's columns."""
    row: dict[str, object] = {
        "message": message,
        "mailbox": mailbox,
        "kind": action.kind,
        "state": action.state,
        "ready": True,
        "after_action": None,
        "released": action.released,
        "why": action.why,
        "planned_at": at,
        "due_at": action.due_at,
        "counted_at": at,
        "attempts": 0,
        "effect": effects_json.to_json(action.effect),
        "done_at": at if action.state is ActionState.DONE else None,
    } | dict.fromkeys(_OF_ANSWERS)
    if isinstance(action.effect, Notice):
        row["message_id"] = action.effect.letter.message_id
    if isinstance(action.effect, Answer):
        answer = action.effect
        row |= {
            "answer_of": fingerprint,
            "message_id": answer.letter.message_id,
            "template": answer.template,
            "to_address": answer.letter.to.address,
            "subject": answer.letter.subject,
            "correspondent": answer.correspondent,
            "person": answer.person,
            "domain": domain_of(answer.correspondent),
            "vacancy": answer.vacancy,
            "likeness": answer.likeness,
        }
    return row


_OF_ANSWERS = (
    "answer_of",
    "message_id",
    "template",
    "to_address",
    "subject",
    "correspondent",
    "person",
    "domain",
    "vacancy",
    "likeness",
)


def check_once(connection: Connection, keys: Sequence[str]) -> None:
    """Raises OnceConflict where a key is taken, or wanted twice."""
    twice = {key for key, count in Counter(keys).items() if count > 1}
    taken = connection.scalars(TAKEN_KEYS, {"keys": list(keys)}).all() if keys else []
    if twice or taken:
        raise OnceConflict(tuple(sorted(twice | set(taken))))


def _insert_actions(connection: Connection, rows: Sequence[Mapping[str, object]]) -> list[int]:
    if not rows:
        return []
    return list(connection.scalars(NEW_ACTIONS, [dict(row) for row in rows]))
