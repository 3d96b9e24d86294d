"""What a mail server that hangs costs the other mailboxes: how long their answers take beside it, and without it.

    python -m bench.slow_relay

Two mailboxes of one daemon, each with a mail server of its own; A's never answers RCPT. A mail comes to both at once,
and the time until B's answer is there is measured, from the poll that takes it in. The peer is the same while both
servers are well. Ends with one `name=value` a line.
"""

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

from bench.company import write_rules
from inbox_bot.core.rules.model import Rules
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import open_installation
from tests.support.builders.company import an_application
from tests.support.servers.dovecot import Account, Dovecot
from tests.support.servers.smtp import At, Hang, SmtpServer

ROUNDS = 5
WAIT_S = 60.0


def main() -> int:
    server = Dovecot()
    try:
        well = measured(server, hangs=False)
        beside = measured(server, hangs=True)
    finally:
        server.stop()
    print(f"an answer of B's while both servers are well: {well:.2f} s")
    print(f"an answer of B's while A's server hangs: {beside:.2f} s")
    print(f"other_mailbox_delay_s={beside - well:.2f}")
    return 0 if beside - well < 15 else 1


def measured(server: Dovecot, *, hangs: bool) -> float:
    """Seconds until B's answer is there, the median of some rounds."""
    one, other = server.account(), server.account()
    with tempfile.TemporaryDirectory(prefix="inbox-bot-bench-") as scratch, SmtpServer() as a, SmtpServer() as b:
        folder = Path(scratch)
        rules = both(rules_file.read(write_rules(other, b.port, folder)), one, a, folder)
        with open_installation(rules, folder) as installation:
            daemon = Daemon(installation)
            daemon.start()
            if hangs:
                a.at(At.RCPT, Hang())
                one.append(an_application(1).bytes())
                daemon.poll_now()
                a.wait_until_hanging()
            took = [until_answered(daemon, one, other, b, number) for number in range(2, 2 + ROUNDS)]
            a.behave()
            daemon.stop()
    one.close()
    other.close()
    return median(took)


def until_answered(daemon: Daemon, one: Account, other: Account, b: SmtpServer, number: int) -> float:
    before = len(b.kept)
    one.append(an_application(number + 100).bytes())
    other.append(an_application(number).bytes())
    began = time.perf_counter()
    daemon.poll_now()
    while len(b.kept) == before and time.perf_counter() - began < WAIT_S:
        time.sleep(0.01)
    return time.perf_counter() - began


def both(rules: Rules, one: Account, a: SmtpServer, folder: Path) -> Rules:
    """A's mailbox first, then B's."""
    (folder / "one").write_text(one.password)
    quick = rules.mailboxes[0]
    password = quick.imap.password.model_copy(update={"name": str(folder / "one")})
    imap = quick.imap.model_copy(update={"user": one.user, "password": password})
    smtp = quick.smtp.model_copy(update={"port": a.port})
    return replace(rules, mailboxes=(quick.model_copy(update={"name": "a", "imap": imap, "smtp": smtp}), quick))


if __name__ == "__main__":
    sys.exit(main())
