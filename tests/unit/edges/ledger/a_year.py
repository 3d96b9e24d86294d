"""A year of rows in a ledger of an older schema: mails, what was asked for of each, and a digest a day.

Written as that schema's version wrote them: what each action holds is in `actions.deed` for ever.
"""

import json
from datetime import datetime, timedelta

from sqlalchemy import Connection, MetaData

from tests.unit.edges.ledger.building import AT, DAY, HOUR, INBOX, MAILBOX, UIDVALIDITY, hash_of

DAYS = 365
MAILS = 1  # a day
TOLD = "Ann <ann@example.org> and others wrote about My application"
SAID = "Somebody from our team will read it in full, and we will write to you again."
KEY = "00" * 32
#: how the answers of the last days stand; all before them went out
LAST = ("held", "pending", "doing", "uncertain", "refused", "cancelled")


def letter(to: str, text: str, subject: str, message_id: str) -> dict[str, object]:
    return {
        "sender": ["Company", "jobs@c.example"],
        "to": ["", to],
        "subject": subject,
        "text": text,
        "html": None,
        "message_id": message_id,
        "in_reply_to": None,
        "references": [],
        "auto_submitted": "auto-replied",
    }


class Year:
    """Fills an older ledger, table by table; ids count from 1."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._naive = connection.dialect.name == "sqlite"
        self._tables = MetaData()
        self._tables.reflect(connection)
        self.rows: dict[str, list[dict[str, object]]] = {name: [] for name in self._tables.tables}

    def fill(self) -> None:
        self._add("meta", name="key", value=KEY)
        self._add("breaker", id=1, open=False)
        self._add("mailboxes", name=MAILBOX)
        said = {
            "name": "digest",
            "kind": "digest",
            "about": "",
            "parameters": '{"problem": "no template"}',
            "sentence": "The digest can't be written.",
        }
        self._add("alarms", **self._known("alarms", said), since=AT, told_at=AT)
        for day in range(DAYS):
            morning = AT - (DAYS - day) * DAY
            for number in range(MAILS):
                self._mail(day * MAILS + number + 1, morning + number * HOUR)
            self._digest(day, morning + 12 * HOUR)
        for table in self._tables.sorted_tables:
            if self.rows[table.name]:
                names = {name for row in self.rows[table.name] for name in row}
                self._connection.execute(table.insert(), [dict.fromkeys(names) | row for row in self.rows[table.name]])
        if not self._naive:
            for name in ("messages", "actions", "persons"):
                self._connection.exec_driver_sql(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), max(id)) FROM {name}"
                )

    def _add(self, table: str, **values: object) -> None:
        self.rows[table].append(
            {
                name: value.replace(tzinfo=None) if isinstance(value, datetime) and self._naive else value
                for name, value in values.items()
            }
        )

    def _known(self, table: str, values: dict[str, object]) -> dict[str, object]:
        """Those of these values for which this schema has a column."""
        return {name: value for name, value in values.items() if name in self._tables.tables[table].columns}

    def _mail(self, number: int, at: datetime) -> None:
        person = f"person{number}@example.org"
        self._add(
            "messages",
            id=number,
            mailbox=MAILBOX,
            raw_hash=hash_of(f"mail {number}"),
            size_bytes=1000,
            received_at=at,
            seen_at=at,
            attempts=1,
            in_hand=False,
            alone=False,
            answered_flag=False,
            fingerprint=f"fingerprint{number}",
            message_id=f"<mail{number}@example.org>",
            correspondent=person,
            sender=f"Ann {number} <{person}>",
            subject="My application",
            kind="application",
            outcome="filed",
            first_outcome="filed",
            outcome_at=at,
        )
        self._add(
            "locations",
            message=number,
            mailbox=MAILBOX,
            folder=INBOX,
            uidvalidity=UIDVALIDITY,
            uid=number,
            seen_at=at,
        )
        self._add("persons", id=number, canonical=person, first_seen_at=at)
        self._actions_of(number, person, at)

    def _actions_of(self, number: int, person: str, at: datetime) -> None:
        left = DAYS * MAILS - number
        state = LAST[left] if left < len(LAST) else "done"
        self._action(number, "move", {"deed": "move", "folder": ["Filed", "Baker"]}, at)
        ours = letter(person, f"Dear Ann {number},\n\n{SAID}\n", "Re: My application", f"<answer{number}@c.example>")
        answer = self._action(
            number,
            "answer",
            {
                "deed": "answer",
                "letter": ours,
                "template": "acknowledgement",
                "language": "en",
                "correspondent": person,
                "person": person,
                "vacancy": "baker",
                "likeness": f"like{number}",
            },
            at,
            state=state,
            answer_of=f"fingerprint{number}",
            message_id=f"<answer{number}@c.example>",
            template="acknowledgement",
            to_address=person,
            subject="Re: My application",
            correspondent=person,
            person=person,
            domain="example.org",
            vacancy="baker",
            likeness=f"like{number}",
            bounced_at=at if number == 5 else None,
        )
        waits = {"done": "done", "refused": "cancelled", "cancelled": "cancelled"}.get(state, "pending")
        for kind, deed in (
            ("flag", {"deed": "flag", "flags": ["\\Answered"]}),
            ("sent_copy", {"deed": "sent_copy", "letter": ours}),
        ):
            self._action(number, kind, deed, at, state=waits, ready=waits == "done", after_action=answer)
        self._add("once_keys", key=f"answer:fingerprint{number}", action=answer)

    def _digest(self, day: int, at: datetime) -> None:
        told = letter("rita@company.example", TOLD, f"Digest of day {day}", f"<digest.{day}@c.example>")
        state = "uncertain" if day == 100 else "done"
        action = self._action(
            None, "tell", {"deed": "tell", "letter": told}, at, state=state, message_id=told["message_id"]
        )
        self._add("once_keys", key=f"digest:rita:{day}", action=action)

    def _action(
        self, message: int | None, kind: str, deed: dict[str, object], at: datetime, state: str = "done", **more: object
    ) -> int:
        number = len(self.rows["actions"]) + 1
        done = at + timedelta(minutes=5) if state in ("done", "uncertain") else None
        values: dict[str, object] = {
            "id": number,
            "message": message,
            "mailbox": MAILBOX,
            "kind": kind,
            "state": state,
            "ready": True,
            "released": False,
            "planned_at": at,
            "due_at": at,
            "tried_at": done if state != "doing" else at,
            "done_at": done,
            "counted_at": done or at,
            "attempts": 1,
            "deed": json.dumps(deed),
        }
        self._add("actions", **(values | more))
        return number
