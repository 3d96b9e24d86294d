"""The example company on the bench's servers: a rules.yaml in a folder of its own, for the real command to run on."""

import sys
from pathlib import Path

from tests.support.servers.dovecot import Account

ROOT = Path(__file__).resolve().parents[1]

MAILBOX = """\
mailbox:
  address: recruitment@snowplowanalytics.com
  start: all
  imap: {{host: {host}, port: {imap_port}, security: tls, ca: {ca}, user: {user}, password: "file:{password}"}}
  smtp: {{host: {host}, port: {smtp_port}, security: none}}
answers:
  limits: {{per_minute: 10000, per_hour: 10000}}
mode: {mode}
"""


WORK = "Accountant Baker Carpenter Dentist Electrician Florist Gardener Hairdresser Judge Locksmith Mechanic Nurse"
TOWNS = (
    "Aachen Bern Cork Delft Essen Faro Ghent Halle Imola Jena Kiel Leeds Malmo Nice Oslo Parma Reims Siena Turin Ulm "
    "Vigo Wels Xanten York Zagreb"
)


def write_rules(account: Account, smtp_port: int, folder: Path, *, mode: str = "live", vacancies: int = 0) -> Path:
    """rules.yaml for this account, with the example's vacancies and so many more; gives its path."""
    (folder / "password").write_text(account.password)
    rules = folder / "rules.yaml"
    example = (ROOT / "rules.yaml").read_text(encoding="utf-8")
    rules.write_text(
        _without(example, ("mailbox", "answers", "mode")).replace("\nvacancies:", f"\nvacancies:{_more(vacancies)}", 1)
        + MAILBOX.format(
            host=account.server.host,
            imap_port=account.server.tls_port,
            ca=account.server.ca,
            user=account.user,
            password=folder / "password",
            smtp_port=smtp_port,
            mode=mode,
        ),
        encoding="utf-8",
    )
    return rules


def _more(count: int) -> str:
    """Vacancies of other work, each with a title and a description of its own."""
    titles = [f"{work} in {town}" for town in TOWNS.split() for work in WORK.split()]
    return "".join(
        f"\n  - {{id: further-{number}, title: {title}, "
        f"description: Our team of {number} looks for somebody with experience who works with customers and suppliers}}"
        for number, title in enumerate(titles[:count])
    )


def poll_command(rules: Path) -> list[str]:
    """The real command, in a process of its own."""
    return [sys.executable, "-m", "inbox_bot", "poll", "--rules", str(rules)]


def _without(text: str, sections: tuple[str, ...]) -> str:
    """The YAML text without these top-level sections."""
    kept, inside = [], False
    for line in text.splitlines(keepends=True):
        if line[:1].strip() and not line.startswith("#"):
            inside = line.partition(":")[0] in sections
        if not inside:
            kept.append(line)
    return "".join(kept)
