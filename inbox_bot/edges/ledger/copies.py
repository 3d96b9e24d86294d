"""The shelf of copies: which documents go, or went, to reviewers, and where each is filed."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.mail_rows import mails_where
from inbox_bot.edges.ledger.schema import actions, applications, decisions, documents, enclosures, messages
from inbox_bot.edges.ledger.values import EnclosedRow, MailRow

#: A mail to a reviewer that is on its way, or went out.
_ARRIVING = actions.c.state.in_((ActionState.PENDING, ActionState.DOING, ActionState.DONE, ActionState.UNCERTAIN))

#: The documents that go with one mail to a reviewer, as they are on record now; one of two applications comes twice.
OF_LETTER = (
    select(
        enclosures.c.message,
        enclosures.c.document,
        documents.c.filename,
        documents.c.type,
        documents.c.problem,
        documents.c.path,
        applications.c.vacancy,
        applications.c.name,
        messages.c.outcome,
    )
    .join(messages, messages.c.id == enclosures.c.message)
    .join(documents, (documents.c.message == enclosures.c.message) & (documents.c.number == enclosures.c.document))
    .join(applications, applications.c.id == documents.c.application)
    .where(enclosures.c.action == bindparam("of_action"))
    .order_by(enclosures.c.message, enclosures.c.document, applications.c.number)
)

#: What of some mails went to an address, or is on its way there.
PASSED_ON = (
    select(enclosures.c.message, enclosures.c.document)
    .join(actions, actions.c.id == enclosures.c.action)
    .where(
        enclosures.c.message.in_(bindparam("messages", expanding=True)),
        func.lower(actions.c.to_address) == bindparam("address"),
        _ARRIVING,
    )
)

#: The newest application.
NEWEST = select(func.max(applications.c.id))

#: The mails of applications that came after one, or of some mails.
APPLIED_AFTER = or_(
    messages.c.id.in_(select(applications.c.message).where(applications.c.id > bindparam("mark"))),
    messages.c.id.in_(bindparam("besides", expanding=True)),
)

#: The mails that came since a moment, or about which it was decided since.
SINCE = or_(
    messages.c.seen_at >= bindparam("moment"),
    messages.c.id.in_(select(decisions.c.message).where(decisions.c.at >= bindparam("moment"))),
)


class Copies:
    """What is passed on to reviewers. Each method is one transaction that only reads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_letter(self, action: int) -> tuple[EnclosedRow, ...]:
        """The documents that go with a mail to a reviewer, as they are now; those that are gone are left out."""
        with self._store.reading() as connection:
            return tuple(_row(row) for row in connection.execute(OF_LETTER, {"of_action": action}))

    def passed_on(self, address: str, messages_: Collection[int]) -> frozenset[tuple[int, int]]:
        """Which documents of these mails went to an address, or are on their way: mail, and number of the document."""
        if not messages_:
            return frozenset()
        with self._store.reading() as connection:
            rows = connection.execute(PASSED_ON, {"messages": list(messages_), "address": address.lower()})
            return frozenset((row.message, row.document) for row in rows)

    def newest(self) -> int:
        """The number of the newest application; 0 where there is none."""
        with self._store.reading() as connection:
            return int(connection.scalar(NEWEST) or 0)

    def applied_after(self, mark: int, besides: Collection[int]) -> tuple[MailRow, ...]:
        """The mails whose applications came after the one with this number, and these mails besides."""
        with self._store.reading() as connection:
            return mails_where(connection, APPLIED_AFTER, {"mark": mark, "besides": list(besides)})

    def since(self, moment: datetime) -> tuple[MailRow, ...]:
        """The mails that came since a moment, or about which it was decided since."""
        with self._store.reading() as connection:
            return mails_where(connection, SINCE, {"moment": moment})


def _row(row: Any) -> EnclosedRow:
    return EnclosedRow(
        message=row.message,
        document=row.document,
        filename=row.filename,
        type=row.type,
        problem=row.problem,
        path=row.path,
        vacancy=row.vacancy,
        applicant=row.name or "",
        outcome=row.outcome,
    )
