"""What must hold after every fault, whatever happened before: nothing lost, nothing twice.

- every UID that lies in a watched folder, from where we began, has a row; the cursor passed none without;
- the SMTP server took each Message-ID at most once, and at most one answer to each mail;
- every file below the filing folder belongs to a row, and every path of a row is a file;
- each mail lies in exactly one folder (unless a test let a person copy or delete it);
- received = first outcomes + waiting, and every mail that was delivered is among them, or known as one of them.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from inbox_bot.core.plan.filed.layout import SCANS
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.ledger import Ledger, MailRow, schema
from tests.support.builders.company import Company
from tests.support.servers.smtp import SmtpServer

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def check(
    company: Company,
    delivered: Iterable[bytes],
    *,
    elsewhere: Collection[bytes] = (),
    waiting: int = 0,
    left_over: bool = False,
) -> list[MailRow]:
    """The whole invariant; gives the rows. `elsewhere`: mails that a person copied or deleted. `left_over`: there may
    be files of a batch that was not committed, which a later run refers to."""
    mails = list(delivered)
    with company.ledger() as ledger:
        rows = list(ledger.reports.received_between(*EVER))
        check_cursor(company, ledger)
        check_sums(ledger, rows, waiting)
        known = {row.raw_hash for row in rows} | stored_otherwise(ledger)
    check_answers(company.smtp)
    check_files(company.folder / company.rules.filing.to, rows, left_over=left_over)
    check_places(company, [mail for mail in mails if mail not in elsewhere])
    lost = [mail for mail in mails if hashlib.sha256(mail).hexdigest() not in known and mail not in elsewhere]
    assert not lost, f"{len(lost)} mails were never seen, the first: {lost[0][:400]!r}"
    return rows


def stored_otherwise(ledger: Ledger) -> set[str]:
    """The raw hashes of deliveries that have no row: they are a known mail, met again where a mailbox moved."""
    with ledger._store.reading() as connection:
        return set(connection.scalars(select(schema.stored_otherwise.c.raw_hash)))


def check_cursor(company: Company, ledger: Ledger) -> None:
    client = company.account.client()
    for mailbox in company.rules.mailboxes:
        for folder in mailbox.folders:
            state = ledger.intake.folder_state(mailbox.name, folder)
            assert state is not None, f"{folder} was never met"
            selected = client.select_folder(folder, readonly=True)
            there = [uid for uid in client.search("ALL") if uid >= state.start_uid]
            if selected[b"UIDVALIDITY"] == state.uidvalidity and there:
                known = ledger.intake.known_uids(mailbox.name, folder, state.uidvalidity, min(there), max(there))
                passed = [uid for uid in there if uid < state.next_uid and uid not in known]
                assert not passed, f"the cursor passed {passed} of {folder}, which have no row"


def check_sums(ledger: Ledger, rows: list[MailRow], waiting: int) -> None:
    counts = ledger.reports.counts_between(*EVER)
    assert counts.received == len(rows) == sum(counts.outcomes.values()) + counts.waiting
    assert ledger.reports.waiting_count() == waiting


def check_answers(smtp: SmtpServer) -> None:
    twice = {identity: count for identity, count in smtp.deliveries().items() if count > 1}
    assert not twice, f"sent more than once: {twice}"
    answered = Counter(
        found[1] for kept in smtp.kept if (found := re.search(rb"^In-Reply-To: (\S+)", kept.content, re.M))
    )
    assert not [identity for identity, count in answered.items() if count > 1], answered


def check_every_answer(rows: list[MailRow], smtp: SmtpServer) -> Counter[ActionState]:
    """Every answer that was due went out once, or is listed as uncertain; the states of all."""
    sent = smtp.deliveries()
    states: Counter[ActionState] = Counter()
    for row in rows:
        assert row.outcome is not None
        assert row.outcome is not Outcome.EXPUNGED, "nobody expunged anything"
        for answer in row.answers:
            states[answer.state] += 1
            if answer.state is ActionState.DONE:
                assert sent[answer.message_id] == 1, f"answer {answer.id} is said to be sent, and was not"
            elif answer.state is ActionState.UNCERTAIN:
                assert sent[answer.message_id] <= 1
            else:
                assert sent[answer.message_id] == 0, f"answer {answer.id} is {answer.state}, and was sent"
                assert answer.state is ActionState.HELD, f"answer {answer.id} is {answer.state} at the end"
    return states


def check_files(root: Path, rows: list[MailRow], *, left_over: bool = False) -> None:
    named = {row.raw_path for row in rows if row.raw_path}
    for row in rows:
        for application in row.applications:
            named.update(document.path for document in application.documents if document.path)
            if application.folder:
                named.add(f"{application.folder}/application.json")
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    there = {path for path in there if not path.startswith(f"{SCANS}/")}  # they go by the mail's bytes, without a row
    assert named <= there, f"rows without a file: {sorted(named - there)}"
    if not left_over:
        assert there <= named, f"files without a row: {sorted(there - named)}"


def check_places(company: Company, mails: list[bytes]) -> None:
    places = company.lies_in()
    for mail in mails:
        assert len(places.get(mail, [])) == 1, f"lies in {places.get(mail)}: {mail[:400]!r}"
