"""10,000 mails move from the single daemon's places to a cluster's, where a worker is at work, and back.

    python -m bench.there_and_back [mails=10000] [filed=500] [polled=40]

`polled` mails are taken in by the real `inbox-bot poll`, with letters and files. The rest are rows, put in by the
database itself, with all that came of such mails; `filed` of them have files. Then, each by one command:

1. `move-to --ledger postgresql://… --files s3://…`
2. `run --cluster`: the polled mails come again, and somebody new applies
3. `move-to --ledger ./ledger.db --files ./applications`
4. `poll`: they come once more, and again somebody new applies

Ends with 0 when every row and every file came over each time, and nobody but who was new had a letter or a file more.
PostgreSQL, Dovecot, the mail server and moto's server are the bench's own; the seconds are of a core, of the command.
"""

import hashlib
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import select

from bench import company
from inbox_bot.edges import rules_file
from inbox_bot.edges.filing import Filing
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.schema import metadata
from inbox_bot.pipeline.installation import filing_of, ledger_place
from tests.support.builders.company import an_application
from tests.support.servers.dovecot import Account, Dovecot, DovecotMissing
from tests.support.servers.postgres import Postgres, PostgresMissing
from tests.support.servers.s3 import KEY, S3, SECRET, SECRETS
from tests.support.servers.smtp import SmtpServer
from tests.unit.edges.ledger.many_rows import FIRST, add_mails

WITHIN_S = 120.0  # a worker takes in and answers what came
DAYS = timedelta(days=400)
CV_BYTES = 50_000
BUCKET = "there-and-back"
Content = dict[str, tuple[int, str]]


