"""The readers against others: processor time and words, by format. `python -m bench.reading FILE… | FOLDER…`

Words are counted as a bag: of those that the other reader has, how many ours has too, and the other way round. Neither
is the truth; where a reader is not installed it is left out. `--than MS` lists our files above so many milliseconds.
"""

import argparse
import importlib.util
import io
import logging
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inbox_bot.core.formats.read import READERS, TEXT_READERS, read_part
from inbox_bot.core.message.mime.sniff import extension_of, type_of
from inbox_bot.core.message.values import Part

_WORD = re.compile(r"\w+")
Reader = Callable[[bytes], str]


@dataclass
class Told:
    """What was measured of one format."""

    ours_s: list[float] = field(default_factory=list)
    unread: int = 0
    others_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    recall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # of their words, ours
    beyond: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # of our words, theirs


def main() -> None:
    """Read every file with each reader of its format, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("--than", type=float, metavar="MS")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    told: dict[str, Told] = defaultdict(Told)
    for file in files_of(asked.paths):
        content = file.read_bytes()
        media_type = type_of(content)
        if media_type not in READERS and media_type not in TEXT_READERS:
            continue
        measured = told[extension_of(media_type)]
        text, took = timed(ours, content)
        measured.ours_s.append(took)
        measured.unread += not text
        if asked.than is not None and took * 1_000 > asked.than:
            print(f"{took * 1_000:8.1f} ms  {file}", file=sys.stderr)
        for name, read in others(media_type):
            theirs, their_time = timed(read, content)
            measured.others_s[name].append(their_time)
            if text and theirs:
                measured.recall[name].append(share(theirs, text))
                measured.beyond[name].append(share(text, theirs))
    show(told)


def files_of(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        yield from sorted(each for each in path.rglob("*") if each.is_file()) if path.is_dir() else [path]


def ours(content: bytes) -> str:
    part = Part(section="1", filename="", type=type_of(content), declared_type="", disposition="attachment",
                content_id="", content=content)  # fmt: skip
    return read_part(part).text


def timed(read: Reader, content: bytes) -> tuple[str, float]:
    """The text ("" where the reader fails), and the processor time of it and of what it started."""
    begun, children = time.process_time(), _of_children()
    try:
        text = read(content)
    except Exception:  # a peer's own
        text = ""
    return text, time.process_time() - begun + _of_children() - children


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def share(of: str, found: str) -> float:
    """How many of the words of one text are in the other, each as often as it is there."""
    words, there = Counter(_WORD.findall(of.lower())), Counter(_WORD.findall(found.lower()))
    return (words & there).total() / max(1, words.total())


def others(media_type: str) -> Iterator[tuple[str, Reader]]:
    """The readers of that format that are installed here."""
    for name, kind, read in PEERS:
        if kind in media_type and (shutil.which(name) if read is None else importlib.util.find_spec(MODULES[name])):
            yield name, read or command(name)


def command(name: str) -> Reader:
    """A program that is given a file, and prints text."""

    def read(content: bytes) -> str:
        with tempfile.NamedTemporaryFile() as file:
            file.write(content)
            file.flush()
            arguments = [name, file.name, "-"] if name == "pdftotext" else [name, file.name]
            return subprocess.run(arguments, capture_output=True, timeout=60, check=False).stdout.decode(
                "utf-8", "replace"
            )

    return read


def pypdf_text(content: bytes) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages[:50])


def pdfium_text(content: bytes) -> str:
    """What our reader begins with: the engine alone, with the blanks that it guesses."""
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        return "\n".join(document[at].get_textpage().get_text_range() for at in range(min(len(document), 50)))


def python_docx_text(content: bytes) -> str:
    import docx

    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def docx2txt_text(content: bytes) -> str:
    return str(importlib.import_module("docx2txt").process(io.BytesIO(content)))


def striprtf_text(content: bytes) -> str:
    return str(importlib.import_module("striprtf.striprtf").rtf_to_text(content.decode("latin-1"), errors="ignore"))


MODULES = {
    "pypdf": "pypdf",
    "pdfium": "pypdfium2",
    "python-docx": "docx",
    "docx2txt": "docx2txt",
    "striprtf": "striprtf",
}
#: A reader, what is in the types that it reads, and how it is called; None is a program.
PEERS: tuple[tuple[str, str, Reader | None], ...] = (
    ("pypdf", "pdf", pypdf_text),
    ("pdfium", "pdf", pdfium_text),
    ("pdftotext", "pdf", None),
    ("python-docx", "wordprocessingml", python_docx_text),
    ("docx2txt", "wordprocessingml", docx2txt_text),
    ("striprtf", "rtf", striprtf_text),
    ("antiword", "msword", None),
    ("catdoc", "msword", None),
)


def show(told: dict[str, Told]) -> None:
    """A row a format and reader."""
    print(
        f"{'format':8}{'reader':14}{'files':>6}{'ms':>9}{'ms p95':>9}{'unread':>8}{'recall':>8}{'p5':>7}{'beyond':>8}"
    )
    for extension, measured in sorted(told.items()):
        print(f"{extension:8}{'inbox_bot':14}{times(measured.ours_s)}{measured.unread:8}")
        for name, spent in measured.others_s.items():
            recall = sorted(measured.recall[name]) or [0.0]
            words = f"{statistics.mean(recall):8.3f}{recall[len(recall) // 20]:7.3f}"
            beyond = statistics.mean(measured.beyond[name] or [0.0])
            print(f"{'':8}{name:14}{times(spent)}{'':8}{words}{beyond:8.3f}")


def times(spent: list[float]) -> str:
    ordered = sorted(spent)
    return f"{len(spent):6}{statistics.mean(ordered) * 1_000:9.1f}{ordered[int(len(ordered) * 0.95)] * 1_000:9.1f}"


if __name__ == "__main__":
    main()
