"""How long it takes to let 10,000 mails go: `python -m bench.retention [mails=10000] [others=2000]`.

A ledger in a file, a Dovecot: each application lies in the folder of its outcome, its answer in Sent, and mails that
nobody knows beside both. What `keep` does in one run of the daemon is timed, as it is done by default (moved to Trash)
and with `mailbox: expunge`. Ends with 0 where all that should go is gone, and nothing else.
"""

import contextlib
import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.pipeline.privacy.retaining import let_go_what_is_due
from tests.support.builders.at_work import DAY, Clock, at_work
from tests.support.builders.many_kept import FILED, SENT, closing, keep_many
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer

MAILS, OTHERS = 10_000, 2_000


def run(server: Dovecot, folder: Path, *, mails: int, others: int, expunging: bool) -> bool:
    """One run, timed; whether all is well."""
    account = server.account()
    clock = Clock(datetime.now(UTC).replace(microsecond=0) - 20 * DAY)
    with SmtpServer() as smtp:
        text = closing(Installed(folder, account, smtp).text(), (clock() - 60 * DAY).date().isoformat())
        text = text.replace("keep: {", "keep: {mailbox: expunge, ") if expunging else text
        with at_work(folder, account, smtp, text=text, clock=clock) as company:
            keep_many(company, mails, others)
            ledger, rules = company.installation.ledger, company.installation.rules
            let_go_what_is_due(company.installation)
            ledger.expiring.confirm(fingerprint_of(rules), clock(), by="bench")
            clock.forward(8 * DAY)
            began, used, servers = time.perf_counter(), time.process_time(), _of_the_server(server)
            problems = let_go_what_is_due(company.installation)
            took, used = time.perf_counter() - began, time.process_time() - used
            servers = _of_the_server(server) - servers
            batches = len(ledger.erasures.newest())
            client = account.client()
            left = {each: client.folder_status(each, ["MESSAGES"])[b"MESSAGES"] for each in (FILED, SENT)}
    how = "deleted for good" if expunging else "moved to Trash"
    print(
        f"{mails} mails and {mails} answers {how}: {took:.1f} s, {used:.1f} s of CPU and {servers:.1f} s of "  # noqa: T201
        f"Dovecot's, {batches} batches; left {left}"
    )
    return not problems and set(left.values()) == {others}


def _of_the_server(server: Dovecot) -> float:
    """Seconds of CPU that the living processes of a mail server have used."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[3]) == server._process.pid:  # its session (man 5 proc_pid_stat)
                ticks += int(fields[11]) + int(fields[12])  # utime, stime
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Prints the seconds. Gives back the exit code."""
    mails, others = (int(each) for each in (sys.argv[1:] + [str(MAILS), str(OTHERS)][len(sys.argv) - 1 :]))
    server = Dovecot()
    try:
        with tempfile.TemporaryDirectory() as folder:
            wells = [
                run(server, Path(folder, str(expunging)), mails=mails, others=others, expunging=expunging)
                for expunging in (False, True)
            ]
    finally:
        server.stop()
    return 0 if all(wells) else 1


if __name__ == "__main__":
    sys.exit(main())
