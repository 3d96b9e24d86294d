"""Writing what mails ask for about their writers' data, in the transaction that gives the mails their outcomes."""

from collections.abc import Sequence

from sqlalchemy import Connection

from inbox_bot.core.message.safe import line
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger.database.upsert import insert_missing
from inbox_bot.edges.ledger.schema import requests


def note(connection: Connection, mails: Sequence[tuple[int, PlannedMail]]) -> None:
    """Each request is open from now on; a further delivery of a mail asks for nothing anew."""
    rows = [
        {
            "message": message,
            "asks_for": request.right,
            "asked_at": mail.reading.received_at,
            "quote": line(request.evidence.quote),
        }
        for message, mail in mails
        for request in mail.verdict.requests
        if mail.plan.outcome is not Outcome.DUPLICATE
    ]
    insert_missing(connection, requests, rows)
