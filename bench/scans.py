"""Thirty scans and photos of a CV, read as the daemon reads them: words made out, role, processor time.

python -m bench.scans
python -m bench.scans --mails 100      so many scanned applications in one `poll`: the most memory of all its
                                       processes, and its own when the first scan was read and when the last was
"""

import argparse
import resource
import subprocess
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

from bench.company import poll_command, write_rules
from bench.measure import family, resident_bytes
from inbox_bot.core.words import Role
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.scans.offered import scan_reader
from tests.support.builders.mails import a_mail
from tests.support.builders.scans import SCANS, recall
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.smtp import SmtpServer

WANTED = 0.95  # of the words, on average
LOOK_EVERY_S = 0.1
MEGABYTE = 1_000_000


def main() -> None:
    """See the module. Ends with 1 where something is not as it has to be."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mails", type=int, help="scanned applications that are taken in at once")
    count = options.parse_args().mails
    if count is None:
        _read_all()
    else:
        _take_in(count)


def _take_in(count: int) -> None:
    """Applications whose CV is a scan, in one poll; ends with 1 where one is not filed."""
    server = Dovecot()
    try:
        with SmtpServer() as smtp, tempfile.TemporaryDirectory() as folder:
            account = server.account()
            for number, scan in enumerate(islice(cycle(SCANS), count)):
                mail = a_mail().from_(f"Mara Lindqvist <mara@applicant{number}.example>").id(f"<{number}@a.example>")
                mail = mail.to("recruitment@snowplowanalytics.com").subject("Application: Infrastructure engineer")
                account.append(mail.text("My CV is attached.").attach("CV.pdf", scan.make()).bytes())
            command = poll_command(write_rules(account, smtp.port, Path(folder), mode="observe"))
            log = Path(folder, "log")
            with log.open("wb") as stream, subprocess.Popen(command, stdout=stream, stderr=stream) as process:
                together, own = _watched(process, Path(folder, "applications", ".scans"))
            filed = log.read_text().count("filed infrastructure-engineer")
    finally:
        server.stop()
    print(f"{filed} of {count} filed; MB: {max(together):.0f} at most together, {own[0]:.0f} of its own ", end="")
    print(f"when the first scan was read, {own[-1]:.0f} when the last was, {max(own):.0f} at most")
    if filed < count:
        raise SystemExit(1)


def _watched(process: "subprocess.Popen[bytes]", read: Path) -> tuple[list[float], list[float]]:
    """Megabytes of a process with its children until it ends, and its own from the first scan that was read."""
    together, own = [0.0], [0.0]
    while process.poll() is None:
        together.append(sum(map(resident_bytes, family(process.pid))) / MEGABYTE)
        if read.is_dir() and (now := resident_bytes(process.pid) / MEGABYTE) > 0:
            own.append(now)
        time.sleep(LOOK_EVERY_S)
    return together, own[1:] or own


def _read_all() -> None:
    """Print a line a scan, then the mean; ends with 1 where too little was made out, or one is no CV."""
    recalls, not_a_cv = [], 0
    with tempfile.TemporaryDirectory() as folder, ReadingPool(workers=1, scan_reader=scan_reader()) as pool:
        file = Path(folder) / "cv.pdf"
        for scan in SCANS:
            file.write_bytes(scan.make())
            before = _spent_s()
            [read] = pool.read_documents(file)
            recalls.append(recall(read.document.text))
            not_a_cv += read.document.role is not Role.CV
            print(f"{scan.name:45}{recalls[-1]:8.3f}{_spent_s() - before:8.2f} s  {read.document.role}", flush=True)
    mean = sum(recalls) / len(recalls)
    print(f"{len(recalls)} scans: recall {mean:.3f} on average, {min(recalls):.3f} of the worst; no CV: {not_a_cv}")
    if mean < WANTED or not_a_cv:
        raise SystemExit(1)


def _spent_s() -> float:
    """Processor time of the recognisers that ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


if __name__ == "__main__":
    main()
