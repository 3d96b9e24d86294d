"""Long runs of base64 in a mail, each held by one line while the mail's tree is told.

The e-mail parser takes a mail line by line, and a CV has two thousand lines. A line of base64 digits alone is no field,
no delimiter and no blank line (RFC 2045 §6.8, RFC 5322 §2.1, RFC 2046 §5.1.1): wherever the parser stands, it does with
a thousand such lines what it does with one. So one stands for them all, and the tree is the same but for its contents,
into which the runs are put back.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message as Node
from itertools import chain

#: 40 lines and more; written so that a run is gone through once, without any way back.
_RUN = re.compile(rb"(?:(?<=\n)[A-Za-z0-9+/]{20,998}+\r?\n){40,}+")
_NAME = "InboxBotRun"  # digits of base64, as the number behind it, and with it as many as stand for whole bytes
_LINE = re.compile(_NAME + r"(\d{5})")
_MOST = 10_000  # runs; a mail of as many has no long ones
_NO_FILES = ("text", "multipart", "message")


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortened:
    """A mail with a line in place of each run."""

    raw: bytes
    runs: tuple[str, ...]  #: without the line end behind the last line

    @property
    def lines(self) -> list[str]:
        """The lines that stand for the runs."""
        return [f"{_NAME}{number:05}" for number in range(len(self.runs))]


def shortened(raw: bytes) -> Shortened | None:
    """The mail with its runs taken out; None where it has none, or shows the lines that would stand for them."""
    pieces: list[bytes] = []
    runs: list[str] = []
    view = memoryview(raw)
    at = 0
    for found in _RUN.finditer(raw):
        begun, end = found.start(), found.end() - (2 if raw[found.end() - 2] in b"\r" else 1)
        pieces.append(raw[at:begun])
        runs.append(str(view[begun:end], "ascii"))
        at = end
    pieces.append(raw[at:])
    if not 0 < len(runs) < _MOST or any(_NAME.encode() in piece for piece in pieces):
        return None
    names = (*(f"{_NAME}{number:05}".encode() for number in range(len(runs))), b"")
    return Shortened(raw=b"".join(chain.from_iterable(zip(pieces, names, strict=True))), runs=tuple(runs))


def put_back(tree: Node, runs: Sequence[str]) -> None:
    """Put the runs back where their lines stand: in leaves, and in what is before and behind the parts."""

    def whole(text: str) -> str:
        return _LINE.sub(lambda line: runs[int(line[1])], text)

    for node in tree.walk():
        content = _content(node)
        if _NAME in content:
            node.set_payload(whole(content))
        if node.preamble and _NAME in node.preamble:
            node.preamble = whole(node.preamble)
        if node.epilogue and _NAME in node.epilogue:
            node.epilogue = whole(node.epilogue)


def lines_of_runs(text: str) -> list[str]:
    """The lines in the text that stand for runs."""
    return [line.group() for line in _LINE.finditer(text)]


def are_in_files(tree: Node, shown: Sequence[str]) -> bool:
    """Whether each of these lines stands in a leaf that is no text."""
    files = [node for node in tree.walk() if not node.is_multipart() and node.get_content_maintype() not in _NO_FILES]
    return not set(shown).difference(line for file in files for line in lines_of_runs(_content(file)))


def _content(node: Node) -> str:
    content = vars(node)["_payload"]  # as it is: `get_payload` replaces what it can't decode
    return content if isinstance(content, str) else ""
