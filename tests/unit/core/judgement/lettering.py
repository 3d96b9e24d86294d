"""Reads tests/unit/core/judgement/letters/*.txt: letters a person can read and add to.

A letter begins with `=== what it is about`; then come `From:` (else it is Ann Lee), `Subject:`, any number of
`Attached:` (`CV of Ann Lee <ann.lee@example.org>: what it says`, or a role and a file name), perhaps `Found:`, a blank
line, and the text.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Role
from tests.support.builders.mails import MailBuilder
from tests.unit.core.judgement.building import a_cv, a_document, letter

_FOLDER = Path(__file__).parent / "letters"


@dataclass(frozen=True)
class Letter:
    """One letter with its documents, and what should be found."""

    about: str
    mail: MailBuilder
    documents: tuple[Document, ...]
    found: tuple[str, ...]  #: kind, vacancy or "no vacancy", doubts
    fields: dict[str, str]  #: all lines of its head, the first of each name


def letters_in(name: str) -> list[Letter]:
    """The letters of one file in the folder `letters`, in order."""
    return letters_of(_FOLDER / f"{name}.txt")


def letters_of(file: Path) -> list[Letter]:
    """The letters of any such file, in order."""
    return [_letter(block) for block in file.read_text("utf-8").split("\n=== ")[1:]]


def _letter(block: str) -> Letter:
    head, _, text = block.partition("\n\n")
    about, *lines = head.splitlines()
    fields = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    first = dict(reversed(fields))
    mail = letter(first.get("Subject", ""), text.rstrip("\n"))
    if "From" in first:
        mail = mail.from_(first["From"])
    documents = tuple(_document(value) for name, value in fields if name == "Attached")
    return Letter(about, mail, documents, tuple(first["Found"].split(", ")) if "Found" in first else (), first)


def _document(value: str) -> Document:
    cv = re.fullmatch(r"CV of ([^<]+) <([^>]+)>(?:: (.*))?", value)
    if cv is not None:
        return a_cv(cv.group(1), cv.group(2), cv.group(3) or "")
    role, _, filename = value.partition(" ")
    return a_document(Role(role), filename=filename)
