"""Facts looked up for a mail that is about to be judged, and written with the decision that teaches them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from inbox_bot.core.domains import domain_of
from inbox_bot.core.judgement.taught import WORDINGS, Fact, Lesson, Taught
from inbox_bot.edges.ledger.lessons import statements

_NOBODY = "\n"  # in no address, no domain and no title


def facts_for(
    connection: Connection,
    address: str,
    wordings: Sequence[str],
    *,
    by: datetime | None = None,
    not_of: int | None = None,
) -> tuple[Fact, ...]:
    """What people decided about mails of a canonical address, of its domain, and with these wordings of a title.

    `by`: only what was decided until then. `not_of`: nothing that was decided about this mail.
    """
    asked = {f"wording_{number}": _NOBODY for number in range(WORDINGS)}
    asked |= {f"wording_{number}": wording for number, wording in enumerate(wordings[:WORDINGS])}
    asked |= {"address": address or _NOBODY, "at_domain": domain_of(address) or _NOBODY}
    rows = {row.id: row for row in connection.execute(statements.FACTS, asked)}
    found = map(fact_of, rows.values())
    return tuple(fact for fact in found if fact.message != not_of and (by is None or fact.at <= by))


def fact_of(row: Row[Any]) -> Fact:
    """A row as a value."""
    lesson = Lesson(teaches=row.teaches, about=row.about, means=row.means, domain=row.domain)
    return Fact(lesson=lesson, message=row.message, who=row.who, at=row.at, moved=row.moved)


def teach(connection: Connection, message: int, taught: Taught) -> None:
    """What the decisions about a mail teach now, in the place of what they taught before."""
    connection.execute(statements.FORGET, {"of_message": message})
    rows = [
        {
            "message": message,
            "teaches": lesson.teaches,
            "about": lesson.about,
            "means": lesson.means,
            "domain": lesson.domain,
            "who": taught.who,
            "at": taught.at,
            "moved": taught.moved,
        }
        for lesson in taught.lessons
    ]
    if rows:
        connection.execute(statements.NEW, rows)
