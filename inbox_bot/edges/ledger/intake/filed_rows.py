"""What is filed of mails, as rows: applications, persons, documents, and letters joined to applications.

A mail's rows are written when it is committed (`file`, `join`), and again where a person decides about it:
then its applications keep their rows as far as there are any (`refile`), since letters are joined to those.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from inbox_bot.core.message.safe import filename as safe_filename
from inbox_bot.core.message.safe import line
from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.plan.filed.cvs import brings_a_cv
from inbox_bot.core.plan.values import FiledApplication, FiledMail, PlannedApplication, PlannedMail
from inbox_bot.core.reply.deliveries import sha256_of
from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.people.rows import forget_people, note_people
from inbox_bot.edges.ledger.schema import (
    applications,
    correspondence,
    documents,
    messages,
    persons,
)

REMARK_LIMIT = 300  # characters of what a remark is about

#: Applications, in the order given.
NEW_APPLICATIONS = insert(applications).returning(applications.c.id, sort_by_parameter_order=True)

#: Documents, each with its application or none.
NEW_DOCUMENTS = insert(documents)

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

#: The applications of one mail.
NUMBERED = select(applications.c.id, applications.c.number).where(applications.c.message == bindparam("of_message"))

#: An application as a person put it right.
PUT_RIGHT = (
    update(applications)
    .where(applications.c.id == bindparam("application"))
    .values(
        person=bindparam("person"),
        vacancy=bindparam("vacancy"),
        name=bindparam("name"),
        email=bindparam("email"),
        phone=bindparam("phone"),
        language=bindparam("language"),
        source=bindparam("source"),
        folder=bindparam("folder"),
        had_cv=bindparam("had_cv"),
    )
)

#: The documents of a mail, before they are written anew.
FORGET_DOCUMENTS = delete(documents).where(documents.c.message == bindparam("of_message"))

#: The application that a letter was joined to.
FORGET_BELONGING = delete(correspondence).where(correspondence.c.message == bindparam("of_message"))

#: An application by the mail that brought it, which is of the same person and for the same vacancy.
ADDED_TO = (
    select(applications.c.id)
    .join(messages, messages.c.id == applications.c.message)
    .where(
        messages.c.mailbox == bindparam("mailbox"),
        messages.c.raw_hash == bindparam("raw_hash"),
        applications.c.number == bindparam("number"),
    )
)

#: An application adds to another one, or to none.
ADD_TO = (
    update(applications)
    .where(applications.c.id == bindparam("application"))
    .values(joins=bindparam("first", type_=applications.c.joins.type))
)

#: What added to an application that is none adds to nothing.
STAND_ALONE = (
    update(applications).where(applications.c.joins.in_(bindparam("ended", expanding=True))).values(joins=None)
)

#: Letters are joined to an application no more, since it is none.
PART = delete(correspondence).where(correspondence.c.application.in_(bindparam("ended", expanding=True)))

#: Applications that a person says are none.
END = delete(applications).where(applications.c.id.in_(bindparam("ended", expanding=True)))


def file(
    connection: Connection,
    key: bytes,
    mails: Sequence[tuple[int, PlannedMail]],
    filed: Mapping[str, FiledMail],
    at: datetime,
) -> None:
    """The applications and documents of mails that have none yet; `key` is the ledger's."""
    known = _persons(connection, [app.person for _, mail in mails for app in mail.plan.applications], at)
    rows: list[dict[str, object]] = []
    of_applications: list[tuple[int, list[dict[str, object]]]] = []
    of_none: list[dict[str, object]] = []
    for message, mail in mails:
        where = filed.get(mail.reading.raw_hash)
        for index, application in enumerate(mail.plan.applications):
            put = where.applications[index] if where and index < len(where.applications) else None
            row = _application_row(mail.reading, application, put, known)
            rows.append({"message": message, "number": application.number, "at": at} | row)
            of_applications.append((len(rows) - 1, _its_documents(mail.reading, application, put, message)))
        of_none += _documents_of_none(mail, message)
    ids = list(connection.scalars(NEW_APPLICATIONS, rows)) if rows else []
    _insert_documents(connection, [(ids[index], some) for index, some in of_applications], of_none)
    every = [application for _, mail in mails for application in mail.plan.applications]
    _add(connection, [(number, each) for number, each in zip(ids, every, strict=True) if each.joins is not None])
    note_people(connection, key, mails, known)


