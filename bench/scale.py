"""What workers cost that share a ledger: mails a second of a core, and what the database does for a mail.

    make bench-scale [ARGS="--mails 100 --workers 1,2,4"]

Eight mailboxes on a Dovecot, a PostgreSQL that keeps what is committed, a mail server: applications with CVs are put
into the mailboxes, so many into each, then so many workers look after them until every mail has its outcome and every
answer is sent. With one worker, two and four, each time on a new ledger.

CPU is counted, not time, so that a machine with other work measures the same: of the workers with their readers, and of
all of PostgreSQL's processes, its network included. `database_ms_per_mail` is the time that PostgreSQL itself says it
planned and carried out statements (pg_stat_statements): by the clock, so that other work makes it longer. `efficiency`
is what a worker does with a second of a core beside what one does alone. `commits_per_mail`, `rows_per_mail` and
`wal_kb_per_mail` are PostgreSQL's own counts. What a start costs is measured with empty mailboxes, and taken off. Ends
with one `name=value` a line.
"""

import argparse
import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import measure
from bench.mails import mails
from inbox_bot.edges.ledger import LedgerError
from tests.support.servers.cluster import Cluster
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postgres import Postgres
from tests.support.servers.smtp import SmtpServer

MAILBOXES = 8
MORE = "\nanswers: {limits: {per_minute: 10000, per_hour: 10000}}\n"
TICKS = os.sysconf("SC_CLK_TCK")
COUNTS_COME_S = 2.0  # PostgreSQL's, each second (its manual, monitoring statistics)
WITHIN_S = 600.0
STATEMENTS = (
    "shared_preload_libraries=pg_stat_statements",
    "pg_stat_statements.track_planning=on",
    "pg_stat_statements.max=10000",
)
FROM_NOW_ON = "SELECT count(*) FROM (SELECT pg_stat_statements_reset()) AS reset"
OF_STATEMENTS = """
    SELECT coalesce(sum(total_plan_time + total_exec_time), 0), coalesce(sum(calls), 0)
    FROM pg_stat_statements WHERE query NOT LIKE '%.messages WHERE outcome%' AND query NOT LIKE '%pg_stat%'
"""
CONNECTIONS = "SELECT count(*) - 1 FROM pg_stat_activity WHERE backend_type = 'client backend'"
IDLE_S = 60.0  # over which an idle cluster is measured: each mailbox is polled once


@dataclass(frozen=True, kw_only=True, slots=True)
class Counted:
    """What was used until a moment."""

    workers_s: float
    database_s: float
    commits: int
    rows: int
    wal_bytes: int

    def since(self, before: "Counted") -> "Counted":
        """What was used since then."""
        return Counted(
            workers_s=self.workers_s - before.workers_s,
            database_s=self.database_s - before.database_s,
            commits=self.commits - before.commits,
            rows=self.rows - before.rows,
            wal_bytes=self.wal_bytes - before.wal_bytes,
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=50, help="how many come into each of the eight mailboxes")
    parser.add_argument("--workers", default="1,2,4", help="how many workers there are, one run each")
    asked = parser.parse_args()
    dovecot, postgres = Dovecot(), Postgres(is_killed=True, told=STATEMENTS)
    found: dict[str, float] = {}
    try:
        with postgres.connect() as connection:
            connection.execute("CREATE EXTENSION pg_stat_statements")
        for workers in map(int, asked.workers.split(",")):
            with SmtpServer() as smtp, tempfile.TemporaryDirectory(prefix="inbox-bot-bench-") as folder:
                accounts = [dovecot.account() for _ in range(MAILBOXES)]
                cluster = Cluster(Path(folder), postgres.place(), accounts, smtp, more=MORE)
                measured = _measured(cluster, postgres, workers, asked.mails)
                found |= {f"{name}_{workers}": value for name, value in measured}
    finally:
        dovecot.stop()
        postgres.stop()
    for workers in map(int, asked.workers.split(",")):
        alone = found.get("worker_ms_per_mail_1")
        if alone is not None:
            found[f"efficiency_{workers}"] = alone / found[f"worker_ms_per_mail_{workers}"]
    for name, value in found.items():
        print(f"{name}={value:.2f}")
    return 0


