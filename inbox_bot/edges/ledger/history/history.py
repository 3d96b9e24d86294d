"""What bears on a plan when it is made, and on an action when it is claimed: one frozen look, in one transaction."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Result, Row

from inbox_bot.core.domains import domain_of
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.limits import DOMAIN_WINDOW
from inbox_bot.core.reply.matter import likeness, person_of
from inbox_bot.core.reply.public_domains import is_public
from inbox_bot.core.reply.values import Answer, History, PastAnswer, PastApplication
from inbox_bot.core.words import ActionKind, Role
from inbox_bot.edges.ledger.actions import effects_json
from inbox_bot.edges.ledger.errors import NoSuchAction
from inbox_bot.edges.ledger.history.keyed import fingerprint_of
from inbox_bot.edges.ledger.history.known import thread_of
from inbox_bot.edges.ledger.history.statements import (
    ACTION,
    ANSWERED_BY_HAND,
    BEFORE_RESCAN,
    BREAKER,
    CORRECTED,
    LAST_BOUNCE,
    MESSAGE,
    MESSAGE_BY_HASH,
    PAST_ANSWERS,
    PAST_APPLICATIONS,
    SAME_SENDING,
    SENT_SINCE,
    WITHDRAWN,
)

ANSWERS_WINDOW = timedelta(days=8)  # the longest limit is 7 days; a day for clocks and time zones


def history_of(
    connection: Connection,
    key: bytes,
    reading: Reading,
    verdict: Verdict,
    at: datetime,
    *,
    planned: Planned | None = None,
    but_action: int | None = None,
) -> History:
    """Everything that bears on a plan for this mail, `planned` (the batch so far) included.

    `but_action` is the answer that is being planned again: it does not stand in its own way.
    """
    message = reading.message
    fingerprint = fingerprint_of(key, reading)
    correspondents_ = {canonical(address.address) for address in (*message.senders, *message.reply_to)} - {""}
    history = _history(
        connection,
        at,
        fingerprint=fingerprint,
        mailbox=reading.mailbox,
        raw_hash=reading.raw_hash,
        message_id=message.message_id,
        person=person_of(reading, verdict),
        correspondents_=correspondents_,
        likeness_=likeness(reading),
        thread=thread_of(message),
        but_action=but_action,
        with_texts=True,
    )
    return _with_batch(history, planned.mails, reading, verdict) if planned is not None else history


def history_of_action(connection: Connection, action: int, at: datetime) -> History:
    """What bears on carrying an action out now, but the action itself; of moves and flags, only their mail.

    The texts of past answers are left out: nothing asks for them at the claim. Raises NoSuchAction.
    """
    row = connection.execute(ACTION, {"action": action}).one_or_none()
    if row is None:
        raise NoSuchAction(f"there is no action {action}")
    mail = connection.execute(MESSAGE, {"message": row.message}).one_or_none()
    if mail is None:
        return History(fingerprint="", first_seen_at=row.planned_at)
    corrected = _any(connection.execute(CORRECTED, {"message": mail.id, "planned_at": row.planned_at}))
    if row.kind is not ActionKind.ANSWER:
        return History(
            fingerprint=mail.fingerprint or "", first_seen_at=mail.seen_at, attempts=mail.attempts, corrected=corrected
        )
    correspondents_ = {row.correspondent} if row.correspondent else set()
    history = _history(
        connection,
        at,
        fingerprint=row.answer_of,
        mailbox=mail.mailbox,
        raw_hash=mail.raw_hash,
        message_id=mail.message_id,
        person=row.person or "",
        correspondents_=correspondents_,
        likeness_=row.likeness or "",
        thread=frozenset(),
        but_action=action,
        with_texts=False,
    )
    whom = sorted(correspondents_ | ({row.person} if row.person else set()))
    return replace(
        history,
        withdrawn=_any(connection.execute(WITHDRAWN, {"correspondents": whom, "message": mail.id})),
        corrected=corrected,
    )


def _history(
    connection: Connection,
    at: datetime,
    *,
    fingerprint: str,
    mailbox: str,
    raw_hash: str,
    message_id: str | None,
    person: str,
    correspondents_: Collection[str],
    likeness_: str,
    thread: Collection[str],
    but_action: int | None,
    with_texts: bool,
) -> History:
    but = -1 if but_action is None else but_action
    row = connection.execute(MESSAGE_BY_HASH, {"mailbox": mailbox, "raw_hash": raw_hash}).one_or_none()
    earlier = connection.execute(
        SAME_SENDING, {"fingerprint": fingerprint, "mailbox": mailbox, "raw_hash": raw_hash}
    ).one_or_none()
    answers = connection.execute(
        PAST_ANSWERS,
        {
            "person": person or None,
            "correspondents": sorted(correspondents_),
            "likeness": likeness_ or None,
            "domains": sorted({domain_of(address) for address in correspondents_ if not is_public(domain_of(address))}),
            "referred_to": sorted(thread),
            "fingerprint": fingerprint,
            "since": at - ANSWERS_WINDOW,
            "since_an_hour": at - DOMAIN_WINDOW,
            "but": but,
        },
    )
    past = connection.execute(PAST_APPLICATIONS, {"person": person, "but": -1 if row is None else row.id})
    by_hand = message_id is not None and _any(connection.execute(ANSWERED_BY_HAND, {"message_id": message_id}))
    stands = connection.execute(BREAKER).one()
    before_rescan = row is not None and _any(connection.execute(BEFORE_RESCAN, {"message": row.id}))
    return History(
        fingerprint=fingerprint,
        first_seen_at=at if row is None else row.seen_at,
        attempts=1 if row is None else max(row.attempts, 1),
        known_as=None if earlier is None else earlier.outcome,
        copy_of=None if earlier is None else earlier.raw_hash,
        answers=tuple(_past_answer(answer, answer.message_id in thread, with_texts) for answer in answers),
        applications=tuple(
            PastApplication(vacancy=one.vacancy, at=one.at, had_cv=one.had_cv, raw_hash=one.raw_hash) for one in past
        ),
        answered_by_hand=by_hand or (row is not None and row.answered_flag),
        seen_before_rescan=before_rescan,
        bounced_at=connection.scalar(LAST_BOUNCE, {"correspondents": sorted(correspondents_)}),
        sent_last_hour=connection.execute(
            SENT_SINCE, {"since": _rate_since(stands.since, at), "but": but}
        ).scalar_one(),
        breaker_open=stands.open,
    )


def _rate_since(breaker_since: datetime | None, at: datetime) -> datetime:
    """An hour ago; where a person has resumed since then, from that moment: the answers before it were looked at."""
    hour_ago = at - timedelta(hours=1)
    return breaker_since if breaker_since is not None and hour_ago < breaker_since <= at else hour_ago


def _past_answer(row: Row[Any], referred_to: bool, with_text: bool) -> PastAnswer:
    effect = effects_json.from_json(row.effect) if with_text else None
    return PastAnswer(
        answer_of=row.answer_of,
        template=row.template,
        state=row.state,
        at=row.counted_at,
        message_id=row.message_id,
        subject=row.subject,
        correspondent=row.correspondent,
        person=row.person,
        vacancy=row.vacancy,
        likeness=row.likeness,
        referred_to=referred_to,
        text=effect.letter.text if isinstance(effect, Answer) else "",
    )


def _any(rows: Result[Any]) -> bool:
    return rows.first() is not None


def _with_batch(history: History, before: Iterable[PlannedMail], reading: Reading, verdict: Verdict) -> History:
    """The history as it will be when the batch's earlier mails are committed."""
    known_as, copy_of = history.known_as, history.copy_of
    person = person_of(reading, verdict)
    batch = Planned()
    new: list[PastApplication] = []
    for mail in before:
        batch.add(mail)
        if mail.fingerprint == history.fingerprint and known_as is None:
            known_as, copy_of = mail.plan.outcome, mail.reading.raw_hash
        new += [
            PastApplication(
                vacancy=application.vacancy,
                at=history.first_seen_at,
                had_cv=any(mail.reading.documents[index].role is Role.CV for index in application.documents),
                raw_hash=mail.reading.raw_hash,
            )
            for application in mail.plan.applications
            if person and application.person == person
        ]
    return replace(
        history,
        known_as=known_as,
        copy_of=copy_of,
        applications=(*reversed(new), *history.applications),
    ).with_(batch.answers())
