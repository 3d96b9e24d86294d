"""How things stand: the breaker, alarms, polls; and what was found in Sent or came back as a bounce."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from inbox_bot.core.message.safe import line
from inbox_bot.core.plan.values import Notice
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.actions.claims import RELEASE_WAITING
from inbox_bot.edges.ledger.schema import (
    actions,
    alarms,
    breaker,
    correspondents,
    mailboxes,
    sent_mails,
    sent_references,
)
from inbox_bot.edges.ledger.upsert import insert_missing, upsert
from inbox_bot.edges.ledger.values import Alarm, Breaker, PollState, SentMail


def set_breaker(connection: Connection, open_: bool, at: datetime, why: str) -> bool:
    """Opens or closes the breaker; False where it stood so already (since and why stay)."""
    changed = connection.execute(
        update(breaker).where(breaker.c.open.is_not(open_)).values(open=open_, since=at, why=why)
    ).rowcount
    return bool(changed)


def read_breaker(connection: Connection) -> Breaker:
    """How the breaker stands."""
    row = connection.execute(select(breaker)).one()
    return Breaker(open=row.open, since=row.since, why=row.why)


def raise_alarm(connection: Connection, name: str, sentence: str, at: datetime) -> bool:
    """True where the alarm is new, or had cleared; else only its sentence is brought up to date."""
    row = connection.execute(select(alarms).where(alarms.c.name == name)).one_or_none()
    if row is not None and row.cleared_at is None:
        connection.execute(update(alarms).where(alarms.c.name == name).values(sentence=sentence))
        return False
    upsert(
        connection, alarms, {"name": name, "sentence": sentence, "since": at, "notified_at": None, "cleared_at": None}
    )
    return True


def clear_alarm(connection: Connection, name: str, at: datetime) -> bool:
    """True where the alarm stood."""
    changed = connection.execute(
        update(alarms).where(alarms.c.name == name, alarms.c.cleared_at.is_(None)).values(cleared_at=at)
    ).rowcount
    return bool(changed)


def alarm_notified(connection: Connection, name: str, at: datetime) -> None:
    """Somebody was told of the alarm."""
    connection.execute(update(alarms).where(alarms.c.name == name).values(notified_at=at))


def raised_alarms(connection: Connection) -> tuple[Alarm, ...]:
    """The alarms that stand, oldest first."""
    rows = connection.execute(select(alarms).where(alarms.c.cleared_at.is_(None)).order_by(alarms.c.since))
    return tuple(
        Alarm(name=row.name, sentence=row.sentence, since=row.since, notified_at=row.notified_at) for row in rows
    )


def note_poll(connection: Connection, mailbox: str, at: datetime, problem: str | None) -> bool:
    """How a poll ended. True where that is news: a problem that is new or another one, or one that is over."""
    insert_missing(connection, mailboxes, [{"name": mailbox}])
    before = connection.execute(select(mailboxes).where(mailboxes.c.name == mailbox)).one()
    values: dict[str, object] = {"tried_at": at, "problem": problem}
    if problem is None:
        values |= {"polled_at": at, "problem_since": None}
    elif before.problem is None:
        values["problem_since"] = at
    connection.execute(update(mailboxes).where(mailboxes.c.name == mailbox).values(values))
    return bool(before.problem != problem)


def poll_states(connection: Connection) -> tuple[PollState, ...]:
    """Every mailbox's, by name."""
    rows = connection.execute(select(mailboxes).order_by(mailboxes.c.name))
    return tuple(
        PollState(
            mailbox=row.name,
            tried_at=row.tried_at,
            polled_at=row.polled_at,
            problem=row.problem,
            problem_since=row.problem_since,
        )
        for row in rows
    )


#: Answers whose copy in Sent says more than we know: `pending` and `held` only in a ledger put back from a copy.
PROVEN_BY_SENT = (ActionState.UNCERTAIN, ActionState.PENDING, ActionState.HELD)


def note_sent(connection: Connection, mails: Sequence[SentMail], at: datetime) -> int:
    """Notes the headers found in a Sent folder. One that is an answer of ours proves that it went out.

    Returns how many answers that proved which were uncertain, or not sent as far as this ledger knew.
    """
    proven = 0
    for mail in mails:
        message_id = line(mail.message_id, 1000)
        row = {
            "message_id": message_id,
            "mailbox": mail.mailbox,
            "to_addresses": line(", ".join(mail.to), 1000),
            "at": mail.at,
        }
        insert_missing(connection, sent_mails, [row])
        references = sorted({line(reference, 1000) for reference in mail.refers_to})
        insert_missing(
            connection,
            sent_references,
            [{"message_id": message_id, "refers_to": reference} for reference in references],
        )
        done = connection.scalars(
            update(actions)
            .where(
                actions.c.message_id == message_id,
                actions.c.kind == ActionKind.ANSWER,
                actions.c.state.in_(PROVEN_BY_SENT),
            )
            .values(
                state=ActionState.DONE,
                why=None,
                note="found in Sent",
                done_at=func.coalesce(actions.c.done_at, mail.at),
                counted_at=func.coalesce(actions.c.done_at, mail.at),
            )
            .returning(actions.c.id)
        ).all()
        for action in done:
            connection.execute(RELEASE_WAITING, {"action": action, "at": at})
        proven += len(done)
    return proven


def unknown_answers(connection: Connection, message_ids: Collection[str]) -> frozenset[str]:
    """Those of these Message-IDs that are no answer of this ledger's."""
    if not message_ids:
        return frozenset()
    known = connection.scalars(select(actions.c.message_id).where(actions.c.message_id.in_(message_ids)))
    return frozenset(message_ids) - frozenset(known)


def notified_by(connection: Connection, message_ids: Collection[str]) -> tuple[str, ...]:
    """To which reviewers the mails with these Message-IDs went; of others, nothing."""
    effects_of_notices = select(actions.c.effect).where(
        actions.c.message_id.in_(message_ids), actions.c.kind == ActionKind.TELL
    )
    told = [effects_json.from_json(effect) for effect in connection.scalars(effects_of_notices)] if message_ids else []
    return tuple(dict.fromkeys(effect.letter.to.address for effect in told if isinstance(effect, Notice)))


def note_bounce(connection: Connection, message_id: str | None, correspondent: str | None, at: datetime) -> bool:
    """A mail of ours came back: marks the answer and its correspondent. True where it was an answer of ours.

    `correspondent` (canonical) counts where the bounce names no Message-ID that we know; so a forged bounce can
    hold answers to an address, never more.
    """
    answered = None
    if message_id is not None:
        answered = connection.execute(
            update(actions)
            .where(actions.c.message_id == message_id, actions.c.kind == ActionKind.ANSWER)
            .values(bounced_at=at)
            .returning(actions.c.correspondent)
        ).first()
    whom = correspondent if answered is None else answered.correspondent
    if whom:
        before = connection.scalar(
            select(func.max(correspondents.c.bounced_at)).where(correspondents.c.canonical == whom)
        )
        upsert(connection, correspondents, {"canonical": line(whom, 1000), "bounced_at": max(before or at, at)})
    return answered is not None
