"""Three workers on four mailboxes, broken off at random points: `python -m tests.faults.cluster [points=300] [seed=1]`.

Mails come in all the while, some of them of one person in two mailboxes, some of them the same mail in both. At each
point, after a random number of steps that the workers log, something breaks: a worker is killed, or stopped and started
anew; one worker's connection to the database is cut, or all are; the database is killed and started again; a worker
stands still until another has its mailboxes, and goes on then, believing that they are its own.

At the end no mail is lost, none is filed twice, nobody was written to twice, and whoever was not written to is on
record as perhaps written to. Says for how long a mailbox had no worker while the database was there, at most.
"""

import contextlib
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.ledger import LedgerError
from tests.support.builders.at_work import an_application, read
from tests.support.servers.cluster import Cluster, Worker
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postgres import Postgres
from tests.support.servers.smtp import SmtpServer

MAILBOXES, WORKERS = 4, 3
MORE = "\nanswers: {limits: {per_minute: 10000, per_hour: 10000}}\n"
BEGINS_S = 240.0  # until each mailbox has a worker, at first
SETTLES_S = 120.0  # for so long nothing gets finished, before the workers are said to stand still
TOGETHER = 10  # points, before all that came is finished: a mail that was in hand at a kill is read alone, and slowly
LINES = 12  # that workers log between two points, at most
WAITS_S = 1.5  # for them, where nothing is to be done


class NotSettled(Exception):
    """What was waited for did not come."""


@dataclass
class Report:
    """What came of it."""

    points: int = 0
    mails: int = 0
    broken: Counter[str] = field(default_factory=Counter)
    written_to: int = 0
    uncertain: int = 0
    without_worker_s: float = 0.0
    settled_s: float = 0.0  #: the longest that it took to finish what had come, at a point where that was awaited
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        kinds = ", ".join(f"{name} {number}" for name, number in sorted(self.broken.items()))
        return (
            f"{self.points} points ({kinds}); {self.mails} mails; {self.written_to} people written to, "
            f"{self.uncertain} letters uncertain; a mailbox was without a worker for {self.without_worker_s:.1f} s at "
            f"most; what had come was finished within {self.settled_s:.0f} s; wrong: {len(self.wrong)}"
        )


class Watching(threading.Thread):
    """For how long a mailbox had no worker while the database was there."""

    def __init__(self, cluster: Cluster) -> None:
        super().__init__(daemon=True)
        self._cluster = cluster
        self._over = threading.Event()
        self._missed: dict[str, float] = {}
        self.longest_s = 0.0
        self.database_is_down = threading.Event()

    def run(self) -> None:
        """Look, again and again."""
        while not self._over.wait(0.5):
            now = time.monotonic()
            try:
                has = {name for mailboxes in self._cluster.shares().values() for name in mailboxes}
            except (LedgerError, psycopg.Error):
                self._missed.clear()
                continue
            if self.database_is_down.is_set():
                self._missed.clear()
                continue
            for name in self._cluster.names:
                since = self._missed.pop(name, now) if name in has else self._missed.setdefault(name, now)
                self.longest_s = max(self.longest_s, now - since)

    def end(self) -> None:
        """Look no longer."""
        self._over.set()
        self.join()


