"""The first hour of somebody who begins, played in a terminal: `python -m tests.support.first_hour` writes
docs/first-hour.md's transcripts anew. A Dovecot with 30 mails, an SMTP server, and nothing else, are what there is.
"""

import re
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.support.builders.at_work import an_application
from tests.support.command import COMMAND
from tests.support.servers.dovecot import PASSWORD, Account, running
from tests.support.servers.installation import ROOT
from tests.support.servers.smtp import SmtpServer
from tests.support.terminal import Terminal, plain

PAGE = ROOT / "docs" / "first-hour.md"
ADDRESS = "recruitment@plain.test"
CAREERS = """\
# Work with us

## Vacancies

1. [Infrastructure engineer](#infrastructure) - London, UK [1 position]
2. [Data pipeline engineering interns](#pipeline) - Remote or London, UK [1 position]
3. [Data scientist interns](#science) - Remote or London, UK [1-2 positions]

<h2><a name="infrastructure">Infrastructure engineer</a></h2>

You run what our customers' events go through: forty accounts on AWS, with Ansible, CloudFormation, Docker and
Kubernetes.

<h2><a name="pipeline">Data pipeline engineers</a></h2>

You work with Hadoop, Kinesis, Kafka and Scala on a platform that is open source.

<h2><a name="science">Data scientists</a></h2>

You try out marketing attribution, and dashboards in real time with Spark Streaming and D3.js.

We take no calls from recruitment agencies.
"""
MORE = ("Bea Holm", "Carl Voss", "Dora Pike", "Emil Sand", "Flora Vane", "Gus Hale")
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def mails() -> Iterator[bytes]:
    """Thirty: the demo's, as if they had been written to this mailbox, and six more."""
    for path in sorted((ROOT / "inbox_bot" / "demo" / "mails").glob("*.eml")):
        yield path.read_bytes().replace(b"snowplowanalytics.com", b"plain.test")
    for name in MORE:
        address = f"{name.partition(' ')[0].lower()}@{name.partition(' ')[0].lower()}.example"
        yield an_application(name, address, title="Data scientist intern", to=ADDRESS).bytes()


def first_hour(account: Account, smtp: SmtpServer, folder: Path) -> list[str]:
    """What the terminal shows of init, check, a dry run, and the daemon with one more mail: the page's four blocks."""
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    for number, mail in enumerate(mails()):
        account.append(mail, internaldate=began + timedelta(minutes=number))
    (folder / "careers.md").write_text(CAREERS)
    began_on, ports = f"{began - timedelta(days=1):%Y-%m-%d}", (account.server.port, smtp.port)
    rules = ("--rules", "jobs/rules.yaml")
    shown = []
    with _terminal(folder, "init", "jobs") as terminal:
        terminal.type(ADDRESS, at="come to? ")
        terminal.type(f"127.0.0.1:{ports[0]} 127.0.0.1:{ports[1]}", at="smtp.plain.test] ")
        terminal.type(PASSWORD, at="(Enter: later) ")
        terminal.type("jane@plain.test", at="digest? [postmaster@plain.test] ")
        terminal.type("careers.md", at="(Enter: later) ")
        terminal.type("", at="[observe] ")
        assert terminal.until_it_ends() == 0
        shown.append(_shown("init jobs", terminal, folder, ports))
    with _terminal(folder, "check", *rules) as terminal:
        assert terminal.until_it_ends() == 0
        shown.append(_shown(f"check {' '.join(rules)}", terminal, folder, ports))
    with _terminal(folder, "run", "--dry-run", "--since", began_on, *rules) as terminal:
        assert terminal.until_it_ends() == 0
        shown.append(_shown(f"run --dry-run --since {began_on} {' '.join(rules)}", terminal, folder, ports))
    with _terminal(folder, "run", *rules) as terminal:
        terminal.until_shown("mailbox.first_contact")
        account.append(an_application("Hana Bell", "hana@hana.example", to=ADDRESS).bytes())
        terminal.until_shown("message.finished")
        terminal.interrupt()
        assert terminal.until_it_ends() == 0
        shown.append(_shown(f"run {' '.join(rules)}", terminal, folder, ports))
    return shown


def _terminal(folder: Path, *arguments: str) -> Terminal:
    return Terminal(arguments, folder)


def _shown(typed: str, terminal: Terminal, folder: Path, ports: tuple[int, int]) -> str:
    """The screen, as the page has it: what is otherwise in each run is replaced."""
    text = plain(terminal.screen).replace(f"{folder}/", "/srv/").replace(str(COMMAND), "inbox-bot")
    for port, usual in zip(ports, (143, 25), strict=True):
        text = text.replace(f":{port}", f":{usual}")
    text = re.sub(r"\d{4}-\d\d-\d\d \d\d:\d\d", "2026-11-26 09:00", text)
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-11-29T09:00:00Z", text)
    text = re.sub(r"message=[0-9a-f]{12}", "message=4f6ad1c09b7e", re.sub(r"took_s=[\d.]+", "took_s=0.4", text))
    # Whether a first digest is due by then is the hour's, and the first look's at the mailbox.
    text = re.sub(r"^\S+ info +digest\..*\n", "", text, flags=re.MULTILINE)
    text = re.sub(r"--since \d{4}-\d\d-\d\d", "--since 2026-11-01", text)
    typed = re.sub(r"\d{4}-\d\d-\d\d", "2026-11-01", typed)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return f"$ inbox-bot {typed}\n{text.strip()}\n"


def written(page: str, shown: list[str]) -> str:
    """The page with these blocks in the place of its own."""
    blocks = iter(shown)
    return _BLOCK.sub(lambda _: f"```console\n{next(blocks)}```", page)


def blocks_of(page: str) -> list[str]:
    """The page's blocks."""
    return _BLOCK.findall(page)


if __name__ == "__main__":
    with running() as server, SmtpServer() as relay, tempfile.TemporaryDirectory() as place:
        print(*(found := first_hour(Account(server, ADDRESS), relay, Path(place).resolve())), sep="\n\n")
        PAGE.write_text(written(PAGE.read_text("utf-8"), found), "utf-8")
