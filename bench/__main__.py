"""The main job over 500 mails on a real Dovecot, and the script a user would write on the same mails in the same run.

    make bench

Ends with one `name=value` a line. The mails are appended to two accounts of one server; the two runs alternate, and
the best of each is compared, so that what else the machine does hits both.
"""

import sys
import tempfile
from pathlib import Path

from bench import measure
from bench.mails import mails
from tests.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.servers.smtp import SmtpServer

COUNT = 500
ROUNDS = 2
ROOT = Path(__file__).resolve().parents[1]

MAILBOX = """\
mailbox:
  address: recruitment@snowplowanalytics.com
  start: all
  imap: {{host: {host}, port: {imap_port}, security: tls, ca: {ca}, user: {user}, password: "file:{password}"}}
  smtp: {{host: {host}, port: {smtp_port}, security: none}}
answers:
  limits: {{per_minute: 10000, per_hour: 10000}}
mode: live
"""


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
    example = (ROOT / "rules.yaml").read_text(encoding="utf-8")
    (folder / "password").write_text(account.password)
    (folder / "rules.yaml").write_text(
        _without(example, ("mailbox", "answers", "mode"))
        + MAILBOX.format(
            host=account.server.host,
            imap_port=account.server.tls_port,
            ca=account.server.ca,
            user=account.user,
            password=folder / "password",
            smtp_port=smtp.port,
        ),
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "inbox_bot", "poll", "--rules", str(folder / "rules.yaml")]
    measured = measure.run(command, log=folder / "ours.log")
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


def _without(text: str, sections: tuple[str, ...]) -> str:
    """The YAML text without these top-level sections."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        if line[:1].strip() and not line.startswith("#"):
            inside = line.partition(":")[0] in sections
        if not inside:
            kept.append(line)
    return "".join(kept)


if __name__ == "__main__":
    sys.exit(main())
