"""What is handed on to a spreadsheet or another system: page by page, however many applications there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, and_, bindparam, func, or_, select

from inbox_bot.core.plan.copies import PASSED_ON
from inbox_bot.edges.ledger.database.store import Store
from inbox_bot.edges.ledger.history.statements import TAKEN_BACK
from inbox_bot.edges.ledger.mail_rows import mails_where
from inbox_bot.edges.ledger.schema import applications, messages
from inbox_bot.edges.ledger.values import MailRow

_VACANCY = bindparam("vacancy", type_=String)

_MEANT = and_(
    messages.c.outcome.in_(sorted(PASSED_ON)),
    messages.c.received_at >= bindparam("start"),
    messages.c.received_at < bindparam("end"),
    select(applications.c.id)
    .where(applications.c.message == messages.c.id, or_(_VACANCY.is_(None), applications.c.vacancy == _VACANCY))
    .exists(),
)

#: The mails of a time, by when they arrived, whose applications were filed, in the order of their numbers.
FILED_MAILS = (
    select(messages.c.id)
    .where(messages.c.id > bindparam("after"), _MEANT)
    .order_by(messages.c.id)
    .limit(bindparam("count"))
)

#: How many there are.
FILED_COUNT = select(func.count(messages.c.id)).where(_MEANT)

#: Which applications of these mails their applicants took back.
WITHDRAWN = (
    select(applications.c.message, applications.c.number)
    .join(messages, messages.c.id == applications.c.message)
    .where(applications.c.message.in_(bindparam("messages", expanding=True)), TAKEN_BACK)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """Which applications are meant."""

    start: datetime  #: the mail arrived then, or later
    end: datetime  #: and before then
    vacancy: str | None = None  #: None: whatever they are for


class Exports:
    """Each method is one transaction that only reads."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def page(self, wanted: Wanted, after: int, count: int) -> tuple[MailRow, ...]:
        """The next `count` mails with numbers above `after` that brought such an application, in their order."""
        with self._store.reading() as connection:
            asked = {**_asked(wanted), "after": after, "count": count}
            numbers = connection.scalars(FILED_MAILS, asked).all()
            mails = mails_where(connection, messages.c.id.in_(numbers)) if numbers else ()
        return tuple(sorted(mails, key=lambda mail: mail.id))

    def number(self, wanted: Wanted) -> int:
        """How many mails all pages have together."""
        with self._store.reading() as connection:
            return connection.execute(FILED_COUNT, _asked(wanted)).scalar_one()

    def withdrawn(self, mails: Sequence[MailRow]) -> frozenset[tuple[int, int]]:
        """Of these mails' applications those that were taken back: the mail's number, and which of its applications."""
        with self._store.reading() as connection:
            rows = connection.execute(WITHDRAWN, {"messages": [mail.id for mail in mails]})
            return frozenset((row.message, row.number) for row in rows)


def _asked(wanted: Wanted) -> dict[str, object]:
    return {"start": wanted.start, "end": wanted.end, "vacancy": wanted.vacancy}
