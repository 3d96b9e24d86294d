"""Every query that a poll runs finds its rows by an index, however long the ledger has been kept (SQLite's plans)."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Executable, event, select

from inbox_bot.core.judgement.vacancy.wordings import WORDINGS
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.review.moves import DragState
from inbox_bot.core.words import ActionKind, ActionState
from inbox_bot.edges.ledger import Ledger, careers, hooks, mail_rows, reports, reviewing, tallies
from inbox_bot.edges.ledger.actions import claims, decisions, forgetting, kept_back, settling, tried
from inbox_bot.edges.ledger.actions.decisions import ANSWERS
from inbox_bot.edges.ledger.decisions import statements as of_decisions
from inbox_bot.edges.ledger.declinings import statements as of_declinings
from inbox_bot.edges.ledger.drags import statements as moves
from inbox_bot.edges.ledger.history import known, sent_before, statements
from inbox_bot.edges.ledger.intake import cursor, locations, met_again, noticing, seen
from inbox_bot.edges.ledger.introductions import statements as introducing
from inbox_bot.edges.ledger.lessons import statements as lessons
from inbox_bot.edges.ledger.people import statements as people
from inbox_bot.edges.ledger.requests import statements as requesting
from inbox_bot.edges.ledger.schema import FAILED, actions, messages, metadata
from tests.support.servers.postgres import Postgres
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    INBOX,
    MAILBOX,
    UIDVALIDITY,
    an_action,
    take_in,
    take_in_with_answer,
)

FOLDER = {"mailbox": MAILBOX, "folder": INBOX}
PLACE = FOLDER | {"uidvalidity": UIDVALIDITY}
OLD_NUMBERS = {"of_mailbox": MAILBOX, "of_folder": INBOX, "number": UIDVALIDITY, "at": AT}
PAST = {
    "person": "ann@example.org",
    "correspondents": ["ann@example.org"],
    "likeness": "alike",
    "domains": ["example.org"],
    "referred_to": ["<a@b>"],
    "fingerprint": "f",
    "since": AT,
    "since_an_hour": AT,
    "but": [-1],
}
FACTS = {"address": "max@heads.example", "at_domain": "heads.example"} | {
    f"wording_{at}": "wizard" for at in range(WORDINGS)
}
NEWEST_MAIL = 2**31 - 1
KEYS = {f"key_{at}": "phone:+442079460123" for at in range(people.ASKED)}
NEWEST = {"state": ActionState.DONE, "since": AT, "count": 20}
OF_MAIL = {"of_message": 1, "of_correspondent": "ann@example.org"}
DUE: dict[str, object] = {"kinds": [ActionKind.MOVE, ActionKind.FLAG], "at": AT, "count": 50}
MONTH = {"start": AT - DAY, "end": AT + DAY}

QUERIES: dict[str, tuple[Executable, dict[str, Any]]] = {
    "the cursor": (cursor.STATE, FOLDER),
    "how the careers page is": (careers.CAREERS_PAGE, {"which": "https://www.example.com/careers"}),
    "what stands of the careers page": (careers.STANDING_CHANGES, {"which": "https://www.example.com/careers"}),
    "a change on the careers page": (careers.CHANGE, {"number": 1}),
    "what was decided of the careers page": (careers.DECIDED_CHANGES, {"start": AT, "end": AT + DAY}),
    "how far a hook has looked": (hooks.MARK, {"of_hook": "hook:ats"}),
    "what came on record since": (hooks.ON_RECORD_AFTER, {"mark": 1, "count": 10}),
    "what people ask for about their data": (requesting.OPEN, {}),
    "what a mail asks for": (requesting.OF_MAIL, {"of_message": 1}),
    "how many ask for something": (requesting.STANDING, {}),
    "what was settled": (requesting.SETTLED_BETWEEN, {"start": AT, "end": AT + DAY}),
    "the UIDs that are known": (cursor.KNOWN_UIDS, PLACE | {"lowest": 1, "highest": 200}),
    "the last UIDs": (cursor.LAST_UIDS, PLACE | {"count": 10}),
    "the last UIDs that were left": (cursor.LAST_UIDS_LEFT, PLACE | {"count": 10}),
    "places under lower numbers": (cursor.FORGET_LOWER, OLD_NUMBERS),
    "places under higher numbers": (cursor.FORGET_HIGHER, OLD_NUMBERS),
    "the folders that mail goes to": (cursor.OURS, {"mailbox": MAILBOX}),
    "where a mail was": (noticing.FOLDERS_OF, {"of_message": 1}),
    "known mails by their ids": (moves.WITH_IDS, {"mailbox": MAILBOX, "ids": ["<a@b>"]}),
    "known mails by their bytes": (moves.WITH_HASHES, {"mailbox": MAILBOX, "hashes": ["a", "b"]}),
    "what is in Sent": (moves.IN_SENT, {"ids": ["<a@b>"]}),
    "moves that are not settled": (moves.UNSETTLED_OF, {"of_mailbox": MAILBOX, "in_state": DragState.NOTICED}),
    "mails that were moved": (moves.UNSETTLED_HASHES, {"hashes": ["a", "b"]}),
    "where a mail is": (moves.PLACES_OF, OF_MAIL),
    "its first vacancy": (moves.FIRST_VACANCY, OF_MAIL),
    "whether it brings a CV": (moves.HAS_CV, OF_MAIL),
    "whether it belongs to an application": (moves.BELONGS, OF_MAIL),
    "whether somebody had a letter": (moves.HAD_LETTER, OF_MAIL),
    "what its sender's mails were": (moves.SENDERS_MAILS, OF_MAIL | {"count": 50}),
    "what moves decided": (moves.DECIDED_OF, OF_MAIL),
    "whether we moved it": (moves.MOVED_BY_US, {"keys": ["a", "b"]}),
    "whether we put a copy aside": (moves.PUT_ASIDE, OF_MAIL),
    "letters that wait for a look": (moves.LETTERS, {"of_mailbox": MAILBOX}),
    "mails by their bytes": (seen.BY_HASH, {"mailbox": MAILBOX, "hashes": ["a", "b"]}),
    "mails by other bytes": (seen.BY_OTHER_HASH, {"mailbox": MAILBOX, "hashes": ["a", "b"]}),
    "mails whose sender wrote the same": (
        met_again.ALIKE,
        {"mailbox": MAILBOX, "fingerprint": "f", "raw_hash": "h"},
    ),
    "mails with an id": (met_again.WITH_ITS_ID, {"mailbox": MAILBOX, "message_id": "<a@b>", "raw_hash": "h"}),
    "which of them lie somewhere": (met_again.LYING, {"of_messages": [1, 2]}),
    "whose last folder was numbered anew": (noticing.LOST_OF, {"of_messages": [1, 2]}),
    "where mails lie": (seen.LIVE_PLACES, {"messages": [1, 2]}),
    "who lies at a UID": (seen.AT_UIDS, PLACE | {"uids": [1, 2]}),
    "further copies": (locations.FURTHER_COPIES, FOLDER | {"since": AT}),
    "what needs a person": (locations.OPEN_PLACES, PLACE),
    "what waits": (seen.WAITING, {"mailbox": MAILBOX}),
    "what reviewers ordered": (reviewing.WAITING_MAILS, {"mailbox": MAILBOX}),
    "what a dead daemon had in hand": (seen.ABANDONED, {}),
    "what is complete by now": (of_decisions.COMPLETE_BY_NOW, {}),
    "who is to be turned down": (of_declinings.CONFIRMED_ONES, {}),
    "who is turned down next": (of_declinings.NEXT_OPEN, {"of_mailbox": MAILBOX, "at": AT, "count": 20}),
    "what is due": (claims.CLAIM, DUE),
    "what is due of a mailbox": (claims.CLAIM_OF_MAILBOX, DUE | {"of_mailbox": MAILBOX}),
    "what waits since the future": (claims.FROM_THE_FUTURE, {"at": AT}),
    "what a mailbox has due next": (claims.NEXT_DUE, DUE | {"of_mailbox": MAILBOX}),
    "whether a mailbox has anything due": (claims.IS_DUE, DUE | {"of_mailbox": MAILBOX}),
    "how the last answers ended": (tried.TRIED_LAST, {"of_mailbox": MAILBOX, "count": 10}),
    "letters that are put off": (tried.PUT_OFF, DUE | {"of_mailbox": MAILBOX, "until": AT}),
    "answers that are due again": (tried.DUE_AGAIN, {"action": 1, "at": AT}),
    "what waits for them again": (tried.WAITS_AGAIN, {"action": 1}),
    "what waits for an answer": (settling.RELEASE_WAITING, {"action": 1, "at": AT}),
    "what can be forgotten": (forgetting.ANY_TO_FORGET, {"before": AT}),
    "forgetting it": (forgetting.FORGET_ANSWERS, {"before": AT}),
    "forgetting what has ended": (forgetting.FORGET_PAYLOADS, {"actions": [1, 2]}),
    "what a dead daemon was sending": (settling.PERHAPS_SENT, {}),
    "what a dead daemon was doing": (settling.DO_AGAIN, {"of_kind": ActionKind.MOVE}),
    "mails that failed": (select(messages.c.id).where(FAILED), {}),
    "how many mails failed": (reports.FAILED_COUNT, {}),
    "how many mails are in review": (reports.REVIEW_COUNT, {}),
    "how many mails wait": (reports.WAITING_COUNT, {}),
    "how many letters are stuck": (reports.STUCK_COUNTS, {}),
    "answers that wait for a domain": (kept_back.WAITING_FOR, {"state": ActionState.PENDING, "why": "domain_rate"}),
    "what answers wait for": (tallies.WAITING_ANSWERS, {}),
    "whom nobody has answered": (tallies.UNANSWERED, MONTH),
    "who they are, by their newest mails": (tallies.UNANSWERED_MAILS, MONTH | {"limit": 500}),
    "who applied in a month": (tallies.APPLIED, MONTH),
    "who was acknowledged in a month": (tallies.ACKNOWLEDGED, MONTH),
    "whom a person answered in a month": (tallies.REPLIED, MONTH),
    "the agencies of a month": (tallies.AGENCIES, MONTH),
    "the mails of a period": (mail_rows.MAILS.where(messages.c.seen_at >= AT), {}),
    "the folders of mails": (mail_rows.FOLDERS, {"messages": [1, 2]}),
    "the applications of mails": (mail_rows.APPLICATIONS, {"messages": [1, 2]}),
    "where the cursor was": (cursor.SEEN_BEFORE, PLACE | {"moment": AT}),
    "how many answers came back": (reports.BOUNCED_COUNT, {}),
    "the changes of a period": (reports.CHANGES, {"start": AT, "end": AT + DAY}),
    "how far a reviewer was told": (reports.ARRIVING_NOTICE, {"begin": "digest_until:", "beyond": "digest_untim"}),
    "mails that were dealt with": (locations.NOWHERE, {}),
    "what was observed": (of_decisions.OBSERVED, {}),
    "letting it go": (of_decisions.LET_GO, {"of_message": 1, "now": AT}),
    "the newest answers": (decisions.NEWEST_IN_STATE, NEWEST),
    "the newest answers, whole": (ANSWERS.where(actions.c.id.in_(decisions.NEWEST_IN_STATE)), NEWEST),
    "how many answers there are": (decisions.COUNT_IN_STATE, NEWEST),
    "past answers": (statements.PAST_ANSWERS, PAST),
    "written to": (statements.WRITTEN_TO, PAST),
    "sent within the hour": (statements.SENT_SINCE, {"since": AT, "but": [-1]}),
    "the same sending": (statements.SAME_SENDING, {"fingerprint": "f", "mailbox": MAILBOX, "raw_hash": "h"}),
    "the same substance": (sent_before.SAME_SUBSTANCE, {"substance": "s", "writer": "ann@example.org", "before": 9}),
    "the applications of a mail": (sent_before.APPLICATIONS_BROUGHT, {"message": 1}),
    "withdrawn meanwhile": (
        sent_before.WITHDRAWN_BETWEEN,
        {"correspondents": ["ann@example.org"], "after": 1, "before": 9},
    ),
    "answered by hand": (statements.ANSWERED_BY_HAND, {"message_id": "<a@b>"}),
    "before a rescan": (statements.BEFORE_RESCAN, {"message": 1}),
    "withdrawn": (statements.WITHDRAWN, {"correspondents": ["ann@example.org"], "message": 1}),
    "corrected": (statements.CORRECTED, {"message": 1, "planned_at": AT}),
    "a person's applications": (statements.PAST_APPLICATIONS, {"person": "ann@example.org", "but": -1}),
    "earlier mails": (known.EARLIER_MAILS, {"thread": ["<a@b>"], "person": "ann@example.org"}),
    "earlier answers": (known.EARLIER_ANSWERS, {"thread": ["<a@b>"], "person": "ann@example.org"}),
    "what is filed of applications": (statements.FILED_OF, {"applications": [1], "but": -1}),
    "who is known twice in a period": (introducing.MET_IN, {"start": AT, "end": AT + DAY}),
    "where else some mails' candidates are known from": (introducing.MET_BY, {"messages": [1, 2]}),
    "the newest introductions": (introducing.NEWEST, {"count": 10}),
    "the introductions of some mails": (introducing.OF_MAILS, {"messages": [1, 2]}),
    "the refusals of some mails": (introducing.REFUSALS_OF, {"messages": [1, 2]}),
    "who applied with some mails": (introducing.APPLICANTS, {"messages": [1, 2]}),
    "whom agencies introduced before": (introducing.INTRODUCED_BEFORE, {"messages": [1, 2]}),
    "who bore these keys": (people.HOLDERS, KEYS | {"mailbox": MAILBOX, "anywhere": False, "before": NEWEST_MAIL}),
    "who applied in a conversation": (
        people.OF_THE_THREAD,
        {"thread": ["<a@b>"], "mailbox": MAILBOX, "anywhere": False, "before": NEWEST_MAIL},
    ),
    "who writes from an address": (people.OF_THE_ADDRESS, {"address_key": "address:a@b", "before": NEWEST_MAIL}),
    "whose mail it is": (people.APPLICANT_OF, {"of_message": 1}),
    "what adds to an application": (of_decisions.ADDING_TO, {"of_message": 1}),
    "who perhaps applied before": (mail_rows.MAILS.where(reports.PERHAPS), MONTH),
    "what people decided of such mails": (lessons.FACTS, FACTS),
    "what people decided of a domain": (lessons.OF_DOMAIN, {"at_domain": "b.example"}),
    "what was learned in a period": (lessons.BETWEEN, MONTH),
    "what was learned of these": (lessons.OF_THESE, {"abouts": ["a", "b"], "domains": ["b.example"], "end": AT}),
    "the sum of a period": (reports.FIRST_OUTCOMES, {"start": AT, "end": AT + DAY}),
    "mails with stuck answers": (mail_rows.MAILS.where(reports.WITH_STUCK), {"quiet": ["observe"], "since": AT}),
    "open mails": (select(messages.c.id).where(reports.OPEN), {}),
    "a mail's answers": (ANSWERS.where(actions.c.message == 1, actions.c.state != ActionState.CANCELLED), {}),
}

#: what differs in each of the many rows that a ledger has after years
MULTIPLIED = {
    "messages": {
        "raw_hash": "raw_hash || n",
        "message_id": "message_id || n",
        "fingerprint": "fingerprint || n",
        "substance": "n",
    },
    "locations": {"uid": "n", "folder": "folder || (n % 50)", "message": "n - 998"},
    "actions": {"message": "n - 998", "message_id": "n", "kind": "'answer'"},
    "payloads": {"action": "n - 996"},
    "once_keys": {"key": "n", "action": "n - 996"},
    "answers": {"action": "n - 996", "answer_of": "n", "person": "n", "correspondent": "n"},
}


@pytest.fixture(scope="module")
def long_kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger whose statistics tell SQLite that the tables are large."""
    path = tmp_path_factory.mktemp("plans") / "ledger.db"
    with Ledger.open(path) as ledger:
        take_in_with_answer(ledger, "ann")
        take_in(ledger, "bob", an_action(Move(folder=("Filed",))), uid=2)
        with ledger._store.writing() as connection:
            for table, unlike in MULTIPLIED.items():
                names = [column.name for column in metadata.tables[table].columns if column.name != "id"]
                values = [unlike.get(name, name) for name in names]
                key = next(iter(metadata.tables[table].primary_key)).name
                connection.exec_driver_sql(
                    "WITH RECURSIVE n(n) AS (SELECT 1000 UNION ALL SELECT n + 1 FROM n WHERE n < 3000)"
                    f" INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)}"
                    f" FROM n, (SELECT * FROM {table} ORDER BY {key} DESC LIMIT 1)"
                )
            connection.exec_driver_sql("UPDATE actions SET state = 'done' WHERE id % 100")
            connection.exec_driver_sql("ANALYZE")
    return path


