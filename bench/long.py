"""What only shows at size: an idle poll, memory, and the way back after a kill.

    make bench-long [ARGS="--mails 2000 --folder 10000"]
    python -m bench.long --only memory

1. An idle poll at 100 and at 100,000 messages in the folder: time, bytes on the wire, and commands. On a Dovecot that
   keeps INBOX's counters in its list of folders, and on one as it is by default, which loads INBOX's index for each
   STATUS. And with a folder for each of thirty vacancies, at 100 and at 20,000 messages in those together.
2. Memory while 1,000 and 20,000 mails are taken in, with mails of 10 MB among them, and then one of 35 MB.
3. With 100,000 rows in the ledger: from a kill to the next mail taken in.
4. What a mail costs in a ledger of a million mails beside one of none (`bench/ledger.py`).

Ends with one `name=value` a line.
"""

import argparse
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from sqlalchemy import create_engine, insert, select

from bench import ledger, measure
from bench.company import poll_command, write_rules
from bench.relay import Relay
from inbox_bot.core.rules.model import Security
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger.schema import messages
from inbox_bot.pipeline.installation import open_installation
from inbox_bot.pipeline.intake.poll import poll
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.smtp import SmtpServer

IDLE_POLLS = 50
VACANCIES = 30  # each with a folder of its own
SETTLES_S = 3  # Dovecot reads a Maildir anew at each STATUS until its last change is older than its clock's second
LAYOUTS = {"": "indexed.test", "_by_default": "plain.test"}
FEW = 1_000  # mails, by whose peak that of many is judged
BIG_EVERY = 500  # every so many mails one of BIG_BYTES
BIG_BYTES = 10_000_000
HUGE_BYTES = 35_000_000
MEGABYTE = 1_000_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=20_000, help="how many are taken in (default 20,000)")
    parser.add_argument(
        "--folder", type=int, default=100_000, help="how many lie in the large folder (default 100,000)"
    )
    parser.add_argument("--rows", type=int, default=100_000, help="how many rows the ledger has (default 100,000)")
    parser.add_argument(
        "--ledger", type=int, default=ledger.A_MILLION, help="how many mails the largest ledger has (default 1,000,000)"
    )
    parser.add_argument("--only", choices=("idle", "memory", "kill", "ledger"), help="one part alone")
    asked = parser.parse_args()
    server = Dovecot()
    found: dict[str, object] = {}
    try:
        with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="inbox-bot-bench-") as scratch:
            if asked.only in (None, "idle"):
                found |= _idle(server, smtp, Path(scratch, "idle"), asked.folder)
                found |= _idle_with_folders(server, smtp, Path(scratch, "folders"), asked.mails)
            if asked.only in (None, "memory"):
                found |= _memory(server, smtp, Path(scratch, "memory"), asked.mails)
            if asked.only in (None, "kill"):
                found |= _after_a_kill(server, smtp, Path(scratch, "kill"), asked.rows)
            if asked.only in (None, "ledger"):
                found |= ledger.measured(Path(scratch, "ledger"), asked.ledger)
    finally:
        server.stop()
    for name, value in found.items():
        print(f"{name}={value}")
    return 0