class Breaking:
    """A cluster at work, and what is done to it."""

    def __init__(self, cluster: Cluster, postgres: Postgres, chance: random.Random) -> None:
        self.cluster, self.postgres, self.chance = cluster, postgres, chance
        self.report = Report()
        self.next: list[Callable[[], None]] = []
        self.people: set[str] = set()
        self.came: Counter[str] = Counter()
        self.watching = Watching(cluster)

    def go(self, points: int, said: Callable[[str], None] = lambda _: None) -> Report:
        """So many points, and the end."""
        self.workers = [self.cluster.start() for _ in range(WORKERS)]
        self.wait_for(lambda: sum(map(len, self.cluster.shares().values())) == MAILBOXES)
        self.watching.start()
        for number in range(points):
            self.mails_come()
            self.some_lines_later()
            how = self.what_breaks()
            self.report.broken[how.__name__] += 1
            how()
            self.report.points += 1
            if number % TOGETHER == TOGETHER - 1:
                if not self.settles():
                    break
                said(str(self.report))
        else:
            self.settles()
        self.watching.end()
        self.look()
        return self.report

    # What comes

    def mails_come(self) -> None:
        """One to three, of people who write for the first time, but for some."""
        for _ in range(self.chance.randint(1, 3)):
            number = len(self.people)
            address = f"ann.{number}@p{number}.example"
            self.people.add(address)
            name, cv = f"Ann {_word(self.chance)}", f"{_word(self.chance)} {number}"
            boxes = self.chance.sample(range(MAILBOXES), 2)
            to = [f"jobs{box}@snowplowanalytics.com" for box in boxes]
            mail = an_application(name, address, cv=cv, to=", ".join(to)).bytes()
            self.arrives(boxes[0], mail)
            kind = self.chance.random()
            if kind < 0.2:
                self.arrives(boxes[1], b"X-Copy: 1\r\n" + mail)
            elif kind < 0.4:
                again = an_application(name, address, cv=f"{_word(self.chance)} again", to=to[1])
                self.arrives(boxes[1], again.id(f"<again.{number}@p{number}.example>").bytes())

    def arrives(self, box: int, mail: bytes) -> None:
        """In one mailbox."""
        self.cluster.accounts[box].deliver(mail)
        self.came[f"m{box}"] += 1
        self.report.mails += 1

    def some_lines_later(self) -> None:
        """After a random number of steps."""
        wanted = self.lines() + self.chance.randint(0, LINES)
        until = time.monotonic() + WAITS_S
        while self.lines() < wanted and time.monotonic() < until:
            time.sleep(0.01)

    def lines(self) -> int:
        """How many lines the workers logged, and letters went out."""
        return sum(each.log.count("\n") for each in self.workers) + len(self.cluster.smtp.kept)

    # What breaks

    def what_breaks(self) -> Callable[[], None]:
        """All of them by turns, in an order of the seed's."""
        if not self.next:
            self.next = [self.kill, self.cut_one, self.stand_still, self.stop, self.cut_all, self.kill_database]
            self.chance.shuffle(self.next)
        return self.next.pop()

    def kill(self) -> None:
        """A worker, and another begins."""
        self.end_one(signal.SIGKILL)

    def stop(self) -> None:
        """A worker ends by itself, and another begins."""
        self.end_one(signal.SIGTERM)

    def end_one(self, number: signal.Signals) -> None:
        """Of either kind."""
        worker = self.workers.pop(self.chance.randrange(len(self.workers)))
        try:
            worker.end(number)
        except subprocess.TimeoutExpired:
            last = "\n".join(worker.log.splitlines()[-15:])
            self.report.wrong.append(f"{number.name} was not heard by {worker.process.pid}: {last}")
            worker.process.kill()
        self.workers.append(self.cluster.start())

    def cut_one(self) -> None:
        """A worker's connection that has its locks."""
        self.cut(self.chance.choice(self.workers))

    def cut(self, worker: Worker) -> None:
        """This one's."""
        with self.postgres.connect() as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE %s",
                (f"%:{worker.process.pid}",),
            )

    def cut_all(self) -> None:
        """Every connection."""
        self.postgres.drop_connections()

    def stand_still(self) -> None:
        """A worker, until others have its mailboxes."""
        worker = self.chance.choice(self.workers)
        worker.process.send_signal(signal.SIGSTOP)
        self.cut(worker)
        with contextlib.suppress(NotSettled):
            self.wait_for(lambda: sum(map(len, self.cluster.shares().values())) == MAILBOXES, 15)
        worker.process.send_signal(signal.SIGCONT)

    def kill_database(self) -> None:
        """It is there again after a moment."""
        self.watching.database_is_down.set()
        self.postgres.kill()
        time.sleep(self.chance.random())
        self.postgres.start_again()
        self.watching.database_is_down.clear()

    # The end

    def wait_for(self, holds: Callable[[], bool], within_s: float = BEGINS_S) -> None:
        """Raises NotSettled."""
        until = time.monotonic() + within_s
        while time.monotonic() < until:
            with contextlib.suppress(LedgerError, psycopg.Error):
                if holds():
                    return
            time.sleep(0.3)
        raise NotSettled

    def progress(self) -> tuple[int, int]:
        """How much was finished, and how much is left: mails without an outcome, letters and changes to be done."""
        [(mails,)] = self.ask("SELECT count(*) FROM messages WHERE outcome IS NOT NULL")
        [(actions, due)] = self.ask(
            "SELECT count(*), count(*) FILTER (WHERE ready AND state IN ('pending', 'doing') AND kind <> 'tell')"
            " FROM actions"
        )
        return mails + actions - due, self.report.mails - mails + due

    def settles(self) -> bool:
        """Whether the workers finish what there is to do, however slow the machine is, as long as they get on.

        Where they don't: what is left, and what they said last.
        """
        began = got_on = time.monotonic()
        most = 0
        while (now := time.monotonic()) - got_on < SETTLES_S:
            with contextlib.suppress(LedgerError, psycopg.Error):
                done, left = self.progress()
                if left == 0:
                    self.report.settled_s = max(self.report.settled_s, now - began)
                    return True
                if done > most:
                    most, got_on = done, now
            time.sleep(0.3)
        left_mails = "SELECT mailbox, in_hand, alone, attempts FROM messages WHERE outcome IS NULL"
        due = "SELECT mailbox, kind, state, due_at, note FROM actions WHERE ready AND state IN ('pending', 'doing')"
        logs = ["\n".join(each.log.splitlines()[-15:]) for each in self.workers]
        self.report.wrong += [f"not settled: {self.ask(left_mails)} {self.ask(due)} {self.cluster.shares()}", *logs]
        return False

    def ask(self, question: str) -> list[tuple[object, ...]]:
        """The ledger, in SQL."""
        with self.cluster.looked_into() as ledger, ledger._store.reading() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(question).all()]

    def look(self) -> None:
        """What is not as it should be."""
        report, wrong = self.report, self.report.wrong
        came = dict(self.ask("SELECT mailbox, count(*) FROM messages GROUP BY mailbox"))
        if came != dict(self.came):
            wrong.append(f"came {dict(self.came)}, known {came}")
        outcomes = {row[0] for row in self.ask("SELECT DISTINCT outcome FROM messages")}
        if strange := outcomes - {Outcome.FILED, Outcome.DUPLICATE}:
            wrong.append(f"outcomes: {sorted(map(str, strange))}")
        filed_mails = f"SELECT fingerprint FROM messages WHERE outcome = '{Outcome.FILED}'"
        twice = self.ask(f"{filed_mails} GROUP BY fingerprint HAVING count(*) > 1")
        if twice:
            wrong.append(f"filed twice: {len(twice)} sendings")
        filed = self.cluster.folder / "applications"
        for (folder,) in self.ask("SELECT folder FROM applications WHERE folder IS NOT NULL"):
            if not (filed / str(folder) / "application.json").is_file():
                wrong.append(f"not on disk: {folder}")
        sent = Counter(read(kept)["To"].rpartition("<")[2].rstrip(">") for kept in self.cluster.smtp.kept)
        wrong += [
            f"written to {number} times: {who}" for who, number in sent.items() if who in self.people and number > 1
        ]
        with self.cluster.looked_into() as ledger:
            uncertain = {row.to for row in ledger.actions.answers([ActionState.UNCERTAIN])}
        wrong += [f"not written to: {who}" for who in sorted(self.people - set(sent) - uncertain)]
        report.written_to = len(self.people & set(sent))
        report.uncertain = len(uncertain)
        report.without_worker_s = self.watching.longest_s
        if report.without_worker_s > 60:
            wrong.append("a mailbox was without a worker for more than a minute")


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("abcdefghiklmnoprstuvw") for _ in range(9)).capitalize()


@contextlib.contextmanager
def breaking(folder: Path, dovecot: Dovecot, postgres: Postgres, seed: int) -> Iterator[Breaking]:
    """A cluster that is to be broken; ends its workers."""
    with SmtpServer() as smtp:
        accounts = [dovecot.account() for _ in range(MAILBOXES)]
        cluster = Cluster(folder, postgres.place(), accounts, smtp, more=MORE)
        cluster.write()
        try:
            yield Breaking(cluster, postgres, random.Random(seed))
        finally:
            cluster.end()


def main(points: int = 300, seed: int = 1) -> int:
    """By command."""
    postgres, dovecot = Postgres(is_killed=True), Dovecot()
    try:
        with (
            tempfile.TemporaryDirectory(prefix="inbox-bot-cluster-") as folder,
            breaking(Path(folder), dovecot, postgres, seed) as broken,
        ):
            report = broken.go(points, said=lambda text: print(text, flush=True))
    finally:
        dovecot.stop()
        postgres.stop()
    print(report)
    for each in report.wrong[:40]:
        print(" ", each)
    return 1 if report.wrong else 0


if __name__ == "__main__":
    sys.exit(main(**{name: int(value) for name, _, value in (each.partition("=") for each in sys.argv[1:])}))
