"""Mails with all that became of them: applications, documents, answers, the folder each is in.

One question a table for some hundred mails; which mails is said by a condition on `messages`.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, Row, bindparam, func, or_, select

from inbox_bot.core.judgement.verdict import Evidence
from inbox_bot.core.message.values import Finding
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.words import ActionState, Kind, Remark
from inbox_bot.edges.ledger.actions.decisions import ANSWERS, answer_rows
from inbox_bot.edges.ledger.database.in_sets import in_sets
from inbox_bot.edges.ledger.schema import (
    actions,
    applications,
    correspondence,
    decisions,
    documents,
    locations,
    messages,
    person_links,
)
from inbox_bot.edges.ledger.values import AnswerRow, ApplicationRow, DocumentRow, LinkRow, MailRow

#: Mails with what became of them, oldest first; which ones is said by a condition on `messages`.
MAILS = select(messages).order_by(messages.c.seen_at, messages.c.id)

_REMARKS = {remark.value: remark for remark in Remark}

_THESE: BindParameter[Any] = bindparam("messages", expanding=True)

#: The documents of these mails, in the order of the reading.
DOCUMENTS = select(documents).where(documents.c.message.in_(_THESE)).order_by(documents.c.number)

_earlier = applications.alias("earlier")

_TAKEN_BACK = (
    select(correspondence.c.message)
    .join(messages, messages.c.id == correspondence.c.message)
    .where(correspondence.c.application == _earlier.c.id, messages.c.kind == Kind.WITHDRAWAL)
    .exists()
)

_brought = messages.alias("brought")

_BY_AN_AGENCY = (
    select(_brought.c.id).where(_brought.c.id == _earlier.c.message, _brought.c.kind == Kind.AGENCY).exists()
)

#: The applications of these mails, in their order, and whether the person had applied for the same before.
APPLICATIONS = (
    select(
        applications,
        or_(
            applications.c.joins.is_not(None),
            select(_earlier.c.id)
            .where(
                _earlier.c.person == applications.c.person,
                _earlier.c.id < applications.c.id,
                _earlier.c.message != applications.c.message,
                func.coalesce(_earlier.c.vacancy, "") == func.coalesce(applications.c.vacancy, ""),
                _earlier.c.joins.is_(None),
                ~_TAKEN_BACK,
                ~_BY_AN_AGENCY,
            )
            .exists(),
        ).label("is_update"),
    )
    .where(applications.c.message.in_(_THESE))
    .order_by(applications.c.number)
)

#: The application that each of these letters belongs to.
BELONGING = (
    select(correspondence.c.message.label("letter"), applications)
    .join(applications, applications.c.id == correspondence.c.application)
    .where(correspondence.c.message.in_(_THESE))
)

#: What is on record about these mails: the machine's findings, and whether a person decided since.
RECORDED = (
    select(
        decisions.c.message,
        decisions.c.id,
        decisions.c.means,
        decisions.c.wanted,
        decisions.c.undoes,
        decisions.c.evidence,
    )
    .where(decisions.c.message.in_(_THESE))
    .order_by(decisions.c.message, decisions.c.turn)
)

#: What was said of whose these mails are.
LINKS = select(person_links).where(person_links.c.message.in_(_THESE))

#: The mail folders that these mails are in now, the one where each was seen first, first.
FOLDERS = (
    select(locations.c.message, locations.c.folder)
    .where(locations.c.message.in_(_THESE), locations.c.gone_at.is_(None))
    .order_by(locations.c.id)
)

#: The answers to these mails, but for those that were given up.
ANSWERS_TO = ANSWERS.where(actions.c.message.in_(_THESE), actions.c.state != ActionState.CANCELLED)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Record:
    """What is on record about a mail."""

    vacancy: Evidence | None = None  #: the finding that decided for the vacancy of its first application
    agency: Evidence | None = None  #: and the one that spoke most for an agency
    put_right: bool = False


_NOTHING = _Record()


def mails_where(
    connection: Connection, which: ColumnElement[bool], asked: Mapping[str, object] = MappingProxyType({})
) -> tuple[MailRow, ...]:
    """The mails of which `which` is so, with all that belongs to them; `asked` fills its parameters."""
    rows = connection.execute(MAILS.where(which), asked).all()
    found: list[MailRow] = []
    for some in in_sets(rows):
        found += _with_what_belongs(connection, some)
    return tuple(found)


def _with_what_belongs(connection: Connection, rows: Sequence[Row[Any]]) -> list[MailRow]:
    asked = {"messages": [row.id for row in rows]}
    of_application: dict[int, list[DocumentRow]] = {}
    of_none: dict[int, list[DocumentRow]] = {}
    for row in connection.execute(DOCUMENTS, asked):
        where = of_none if row.application is None else of_application
        key = row.message if row.application is None else row.application
        where.setdefault(key, []).append(_document(row))
    records = _records(connection.execute(RECORDED, asked))
    by_message: dict[int, list[ApplicationRow]] = {}
    for row in connection.execute(APPLICATIONS, asked):
        because = None if row.number else records.get(row.message, _NOTHING).vacancy
        by_message.setdefault(row.message, []).append(_application(row, of_application.get(row.id, ()), because))
    belonging = {row.letter: _application(row, ()) for row in connection.execute(BELONGING, asked)}
    links = {row.message: _link(row) for row in connection.execute(LINKS, asked)}
    folders_now = connection.execute(FOLDERS, asked)
    lying = {row.message: row.folder for row in folders_now}
    answered: dict[tuple[str, str], list[AnswerRow]] = {}
    for answer in answer_rows(connection, ANSWERS_TO, asked):
        answered.setdefault((answer.mailbox, answer.raw_hash), []).append(answer)
    return [
        MailRow(
            id=row.id,
            mailbox=row.mailbox,
            raw_hash=row.raw_hash,
            size_bytes=row.size_bytes,
            received_at=row.received_at,
            seen_at=row.seen_at,
            attempts=row.attempts,
            message_id=row.message_id,
            sender=row.sender or "",
            subject=row.subject or "",
            kind=row.kind,
            outcome=row.outcome,
            first_outcome=row.first_outcome,
            reason=row.reason,
            rule=row.rule,
            reply_why=row.reply_why,
            raw_path=row.raw_path,
            applications=tuple(by_message.get(row.id, ())),
            documents=tuple(of_none.get(row.id, ())),
            answers=tuple(answered.get((row.mailbox, row.raw_hash), ())),
            about=belonging.get(row.id),
            quote=row.quote or "",
            because=records.get(row.id, _NOTHING).agency,
            put_right=records.get(row.id, _NOTHING).put_right,
            folder=lying.get(row.id, ""),
            link=links.get(row.id),
        )
        for row in rows
    ]


def _link(row: Row[Any]) -> LinkRow:
    return LinkRow(
        other=row.other, says=row.says, because=tuple(each for each in KeyKind if each in row.because.split())
    )


def _document(row: Row[Any]) -> DocumentRow:
    return DocumentRow(
        filename=row.filename,
        type=row.type,
        role=row.role,
        problem=row.problem,
        characters=row.characters,
        path=row.path,
        number=row.number,
        findings=_findings(row.remarks),
    )


def _findings(remarks: str | None) -> tuple[Finding, ...]:
    if remarks is None:
        return ()
    return tuple(Finding(remark=_REMARKS[remark], detail=detail) for remark, detail in json.loads(remarks))


def _application(row: Row[Any], found: Sequence[DocumentRow], because: Evidence | None = None) -> ApplicationRow:
    return ApplicationRow(
        number=row.number,
        name=row.name,
        email=row.email,
        phone=row.phone,
        language=row.language,
        vacancy=row.vacancy,
        source=row.source,
        folder=row.folder,
        had_cv=row.had_cv,
        because=because,
        is_update=bool(getattr(row, "is_update", False)),
        documents=tuple(found),
    )


def _records(rows: Iterable[Row[Any]]) -> dict[int, _Record]:
    """By mail. Of the findings those of the machine's last look: a person's decision has none of its own."""
    judged: dict[int, list[dict[str, Any]]] = {}
    decided: dict[int, set[int]] = {}
    for row in rows:
        if row.evidence:
            judged[row.message] = json.loads(row.evidence)
        if row.wanted is not None:
            decided.setdefault(row.message, set()).add(row.id)
        if row.undoes is not None:
            decided.setdefault(row.message, set()).discard(row.undoes)
    return {
        message: _Record(
            vacancy=_strongest("vacancy", judged.get(message, ())),
            agency=_strongest("agency", judged.get(message, ())),
            put_right=bool(decided.get(message)),
        )
        for message in {*judged, *decided}
    }


def _strongest(about: str, findings: Iterable[Mapping[str, Any]]) -> Evidence | None:
    found = [each for each in findings if each.get("about") == about and each.get("weight", 0) > 0]
    if not found:
        return None
    best = max(found, key=lambda each: each["weight"])
    return Evidence(rule=str(best["rule"]), quote=str(best["quote"]), weight=float(best["weight"]))