def _measured(cluster: Cluster, postgres: Postgres, workers: int, each: int) -> Iterator[tuple[str, float]]:
    cluster.write()
    try:
        for _ in range(workers):
            cluster.start()
        _wait(lambda: _is_shared(cluster, workers))
        before = _counted(cluster, postgres)
        time.sleep(IDLE_S)
        idle = _counted(cluster, postgres).since(before)
        yield "idle_worker_ms_per_mailbox_and_minute", 1000 * idle.workers_s / MAILBOXES * 60 / IDLE_S
        yield "idle_database_ms_per_mailbox_and_minute", 1000 * idle.database_s / MAILBOXES * 60 / IDLE_S
        yield "connections", _one(postgres, CONNECTIONS)
        _one(postgres, FROM_NOW_ON)
        before, began = _counted(cluster, postgres), time.monotonic()
        count = each * MAILBOXES
        for number, mail in enumerate(mails(count)):
            box = number % MAILBOXES
            cluster.accounts[box].deliver(mail.replace(b"recruitment@", b"jobs%d@" % box))
        _wait(lambda: _is_done(cluster, postgres, count))
        seconds = time.monotonic() - began
        time.sleep(COUNTS_COME_S)
        took = _counted(cluster, postgres).since(before)
        statements, calls = _of_statements(postgres)
        yield "mails_per_s", count / seconds
        yield "worker_ms_per_mail", 1000 * took.workers_s / count
        yield "database_ms_per_mail", statements / count
        yield "statements_per_mail", calls / count
        yield "database_cpu_ms_per_mail", 1000 * took.database_s / count
        yield "commits_per_mail", took.commits / count
        yield "rows_per_mail", took.rows / count
        yield "wal_kb_per_mail", took.wal_bytes / count / 1000
    finally:
        cluster.end()


def _is_shared(cluster: Cluster, workers: int) -> bool:
    shares = [len(has) for has in cluster.shares().values()]
    return len(shares) == workers and sum(shares) == MAILBOXES and max(shares) - min(shares) <= 1


def _is_done(cluster: Cluster, postgres: Postgres, count: int) -> bool:
    """Every mail has an outcome, and nothing that is due is to be done. A question that costs the database little."""
    schema = _schema(cluster)
    left = _one(
        postgres,
        f"SELECT {count} - (SELECT count(*) FROM {schema}.messages WHERE outcome IS NOT NULL) + (SELECT count(*)"
        f" FROM {schema}.actions WHERE ready AND state IN ('pending', 'doing') AND kind <> 'tell')",
    )
    return left == 0


def _schema(cluster: Cluster) -> str:
    return cluster.ledger.rpartition("%3D")[2]


def _wait(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + WITHIN_S
    while time.monotonic() < until:
        with contextlib.suppress(LedgerError):
            if holds():
                return
        time.sleep(1.0)
    raise SystemExit("it did not come to an end")


def _counted(cluster: Cluster, postgres: Postgres) -> Counted:
    rows = (
        "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
        f" WHERE schemaname = '{_schema(cluster)}'"
    )
    return Counted(
        workers_s=sum(_cpu_s(worker.process.pid) for worker in cluster.started),
        database_s=_cpu_s(postgres.pid),
        commits=int(_one(postgres, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()")),
        rows=int(_one(postgres, rows) or 0),
        wal_bytes=int(_one(postgres, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')")),
    )


def _of_statements(postgres: Postgres) -> tuple[float, float]:
    """What PostgreSQL took for its statements in all, in milliseconds, and how many there were; without our own."""
    with postgres.connect() as connection:
        [ms, calls] = connection.execute(OF_STATEMENTS).fetchone() or (0, 0)
    return float(ms), float(calls)


def _one(postgres: Postgres, question: str) -> float:
    with postgres.connect() as connection:
        [value] = connection.execute(question).fetchone() or (0,)
    return float(value or 0)


def _cpu_s(pid: int) -> float:
    """Of a process, its descendants, and those of them that ended and were waited for."""
    total = 0
    for member in measure.family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(map(int, fields[11:15]))  # utime, stime, cutime, cstime (man 5 proc)
    return total / TICKS


if __name__ == "__main__":
    raise SystemExit(main())
