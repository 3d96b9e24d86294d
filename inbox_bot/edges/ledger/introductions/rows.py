"""Agencies' mails and whom they present, written with the plan of the mail, and again where a person decides about it.

Of a candidate there are hashes alone, made with the ledger's secret: the same person is met again by them, and nobody
reads from them who it is.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from inbox_bot.core.introduction.values import AgencysMail, Introduction, Terms
from inbox_bot.core.message.safe import line
from inbox_bot.core.person import sketch
from inbox_bot.core.person.values import KeyKind, Sketch
from inbox_bot.core.plan.values import Plan, PlannedMail
from inbox_bot.edges.ledger.introductions import statements
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.people.holders import as_text
from inbox_bot.edges.ledger.people.rows import marks_of

_BITS = 8  # hexadecimal digits of a keyed number


def introduce(connection: Connection, key: bytes, mails: Sequence[tuple[int, PlannedMail]], at: datetime) -> None:
    """Note whom agencies presented; `key` is the ledger's."""
    for message, mail in mails:
        if mail.plan.agencys_mail is not None:
            _introduce(connection, key, message, mail.plan.agencys_mail, mail.plan.introductions, at)


def introduce_again(
    connection: Connection, key: bytes, message: int, plan: Plan, at: datetime, *, read_again: bool
) -> None:
    """A decision was made about a mail: what was noted stands, is noted anew, or stands no more.

    Where the mail's bytes are gone, what was noted is all there is: it is kept, whatever was decided.
    """
    if read_again:
        for forget in (statements.FORGET_KEYS, statements.FORGET_INTRODUCTIONS, statements.FORGET_MAIL):
            connection.execute(forget, {"of_message": message})
        if plan.agencys_mail is not None:
            _introduce(connection, key, message, plan.agencys_mail, plan.introductions, at)
    else:
        connection.execute(statements.STAND, {"of_message": message, "still": plan.is_an_agencys})


def _introduce(
    connection: Connection,
    key: bytes,
    message: int,
    mail: AgencysMail,
    introductions: Sequence[Introduction],
    at: datetime,
) -> None:
    connection.execute(statements.NEW_MAIL, _mail_row(message, mail))
    for number, introduction in enumerate(introductions):
        row = {
            "message": message,
            "number": number,
            "agency": line(introduction.agency, 1000),
            "vacancy": introduction.vacancy,
            "sketch": keyed_sketch(key, introduction.keys.sketch) or None,
            "at": at,
        }
        id = connection.scalars(statements.NEW_INTRODUCTION, row).one()
        hashed = dict(_hashed(key, introduction))
        if hashed:
            connection.execute(
                statements.NEW_KEYS,
                [{"introduction": id, "hashed": each, "kind": kind} for each, kind in hashed.items()],
            )


def _mail_row(message: int, mail: AgencysMail) -> dict[str, object]:
    return {
        "message": message,
        "stands": True,
        "domain": line(mail.domain, 300),
        "firm": mail.firm,
        "consultant": mail.consultant,
        "listed": mail.listed,
        "terms": terms_json(mail.terms),
        "received_at": mail.arrival.at,
        "received_line": mail.arrival.line,
        "header": "\n".join(mail.header),
    }


def _hashed(key: bytes, introduction: Introduction) -> Iterator[tuple[str, KeyKind]]:
    for each in introduction.keys.keys:
        yield keyed(key, as_text(each)), each.kind
    for mark in marks_of(introduction.keys.sketch):
        yield keyed(key, mark), KeyKind.TEXT


def keyed_sketch(key: bytes, plain: Sketch) -> str:
    """A sketch whose numbers tell nothing of the text without the ledger's secret; as many of them are equal."""
    return sketch.written(tuple(int(keyed(key, f"run:{each:08x}")[:_BITS], 16) for each in plain))


def terms_json(terms: Terms) -> str:
    """The terms as their column holds them."""
    return json.dumps([terms.sentences, terms.percentages, terms.sums], ensure_ascii=False)


def terms_of(text: str) -> Terms:
    """What `terms_json` made."""
    sentences, percentages, sums = (tuple(each) for each in json.loads(text))
    return Terms(sentences=sentences, percentages=percentages, sums=sums)
