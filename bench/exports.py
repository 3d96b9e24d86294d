"""How long an export of 100,000 applications takes, and how much memory: `python -m bench.exports [mails=100000]`.

A ledger in a file; the real `inbox-bot export` in each form, its table into a file, of so many mails and of a
hundredth of them. Ends with 0 where each form has a row for every application.
"""

import os
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.company import ROOT
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.many_rows import add_mails

MAILS = 100_000
FORMS = ("csv", "json", "xlsx")
ENDS_AT = datetime.now(UTC).replace(microsecond=0)


def run(folder: Path, mails: int) -> list[str]:
    """What is told of an export of so many mails, a line a form. Raises AssertionError where rows are missing."""
    (folder / "rules.yaml").write_bytes((ROOT / "rules.yaml").read_bytes())
    maker = os.fork()  # what is forked later begins with this process's memory
    if maker == 0:
        _fill(folder, mails)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(maker, 0)[1]) == 0
    return [_exported(folder, mails, form) for form in FORMS]


def _fill(folder: Path, mails: int) -> None:
    with Ledger.open(folder / "ledger.db") as ledger:
        ledger.notices.note_poll("recruitment", ENDS_AT, None)
        add_mails(ledger, mails, begins=ENDS_AT - timedelta(days=400), lasts=timedelta(days=399))
        with ledger._store.writing() as connection:
            connection.exec_driver_sql("UPDATE messages SET outcome = 'filed'")


def _exported(folder: Path, mails: int, form: str) -> str:
    table = folder / f"applications.{form}"
    child = os.fork()
    if child == 0:
        os.dup2(os.open(table, os.O_WRONLY | os.O_CREAT, 0o600), 1)
        command = ["-m", "inbox_bot", "export", f"--{form}", "--rules", str(folder / "rules.yaml")]
        os.execv(sys.executable, [sys.executable, *command])  # noqa: S606
    _, status, used = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    if form != "xlsx":
        assert len(table.read_bytes().splitlines()) == mails + (form == "csv")
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
    return f"{mails} applications, {form}: {seconds:.1f} s of CPU, {memory} MB, {table.stat().st_size / 1e6:.1f} MB"


def main() -> int:
    """Prints seconds and megabytes. Gives back the exit code."""
    mails = int(sys.argv[1]) if len(sys.argv) > 1 else MAILS
    for number in (mails // 100, mails):
        with tempfile.TemporaryDirectory() as folder:
            for line in run(Path(folder), number):
                print(line)  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
