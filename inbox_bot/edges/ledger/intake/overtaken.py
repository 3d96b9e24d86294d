"""Whether another worker decided about the same people while a plan was made, so that its history is out of date.

A plan is made over what the ledger knew when the batch was begun, and committed some seconds later. Two workers with a
mail each of one person must not both find that nothing came before. So whoever is about to file says what its plans are
about, waits for whoever does the same about one of these (`turn`), and asks what was decided in other mailboxes since
the batch was begun. Within one process mailboxes are polled one after the other, and nothing is ever found.

The numbers of decisions are given before they are committed: a lower one may come to be seen later. So a mark knows the
last of them, and all others from there on are new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from inbox_bot.core.message.safe import line
from inbox_bot.core.person.values import KeyKind
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.edges.ledger.people.holders import as_text
from inbox_bot.edges.ledger.schema import applications, decisions, messages, person_keys, persons

STILL_COMING = 1_000  # decisions before the newest that may not be committed yet: a batch has fifty at most

#: The newest decisions.
NEWEST = select(decisions.c.id).order_by(decisions.c.id.desc()).limit(STILL_COMING)

#: What was decided in other mailboxes since a mark, and perhaps before it.
DECIDED_SINCE = (
    select(decisions.c.id, decisions.c.message, messages.c.fingerprint, messages.c.message_id, messages.c.correspondent)
    .join(messages, messages.c.id == decisions.c.message)
    .where(decisions.c.id > bindparam("lowest"), messages.c.mailbox != bindparam("mailbox"))
)

#: Who applied with these mails, and what they told of themselves.
APPLICANTS_OF = (
    select(persons.c.canonical.label("person"), person_keys.c.key)
    .join(persons, persons.c.id == applications.c.person)
    .outerjoin(person_keys, person_keys.c.message == applications.c.message)
    .where(applications.c.message.in_(bindparam("messages", expanding=True)))
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """What was decided when a batch was begun."""

    lowest: int
    known: frozenset[int]  #: the decisions above it


def mark_of(connection: Connection) -> Mark:
    """A mark: now."""
    newest = connection.scalars(NEWEST).all()
    return Mark(lowest=newest[-1] if len(newest) == STILL_COMING else 0, known=frozenset(newest))


def subjects_of(mail: PlannedMail) -> frozenset[str]:
    """What a plan is about: the sending, its thread, who wrote, who applies and by what they are known."""
    message, told = mail.reading.message, mail.linked.keys
    wrote = mail.verdict.sending.person or message.sender
    keys = () if told is None else told.keys
    return _subjects(
        sendings=(mail.fingerprint,),
        mails=(line(each, 1000) for each in {message.message_id or "", *message.thread}),
        people=(
            "" if wrote is None else canonical(line(wrote.address, 1000)),
            *(line(application.person, 1000) for application in mail.plan.applications),
        ),
        keys=(as_text(key) for key in keys if key.kind is not KeyKind.THREAD),
    )


def overtaken(connection: Connection, mails: Sequence[PlannedMail], mark: Mark) -> tuple[str, ...]:
    """The raw hashes of those mails about whose people something was decided elsewhere since the mark."""
    [mailbox] = {mail.reading.mailbox for mail in mails}
    rows = connection.execute(DECIDED_SINCE, {"lowest": mark.lowest, "mailbox": mailbox}).all()
    new = [row for row in rows if row.id not in mark.known]
    if not new:
        return ()
    asked = {"messages": sorted({row.message for row in new})}
    applied = connection.execute(APPLICANTS_OF, asked).all()
    about = _subjects(
        sendings=(row.fingerprint or "" for row in new),
        mails=(row.message_id or "" for row in new),
        people=(*(row.correspondent or "" for row in new), *(row.person for row in applied)),
        keys=(row.key or "" for row in applied),
    )
    return tuple(mail.reading.raw_hash for mail in mails if not about.isdisjoint(subjects_of(mail)))


def _subjects(
    *, sendings: Iterable[str], mails: Iterable[str], people: Iterable[str], keys: Iterable[str]
) -> frozenset[str]:
    kinds = (("sending", sendings), ("mail", mails), ("person", people), ("key", keys))
    return frozenset(f"{kind}:{each}" for kind, some in kinds for each in some if each)
