"""Hostile files, read one by one behind the cage: how each ends, and what it takes. `python -m bench.hostile [--large]`

Prints those that end otherwise than they may, hold their reader for long, or cost the file after them; then the sums.
With `--large`, those instead that need room or time: a hundred megabytes of XML, a PDF that doubles thirty times.
"""

import sys
import tempfile
from itertools import chain
from pathlib import Path

from inbox_bot.core.words import Problem
from inbox_bot.edges.reading.pool import ReadingPool
from tests.support.builders.documents import a_pdf
from tests.support.hostile import matrix
from tests.support.hostile.archives import archives
from tests.support.hostile.large import large

LONGEST_S = 10.0


def main() -> None:
    """Read them all, and a CV after each. Ends with 1 where one ended as it may not."""
    wrong = number = 0
    longest, slowest = 0.0, ""
    with tempfile.TemporaryDirectory() as folder, ReadingPool(workers=1) as pool:
        after = Path(folder, "after.pdf")
        after.write_bytes(a_pdf())
        files = large() if "--large" in sys.argv else chain(matrix(), archives())
        for number, file in enumerate(files, start=1):
            path = Path(folder, f"{number}{Path(file.name).suffix}")
            path.write_bytes(file.content)
            before = set(Path(folder).iterdir())
            documents = pool.read_documents(path)
            problems: set[Problem | None] = {read.document.problem for read in documents}
            took = max((read.seconds for read in documents), default=0.0)
            longest, slowest = max((longest, slowest), (took, file.name))
            is_well = pool.read_documents(after)[0].document.problem is None and set(Path(folder).iterdir()) == before
            if not is_well or took > LONGEST_S or not (problems & file.ends or not file.ends.isdisjoint({None})):
                wrong += 1
                print(f"{file.name:40} {', '.join(map(str, problems))}  {took:.1f} s", flush=True)
            path.unlink()
    print(f"files={number} wrong={wrong} longest_s={longest:.2f} ({slowest})")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
