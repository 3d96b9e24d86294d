"""What a run begins with: the demo's mails, mails that people met, hostile files, and whatever corpora are given."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from bench.fuzz.targets import TARGETS, as_input
from inbox_bot.core.formats.read import READERS
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.unpack.stage import ALL
from inbox_bot.demo.samples import samples
from tests.support.builders.locked import a_locked_docx, a_locked_pdf
from tests.support.hostile import matrix
from tests.support.hostile.archives import archives

LARGEST = 200_000  # bytes of a seed: what is larger is changed for long before it reaches anything


def seeds(corpora: tuple[Path, ...] = ()) -> Iterator[bytes]:
    """The inputs, each by the target that is meant for it."""
    for sample in samples():
        yield as_input("mail", sample.raw)
        yield as_input("header", sample.raw)
    for content in chain(
        (file.content for file in chain(matrix(), archives())),
        (a_locked_pdf("Sommer26"), a_locked_docx("Sommer26")),
        (path.read_bytes() for folder in corpora for path in sorted(folder.rglob("*")) if path.is_file()),
    ):
        if len(content) <= LARGEST:
            yield as_input(_target_for(content), content)


def _target_for(content: bytes) -> str:
    kind = type_of(content)
    if kind in ALL and kind not in READERS:
        return f"open {kind}"
    named = f"read {kind}"
    return named if named in TARGETS else "any file"
