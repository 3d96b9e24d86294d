"""What an erasure leaves of introductions: of a candidate the keyed hashes, of an agency's own mail nothing else."""

from collections.abc import Sequence

from sqlalchemy import Connection

from inbox_bot.edges.ledger.introductions import statements

_NAMING = ("subject:", "thread-topic:")  # fields of a header that may name whom the mail is about


def without_subjects(connection: Connection, applied: Sequence[int]) -> int:
    """Of the agencies' mails that introduced whoever applied with these mails, the subjects and the words on which
    decisions rest go; how many mails.

    Before their keys do, by which those are found. The rest of a header names the agency and us.
    """
    rows = connection.execute(statements.INTRODUCED_BEFORE, {"messages": applied}).all()
    for row in rows:
        kept = [line for line in (row.header or "").split("\n") if not line.lower().startswith(_NAMING)]
        connection.execute(statements.CUT_HEADER, {"of_message": row.message, "left": "\n".join(kept) or None})
        for cut in (statements.CUT_SUBJECT, statements.CUT_EVIDENCE):
            connection.execute(cut, {"of_message": row.message})
    return len(rows)
