"""The command: `python -m tests.faults.soak [hours=24] [mails=10000] [faults=200] [kills=30] [seed=1] …`."""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from tests.faults.line import Line
from tests.faults.soak.day import Asked
from tests.faults.soak.soak import Report, Soak
from tests.support.builders.fuse import IN_MEMORY
from tests.support.servers.dovecot import Dovecot, DovecotMissing
from tests.support.servers.smtp import SmtpServer


def soaked(asked: Asked, say: Callable[[str], object] = lambda line: None) -> Report:
    """A day on servers of its own. Raises DovecotMissing, NoCompiler."""
    dovecot = Dovecot(within=IN_MEMORY or Path("/tmp"))
    try:
        with (
            SmtpServer() as smtp,
            Line(dovecot.host, dovecot.port) as imap_line,
            Line(smtp.host, smtp.port) as smtp_line,
            tempfile.TemporaryDirectory(dir=IN_MEMORY, prefix="inbox-bot-soak-") as folder,
        ):
            return Soak(asked, Path(folder), dovecot, smtp, imap_line, smtp_line).run(say)
    finally:
        dovecot.stop()


def main(arguments: list[str]) -> int:
    """Gives the exit code: 1 where something came out otherwise than it must."""
    kinds = {each.name: each.type for each in fields(Asked)}
    given = {name: float(value) if kinds[name] is float else int(value) for name, _, value in map(_parted, arguments)}
    asked = Asked(**given)  # type: ignore[arg-type]
    began = time.monotonic()
    try:
        report = soaked(asked, lambda line: print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True))
    except DovecotMissing as missing:
        print(missing, file=sys.stderr)
        return 2
    _print(asked, report, time.monotonic() - began)
    return 1 if report.wrong else 0


def _parted(argument: str) -> tuple[str, str, str]:
    return argument.partition("=")


def _print(asked: Asked, report: Report, seconds: float) -> None:
    for wrong in report.wrong:
        print(f"OTHERWISE: {wrong}")
    for how in report.ended_by_itself:
        print(f"ended by itself {how}")
    for each in fields(Asked):
        print(f"{each.name}={getattr(asked, each.name)}")
    for kind, count in sorted(report.planned.items()):
        print(f"{kind.replace(' ', '_')}={report.met[kind]} of {count}")
    print(f"lives={1 + max((look.life for look in report.looks), default=0)}")
    print(f"ended_by_itself={len(report.ended_by_itself)}")
    for name, value in report.figures.items():
        print(f"{name}={value}")
    print(f"otherwise={len(report.wrong)}")
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(f"seconds={seconds:.0f}")
    print(f"core_seconds={sum(each.ru_utime + each.ru_stime for each in used):.0f}")
    print(f"load={os.getloadavg()[2]:.1f}")  # of the last 15 minutes


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
