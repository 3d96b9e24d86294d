"""Thirty scans and photos of a CV, read as the daemon reads them: words made out, role, processor time.

python -m bench.scans
"""

import resource
import tempfile
from pathlib import Path

from inbox_bot.core.words import Role
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.scans.offered import scan_reader
from tests.support.builders.scans import SCANS, recall

WANTED = 0.95  # of the words, on average


def main() -> None:
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
