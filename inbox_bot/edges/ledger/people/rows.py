"""What mails tell of their applicants, and which of them were found to be one person, as rows."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from inbox_bot.core.message.safe import line
from inbox_bot.core.person import sketch
from inbox_bot.core.person.values import KeyKind, Stranger
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.edges.ledger.people import statements
from inbox_bot.edges.ledger.people.holders import as_text


def note_people(connection: Connection, mails: Iterable[tuple[int, PlannedMail]], persons: Mapping[str, int]) -> None:
    """The keys of mails that brought an application, and what was said of whose they are; `persons`: their numbers."""
    keys: list[dict[str, object]] = []
    links: list[dict[str, object]] = []
    for message, mail in mails:
        if len(mail.plan.applications) != 1:
            continue
        [application] = mail.plan.applications
        told, link = mail.linked.keys, mail.linked.link
        for key in told.keys if told is not None else ():
            if key.kind is not KeyKind.THREAD and told is not None:
                keys.append(
                    {
                        "message": message,
                        "person": persons[line(application.person, 1000)],
                        "key": as_text(key),
                        "name": None if told.name is None else line(told.name),
                        "sketch": sketch.written(told.sketch) if key.kind is KeyKind.TEXT else None,
                    }
                )
        if not isinstance(link, Stranger):
            other = connection.scalar(statements.NUMBER_OF, {"mailbox": link.of.mailbox, "raw_hash": link.of.raw_hash})
            if other is not None:  # else it was erased since it was asked for
                links.append({"message": message, "other": other, "says": link.says, "because": " ".join(link.because)})
    if keys:
        connection.execute(statements.NEW_KEYS, keys)
    if links:
        connection.execute(statements.NEW_LINKS, links)


def forget_people(connection: Connection, message: int) -> None:
    """What a mail told of its applicant, before it is noted anew."""
    for forget in (statements.FORGET_KEYS, statements.FORGET_LINK):
        connection.execute(forget, {"of_message": message})
