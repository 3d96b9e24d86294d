"""The statements behind the shelf of lessons."""

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, bindparam, delete, insert, or_, select, union_all

from inbox_bot.core.judgement.taught import WORDINGS, Teaches
from inbox_bot.edges.ledger.schema import TAUGHT_OF_A_DOMAIN, lessons

NEWEST = 10  # of one address, one domain, one wording: more say nothing else

#: What a mail teaches no more, or is about to teach anew.
FORGET = delete(lessons).where(lessons.c.message == bindparam("of_message"))

#: What it teaches.
NEW = insert(lessons)


def _newest(about: Any, *asked: Any) -> Select[Any]:
    newest = select(lessons).where(about, *asked).order_by(lessons.c.id.desc()).limit(NEWEST).subquery()
    return select(newest)


#: The newest facts about an address, its domain (its own are among those), and each of a mail's wordings of a title.
FACTS: CompoundSelect[Any] = union_all(
    _newest(lessons.c.about == bindparam("address"), lessons.c.teaches != Teaches.TITLE),
    _newest(lessons.c.domain == bindparam("at_domain"), TAUGHT_OF_A_DOMAIN),
    *(
        _newest(lessons.c.about == bindparam(f"wording_{number}"), lessons.c.teaches == Teaches.TITLE)
        for number in range(WORDINGS)
    ),
)

#: The newest facts about a domain that is nobody's public mail service.
OF_DOMAIN: Select[Any] = _newest(lessons.c.domain == bindparam("at_domain"), TAUGHT_OF_A_DOMAIN)

#: All that was taught, oldest first.
ALL: Select[Any] = select(lessons).order_by(lessons.c.at, lessons.c.id)

#: What was taught something of in a period.
BETWEEN: Select[Any] = (
    select(lessons.c.about, lessons.c.domain)
    .where(lessons.c.at >= bindparam("start"), lessons.c.at < bindparam("end"))
    .distinct()
)

#: The newest facts about any of these, until a moment.
OF_THESE: Select[Any] = (
    select(lessons)
    .where(
        or_(
            lessons.c.about.in_(bindparam("abouts", expanding=True)),
            and_(lessons.c.domain.in_(bindparam("domains", expanding=True)), TAUGHT_OF_A_DOMAIN),
        ),
        lessons.c.at < bindparam("end"),
    )
    .order_by(lessons.c.at, lessons.c.id)
)
