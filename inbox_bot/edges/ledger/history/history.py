"""What bears on a plan when it is made, and on an action when it is claimed: one frozen look, in one transaction."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Result, Row

from inbox_bot.core.domains import domain_of
from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.safe import line
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.person.values import NOT_LINKED, KeyKind, Linked, Same
from inbox_bot.core.plan.decided.still_open import candidates_of
from inbox_bot.core.plan.keep_question import whom_to_ask
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.public_domains import is_public
from inbox_bot.core.reply.checks.limits import DOMAIN_WINDOW
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.deliveries import Delivery, delivery_of, first_of, is_the_same_sending
from inbox_bot.core.reply.introduced import introduction_of
from inbox_bot.core.reply.letter.quotes import passages_in
from inbox_bot.core.reply.matter import likeness, person_of, writer_of
from inbox_bot.core.reply.values import History, PastAnswer
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.words import ActionKind, Outcome, Template
from inbox_bot.edges.ledger.consents.rows import has_objected, question_for
from inbox_bot.edges.ledger.errors import NoSuchAction
from inbox_bot.edges.ledger.history.applicants import applied_by
from inbox_bot.edges.ledger.history.applied import applied_with, as_withdrawn, past_applications
from inbox_bot.edges.ledger.history.sent_before import sent_before, with_batch
from inbox_bot.edges.ledger.history.statements import (
    ACTION,
    ANSWERED_BY_HAND,
    BEFORE_RESCAN,
    BREAKER,
    CORRECTED,
    DOCUMENTS_OF,
    LAST_BOUNCE,
    MESSAGE,
    MESSAGE_BY_HASH,
    PAST_ANSWERS,
    SAME_MESSAGE_ID,
    SAME_SENDING,
    SENT_SINCE,
    WITHDRAWN,
    WRITTEN_TO,
)
from inbox_bot.edges.ledger.history.wordings import keyed_wording
from inbox_bot.edges.ledger.keyed import fingerprint_of, keyed
from inbox_bot.edges.ledger.people.statements import APPLICANT_OF
from inbox_bot.edges.ledger.values import ANSWERS_WINDOW

NEWEST = 2**31 - 1  # no message has a higher number
NO_ACTION = [-1]
NOBODY = ["\n"]  # who is in no row: an empty list is asked without an index


def history_of(
    connection: Connection,
    key: bytes,
    reading: Reading,
    verdict: Verdict,
    at: datetime,
    *,
    planned: Planned | None = None,
    but_actions: Collection[int] = (),
    linked: Linked = NOT_LINKED,
) -> History:
    """Everything that bears on a plan for this mail, `planned` (the batch so far) included.

    `but_actions` are answers that are being planned again: they do not stand in their own way. `linked` is what was
    found out about who applies.
    """
    message = reading.message
    fingerprint = fingerprint_of(key, reading)
    answered = (verdict.sending.answer_to,) if verdict.sending.answer_to is not None else ()
    written = (*message.senders, *message.reply_to, *answered)
    correspondents_ = {canonical(address.address) for address in written} - {""}
    itself = {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}
    row = connection.execute(MESSAGE_BY_HASH, itself).one_or_none()
    history = _history(
        connection,
        at,
        row,
        fingerprint=fingerprint,
        mailbox=reading.mailbox,
        raw_hash=reading.raw_hash,
        message_id=message.message_id,
        person=person_of(reading, verdict),
        correspondents_=correspondents_,
        likeness_=likeness(reading),
        thread=message.thread,
        but_actions=but_actions,
        linked=linked,
    )
    introduced = introduction_of(verdict)
    history = replace(
        history,
        quoted=_quoted(key, message, history.answers),
        introduction=keyed(key, f"introduction:{introduced}") if introduced else "",
        wording=keyed_wording(key, message),
    )
    history = _with_sent_before(connection, key, history, row, reading, verdict)
    question = question_for(
        connection,
        ids=message.thread,
        person=linked.person or person_of(reading, verdict),
        mail=None if row is None else row.id,
    )
    history = replace(history, question=question)
    if history.known_as is None:
        history = _as_another_way(history, _with_the_same_id(connection, row, reading, at), reading, verdict)
    return _with_batch(history, planned.mails, reading, verdict, linked) if planned is not None else history


def _with_sent_before(
    connection: Connection, key: bytes, history: History, row: Row[Any] | None, reading: Reading, verdict: Verdict
) -> History:
    """The history with what the same writer sent before in the same words. `row`: the mail's own, where it has one."""
    # Only where mail is read: `health` and `status` must not wait for what takes a mail's text apart.
    from inbox_bot.core.reply.substance import substance_of

    plain = substance_of(reading)
    if not plain:
        return history
    substance = keyed(key, plain)
    earlier = sent_before(
        connection,
        substance=substance,
        writer=writer_of(reading.message, verdict),
        person=person_of(reading, verdict),
        before=NEWEST if row is None else row.id,
    )
    return replace(history, substance=substance, sent_before=earlier)