def a_mail(number: int, attachment_bytes: int = 0) -> bytes:
    """A short application, with something large beside it where asked for."""
    mail = EmailMessage()
    mail["From"] = f"Person {number} <person@applicant{number}.example>"
    mail["To"] = "recruitment@snowplowanalytics.com"
    mail["Subject"] = "Application: Data scientist intern"
    mail["Message-ID"] = f"<{number}.long@applicant{number}.example>"
    mail.set_content(f"Dear team,\n\nmy CV number {number} is attached.\n\nPerson {number}\n")
    text = f"Person {number}\nCurriculum vitae\n\nExperience\n2019 - 2026 statistics, Python\n\nEducation\nBSc\n"
    mail.add_attachment(text.encode(), maintype="text", subtype="plain", filename="cv.txt")
    if attachment_bytes:
        mail.add_attachment(bytes(attachment_bytes * 3 // 4), maintype="image", subtype="png", filename="portfolio.png")
    return mail.as_bytes()


def _idle(server: Dovecot, smtp: SmtpServer, folder: Path, count: int) -> dict[str, object]:
    """An idle poll: what it takes must not depend on how much lies in the folder."""
    found: dict[str, object] = {}
    for kind, layout in LAYOUTS.items():
        for there in (100, count):
            account = server.account(layout)
            _fill(account, (b"From: a@b.example\r\nSubject: old\r\n\r\nold\r\n" for _ in range(there)))
            account.client().create_folder("Sent")
            place = folder / layout / str(there)
            place.mkdir(parents=True)
            found |= _idle_poll(account, place, write_rules(account, smtp.port, place), f"{there}{kind}")
    return found


def _idle_with_folders(server: Dovecot, smtp: SmtpServer, folder: Path, count: int) -> dict[str, object]:
    """An idle poll with a folder for each of thirty vacancies: what is in those must not matter either."""
    found: dict[str, object] = {}
    for there in (100, count):
        account = server.account()
        place = folder / str(there)
        place.mkdir(parents=True)
        rules = write_rules(account, smtp.port, place)
        vacancies = "".join(f"\n  - {{id: v{number}, title: Vacancy {number}}}" for number in range(VACANCIES))
        rules.write_text(rules.read_text().replace("\nvacancies:", f"\nvacancies:{vacancies}", 1))
        client = account.client()
        for number in range(VACANCIES):
            client.create_folder(f"Filed.Vacancy {number}")
            of_one = range(number, there, VACANCIES)
            client.multiappend(f"Filed.Vacancy {number}", [b"Subject: %d\r\n\r\nold\r\n" % each for each in of_one])
        client.create_folder("Sent")
        found |= _idle_poll(account, place, rules, f"{there}_filed")
    return found


def _idle_poll(account: Account, place: Path, written: Path, where: str) -> dict[str, object]:
    """Milliseconds, bytes and commands of one idle poll."""
    rules = rules_file.read(written)
    mailbox = rules.mailboxes[0]
    with Relay(account.server.host, account.server.port) as relay:
        imap = mailbox.imap.model_copy(update={"port": relay.port, "security": Security.NONE, "ca": None})
        mailbox = mailbox.model_copy(update={"imap": imap, "start": "now"})
        with open_installation(replace(rules, mailboxes=(mailbox,)), place) as installation:
            poll(installation, mailbox)
            time.sleep(SETTLES_S)
            poll(installation, mailbox)
            size, asked, began = relay.bytes_passed, relay.lines_asked, time.monotonic()
            for _ in range(IDLE_POLLS):
                poll(installation, mailbox)
            took = (time.monotonic() - began) / IDLE_POLLS
            found = {
                f"idle_poll_ms_at_{where}": f"{took * 1000:.2f}",
                f"idle_poll_bytes_at_{where}": (relay.bytes_passed - size) // IDLE_POLLS,
                f"idle_poll_commands_at_{where}": f"{(relay.lines_asked - asked) / IDLE_POLLS:.1f}",
            }
    print(", ".join(f"{name}={value}" for name, value in found.items()), flush=True)
    return found


def _memory(server: Dovecot, smtp: SmtpServer, folder: Path, count: int) -> dict[str, object]:
    """The most memory of all processes together, while everything is taken in (observing: reading is what costs)."""
    found: dict[str, object] = {}
    peaks: dict[str, float] = {}
    for name, number, largest in (
        (f"at_{FEW}", FEW, BIG_BYTES),
        (f"at_{count}", count, BIG_BYTES),
        ("with_35_mb", BIG_EVERY, HUGE_BYTES),
    ):
        account = server.account()
        sizes = ((largest if each % BIG_EVERY == BIG_EVERY // 2 else 0) for each in range(number))
        _fill(account, (a_mail(each, size) for each, size in enumerate(sizes)))
        place = folder / name
        place.mkdir(parents=True)
        rules = write_rules(account, smtp.port, place, mode="observe")
        measured = measure.run(poll_command(rules), log=place / "poll.log")
        peaks[name] = measured.peak_bytes / MEGABYTE
        found[f"peak_mb_{name}"] = f"{peaks[name]:.0f}"
        found[f"mails_per_s_{name}"] = f"{number / measured.seconds:.1f}"
        print(f"{number} mails, {name}: {peaks[name]:.0f} MB at most", flush=True)
    found["peak_ratio"] = f"{peaks[f'at_{count}'] / peaks[f'at_{FEW}']:.2f}"
    return found


def _after_a_kill(server: Dovecot, smtp: SmtpServer, folder: Path, rows: int) -> dict[str, object]:
    """From the start after a kill to the next mail taken in, with a ledger that has seen much."""
    folder.mkdir(parents=True)
    account = server.account()
    rules = write_rules(account, smtp.port, folder, mode="observe")
    _fill(account, [a_mail(0)])
    measure.run(poll_command(rules), log=folder / "first.log")
    _add_rows(folder / "ledger.db", rows)
    _fill(account, (a_mail(number) for number in range(1, 200)))
    with subprocess.Popen(poll_command(rules), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait_for(folder, 50)
        process.send_signal(signal.SIGKILL)
    there = _taken_in(folder)
    began = time.monotonic()
    with subprocess.Popen(poll_command(rules), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        _wait_for(folder, there + 1)
        took = time.monotonic() - began
        process.wait()
    return {"seconds_from_kill_to_next_mail": f"{took:.2f}"}


def _fill(account: Account, mails: Iterable[bytes]) -> None:
    for mail in mails:
        account.deliver(mail)
    account.client().select_folder("INBOX")


def _add_rows(ledger: Path, rows: int) -> None:
    """Mails that were taken in long ago."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    engine = create_engine(f"sqlite:///{ledger}")
    with engine.begin() as connection:
        template = connection.execute(select(messages)).mappings().first()
        if template is None:
            raise SystemExit("the first poll took nothing in")
        old = [
            dict(template)
            | {"id": 1_000 + number, "raw_hash": f"{number:064x}", "seen_at": at, "received_at": at}
            | {"fingerprint": f"{number:064x}", "message_id": f"<{number}@old.example>"}
            for number in range(rows)
        ]
        connection.execute(insert(messages), old)
    engine.dispose()


def _taken_in(folder: Path) -> int:
    return len(list((folder / "applications").glob("*/*/*/application.json")))


def _wait_for(folder: Path, count: int) -> None:
    while _taken_in(folder) < count:
        time.sleep(0.01)


if __name__ == "__main__":
    sys.exit(main())