@pytest.mark.parametrize("what", QUERIES)
@pytest.mark.parametrize("analysed", [False, True], ids=["", "with statistics"])
def test_the_query_of_a_poll_reads_no_whole_table(long_kept: Path, sqlite_place: Path, what: str, analysed: bool):
    statement, parameters = QUERIES[what]
    with Ledger.open(long_kept if analysed else sqlite_place, lock=False) as ledger:
        plan = plan_of(ledger, statement, parameters)
    assert plan
    tables = {
        "actions",
        "answers",
        "payloads",
        "messages",
        "locations",
        "applications",
        "persons",
        "once_keys",
        "sent_mails",
        "sent_references",
        "lessons",
        "person_keys",
        "agency_mails",
        "introductions",
        "introduced_keys",
        "refusals",
        "person_links",
        "careers_pages",
        "careers_changes",
    }
    scanned = [line for line in plan if line.startswith("SCAN") and line.split()[1] in tables and "INDEX" not in line]
    assert scanned == [], "\n".join(plan)


@pytest.mark.postgres
def test_on_postgresql_the_letters_of_the_last_hour_are_found_by_their_time(postgres: Postgres):
    with Ledger.open(postgres.place()) as ledger, ledger._store.reading() as connection:
        asked = statements.SENT_SINCE.params(since=AT, but=[1]).compile(
            dialect=connection.dialect, compile_kwargs={"literal_binds": True}
        )
        plan = "\n".join(connection.exec_driver_sql(f"EXPLAIN {asked}").scalars())
    assert "ix_answers_counted" in plan
    assert "ix_actions_kind" not in plan, "all that was ever done"


def plan_of(ledger: Ledger, statement: Executable, parameters: dict[str, Any]) -> list[str]:
    """SQLite's plan for the statement as it is really sent."""
    sent: list[tuple[str, Any]] = []
    engine = ledger._store.engine

    def note(_connection: object, _cursor: object, sql: str, values: Any, _context: object, _many: bool) -> None:
        sent.append((sql, values))

    with engine.connect() as connection:
        event.listen(connection, "before_cursor_execute", note)
        with connection.begin() as transaction:
            connection.execute(statement, parameters)
            transaction.rollback()
        event.remove(connection, "before_cursor_execute", note)
        [(sql, values)] = [one for one in sent if not one[0].startswith("BEGIN")]
        return [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