def _with_the_same_id(
    connection: Connection, itself: Row[Any] | None, reading: Reading, at: datetime
) -> list[Delivery]:
    """The deliveries with this mail's Message-ID that were decided before it was, or is now."""
    if reading.message.message_id is None:
        return []
    decided_at = None if itself is None else itself.outcome_at
    asked = {
        "by": decided_at or at + timedelta(days=1),  # a clock may have been set back since
        "message_id": line(reading.message.message_id, 1000),
        "mailbox": reading.mailbox,
        "raw_hash": reading.raw_hash,
    }
    return [
        Delivery(
            raw_hash=row.raw_hash,
            outcome=row.outcome,
            message_id=row.message_id,
            writer=row.correspondent or "",
            subject=row.subject or "",
            documents=frozenset(connection.scalars(DOCUMENTS_OF, {"message": row.id})),
        )
        for row in connection.execute(SAME_MESSAGE_ID, asked).all()
    ]


def _as_another_way(history: History, earlier: Sequence[Delivery], reading: Reading, verdict: Verdict) -> History:
    """The history of a mail that came before by another way: through a list of ours, or without it."""
    first = first_of(delivery_of(reading, verdict), earlier) if earlier else None
    return history if first is None else replace(history, known_as=first.outcome, copy_of=first.raw_hash)


def history_of_action(connection: Connection, action: int, at: datetime) -> History:
    """What bears on carrying an action out now, but the action itself; of moves and flags, only their mail.

    What the mail quotes is left out: nothing asks for it at the claim. Raises NoSuchAction.
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
    applicant: Any = connection.execute(APPLICANT_OF, {"of_message": mail.id}).one_or_none()
    history = _history(
        connection,
        at,
        mail,
        fingerprint=row.answer_of,
        mailbox=mail.mailbox,
        raw_hash=mail.raw_hash,
        message_id=mail.message_id,
        person=row.person or "",
        correspondents_=correspondents_,
        likeness_=row.likeness or "",
        thread=frozenset(),
        but_actions=(action,),
        linked=NOT_LINKED if applicant is None else Linked(person=applicant.canonical),
    )
    whom = sorted(correspondents_ | ({row.person} if row.person else set()))
    return replace(
        history,
        withdrawn=_any(connection.execute(WITHDRAWN, {"correspondents": whom, "message": mail.id})),
        corrected=corrected,
        spared=_spared(connection, row, at),
    )


def _history(
    connection: Connection,
    at: datetime,
    row: Row[Any] | None,
    *,
    fingerprint: str,
    mailbox: str,
    raw_hash: str,
    message_id: str | None,
    person: str,
    correspondents_: Collection[str],
    likeness_: str,
    thread: Collection[str],
    but_actions: Collection[int],
    linked: Linked = NOT_LINKED,
) -> History:
    """`row`: the mail's own, where the ledger has one."""
    but = sorted(but_actions) or NO_ACTION
    earlier = connection.execute(
        SAME_SENDING, {"fingerprint": fingerprint, "mailbox": mailbox, "raw_hash": raw_hash}
    ).one_or_none()
    whom = {"person": person or None, "correspondents": sorted(correspondents_) or NOBODY}
    answers = connection.execute(
        PAST_ANSWERS,
        whom
        | {
            "likeness": likeness_ or None,
            "domains": _private_domains(correspondents_) or NOBODY,
            "referred_to": sorted(thread) or NOBODY,
            "fingerprint": fingerprint,
            "since": at - ANSWERS_WINDOW,
            "since_an_hour": at - DOMAIN_WINDOW,
            "but": but,
        },
    )
    past = past_applications(connection, linked, person, mailbox=mailbox, but=None if row is None else row.id)
    by_hand = message_id is not None and _any(connection.execute(ANSWERED_BY_HAND, {"message_id": message_id}))
    stands = connection.execute(BREAKER).one()
    before_rescan = row is not None and _any(connection.execute(BEFORE_RESCAN, {"message": row.id}))
    return History(
        fingerprint=fingerprint,
        first_seen_at=at if row is None else row.seen_at,
        attempts=1 if row is None else max(row.attempts, 1),
        known_as=None if earlier is None else earlier.outcome,
        copy_of=None if earlier is None else earlier.raw_hash,
        answers=tuple(_past_answer(answer, answer.message_id in thread) for answer in answers),
        applications=past,
        person=linked.person,
        address=linked.keys.address if linked.keys is not None else "",
        same_cv=isinstance(linked.link, Same) and KeyKind.CV in linked.link.because,
        answered_by_hand=by_hand or (row is not None and row.answered_flag),
        seen_before_rescan=before_rescan,
        bounced_at=connection.scalar(LAST_BOUNCE, {"correspondents": sorted(correspondents_)}),
        sent_last_hour=connection.execute(
            SENT_SINCE, {"since": _rate_since(stands.since, at), "but": but}
        ).scalar_one(),
        written_to=_any(connection.execute(WRITTEN_TO, whom | {"but": but})),
        breaker_open=stands.open,
    )


