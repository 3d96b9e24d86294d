"""1,000 mails move to a second Dovecot while inbox_bot is at work: nothing is new there, and nobody gets a letter.

    python -m bench.moving [mails=1000] [arriving=20]

The real `inbox-bot poll` takes the mails in and answers. Every folder is copied to another server: new UIDs, another
delimiter, other line ends, a field more; INBOX twice. Meanwhile mail arrives, half of it at the old server (and is
copied), half at the new one. Then rules.yaml names the new server. Ends with 0 when the arriving mails, and only they,
have an outcome and an answer more.
"""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import company
from inbox_bot.edges.ledger import Ledger, MailRow
from tests.support.builders.company import an_application
from tests.support.builders.mails import a_mail
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.importer import copy
from tests.support.servers.smtp import SmtpServer
from tests.world.ingestion.invariant import EVER

POLLS = 3  # each until nothing is left; the further ones have nothing to do


def mail(number: int) -> bytes:
    """Two in three apply; the third asks something, and stays in INBOX for a person."""
    today = f"{datetime.now(UTC):%a, %d %b %Y %H:%M:%S +0000}"
    built = an_application(number)
    if number % 3 == 2:
        built = (
            a_mail()
            .from_(f"Kim Oh <kim@visitor{number}.example>")
            .to("recruitment@snowplowanalytics.com")
            .subject(f"Parking, {number}")
            .text(f"Where can I park on Friday? I come with {number} others.")
            .id(f"<question.{number}@visitor{number}.example>")
        )
    way = f"from mail{number}.example by mx.example.net with ESMTPS id {number:06x}; {today}"
    return built.header("Date", today).header("Received", way).bytes()


def run(old: Account, new: Account, smtp: SmtpServer, folder: Path, *, mails: int, arriving: int) -> list[str]:
    """The whole of it; what was found, a line each. Raises AssertionError where something is new that should not be."""
    for number in range(mails):
        old.append(mail(number))
    rules = company.write_rules(old, smtp.port, folder)
    _poll(rules)
    before, letters = _rows(folder), len(smtp.kept)
    assert len(before) == mails, f"{len(before)} of {mails} were taken in"
    copied = copy(old, new) + copy(old, new, only=["INBOX"])
    for number in range(mails, mails + arriving):
        (old if number % 2 else new).append(mail(number))
    copied += copy(old, new, only=["INBOX"], change=lambda mail: mail)
    company.write_rules(new, smtp.port, folder)
    for _ in range(POLLS):
        _poll(rules)
    after = _rows(folder)
    changed = [raw_hash for raw_hash, row in before.items() if after[raw_hash].outcome != row.outcome]
    assert not changed, f"{len(changed)} mails have another outcome"
    assert len(after) == mails + arriving, f"{len(after) - mails} mails are new, not {arriving}"
    applied = sum(number % 3 != 2 for number in range(mails, mails + arriving))
    assert len(smtp.kept) == letters + applied, f"{len(smtp.kept) - letters} letters, not {applied}"
    with Ledger.open(folder / "ledger.db", lock=False) as ledger:
        assert not ledger.drags.noticed("recruitment") + ledger.drags.asked("recruitment")
    return [
        f"{mails} mails taken in, {letters} letters; {copied} mails copied to the other server",
        f"after the move: 0 outcomes and 0 letters more for them; {arriving} that arrived meanwhile taken in once",
    ]


def _poll(rules: Path) -> None:
    ended = subprocess.run(company.poll_command(rules), capture_output=True, text=True, check=False)  # noqa: S603
    assert ended.returncode == 0, ended.stderr[-2000:]


def _rows(folder: Path) -> dict[str, MailRow]:
    with Ledger.open(folder / "ledger.db", lock=False) as ledger:
        return {row.raw_hash: row for row in ledger.reports.received_between(*EVER)}


def main() -> int:
    """The command; its exit code."""
    numbers = dict(argument.split("=") for argument in sys.argv[1:])
    try:
        servers = Dovecot(), Dovecot()
    except DovecotMissing as missing:
        print(missing.__doc__)
        return 2
    try:
        with SmtpServer() as smtp, tempfile.TemporaryDirectory() as folder:
            accounts = servers[0].account("plain.test"), servers[1].account("slash.test")
            found = run(
                *accounts,
                smtp,
                Path(folder),
                mails=int(numbers.get("mails", 1000)),
                arriving=int(numbers.get("arriving", 20)),
            )
        print("\n".join(found))
    finally:
        for server in servers:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
