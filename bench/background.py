"""The background that CVs are compared with, counted anew: `python -m bench.background [FOLDER] [--write]`.

FOLDER holds CVs as PDF (`BENCH_CVS`, else the folder beside this checkout). They are read as the product reads them,
and put into an order that tells nothing. Without `--write` it says whether the file that is here is the same.
"""

import argparse
import random
from pathlib import Path

from bench.cvs import found_cvs
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.judgement.text.wording import FoldedText
from inbox_bot.core.judgement.vacancy.likeness import background
from inbox_bot.core.judgement.vacancy.likeness.terms import counts_of
from inbox_bot.core.message.values import Part

FILE = Path(background.__file__).with_name("background.txt")
ORDER = 20261129  # of the shuffle


def text_of(cv: Path) -> str:
    """A CV's text, as the readers give it."""
    part = Part(
        section="2",
        filename=cv.name,
        type="application/pdf",
        declared_type="application/pdf",
        disposition="attachment",
        content_id="",
        content=cv.read_bytes(),
    )
    return read_part(part).text


def counted(cvs: list[Path]) -> background.Background:
    """What is counted of these CVs, in no order."""
    counts = [counts_of(FoldedText.of(text_of(cv))) for cv in cvs]
    random.Random(ORDER).shuffle(counts)  # noqa: S311
    return background.Background.of(counts)


def main() -> int:
    """Count, and write or compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name}")
    asked = parser.parse_args()
    cvs = sorted(asked.folder.rglob("*.pdf")) if asked.folder else found_cvs()
    text = background.written(counted(cvs))
    if asked.write:
        FILE.write_text(text, encoding="utf-8")
    same = FILE.read_text(encoding="utf-8") == text
    print(f"{len(cvs)} CVs, {len(text)} bytes; the file is {'the same' if same else 'another'}")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
