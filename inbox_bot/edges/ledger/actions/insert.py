"""Asking for actions: their rows, what each holds, what waits for what, and the keys that make each happen once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from inbox_bot.core.domains import domain_of
from inbox_bot.core.plan.effects import Notice
from inbox_bot.core.plan.values import Action
from inbox_bot.core.reply.letter.quotes import passages_of_letter
from inbox_bot.core.reply.values import Answer
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.errors import OnceConflict
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.schema import actions, answers, enclosures, once_keys, payloads

#: Actions, in the order given.
NEW_ACTIONS = insert(actions).returning(actions.c.id, sort_by_parameter_order=True)

#: What each needs to be carried out.
NEW_PAYLOADS = insert(payloads)

#: What later plans need to know of answers.
NEW_ANSWERS = insert(answers)

#: The keys that make them happen once.
NEW_KEYS = insert(once_keys)

#: The documents that go with them.
NEW_ENCLOSURES = insert(enclosures)

#: Those of these keys that an action holds.
TAKEN_KEYS = select(once_keys.c.key).where(once_keys.c.key.in_(bindparam("keys", expanding=True)))


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """The actions that one plan asks for."""

    message: int | None  #: the mail they are about; None: to a reviewer
    mailbox: str | None
    fingerprint: str | None  #: of that mail
    actions: Sequence[Action]


def ask(connection: Connection, key: bytes, plans: Iterable[Asked], at: datetime) -> list[int]:
    """Inserts what plans ask for, with payloads, answers and once_keys; returns the actions' ids.

    An action with `after_answer` waits for its plan's answer where it has one. `key` is the ledger's. Raises
    OnceConflict.
    """
    asked = [
        (action, plan, action_row(action, plan, at))
        for plan in plans
        for action in sorted(plan.actions, key=lambda action: action.after_answer)
    ]
    if not asked:
        return []
    ids = _insert_actions(connection, [row for action, _, row in asked if not action.after_answer])
    numbered = dict(zip((id(row) for action, _, row in asked if not action.after_answer), ids, strict=True))
    answer_of_message = {
        row["message"]: numbered[id(row)] for action, _, row in asked if isinstance(action.effect, Answer)
    }
    later = [row for action, _, row in asked if action.after_answer]
    for row in later:
        row["after_action"] = answer_of_message.get(row["message"])
        row["ready"] = row["after_action"] is None
    numbered.update(zip((id(row) for row in later), _insert_actions(connection, later), strict=True))
    _insert_beside(connection, key, [(numbered[id(row)], action, plan) for action, plan, row in asked], at)
    return [numbered[id(row)] for _, _, row in asked]


def action_row(action: Action, plan: Asked, at: datetime) -> dict[str, object]:
    """An action's columns."""
    letter = action.effect.letter if isinstance(action.effect, Answer | Notice) else None
    return {
        "message": plan.message,
        "mailbox": plan.mailbox,
        "kind": action.kind,
        "state": action.state,
        "ready": not action.after_look,
        "after_action": None,
        "released": action.released,
        "why": action.why,
        "planned_at": at,
        "due_at": action.due_at,
        "attempts": 0,
        "message_id": None if letter is None else letter.message_id,
        "to_address": None if letter is None else letter.to.address,
    }


def answer_row(answer: Answer, fingerprint: str | None, key: bytes, counted_at: datetime) -> dict[str, object]:
    """The columns of an answer beside its action's; `key` is the ledger's."""
    return {
        "answer_of": fingerprint,
        "template": answer.template,
        "correspondent": answer.correspondent,
        "person": answer.person,
        "domain": domain_of(answer.correspondent),
        "vacancy": answer.vacancy,
        "likeness": answer.likeness,
        "counted_at": counted_at,
        "subject": answer.letter.subject,
        "passages": " ".join(keyed(key, passage) for passage in passages_of_letter(answer.letter.text)),
    }


def _insert_beside(
    connection: Connection, key: bytes, asked: Sequence[tuple[int, Action, Asked]], at: datetime
) -> None:
    """What belongs to actions that are there: payloads, answers, keys. Raises OnceConflict."""
    connection.execute(
        NEW_PAYLOADS, [{"action": number, "effect": effects_json.to_json(action.effect)} for number, action, _ in asked]
    )
    answered = [
        {"action": number} | answer_row(action.effect, plan.fingerprint, key, at)
        for number, action, plan in asked
        if isinstance(action.effect, Answer)
    ]
    if answered:
        connection.execute(NEW_ANSWERS, answered)
    enclosed = [
        {"action": number, "message": each.message or plan.message, "document": each.document}
        for number, action, plan in asked
        if isinstance(action.effect, Notice)
        for each in action.effect.letter.enclosures
    ]
    if enclosed:
        connection.execute(NEW_ENCLOSURES, enclosed)
    keys = [{"key": once, "action": number} for number, action, _ in asked for once in action.once_keys]
    if keys:
        try:
            connection.execute(NEW_KEYS, keys)
        except IntegrityError as error:
            raise OnceConflict(tuple(str(row["key"]) for row in keys)) from error


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
