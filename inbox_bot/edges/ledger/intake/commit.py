"""Writing what was decided about a batch: verdicts, outcomes, applications, documents, introductions and actions.

All of it in the caller's one transaction. The rows of the whole batch go in by one statement a table.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.safe import filename as safe_filename
from inbox_bot.core.message.safe import line
from inbox_bot.core.message.values import Message, Reading
from inbox_bot.core.plan.values import FiledMail, Planned, PlannedMail, Sends
from inbox_bot.core.reply.correspondent import canonical
from inbox_bot.core.reply.deliveries import sha256_of
from inbox_bot.core.words import Role
from inbox_bot.edges.ledger.actions.insert import Asked, ask, check_once
from inbox_bot.edges.ledger.errors import AlreadyDecided
from inbox_bot.edges.ledger.schema import (
    applications,
    correspondence,
    documents,
    introductions,
    messages,
    outcome_changes,
    persons,
)
from inbox_bot.edges.ledger.upsert import insert_missing

#: Give a message its outcome; the first one stays what it was.
DECIDE = (
    update(messages)
    .where(messages.c.id == bindparam("message"))
    .values(
        in_hand=False,
        fingerprint=bindparam("fingerprint"),
        substance=bindparam("substance"),
        message_id=bindparam("message_id"),
        correspondent=bindparam("correspondent"),
        sender=bindparam("sender"),
        subject=bindparam("subject"),
        kind=bindparam("kind"),
        outcome=bindparam("outcome", type_=messages.c.outcome.type),
        first_outcome=func.coalesce(messages.c.first_outcome, bindparam("outcome", type_=messages.c.outcome.type)),
        outcome_at=bindparam("at"),
        reason=bindparam("reason"),
        quote=bindparam("quote"),
        rule=bindparam("rule"),
        reply_why=bindparam("reply_why"),
        raw_path=bindparam("raw_path"),
    )
)

#: A message by its bytes, with the outcome it has.
DECIDED = select(messages.c.id, messages.c.outcome, messages.c.first_outcome).where(
    messages.c.mailbox == bindparam("mailbox"), messages.c.raw_hash == bindparam("raw_hash")
)

#: A message that waited again has another outcome than its first.
NEW_CHANGE = insert(outcome_changes)

#: Applications, in the order given.
NEW_APPLICATIONS = insert(applications).returning(applications.c.id, sort_by_parameter_order=True)

#: Documents, each with its application or none.
NEW_DOCUMENTS = insert(documents)

#: Candidates that agencies presented.
NEW_INTRODUCTIONS = insert(introductions)

#: The application that a mail brought, by the mail's bytes and the application's number.
APPLICATION_OF = (
    select(applications.c.id)
    .join(messages, messages.c.id == applications.c.message)
    .where(messages.c.raw_hash == bindparam("raw_hash"), applications.c.number == bindparam("number"))
    .order_by(applications.c.id)
    .limit(1)
)

#: A letter belongs to an application.
NEW_CORRESPONDENCE = insert(correspondence)

#: Persons by their canonical addresses.
PERSONS = select(persons.c.canonical, persons.c.id).where(persons.c.canonical.in_(bindparam("keys", expanding=True)))


def commit(connection: Connection, key: bytes, planned: Planned, filed: Mapping[str, FiledMail], at: datetime) -> None:
    """Everything about the batch; `key` is the ledger's.

    Raises OnceConflict or AlreadyDecided: then the transaction must not be committed.
    """
    mails = planned.mails
    if not mails:
        return
    check_once(connection, [once for mail in mails for action in mail.plan.actions for once in action.once_keys])
    ids = [_decide(connection, mail, filed.get(mail.reading.raw_hash), at) for mail in mails]
    _file(connection, list(zip(ids, mails, strict=True)), filed, at)
    _join(connection, list(zip(ids, mails, strict=True)))
    _introduce(connection, list(zip(ids, mails, strict=True)), at)
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
            for message, mail in zip(ids, mails, strict=True)
        ],
        at,
    )


def _decide(connection: Connection, mail: PlannedMail, filed: FiledMail | None, at: datetime) -> int:
    reading, plan = mail.reading, mail.plan
    row = connection.execute(DECIDED, {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}).one_or_none()
    if row is None or row.outcome is not None:
        raise AlreadyDecided(f"message {None if row is None else row.id} in {reading.mailbox}")
    message = reading.message
    connection.execute(
        DECIDE,
        {
            "message": row.id,
            "fingerprint": mail.fingerprint,
            "substance": mail.substance or None,
            "message_id": None if message.message_id is None else line(message.message_id, 1000),
            "correspondent": _correspondent(message, mail.verdict),
            "sender": sender_line(message),
            "subject": line(message.subject),
            "kind": mail.verdict.kind,
            "outcome": plan.outcome,
            "at": at,
            "reason": plan.reason,
            "quote": line(plan.quote) if plan.quote else None,
            "rule": plan.rule,
            "reply_why": "sends" if isinstance(plan.reply, Sends) else plan.reply.why.value,
            "raw_path": None if filed is None else filed.raw,
        },
    )
    if row.first_outcome is not None:
        change = {"message": row.id, "was": row.first_outcome, "became": plan.outcome, "at": at}
        connection.execute(NEW_CHANGE, change)
    return int(row.id)


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


def _file(
    connection: Connection,
    mails: Sequence[tuple[int, PlannedMail]],
    filed: Mapping[str, FiledMail],
    at: datetime,
) -> None:
    known = _persons(connection, [app.person for _, mail in mails for app in mail.plan.applications], at)
    rows: list[dict[str, object]] = []
    of_applications: list[tuple[int, list[dict[str, object]]]] = []
    of_none: list[dict[str, object]] = []
    for message, mail in mails:
        reading, where = mail.reading, filed.get(mail.reading.raw_hash)
        placed: set[int] = set()
        for number, application in enumerate(mail.plan.applications):
            put = where.applications[number] if where and number < len(where.applications) else None
            applicant = application.applicant
            rows.append(
                {
                    "message": message,
                    "number": number,
                    "person": known[_person_key(application.person)],
                    "vacancy": application.vacancy,
                    "confidence": application.confidence,
                    "name": _line_or_none(applicant.name),
                    "email": _line_or_none(applicant.email),
                    "phone": _line_or_none(applicant.phone),
                    "language": applicant.language,
                    "source": _line_or_none(application.source),
                    "folder": None if put is None else put.folder,
                    "had_cv": any(reading.documents[index].role is Role.CV for index in application.documents),
                    "at": at,
                }
            )
            paths = put.documents if put is not None else (None,) * len(application.documents)
            of_applications.append(
                (
                    len(rows) - 1,
                    [
                        _document_row(reading, index, message, path)
                        for index, path in zip(application.documents, paths, strict=True)
                    ],
                )
            )
            placed.update(application.documents)
        of_none.extend(
            _document_row(reading, index, message, None)
            for index in range(len(reading.documents))
            if index not in placed
        )
    ids: list[int] = []
    if rows:
        ids = list(connection.scalars(NEW_APPLICATIONS, rows))
    all_documents = [row | {"application": ids[index]} for index, some in of_applications for row in some]
    all_documents += [row | {"application": None} for row in of_none]
    if all_documents:
        connection.execute(NEW_DOCUMENTS, all_documents)


def _document_row(reading: Reading, index: int, message: int, path: str | None) -> dict[str, object]:
    document = reading.documents[index]
    return {
        "message": message,
        "number": index,
        "filename": safe_filename(document.filename),
        "type": line(document.type),
        "role": document.role,
        "problem": document.problem,
        "characters": document.characters,
        "path": path,
        "sha256": sha256_of(reading, document),
    }


def _persons(connection: Connection, wanted: Sequence[str], at: datetime) -> dict[str, int]:
    if not wanted:
        return {}
    keys = sorted({_person_key(person) for person in wanted})
    insert_missing(connection, persons, [{"canonical": key, "first_seen_at": at} for key in keys])
    found = connection.execute(PERSONS, {"keys": keys})
    return {row.canonical: row.id for row in found}


def _person_key(person: str) -> str:
    return line(person, 1000)


def _line_or_none(text: str | None) -> str | None:
    return None if text is None else line(text)


def _join(connection: Connection, mails: Sequence[tuple[int, PlannedMail]]) -> None:
    """Letters to the applications that they belong to, of this batch or of before."""
    rows = []
    for message, mail in mails:
        if (about := mail.plan.about) is not None:
            asked = {"raw_hash": about.raw_hash, "number": about.number}
            application = connection.scalar(APPLICATION_OF, asked)
            if application is not None:  # else it was erased since it was asked for
                rows.append({"message": message, "application": application})
    if rows:
        connection.execute(NEW_CORRESPONDENCE, rows)


def _introduce(connection: Connection, mails: Sequence[tuple[int, PlannedMail]], at: datetime) -> None:
    rows = [
        {
            "message": message,
            "agency": line(introduction.agency, 1000),
            "candidate": _line_or_none(introduction.candidate),
            "vacancy": introduction.vacancy,
            "at": at,
        }
        for message, mail in mails
        for introduction in mail.plan.introductions
    ]
    if rows:
        connection.execute(NEW_INTRODUCTIONS, rows)
