"""What an erasure leaves of introductions: of a candidate the keyed hashes, of an agency's own mail nothing else."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection

from inbox_bot.core.person.names import name_key
from inbox_bot.core.person.values import Key, KeyKind
from inbox_bot.edges.ledger.introductions import statements
from inbox_bot.edges.ledger.keyed import keyed
from inbox_bot.edges.ledger.people.holders import as_text

_NAMING = ("subject:", "thread-topic:")  # fields of a header that may name whom the mail is about


def introducing(connection: Connection, key: bytes, *, address: str, names: Sequence[str]) -> tuple[int, ...]:
    """The agencies' mails that introduced whoever has this canonical address, or else one of these names.

    `key` is the ledger's.
    """
    hashed = hashes_of(key, address=address, names=names)
    return tuple(sorted(connection.scalars(statements.INTRODUCING, {"hashed": hashed}))) if hashed else ()


def hashes_of(key: bytes, *, address: str, names: Sequence[str]) -> list[str]:
    """By which an introduction knows whoever has this canonical address, or else one of these names."""
    keys = [Key(kind=KeyKind.ADDRESS, value=address)] if address else []
    if not address:
        keys = [Key(kind=KeyKind.NAME, value=name_key(name)) for name in names if name_key(name)]
    return [keyed(key, as_text(each)) for each in keys]


def without_subjects(connection: Connection, applied: Sequence[int], introduced: Collection[int] = ()) -> int:
    """Of the agencies' mails that introduced whoever applied with these mails, and of others (`introduced`), the
    subjects, the words on which decisions rest and the names of files go; how many mails.

    Before their keys do, by which those are found. The rest of a header names the agency and us.
    """
    rows = {row.message: row for row in connection.execute(statements.INTRODUCED_BEFORE, {"messages": applied})}
    rows |= {row.message: row for row in connection.execute(statements.HEADERS_OF, {"messages": [*introduced]})}
    for row in rows.values():
        kept = [line for line in (row.header or "").split("\n") if not line.lower().startswith(_NAMING)]
        connection.execute(statements.CUT_HEADER, {"of_message": row.message, "left": "\n".join(kept) or None})
        for cut in (statements.CUT_SUBJECT, statements.CUT_EVIDENCE, statements.CUT_FILENAMES):
            connection.execute(cut, {"of_message": row.message})
    return len(rows)
