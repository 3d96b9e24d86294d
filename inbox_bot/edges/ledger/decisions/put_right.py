"""The one transaction in which a decision takes effect.

What the plan saw is looked at once more first: the mail's outcome, how often it was decided about it, and each action
of it that has not ended. Where anything is another by now, nothing is committed, and the decision is planned again. So
two people who decide at once, a daemon that sends the letter meanwhile and one that deletes the old files can't meet.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from inbox_bot.core.message.safe import line
from inbox_bot.core.plan.effects import Discard
from inbox_bot.core.plan.values import Sends
from inbox_bot.core.review.decision import Decision, Means
from inbox_bot.core.review.written import to_json
from inbox_bot.core.words import ActionKind, ActionState, needs_a_person
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.actions.claims import PAYLOADS_OF
from inbox_bot.edges.ledger.actions.forgetting import FORGET_PAYLOADS
from inbox_bot.edges.ledger.actions.insert import Asked, ask, check_once
from inbox_bot.edges.ledger.consents.rows import say
from inbox_bot.edges.ledger.decisions.record_rows import decision_row
from inbox_bot.edges.ledger.decisions.statements import (
    BECOME,
    BYTES_ARE_GONE,
    DESCRIBE,
    FREE_KEYS,
    LIES_SOMEWHERE,
    MAIL,
    MAIL_TO_DECIDE,
    NEW_DECISION,
    ON_RECORD,
    OPEN_ACTIONS,
    OVERRULE,
)
from inbox_bot.edges.ledger.decisions.values import Bearing, OpenAction, PutRight
from inbox_bot.edges.ledger.errors import NoSuchAction, StateChanged
from inbox_bot.edges.ledger.intake import filed_ahead
from inbox_bot.edges.ledger.intake.commit import NEW_CHANGE, decided_columns
from inbox_bot.edges.ledger.intake.filed_rows import refile
from inbox_bot.edges.ledger.introductions.rows import introduce_again
from inbox_bot.edges.ledger.lessons.facts import teach
from inbox_bot.edges.ledger.record import changed_json, state_of

#: What ends where the plan that asked for it is overruled; a letter that went out perhaps does only where it is
#: replaced, and a change that is being made is made.
BY_LIMIT = 200  # characters of whom a decision is by
OVERRULED = (ActionState.HELD, ActionState.PENDING)


def bearing(connection: Connection, message: int, *, deciding: bool) -> Bearing:
    """What bears on a decision about a mail; where it is `deciding`, nobody else decides until the transaction ends.

    Raises NoSuchAction where there is no such mail.
    """
    row = connection.execute(MAIL_TO_DECIDE if deciding else MAIL, {"of_message": message}).one_or_none()
    if row is None:
        raise NoSuchAction(f"there is no mail {message}")
    on_record = tuple(decision_row(each) for each in connection.execute(ON_RECORD, {"of_message": message}))
    open_actions = tuple(
        OpenAction(id=each.id, kind=each.kind, state=each.state)
        for each in connection.execute(OPEN_ACTIONS, {"of_message": message})
    )
    return Bearing(
        outcome=row.outcome,
        in_hand=row.in_hand,
        turn=max((each.turn for each in on_record), default=0),
        decisions=on_record,
        open_actions=open_actions,
        leftovers=_leftovers(connection, open_actions),
    )


def _leftovers(connection: Connection, open_actions: Sequence[OpenAction]) -> tuple[str, ...]:
    discards = [each.id for each in open_actions if each.kind is ActionKind.DISCARD]
    written = connection.execute(PAYLOADS_OF, {"actions": discards}) if discards else ()
    effects = [effects_json.from_json(row.effect) for row in written]
    return tuple(path for effect in effects if isinstance(effect, Discard) for path in effect.paths)


def put_right(connection: Connection, key: bytes, decided: PutRight, at: datetime) -> int:
    """Everything that follows from a decision; gives its number on record. `key` is the ledger's.

    Raises StateChanged where something is another than the plan saw, OnceConflict where an action was asked for before.
    """
    seen, message = decided.bearing, decided.message
    now = bearing(connection, message, deciding=True)
    if (now.outcome, now.turn, now.in_hand) != (
        seen.outcome,
        seen.turn,
        False,
    ) or now.open_actions != seen.open_actions:
        raise StateChanged(f"mail {message} is not as it was when the decision about it was planned")
    _overrule(connection, decided)
    plan = decided.plan
    check_once(connection, [once for action in plan.actions for once in action.once_keys])
    answered = "sends" if isinstance(plan.reply, Sends) else plan.reply.why.value
    is_open = needs_a_person(plan.outcome, plan.reason)
    connection.execute(
        BECOME,
        {
            "of_message": message,
            "became": plan.outcome,
            "because": plan.reason,
            "by_rule": plan.rule,
            "answered": answered,
            "lies_nowhere": is_open and connection.scalar(LIES_SOMEWHERE, {"of_message": message}) is None,
        },
    )
    if plan.outcome is not seen.outcome:
        change = {"message": message, "was": seen.outcome, "became": plan.outcome, "at": at}
        connection.execute(NEW_CHANGE, change)
    if decided.mail is not None and decided.filed is not None:
        if decided.read_again:
            connection.execute(DESCRIBE, {"of_message": message} | decided_columns(decided.mail, decided.filed))
        else:
            connection.execute(BYTES_ARE_GONE, {"of_message": message})
        refile(connection, key, message, decided.mail, decided.filed, at)
        filed_ahead.settle(connection, [message], [decided.filed])
    say(connection, message, plan.consent, at)
    introduce_again(connection, key, message, plan, at, read_again=decided.read_again)
    if decided.taught is not None:
        teach(connection, message, decided.taught)
    asked = Asked(message=message, mailbox=decided.mailbox, fingerprint=decided.fingerprint, actions=plan.actions)
    ask(connection, key, [asked], at)
    return record(
        connection,
        message,
        seen.turn + 1,
        decision=decided.decision,
        undoes=decided.undoes,
        by=decided.by,
        means=decided.means,
        was=decided.was,
        became=state_of(plan),
        at=at,
    )


def _overrule(connection: Connection, decided: PutRight) -> None:
    ended = [
        each.id
        for each in decided.bearing.open_actions
        if each.state in OVERRULED or each.id in decided.replaces or _is_a_refused_letter(each)
    ]
    if ended:
        connection.execute(OVERRULE, {"actions": ended})
        connection.execute(FREE_KEYS, {"actions": ended})
        connection.execute(FORGET_PAYLOADS, {"actions": ended})


def _is_a_refused_letter(action: OpenAction) -> bool:
    return action.kind is ActionKind.ANSWER and action.state is ActionState.REFUSED


def record(
    connection: Connection,
    message: int,
    turn: int,
    *,
    decision: Decision | None,
    undoes: int | None = None,
    by: str | None,
    means: Means,
    was: Mapping[str, object],
    became: Mapping[str, object],
    at: datetime,
) -> int:
    """Put a person's decision on record; `decision` is None where one is undone. Raises StateChanged."""
    row = {
        "message": message,
        "turn": turn,
        "at": at,
        "means": means,
        "by": None if by is None else line(by, BY_LIMIT),
        "wanted": None if decision is None else to_json(decision),
        "undoes": undoes,
        "changed": changed_json(was, became),
    }
    try:
        return int(connection.scalars(NEW_DECISION, row).one())
    except IntegrityError as error:
        raise StateChanged(f"somebody else decided about mail {message}") from error
