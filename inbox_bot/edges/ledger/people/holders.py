"""Who bore the keys of a mail before: what `core/person` is given to tell whether it is the same person."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message.values import Reading
from inbox_bot.core.person import sketch
from inbox_bot.core.person.keys import keys_of
from inbox_bot.core.person.values import NOT_LINKED, Earlier, Holder, Key, KeyKind, Keys, Linked, Same
from inbox_bot.core.person.whose import apart, is_known_by, linked
from inbox_bot.core.plan.values import Planned, PlannedMail
from inbox_bot.core.reply.matter import person_of
from inbox_bot.core.rules.model import Rules
from inbox_bot.edges.ledger.people import statements

_NOBODY = "\n"  # in no key
_NEWEST = 2**31 - 1  # no message has a higher number


def linked_in(
    connection: Connection,
    reading: Reading,
    verdict: Verdict,
    rules: Rules,
    planned: Planned | None = None,
    *,
    is_apart: bool = False,
) -> Linked:
    """Who applies with this mail; with `planned`, as if the batch so far were committed.

    `is_apart`: nobody who applied before, as a person says.
    """
    keys = keys_of(reading, verdict, rules)
    if keys is None:
        return NOT_LINKED
    look = apart if is_apart else linked
    found = look(keys, holders_of(connection, keys, reading, rules, planned), reading.raw_hash)
    return replace(found, across_mailboxes=rules.filing.across_mailboxes)


def linked_with(
    connection: Connection, message: int, reading: Reading, verdict: Verdict, rules: Rules
) -> Linked | None:
    """Who applies with this mail, where that is the applicant of another one; None where that is no application."""
    row: Any = connection.execute(statements.APPLICANT_OF, {"of_message": message}).one_or_none()
    if row is None:
        return None
    address = person_of(reading, verdict)
    keys = keys_of(reading, verdict, rules) or Keys(name=verdict.applicant.name, address=address, keys=())
    return Linked(keys=keys, link=Same(of=_earlier(row), because=()), person=row.canonical, across_mailboxes=True)


def holders_of(
    connection: Connection, keys: Keys, reading: Reading, rules: Rules, planned: Planned | None = None
) -> tuple[Holder, ...]:
    """Everybody who bore one of the keys in another mail, the newest first; in all mailboxes if the rules say so."""
    itself = connection.execute(
        statements.NUMBER_OF, {"mailbox": reading.mailbox, "raw_hash": reading.raw_hash}
    ).one_or_none()
    again = itself is not None and itself.outcome is not None
    where: dict[str, Any] = {
        "mailbox": reading.mailbox,
        "anywhere": rules.filing.across_mailboxes,
        "before": itself.id if again and itself is not None else _NEWEST,
    }
    earlier = planned.mails if planned is not None else ()
    of_the_batch = [mail for mail in earlier if where["anywhere"] or mail.reading.mailbox == reading.mailbox]
    return (
        *(holder for mail in reversed(of_the_batch) for holder in _of_a_mail(mail, keys)),
        *_by_their_keys(connection, keys, where),
        *_by_the_thread(connection, keys, where),
    )


def other_name_of(connection: Connection, address: str, before: int | None) -> str:
    """By whom the ledger knows the one who writes from an address, where that is somebody of another address.

    "" where it is nobody's, or several people's. `before`: only mails with a lower number tell.
    """
    if not address:
        return ""
    key = as_text(Key(kind=KeyKind.ADDRESS, value=address))
    asked = {"address_key": key, "before": _NEWEST if before is None else before}
    people = connection.scalars(statements.OF_THE_ADDRESS, asked).all()
    return str(people[0]) if len(people) == 1 and not is_known_by(people[0], address) else ""


def _by_their_keys(connection: Connection, keys: Keys, where: dict[str, Any]) -> Iterator[Holder]:
    told = {as_text(key): key for key in keys.keys if key.kind is not KeyKind.THREAD}
    asked = {f"key_{number}": _NOBODY for number in range(statements.ASKED)}
    asked |= {f"key_{number}": text for number, text in enumerate([*told][: statements.ASKED])}
    rows = connection.execute(statements.HOLDERS, where | asked).all()
    for row in sorted(rows, key=lambda row: -row.id):
        yield Holder(
            key=told[row.key],
            of=_earlier(row),
            name=row.name,
            sketch=sketch.read(row.sketch or ""),
        )


def _by_the_thread(connection: Connection, keys: Keys, where: dict[str, Any]) -> Iterator[Holder]:
    thread = {key.value: key for key in keys.keys if key.kind is KeyKind.THREAD}
    if thread:
        for row in connection.execute(statements.OF_THE_THREAD, where | {"thread": sorted(thread)}):
            yield Holder(key=thread[row.named], of=_earlier(row), name=row.name)


def _of_a_mail(mail: PlannedMail, keys: Keys) -> Iterator[Holder]:
    """What a mail of the batch, not committed yet, has in common with these keys."""
    theirs = mail.linked.keys
    if theirs is None or not mail.plan.applications:
        return
    named = Key(kind=KeyKind.THREAD, value=mail.reading.message.message_id or "")
    for key in _shared(keys.keys, (*(each for each in theirs.keys if each.kind is not KeyKind.THREAD), named)):
        yield Holder(
            key=key,
            of=Earlier(
                person=mail.plan.applications[0].person,
                mailbox=mail.reading.mailbox,
                raw_hash=mail.reading.raw_hash,
            ),
            name=theirs.name,
            sketch=theirs.sketch if key.kind is KeyKind.TEXT else (),
        )


def _shared(keys: Sequence[Key], others: Iterable[Key]) -> list[Key]:
    there = set(others)
    return [key for key in keys if key in there]


def _earlier(row: Row[Any]) -> Earlier:
    return Earlier(person=row.canonical, mailbox=row.mailbox, raw_hash=row.raw_hash)


def as_text(key: Key) -> str:
    """A key as its column holds it."""
    return f"{key.kind}:{key.value}"
