"""Mails that nobody here wrote are read, each the same twice."""

import re
from pathlib import Path

import pytest

from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.mime import runs
from inbox_bot.core.message.parse import parse, parse_headers
from inbox_bot.core.message.text.forwarded import forwarded_in
from tests.support.builders.mails import read_mail

CORPORA = Path(__file__).parents[4].parent / "shared" / "corpora"
MAILS = sorted(
    path
    for folder in ("mail", "bounces", "documents")
    for path in (CORPORA / folder).rglob("*")
    if path.suffix == ".eml" or (folder == "mail" and path.suffix in (".msg", ".txt") and "_decoded_" not in path.name)
)
MIME4J = CORPORA / "mail" / "mime4j"
# What mime4j has, and no part here has line for line. A boundary may not end in a blank (RFC 2046 §5.1.1): there it is
# cut off, and a line that lacks just the blank is a delimiter. x-gzip64 is decoded here, and not there.
EXPLAINED = {
    "very-long-boundary_decoded_1_1.txt", "very-very-long-boundary_decoded_1_1.txt", "weird-boundary_decoded_1_1.txt",
    "x-gzip64_decoded_1.txt",
}  # fmt: skip
_FILE_IN_TEXT = re.compile(rb"^begin [0-7]{3} \S.*?^end$", re.MULTILINE | re.DOTALL)
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(not CORPORA.is_dir(), reason=f"no corpora at {CORPORA}"),
]


def without_line_ends(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").strip()


def test_every_mail_is_read_and_reads_the_same_twice():
    assert MAILS
    for path in MAILS:
        raw = path.read_bytes()
        message = read_mail(raw)
        assert read_mail(raw) == message, path.name
        assert content_hash(message)
        assert parse_headers(raw).headers == message.headers, path.name
        assert len({part.section for part in message.parts}) == len(message.parts), path.name
        forwarded_in(message.text)
        repr(message).encode("utf-8")  # would raise on a lone surrogate


def test_a_mail_with_files_reads_as_line_by_line(monkeypatch):
    raws = [raw for path in MAILS if runs.shortened(raw := path.read_bytes()) is not None]
    assert raws
    shortened = [parse(raw) for raw in raws]
    monkeypatch.setattr(runs, "shortened", lambda raw: None)
    assert shortened == [parse(raw) for raw in raws]


def test_every_part_that_mime4j_decodes_is_there():
    missing = set()
    for path in sorted(MIME4J.glob("*.msg")):
        contents = [without_line_ends(part.content) for part in read_mail(path.read_bytes()).parts]
        for expected in MIME4J.glob(f"{path.stem}_decoded_[0-9]*"):
            if expected.suffix in (".txt", ".bin") and not is_there(expected.read_bytes(), contents):
                missing.add(expected.name)
    assert missing == EXPLAINED


def is_there(expected: bytes, contents: list[bytes]) -> bool:
    """Whether a part is it, or has each of its lines, the files in its text being parts of their own."""
    wanted = without_line_ends(expected)
    text, files = _FILE_IN_TEXT.subn(b"", wanted)
    lines = set(filter(None, text.split(b"\n")))
    return wanted in contents or any(
        lines <= set(content.split(b"\n")) and len(contents) > files for content in contents
    )