def refile(connection: Connection, key: bytes, message: int, mail: PlannedMail, filed: FiledMail, at: datetime) -> None:
    """A mail's applications and documents as they are now, in the place of what there was."""
    known = _persons(connection, [each.person for each in mail.plan.applications], at)
    there = {row.number: row.id for row in connection.execute(NUMBERED, {"of_message": message})}
    for forget in (FORGET_DOCUMENTS, FORGET_BELONGING):
        connection.execute(forget, {"of_message": message})
    if mail.reading.content_hash:  # of what is only remembered nothing is told anew
        forget_people(connection, message)
    placed: list[tuple[int, list[dict[str, object]]]] = []
    for application, put in zip(mail.plan.applications, filed.applications, strict=True):
        row = _application_row(mail.reading, application, put, known)
        number = there.pop(application.number, None)
        if number is None:
            new = {"message": message, "number": application.number, "at": at} | row
            number = connection.scalars(NEW_APPLICATIONS, [new]).one()
        else:
            connection.execute(PUT_RIGHT, {"application": number} | row)
        placed.append((number, _its_documents(mail.reading, application, put, message)))
    _add(connection, [(number, each) for (number, _), each in zip(placed, mail.plan.applications, strict=True)])
    note_people(connection, key, [(message, mail)], known)
    if there:
        connection.execute(STAND_ALONE, {"ended": list(there.values())})
        connection.execute(PART, {"ended": list(there.values())})
        connection.execute(END, {"ended": list(there.values())})
    _insert_documents(connection, placed, _documents_of_none(mail, message))
    join(connection, [(message, mail)])


def _add(connection: Connection, numbered: Sequence[tuple[int, PlannedApplication]]) -> None:
    """Say of each application to which one it adds."""
    rows = [
        {
            "application": number,
            "first": None
            if (joins := application.joins) is None
            else connection.scalar(
                ADDED_TO, {"mailbox": joins.mailbox, "raw_hash": joins.raw_hash, "number": joins.number}
            ),
        }
        for number, application in numbered
    ]
    if rows:
        connection.execute(ADD_TO, rows)


def _application_row(
    reading: Reading, application: PlannedApplication, put: FiledApplication | None, known: Mapping[str, int]
) -> dict[str, object]:
    applicant = application.applicant
    return {
        "person": known[_person_key(application.person)],
        "vacancy": application.vacancy,
        "name": _line_or_none(applicant.name),
        "email": _line_or_none(applicant.email),
        "phone": _line_or_none(applicant.phone),
        "language": applicant.language,
        "source": _line_or_none(application.source),
        "folder": None if put is None else put.folder,
        "had_cv": brings_a_cv(reading, application.documents),
    }


def _its_documents(
    reading: Reading, application: PlannedApplication, put: FiledApplication | None, message: int
) -> list[dict[str, object]]:
    paths = put.documents if put is not None else (None,) * len(application.documents)
    pairs = zip(application.documents, paths, strict=True)
    return [_document_row(reading, index, message, path) for index, path in pairs]


def _documents_of_none(mail: PlannedMail, message: int) -> list[dict[str, object]]:
    placed = {index for application in mail.plan.applications for index in application.documents}
    others = (index for index in range(len(mail.reading.documents)) if index not in placed)
    return [_document_row(mail.reading, index, message, None) for index in others]


def _insert_documents(
    connection: Connection,
    placed: Sequence[tuple[int, Sequence[Mapping[str, object]]]],
    of_none: Sequence[Mapping[str, object]],
) -> None:
    rows = [{**row, "application": number} for number, some in placed for row in some]
    rows += [{**row, "application": None} for row in of_none]
    if rows:
        connection.execute(NEW_DOCUMENTS, rows)


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
        "remarks": _remarks(document),
    }


def _remarks(document: Document) -> str | None:
    if not document.findings:
        return None
    return json.dumps([[each.remark.value, line(each.detail, REMARK_LIMIT)] for each in document.findings])


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


def join(connection: Connection, mails: Sequence[tuple[int, PlannedMail]]) -> None:
    """Join letters to the applications that they belong to, of this batch or of before."""
    rows = []
    for message, mail in mails:
        if (about := mail.plan.about) is not None:
            asked = {"raw_hash": about.raw_hash, "number": about.number}
            application = connection.scalar(APPLICATION_OF, asked)
            if application is not None:  # else it was erased since it was asked for
                rows.append({"message": message, "application": application})
    if rows:
        connection.execute(NEW_CORRESPONDENCE, rows)
