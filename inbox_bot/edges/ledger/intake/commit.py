"""Writing what was decided about a batch: verdicts and outcomes here, what is filed in `filed_rows`, actions by `ask`.

All of it in the caller's one transaction. The rows of the whole batch go in by one statement a table.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.safe import line
from inbox_bot.core.message.values import Message
from inbox_bot.core.plan.values import FiledMail, Planned, PlannedMail, Sends
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.review.reviewer_mail import ReviewerMailState
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.actions.insert import Asked, ask, check_once
from inbox_bot.edges.ledger.consents.rows import say
from inbox_bot.edges.ledger.described import DESCRIPTION
from inbox_bot.edges.ledger.errors import AlreadyDecided
from inbox_bot.edges.ledger.intake import filed_ahead
from inbox_bot.edges.ledger.intake.filed_rows import file, join
from inbox_bot.edges.ledger.introductions.rows import introduce
from inbox_bot.edges.ledger.keyed import trace_hash
from inbox_bot.edges.ledger.record import record_judged
from inbox_bot.edges.ledger.requests.rows import note
from inbox_bot.edges.ledger.schema import messages, outcome_changes, reviewer_mails

#: Give a message its outcome; the first one stays what it was.
DECIDE = (
    update(messages)
    .where(messages.c.id == bindparam("message"))
    .values(
        in_hand=False,
        **DESCRIPTION,
        outcome=bindparam("outcome", type_=messages.c.outcome.type),
        first_outcome=func.coalesce(messages.c.first_outcome, bindparam("outcome", type_=messages.c.outcome.type)),
        outcome_at=bindparam("at"),
        reason=bindparam("reason"),
        rule=bindparam("rule"),
        reply_why=bindparam("reply_why"),
    )
)

#: A message by its bytes, with the outcome it has.
DECIDED = select(messages.c.id, messages.c.outcome, messages.c.first_outcome).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)

#: A message that waited again has another outcome than its first.
NEW_CHANGE = insert(outcome_changes)

#: Mails of reviewers that nobody has followed yet.
NEW_ORDERS = insert(reviewer_mails)


def commit(connection: Connection, key: bytes, planned: Planned, filed: Mapping[str, FiledMail], at: datetime) -> None:
    """Everything about the batch; `key` is the ledger's.

    Raises OnceConflict or AlreadyDecided: then the transaction must not be committed.
    """
    mails = planned.mails
    if not mails:
        return
    check_once(connection, [once for mail in mails for action in mail.plan.actions for once in action.once_keys])
    ids = [_decide(connection, mail, filed.get(mail.reading.raw_hash), at) for mail in mails]
    numbered = list(zip(ids, mails, strict=True))
    file(connection, key, numbered, filed, at)
    filed_ahead.settle(connection, ids, filed.values())
    join(connection, numbered)
    introduce(connection, key, numbered, at)
    record_judged(connection, numbered, at)
    _note_orders(connection, numbered, at)
    note(connection, numbered)
    for message, mail in numbered:
        if mail.plan.consent is not None:
            say(connection, message, mail.plan.consent, at)
    ask(
        connection,
        key,
        [
            Asked(
                message=message,
                mailbox=mail.reading.mailbox,
                fingerprint=mail.fingerprint,
                actions=mail.plan.actions,
            )
            for message, mail in numbered
        ],
        at,
    )


def _decide(connection: Connection, mail: PlannedMail, filed: FiledMail | None, at: datetime) -> int:
    reading, plan = mail.reading, mail.plan
    row = connection.execute(DECIDED, {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}).one_or_none()
    if row is None or row.outcome is not None:
        raise AlreadyDecided(f"message {None if row is None else row.id} in {reading.mailbox}")
    connection.execute(DECIDE, {"message": row.id, "outcome": plan.outcome, "at": at} | decided_columns(mail, filed))
    if row.first_outcome is not None:
        change = {"message": row.id, "was": row.first_outcome, "became": plan.outcome, "at": at}
        connection.execute(NEW_CHANGE, change)
    return int(row.id)


def _note_orders(connection: Connection, mails: Sequence[tuple[int, PlannedMail]], at: datetime) -> None:
    """Mails of reviewers wait to be followed: from the very transaction on that makes them commands."""
    rows = [
        {"message": message, "mailbox": mail.reading.mailbox, "state": ReviewerMailState.WAITING, "at": at, "orders": 0}
        for message, mail in mails
        if mail.plan.outcome is Outcome.COMMAND
    ]
    if rows:
        connection.execute(NEW_ORDERS, rows)


def decided_columns(mail: PlannedMail, filed: FiledMail | None) -> dict[str, object]:
    """What a message's row says of a mail that was planned, but for its outcome."""
    message, plan = mail.reading.message, mail.plan
    return {
        "fingerprint": mail.fingerprint,
        "trace": trace_hash(mail.fingerprint, message),
        "substance": mail.substance or None,
        "wording": mail.wording or None,
        "message_id": None if message.message_id is None else line(message.message_id, 1000),
        "correspondent": _correspondent(message, mail.verdict),
        "sender": sender_line(message),
        "subject": line(message.subject),
        "kind": mail.verdict.kind,
        "reason": plan.reason,
        "quote": line(plan.quote) if plan.quote else None,
        "rule": plan.rule,
        "reply_why": "sends" if isinstance(plan.reply, Sends) else plan.reply.why.value,
        "raw_path": None if filed is None else filed.raw,
    }


def _correspondent(message: Message, verdict: Verdict) -> str | None:
    """The canonical address of the one who wrote, also by a form or a list of ours; a board's is the board's."""
    wrote = verdict.sending.person or message.sender
    return None if wrote is None else canonical(line(wrote.address, 1000))


def sender_line(message: Message) -> str:
    """Who wrote, as one safe line: `Name <address>`."""
    if not message.senders:
        return ""
    first = message.senders[0]
    return line(f"{first.name} <{first.address}>" if first.name else first.address)
