"""What becomes of each document of the corpora, a line each. `python -m tests.unit.core.documents.outcomes` writes it.

Read the difference before it is committed: a file that loses its text, or changes its name, is a regression until a
person has looked at it. Characters are given in steps, so that a blank more or less is no difference.
"""

from collections.abc import Iterator
from pathlib import Path

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.values import Document, Message, Part
from inbox_bot.core.unpack.stage import unpack

HERE = Path(__file__).parent
SHARED = HERE.parents[3].parent / "shared"
FOLDERS = {"documents": SHARED / "corpora" / "documents", "matrix": SHARED / "reports" / "documents" / "files"}
WRITTEN = HERE / "outcomes.txt"
STEP = 50  # characters


def lines(name: str) -> Iterator[str]:
    """The outcomes of the files in one of the folders."""
    for file in sorted(FOLDERS[name].iterdir()):
        yield f"{name}/{file.name}: {'; '.join(map(_told, _documents(file))) or 'no document'}"


def _documents(file: Path) -> tuple[Document, ...]:
    content = file.read_bytes()
    if file.suffix == ".eml":
        return documents_of(unpack(parse(content)))
    kind = type_of(content)
    part = Part(section="1", filename=file.name, type=kind, declared_type=kind, disposition="attachment",
                content_id="", content=content)  # fmt: skip
    return documents_of(unpack(Message(parts=(part,))))


def _told(document: Document) -> str:
    inside = document.section.partition("!")[2]
    state = (
        str(document.problem) if document.problem else f"{document.role} of {_about(document.characters)} characters"
    )
    remarks = ", ".join(sorted({finding.remark.value for finding in document.findings}))
    return f"{f'{inside} ' if inside else ''}{state}{f' ({remarks})' if remarks else ''}".replace("\n", " ")


def _about(characters: int) -> str:
    return str(characters) if characters < STEP else f"some {round(characters / STEP) * STEP}"


if __name__ == "__main__":
    WRITTEN.write_text("".join(f"{line}\n" for name in FOLDERS for line in lines(name)), encoding="utf-8")
