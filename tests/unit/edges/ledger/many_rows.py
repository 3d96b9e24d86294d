"""A year of rows in today's schema, put in by the database itself: one statement a table, however many there are.

Of each mail: the place it has left and the one it was moved to, the judge's decision, an application with a CV, an
answer that went out with its flag and its copy in Sent. Every 33rd needed a person and was dealt with, every 50th
answer was refused, every 100th came back, there is a digest for every 200 mails, every 10th was decided to be one
agency's, and every 10th has a job centre's number in its CV. All of it was last year: today's questions are about none
of it.
"""

from datetime import datetime, timedelta

from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import AT, DAY, INBOX, MAILBOX, UIDVALIDITY

FIRST = 10_000_000  # ids and UIDs from here on are last year's; a test's own are below
BEGINS = AT - 500 * DAY
LASTS = 400 * DAY  # however many they are: all of it is over long before a test's own day
REFUSED, CAME_BACK, DEALT_WITH, DIGEST, LEARNED, SHARED = 50, 100, 33, 200, 10, 10  # one in so many
REVIEWER = "rita@company.example"
KILOBYTES_A_MAIL = 3


def add_a_year(ledger: Ledger, mails: int) -> None:
    """Puts so many mails in, with all that came of them."""
    add_mails(ledger, mails, begins=BEGINS, lasts=LASTS)


