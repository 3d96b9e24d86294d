"""What is asked of the questions within other transactions: what keeps a mail, and what a mail says to one."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from inbox_bot.core.reply.keeping import Consent, KeepQuestion, QuestionState
from inbox_bot.edges.ledger.consents import statements as do
from inbox_bot.edges.ledger.database.in_sets import in_sets

NO_MAIL = -1


def kept_longer(connection: Connection, at: datetime) -> frozenset[int]:
    """The mails of whoever is to be asked, may answer yet or has agreed, as it stands at a moment."""
    holding = sorted(row.message for row in connection.execute(do.STANDING) if keeps(row, at))
    found: set[int] = set()
    for some in in_sets(holding):
        found.update(connection.scalars(do.ALL_OF_THEIRS, {"mails": some}))
    return frozenset(found)


def keeps(row: Any, at: datetime) -> bool:
    """Whether a row of `STANDING` keeps somebody at a moment."""
    if row.agrees is not None:
        return bool(row.agrees) and row.kept_until is not None and row.kept_until > at
    if row.state is QuestionState.WAITING:
        return True
    late = row.done_at - row.asked_at if row.done_at is not None and row.done_at > row.asked_at else None
    return bool(row.answer_by + late > at if late is not None else row.answer_by > at)


def question_for(connection: Connection, *, ids: Collection[str], person: str, mail: int | None) -> KeepQuestion | None:
    """The question that a mail answers by naming our letter, else the one that its writer got; None: there is none."""
    row = connection.execute(do.ASKED_BY, {"ids": sorted(ids)}).first() if ids else None
    is_answered = row is not None
    if row is None and person:
        row = connection.execute(do.ASKED_OF, {"of_person": person}).first()
    if row is None:
        return None
    asked = {"of_question": row.message, "but_mail": NO_MAIL if mail is None else mail}
    return KeepQuestion(
        mail=row.message,
        correspondent=row.correspondent,
        languages=frozenset({row.language}),
        is_answered=is_answered,
        said=connection.scalar(do.SAID, asked),
    )


def has_objected(connection: Connection, addresses: Collection[str]) -> bool:
    """Whether anybody of these addresses asks for something about their data, or ever asked to be left alone."""
    return connection.execute(do.OBJECTED, {"addresses": sorted(filter(None, addresses))}).first() is not None


def say(connection: Connection, mail: int, consent: Consent | None, at: datetime) -> None:
    """What a mail says to a question from now on; None: nothing. A question that is gone is answered by nothing."""
    connection.execute(do.UNSAY, {"of_mail": mail})
    if consent is not None:
        connection.execute(
            do.SAY,
            {
                "of_mail": mail,
                "of_question": consent.question,
                "agrees": consent.agrees,
                "at": at,
                "until": consent.until,
            },
        )
