"""What mails tell of their applicants, and which of them were found to be one person, as rows."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection

from inbox_bot.core.message.safe import line
from inbox_bot.core.person import sketch
from inbox_bot.core.person.names import name_key
from inbox_bot.core.person.values import Key, KeyKind, Keys, Sketch, Stranger
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.people import statements
from inbox_bot.edges.ledger.people.holders import as_text

MARKS = 8  # of a sketch's numbers, the smallest: of two CVs that are much alike, one has some of the other's


def note_people(
    connection: Connection, key: bytes, mails: Iterable[tuple[int, PlannedMail]], persons: Mapping[str, int]
) -> None:
    """The keys of mails that brought an application, and what was said of whose they are.

    `key` is the ledger's; `persons`: their numbers.
    """
    keys: list[dict[str, object]] = []
    links: list[dict[str, object]] = []
    for message, mail in mails:
        if len(mail.plan.applications) != 1:
            continue
        [application] = mail.plan.applications
        told, link = mail.linked.keys, mail.linked.link
        if told is not None:
            theirs = {
                "message": message,
                "person": persons[line(application.person, 1000)],
                "name": None if told.name is None else line(told.name),
            }
            keys += [theirs | row for row in _rows_of(key, told)]
        if not isinstance(link, Stranger):
            other = connection.scalar(statements.NUMBER_OF, {"mailbox": link.of.mailbox, "raw_hash": link.of.raw_hash})
            if other is not None:  # else it was erased since it was asked for
                links.append({"message": message, "other": other, "says": link.says, "because": " ".join(link.because)})
    if keys:
        connection.execute(statements.NEW_KEYS, keys)
    if links:
        connection.execute(statements.NEW_LINKS, links)


def _rows_of(key: bytes, told: Keys) -> Iterator[dict[str, object]]:
    """A row a key; then those by which an agency's introduction of the same person is found, which link nobody."""
    for each in told.keys:
        if each.kind is not KeyKind.THREAD:
            written = sketch.written(told.sketch) if each.kind is KeyKind.TEXT else None
            yield {"key": as_text(each), "sketch": written, "hashed": keyed(key, as_text(each))}
    names = [Key(kind=KeyKind.NAME, value=name_key(told.name))] if name_key(told.name) else []
    for text in (*map(as_text, names), *marks_of(told.sketch)):
        yield {"key": text, "sketch": None, "hashed": keyed(key, text)}


def marks_of(of: Sketch) -> tuple[str, ...]:
    """The numbers of a sketch by which it is looked up, as keys are written."""
    return tuple(f"mark:{number:08x}" for number in of[:MARKS])


def forget_people(connection: Connection, message: int) -> None:
    """What a mail told of its applicant, before it is noted anew."""
    for forget in (statements.FORGET_KEYS, statements.FORGET_LINK):
        connection.execute(forget, {"of_message": message})
