"""The main job over 500 mails on a real Dovecot, and the script a user would write on the same mails in the same run.

    make bench

Ends with one `name=value` a line. The mails are appended to two accounts of one server; the two runs alternate, and
the best of each is compared, so that what else the machine does hits both.
"""

import sys
import tempfile
from pathlib import Path

from bench import measure
from bench.company import poll_command, write_rules
from bench.mails import mails
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.smtp import SmtpServer

COUNT = 500
ROUNDS = 2


def main() -> int:
    try:
        server = Dovecot()
    except DovecotMissing as missing:
        print(missing, file=sys.stderr)
        return 3
    print(f"making {COUNT} mails")
    made = list(mails(COUNT))
    print(f"{sum(map(len, made)) / COUNT / 1000:.0f} kB a mail")
    ours: list[measure.Measured] = []
    script: list[measure.Measured] = []
    with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="inbox-bot-bench-") as scratch:
        for number in range(ROUNDS):
            folder = Path(scratch, str(number))
            folder.mkdir()
            script.append(_script(_filled(server, made), smtp, folder))
            _check(smtp, COUNT * (2 * number + 1))
            print(f"the script: {COUNT / script[-1].seconds:.1f} messages/s")
            ours.append(_ours(_filled(server, made), smtp, folder))
            _check(smtp, COUNT * (2 * number + 2))
            print(f"inbox-bot: {COUNT / ours[-1].seconds:.1f} messages/s")
    server.stop()
    best, peer = min(each.seconds for each in ours), min(each.seconds for each in script)
    print(f"messages_per_s={COUNT / best:.1f}")
    print(f"ratio_to_script={peer / best:.2f}")
    print(f"peak_mb={max(each.peak_bytes for each in ours) / 1e6:.0f}")
    return 0


def _filled(server: Dovecot, made: list[bytes]) -> Account:
    account = server.account()
    for mail in made:
        account.deliver(mail)
    return account


def _ours(account: Account, smtp: SmtpServer, folder: Path) -> measure.Measured:
    rules = write_rules(account, smtp.port, folder)
    measured = measure.run(poll_command(rules), log=folder / "ours.log")
    assert len(list((folder / "applications").glob("*/*/*/application.json"))) == COUNT
    return measured


def _script(account: Account, smtp: SmtpServer, folder: Path) -> measure.Measured:
    server = account.server
    command = [
        *(sys.executable, "-m", "bench.script", server.host, str(server.tls_port), str(server.ca)),
        *(account.user, account.password, str(smtp.port), str(folder / "script")),
    ]
    measured = measure.run(command, log=folder / "script.log")
    assert measured.stdout.split() == [str(COUNT)]
    return measured


def _check(smtp: SmtpServer, expected: int) -> None:
    if len(smtp.kept) != expected:
        raise SystemExit(f"{len(smtp.kept)} answers arrived, {expected} were expected")


if __name__ == "__main__":
    sys.exit(main())
