"""Reads tests/reports/<kind>/*.txt (README.md there says how they are written) and makes mails of them."""

import base64
import hashlib
import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.reports.attachments import Attachment, attachment
from tests.support.builders.mails import MailBuilder, a_mail

ROOT = Path(__file__).parent
ADDRESS = "recruitment@snowplowanalytics.com"
_FIELDS = {"From", "To", "Subject", "Cc", "Reply-To"}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One `fact=value|value` or `fact!=value`."""

    fact: str
    values: tuple[str, ...]
    is_wanted: bool  #: False: none of the values may come out

    def __str__(self) -> str:
        """As it is written."""
        return f"{self.fact}{'=' if self.is_wanted else '!='}{'|'.join(self.values)}"


@dataclass(frozen=True, kw_only=True)
class Input:
    """One mail, and what has to become of it."""

    kind: str  #: the folder's name
    file: Path
    about: str
    content: bytes
    right: tuple[tuple[Wanted, ...], ...]  #: one of these has to hold as a whole
    known: tuple[str, ...]  #: what the ledger knows, as words

    def __str__(self) -> str:
        """For the table, and as the name of a test."""
        return f"{self.kind}/{self.file.stem}: {self.about}"


def kinds() -> tuple[str, ...]:
    """The folders that hold inputs, in order."""
    return tuple(sorted(folder.name for folder in ROOT.iterdir() if folder.is_dir() and any(folder.glob("*.txt"))))


def inputs_of(kind: str) -> tuple[Input, ...]:
    """The inputs of one folder, in the order they are written."""
    return tuple(one for file in sorted((ROOT / kind).glob("*.txt")) for one in _inputs_in(kind, file))


def _inputs_in(kind: str, file: Path) -> Iterator[Input]:
    head, *blocks = ("\n" + file.read_text("utf-8")).split("\n=== ")
    for_all = _fields(head.splitlines())
    for block in blocks:
        first, _, text = block.partition("\n\n")
        about, *lines = first.splitlines()
        own = _fields(lines)
        names = {name for name, _ in own}
        fields = [*own, *((name, value) for name, value in for_all if name not in names)]
        yield Input(
            kind=kind,
            file=file,
            about=about,
            content=_content(about, fields, text.rstrip("\n"), file.parent),
            right=tuple(_wanted(value) for name, value in fields if name == "Right"),
            known=tuple(word.strip() for name, value in fields if name == "Known" for word in value.split(",")),
        )


def _fields(lines: Sequence[str]) -> list[tuple[str, str]]:
    found = (re.match(r"(?P<name>[A-Z][A-Za-z-]*):\s*(?P<value>.*)$", line) for line in lines)
    return [(match["name"], match["value"]) for match in found if match]


def _wanted(value: str) -> tuple[Wanted, ...]:
    wanted = []
    for word in shlex.split(value):
        fact, mark, values = word.partition("=")
        assert mark, f"{word!r} is no fact=value"
        wanted.append(Wanted(fact=fact.rstrip("!"), values=tuple(values.split("|")), is_wanted=not fact.endswith("!")))
    return tuple(wanted)


def _content(about: str, fields: Sequence[tuple[str, str]], text: str, folder: Path) -> bytes:
    first = dict(reversed(fields))
    if (whole := first.get("Whole")) is not None:
        return text.encode() if whole == "yes" else (folder / whole).read_bytes()
    sender = first.get("From", "Ann Lee <ann.lee@example.org>")
    mail = (
        a_mail()
        .header("From", sender)
        .header("To", first.get("To", ADDRESS))
        .header("Subject", first.get("Subject", about))
        .header("Message-ID", f"<{hash_of(about + text)}@mail.example>")
    )
    for name in ("Cc", "Reply-To"):
        if name in first:
            mail = mail.header(name, first[name])
    for name, value in fields:
        if name == "Header":
            field_name, _, field_value = value.partition(":")
            mail = mail.another(field_name.strip(), field_value.strip())
    if (answered := _answered(first.get("Known", ""))) is not None:
        mail = mail.replying_to(answered)
    if first.get("Body") != "none":
        mail = mail.text(text)
    if "Html" in first:
        mail = mail.html(first["Html"])
    for value in (value for name, value in fields if name == "Attach"):
        mail = _attached(mail, attachment(value, sender, folder))
    return mail.bytes()


def _attached(mail: MailBuilder, part: Attachment) -> MailBuilder:
    fields = (("Content-ID", f"<{part.content_id}>"),) if part.content_id else ()
    return mail.attach(part.name, part.content, part.type, part.disposition, fields)


ANSWERED = f"<answer.{'0' * 40}@snowplowanalytics.com>"
EARLIER = "<earlier@mail.example>"


def _answered(known: str) -> str | None:
    """The id of the mail that it answers."""
    if "answered" in known or "asked" in known:
        return ANSWERED
    return EARLIER if "thread" in known else None


def hash_of(text: str) -> str:
    """A short name for a text, the same at each run."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()[:10]).decode().lower()