def add_mails(ledger: Ledger, mails: int, *, begins: datetime, lasts: timedelta) -> None:
    """Puts so many mails in that came one after the other from `begins` on. A ledger takes such rows once."""
    moment = _moment(ledger, f"{int(begins.timestamp())} + {lasts.total_seconds() / mails:.6f} * n")
    refused, back, dealt = _one_in(REFUSED), _one_in(CAME_BACK, rest=1), _one_in(DEALT_WITH)
    state = f"CASE WHEN {refused} THEN 'refused' ELSE 'done' END"
    person = "'person' || n || '@place' || n || '.example'"
    mail = {"mailbox": f"'{MAILBOX}'", "raw_hash": "'hash' || n", "message_id": "'<mail' || n || '@place.example>'"}
    action = {"mailbox": f"'{MAILBOX}'", "ready": "true", "released": "false", "attempts": "1"}
    action |= {"planned_at": moment, "due_at": moment, "tried_at": moment}
    place = {"message": f"{FIRST} + n", "mailbox": f"'{MAILBOX}'", "uidvalidity": f"{UIDVALIDITY}", "seen_at": moment}
    rows: list[tuple[str, int, dict[str, str]]] = [
        ("messages", 1, mail | {"id": f"{FIRST} + n", "size_bytes": "1000", "received_at": moment, "seen_at": moment}
         | {"attempts": "1", "in_hand": "false", "alone": "false", "answered_flag": "false", "nowhere": dealt}
         | {"fingerprint": "'fingerprint' || n", "correspondent": person, "sender": person, "subject": "'Baker'"}
         | {"kind": "'application'", "outcome": f"CASE WHEN {dealt} THEN 'review' ELSE 'filed' END"}
         | {"first_outcome": "'filed'", "outcome_at": moment}),
        ("locations", 1, place | {"folder": f"'{INBOX}'", "uid": f"{FIRST} + n", "gone_at": moment}),
        ("locations", 1, place | {"folder": "'Filed'", "uid": f"{FIRST} + n"}
         | {"gone_at": f"CASE WHEN {dealt} THEN {moment} END"}),
        ("persons", 1, {"id": f"{FIRST} + n", "canonical": person, "first_seen_at": moment}),
        ("applications", 1, {"id": f"{FIRST} + n", "message": f"{FIRST} + n", "number": "0", "person": f"{FIRST} + n"}
         | {"vacancy": "'baker'", "language": "'en'", "had_cv": "true", "at": moment}),
        ("person_keys", 1, {"message": f"{FIRST} + n", "person": f"{FIRST} + n", "key": "'address:' || " + person}
         | {"name": "'Person ' || n"}),
        ("person_keys", SHARED, {"message": f"{FIRST} + n", "person": f"{FIRST} + n", "name": "'Person ' || n"}
         | {"key": "'phone:+442079460123'"}),
        ("documents", 1, {"message": f"{FIRST} + n", "application": f"{FIRST} + n", "number": "0", "role": "'cv'"}
         | {"filename": "'cv.pdf'", "type": "'application/pdf'", "characters": "9", "sha256": "'sha' || n"}),
        ("decisions", 1, {"message": f"{FIRST} + n", "turn": "0", "at": moment, "judge": "'1'", "evidence": "'[]'"}
         | {"changed": "'{}'"}),
        ("lessons", LEARNED, {"message": f"{FIRST} + n", "teaches": "'agency'", "about": "'max@heads.example'"}
         | {"domain": "'heads.example'", "who": person, "at": moment, "moved": "true"}),
        ("actions", 1, action | {"id": f"{FIRST} + 3 * n", "message": f"{FIRST} + n", "kind": "'answer'"}
         | {"state": state, "message_id": "'<answer' || n || '@c.example>'", "to_address": person}
         | {"done_at": moment}),
        ("actions", 1, action | {"id": f"{FIRST} + 3 * n + 1", "message": f"{FIRST} + n", "kind": "'flag'"}
         | {"state": "'done'", "after_action": f"{FIRST} + 3 * n", "done_at": moment}),
        ("answers", 1, {"action": f"{FIRST} + 3 * n", "answer_of": "'fingerprint' || n", "person": person}
         | {"template": "'acknowledgement'", "correspondent": person, "domain": "'place' || n || '.example'"}
         | {"vacancy": "'baker'", "likeness": "'like' || n", "counted_at": moment}
         | {"bounced_at": f"CASE WHEN {back} THEN {moment} END"}),
        ("once_keys", 1, {"key": "'answer:fingerprint' || n", "action": f"{FIRST} + 3 * n"}),
        ("sent_mails", 1, {"message_id": "'<answer' || n || '@c.example>'", "mailbox": f"'{MAILBOX}'"}
         | {"to_addresses": person, "at": moment}),
        ("sent_references", 1, {"message_id": "'<answer' || n || '@c.example>'"}
         | {"refers_to": "'<mail' || n || '@place.example>'"}),
        ("actions", DIGEST, action | {"id": f"{FIRST} + 3 * n + 2", "kind": "'tell'", "state": "'done'"}
         | {"message_id": "'<digest' || n || '@c.example>'", "to_address": f"'{REVIEWER}'", "done_at": moment}),
        ("once_keys", DIGEST, {"action": f"{FIRST} + 3 * n + 2"}
         | {"key": f"'digest_until:{REVIEWER}:' || ({FIRST} + n)"}),
    ]  # fmt: skip
    on_sqlite = ledger._store.path is not None
    with ledger._store.writing() as connection:
        if on_sqlite:  # enough that no page goes to the disk twice
            connection.exec_driver_sql(f"PRAGMA cache_size = -{KILOBYTES_A_MAIL * mails}")
        for table, one_in, values in rows:
            connection.exec_driver_sql(
                f"WITH RECURSIVE n(n) AS (SELECT {one_in} UNION ALL SELECT n + {one_in} FROM n"
                f" WHERE n + {one_in} <= {mails}) INSERT INTO {table} ({', '.join(values)})"
                f" SELECT {', '.join(values.values())} FROM n"
            )
        if on_sqlite:
            connection.exec_driver_sql("PRAGMA cache_size = -2000")  # SQLite's own
    if not on_sqlite:  # what PostgreSQL does by itself every few minutes; SQLite never does
        with ledger._store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")


def _one_in(number: int, rest: int = 0) -> str:
    """Of which mails it is so, in SQL, without the sign that a driver takes for a parameter's."""
    return f"n - n / {number} * {number} = {rest}"


def _moment(ledger: Ledger, seconds: str) -> str:
    """The moment so many seconds after 1970, in SQL."""
    if ledger._store.path is None:
        return f"to_timestamp({seconds})"
    return f"strftime('%Y-%m-%d %H:%M:%S.000000', {seconds}, 'unixepoch')"
