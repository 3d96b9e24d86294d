"""What a virus scanner said of a mail, and what is left of the mail then: who wrote, and which part it is about.

Pure. How a scanner is asked is `edges/antivirus`'s. Nothing of such a mail is read further or filed: its parts lose
their bytes here, so that nothing behind can put them anywhere.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document, Finding, Message, Part
from inbox_bot.core.words import Problem, Remark

SAID_LIMIT = 120  # characters of a scanner's words


@dataclass(frozen=True, kw_only=True, slots=True)
class Scanned:
    """What a virus scanner said of some bytes."""

    problem: Problem | None = None  #: INFECTED, NOT_CHECKED; None: it looked at all of it, and found nothing
    said: str = ""  #: what it calls what it found, or why it could not look. Untrusted.


CLEAN = Scanned()
Scan = Callable[[BinaryIO], Scanned]  #: may raise: then it is not known what is in the bytes, and nobody reads them


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """A part that the scanner finds something in, looked at alone."""

    part: Part
    said: str


def outermost(parts: Iterable[Part], scan: Callable[[Part], Scanned]) -> Iterator[Hit]:
    """The parts that are infected by themselves; what such a part holds is not asked about. Raises what `scan` does.

    Where the scanner can't look at one, nothing behind it is asked about: each might hold it up as long.
    """
    within: tuple[str, ...] = ()
    for part in parts:
        if part.section.startswith(within):
            continue
        scanned = scan(part)
        if scanned.problem is Problem.NOT_CHECKED:
            return
        if scanned.problem is Problem.INFECTED:
            within = (*within, f"{part.section}!", f"{part.section}.")
            yield Hit(part=part, said=scanned.said)


def left_of(message: Message, hits: Sequence[Hit]) -> Message:
    """The message without what was written in it, and without the bytes of its parts."""
    return replace(
        message,
        text="",
        typed="",
        quoted="",
        signature="",
        parts=tuple(replace(hit.part, content=b"") for hit in hits),
        enclosed=(),
        enclosed_sections=(),
    )


def named_by(scanned: Scanned, hits: Sequence[Hit]) -> tuple[Document, ...]:
    """A document for each hit; where no part alone was hit, the mail stands for them. With the scanner's words."""
    if not hits:
        return (_document("", "", "message/rfc822", scanned.problem, scanned.said),)
    return tuple(
        _document(hit.part.section, hit.part.filename, hit.part.type, scanned.problem, hit.said) for hit in hits
    )


def what_it_said(documents: Iterable[Document]) -> str:
    """The scanner's words with the names of what they are about, as one inert line; "" where it said nothing."""
    said = []
    for document in documents:
        words = next((each.detail for each in document.findings if each.remark is Remark.SCANNER), "")
        if words:
            said.append(f"{words} ({safe.line(document.filename)})" if document.filename else words)
    return safe.line("; ".join(said))


def _document(section: str, filename: str, type: str, problem: Problem | None, said: str) -> Document:
    finding = Finding(remark=Remark.SCANNER, detail=safe.line(said, SAID_LIMIT))
    return Document(section=section, filename=filename, type=type, problem=problem, findings=(finding,))