class Both:
    """An installation whose ledger and files go there and back, and what is asked of it."""

    def __init__(self, folder: Path, account: Account, smtp: SmtpServer, postgres: str, store: str) -> None:
        self.account, self.smtp, self.postgres = account, smtp, postgres
        self.rules = company.write_rules(account, smtp.port, folder)
        filing = (
            f"filing:\n  to: ./applications\n"
            f"  s3: {{endpoint: 'http://{store}', key: 'env:{KEY}', secret: 'env:{SECRET}'}}\n"
        )
        self.rules.write_text(self.rules.read_text() + filing)
        self.folder = folder
        self.came = 0  #: who applied

    def run(self, *arguments: str) -> float:
        """A command, to its end; how many seconds of a core it took."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        ended = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "inbox_bot", *arguments, "--rules", str(self.rules)],
            capture_output=True,
            text=True,
            check=False,
        )
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert ended.returncode == 0, ended.stderr[-2000:]
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def ledger(self) -> Ledger:
        """As it is now, to look into."""
        return Ledger.open(ledger_place(rules_file.read(self.rules), self.folder), lock=False)

    def filing(self) -> Filing:
        """Where files are now."""
        return filing_of(rules_file.read(self.rules), self.folder)

    def polled(self, count: int) -> None:
        """So many apply, and are taken in."""
        self.arrive(range(count))
        self.came = count
        self.run("poll")
        assert len(self.smtp.kept) == count, f"{len(self.smtp.kept)} of {count} were answered"

    def arrive(self, numbers: Iterable[int]) -> None:
        """Mails, the same bytes each time."""
        for number in numbers:
            self.account.append(an_application(number).bytes())

    def all_come_again_and_one_more(self) -> None:
        """At the end only the new one has an answer more."""
        self.arrive(range(self.came + 1))
        self.came += 1

    def put_rows(self, mails: int, filed: int) -> None:
        """What came of so many mails of last year; the first `filed` have files."""
        with Ledger.open(self.folder / "ledger.db") as ledger:
            add_mails(ledger, mails, begins=datetime.now(UTC) - DAYS - timedelta(days=30), lasts=DAYS)
            with ledger._store.writing() as connection:
                last = FIRST + filed
                within = f"BETWEEN {FIRST} AND {last}"
                name = f"'baker/2025/person-' || ({{}} - {FIRST})"
                for statement in (
                    f"UPDATE applications SET folder = {name.format('id')} WHERE id {within}",
                    f"UPDATE documents SET path = {name.format('application')} || '/cv.pdf' WHERE application {within}",
                    f"UPDATE messages SET raw_path = {name.format('id')} || '/message.eml' WHERE id {within}",
                ):
                    connection.exec_driver_sql(statement)
        filing, chance = self.filing(), os.urandom(CV_BYTES)
        for number in range(1, filed + 1):
            at = f"baker/2025/person-{number}"
            head = f"{number}\n".encode()
            filing.put(
                {
                    f"{at}/cv.pdf": head + chance,
                    f"{at}/message.eml": head + chance + chance[:20_000],
                    f"{at}/application.json": head,
                }
            )

    def content(self) -> tuple[Content, dict[str, str]]:
        """Every table's number of rows and their sum; every file's hash."""
        tables: Content = {}
        with self.ledger() as ledger, ledger._store.reading() as connection:
            for table in metadata.sorted_tables:
                rows = sorted(repr(tuple(row)) for row in connection.execute(select(table)))
                tables[table.name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
        filing = self.filing()
        return tables, {entry.path: filing.digest(entry.path) for entry in filing.listed()}

    def move(self, *places: str) -> str:
        """To these places by the command; a line of figures. Raises AssertionError where anything is not as it was."""
        (tables, files), began = self.content(), time.monotonic()
        core_s = self.run("move-to", *places)
        took_s = time.monotonic() - began
        there, filed = self.content()
        assert there == tables, f"other rows in {[name for name in tables if there[name] != tables[name]]}"
        assert filed == files, f"{len(set(filed.items()) ^ set(files.items()))} files differ"
        rows = sum(number for number, _ in tables.values())
        return (
            f"{' '.join(places)}: {rows} rows and {len(files)} files, {core_s:.0f} s of a core, {took_s:.0f} s in all"
        )

    def is_done(self) -> bool:
        """Whether all that came was taken in, and is no longer in the inbox."""
        return len(self.smtp.kept) >= self.came and not self.account.messages()

    def one_worker(self) -> None:
        """It works until nothing is left to do."""
        log = (self.folder / "log").open("wb")
        worker = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "inbox_bot", "run", "--cluster", "--rules", str(self.rules)], stderr=log
        )
        try:
            until = time.monotonic() + WITHIN_S
            while not self.is_done() and time.monotonic() < until:
                assert worker.poll() is None, (self.folder / "log").read_text()[-2000:]
                time.sleep(0.5)
            assert self.is_done(), f"{len(self.smtp.kept)} letters, {len(self.account.messages())} mails in the inbox"
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(20)

    def only_new(self, was: tuple[Content, dict[str, str]], mails: int) -> None:
        """Raises AssertionError where more than one letter, one application and its files are new."""
        assert len(self.smtp.kept) == self.came, f"{len(self.smtp.kept)} letters for {self.came} people"
        assert set(self.smtp.deliveries().values()) == {1}
        (tables, files), (before, filed) = self.content(), was
        for name in ("messages", "applications", "answers"):
            assert tables[name][0] == before[name][0] + 1, f"{tables[name][0] - before[name][0]} new {name}"
        assert tables["messages"][0] == mails + self.came
        gone_or_other = {path for path in filed if files.get(path) != filed[path]}
        assert not gone_or_other, f"{len(gone_or_other)} files are gone, or others"
        assert len({path.rpartition("/")[0] for path in files.keys() - filed}) == 1, "of one application"


def run(both: Both, *, mails: int, filed: int, polled: int) -> Iterator[str]:
    """The whole of it; what was found, a line each. Raises AssertionError."""
    both.polled(polled)
    both.put_rows(mails, filed)
    yield both.move("--ledger", both.postgres, "--files", f"s3://{BUCKET}/applications")
    shutil.rmtree(both.folder / "applications")
    was = both.content()
    both.all_come_again_and_one_more()
    both.one_worker()
    both.only_new(was, mails)
    yield f"a worker of the cluster: {polled} came again, 1 is new; 1 letter, 1 application"
    yield both.move("--ledger", "./ledger.db", "--files", "./applications")
    was = both.content()
    both.all_come_again_and_one_more()
    both.run("poll")
    both.only_new(was, mails)
    yield f"the single daemon: {polled + 1} came again, 1 is new; 1 letter, 1 application"


def _serve(pipe: Connection) -> None:
    server = S3()
    server.new_bucket(BUCKET)
    pipe.send(server.address)
    pipe.recv()
    server.stop()


@contextmanager
def _store() -> Iterator[str]:
    """moto's server in a process of its own; its address."""
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=_serve, args=(theirs,), daemon=True)
    server.start()
    try:
        yield ours.recv()
    finally:
        ours.send("over")
        server.join(10)


def main() -> int:
    """The command; its exit code."""
    numbers = {"mails": 10_000, "filed": 500, "polled": 40}
    numbers |= {name: int(value) for name, _, value in (each.partition("=") for each in sys.argv[1:])}
    os.environ.update(SECRETS)
    try:
        dovecot, postgres = Dovecot(), Postgres()
    except (DovecotMissing, PostgresMissing) as missing:
        print(missing.__doc__)
        return 2
    try:
        with _store() as store, SmtpServer() as smtp, tempfile.TemporaryDirectory() as folder:
            both = Both(Path(folder), dovecot.account(), smtp, postgres.database(), store)
            for line in run(both, **numbers):
                print(line, flush=True)
    finally:
        dovecot.stop()
        postgres.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
