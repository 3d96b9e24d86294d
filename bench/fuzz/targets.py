"""Who reads an input: mails, what holds documents, and the reader of each format; and what must hold whatever comes."""

from collections.abc import Callable, Mapping

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.formats.extract import TEXT_LIMIT
from inbox_bot.core.formats.read import READERS, TEXT_READERS, read_part
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.mime.bounds import TooComplex
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.parse import parse, parse_headers
from inbox_bot.core.message.values import Document, Message, Part
from inbox_bot.core.unpack.stage import ALL, unpack
from inbox_bot.edges.reading.frames import LENGTH_BYTES, packed, unpacked
from inbox_bot.edges.reading.shapes import as_lists, as_value

_WORDS = ("Sommer26", "correct horse")


def read_header(content: bytes) -> None:
    """The header alone: never raises."""
    _travels(Message, parse_headers(content))


def read_mail(content: bytes) -> None:
    """A mail with all that is in it: raises TooComplex, and nothing else."""
    try:
        message = unpack(parse(content))
    except TooComplex:
        return
    content_hash(message)
    _travels(Message, message)
    documents = documents_of(message)
    sections = [part.section for part in message.parts]
    assert len(set(sections)) == len(sections), "two parts have one section"
    assert {document.section for document in documents} <= set(sections), "a document without a part"
    for document in documents:
        _holds(document)


def opens(kind: str) -> Callable[[bytes], None]:
    """What holds documents, of this type: never raises."""

    def open_it(content: bytes) -> None:
        _travels(Message, unpack(Message(parts=(_part(content, kind),))))

    return open_it


def reads(kind: str) -> Callable[[bytes], None]:
    """A document of this type: whatever it is, it has a text or a named problem."""

    def read_it(content: bytes) -> None:
        _holds(read_part(_part(content, kind), _WORDS))

    return read_it


def read_whatever_it_is(content: bytes) -> None:
    """A file by what its bytes show."""
    _holds(read_part(_part(content, type_of(content)), _WORDS))


#: In an order that stays: a finding's first byte means its place here.
TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "mail": read_mail,
    "header": read_header,
    "any file": read_whatever_it_is,
    **{f"open {kind}": opens(kind) for kind in sorted(ALL)},
    **{f"read {kind}": reads(kind) for kind in sorted((*READERS, *TEXT_READERS))},
}


def read_input(data: bytes) -> None:
    """One input of the fuzzer's, by the target that its first byte names."""
    if data:
        targets = tuple(TARGETS.values())
        targets[data[0] % len(targets)](data[1:])


def target_named(data: bytes) -> str:
    """Which target an input goes to."""
    return tuple(TARGETS)[data[0] % len(TARGETS)] if data else ""


def as_input(target: str, content: bytes) -> bytes:
    """The input that has this target read this content."""
    return bytes([tuple(TARGETS).index(target)]) + content


def _part(content: bytes, kind: str) -> Part:
    return Part(
        section="1",
        filename="file",
        type=kind,
        declared_type=kind,
        disposition="attachment",
        content_id="",
        content=content,
    )


def _holds(document: Document) -> None:
    assert document.problem is not None or document.text, "neither text nor a problem"
    assert document.characters <= TEXT_LIMIT, "a text beyond its limit"
    _travels(Document, document)


def _travels(shape: type, value: object) -> None:
    """What a worker says is what the daemon takes: raises FrameBroken, ShapeWrong."""
    as_value(shape, unpacked(packed(as_lists(value))[LENGTH_BYTES:]))