def _spared(connection: Connection, row: Any, at: datetime) -> Spared | None:
    """Of a letter that turns somebody down, or asks whether they may be kept: why they no longer are to have it.

    None where they are.
    """
    if row.template is Template.KEEP_QUESTION:
        return _why_not_asked(connection, row, at)
    if row.template is not Template.DECLINE:
        return None
    applied = applied_by(connection, row.person or "", row.vacancy, but=row.id)
    found = candidates_of(applied, at)
    return found[0].spared if found else Spared.GONE


def _why_not_asked(connection: Connection, row: Any, at: datetime) -> Spared | None:
    found = whom_to_ask(applied_by(connection, row.person or "", row.vacancy, but=row.id), at)
    if found is None:
        return Spared.GONE
    return found.spared or (Spared.OBJECTED if has_objected(connection, {found.person, found.address}) else None)


def _private_domains(addresses: Collection[str]) -> list[str]:
    """Those of their domains at which the public has no mailboxes."""
    return sorted({domain_of(address) for address in addresses if not is_public(domain_of(address))})


def _rate_since(breaker_since: datetime | None, at: datetime) -> datetime:
    """An hour ago; where a person has resumed since then, from that moment: the answers before it were looked at."""
    hour_ago = at - timedelta(hours=1)
    return breaker_since if breaker_since is not None and hour_ago < breaker_since <= at else hour_ago


def _quoted(key: bytes, message: Message, answers: Iterable[PastAnswer]) -> frozenset[str]:
    """Which passages of these answers the mail quotes, by their hashes."""
    known = frozenset(passage for answer in answers for passage in answer.passages)
    return frozenset(keyed(key, passage) for passage in passages_in(message)) & known if known else known


def _past_answer(row: Row[Any], referred_to: bool) -> PastAnswer:
    return PastAnswer(
        answer_of=row.answer_of,
        template=row.template,
        state=row.state,
        at=row.counted_at,
        message_id=row.message_id,
        subject=row.subject or "",
        correspondent=row.correspondent,
        person=row.person,
        vacancy=row.vacancy,
        likeness=row.likeness,
        referred_to=referred_to,
        passages=frozenset((row.passages or "").split()),
    )


def _any(rows: Result[Any]) -> bool:
    return rows.first() is not None


def _came_another_way(mail: PlannedMail, reading: Reading, verdict: Verdict) -> bool:
    """Whether a mail of the batch is the same sending. Documents are hashed only where the Message-ID is the same."""
    if reading.message.message_id is None or mail.reading.message.message_id != reading.message.message_id:
        return False
    return is_the_same_sending(delivery_of(reading, verdict), delivery_of(mail.reading, mail.verdict))


def _with_batch(
    history: History, before: Iterable[PlannedMail], reading: Reading, verdict: Verdict, linked: Linked
) -> History:
    """The history as it will be when the batch's earlier mails are committed."""
    known_as, copy_of = history.known_as, history.copy_of
    person = person_of(reading, verdict)
    batch = Planned()
    applied = list(reversed(history.applications))
    for mail in before:
        batch.add(mail)
        same = mail.fingerprint == history.fingerprint or _came_another_way(mail, reading, verdict)
        if same and known_as is None and mail.plan.outcome is not Outcome.DUPLICATE:
            known_as, copy_of = mail.plan.outcome, mail.reading.raw_hash
        applied = as_withdrawn(applied, mail)
        applied += applied_with(mail, linked.person or person, at=history.first_seen_at)
    return replace(
        history,
        known_as=known_as,
        copy_of=copy_of,
        applications=tuple(reversed(applied)),
        sent_before=with_batch(
            history.sent_before,
            batch.mails,
            substance=history.substance,
            writer=writer_of(reading.message, verdict),
            person=person,
        ),
    ).with_(batch.answers())
