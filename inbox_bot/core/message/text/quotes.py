"""What the writer typed, apart from what they quote and from their signature.

There is no standard, only habits. A quote is told by `>`; by an attribution (`On … wrote:`) above it; or by the copied
header of the other mail. Where the program marks no lines (Outlook, most of HTML), everything behind such a header or
attribution is quoted, since what is typed then stands above. Where lines are marked, what stands below or between them
is typed. A forwarded text is `quoted`, too: `forwarded.py` reads it.

Linear: each line is looked at a bounded number of times, and no pattern can backtrack beyond a line's bound.
"""

import re
from dataclasses import dataclass, field

from inbox_bot.core.lexicon.phrases import one_of, words
from inbox_bot.core.message.text.header_block import block_at

SIGNATURE_LINES = 20  # what is longer is text with a line of dashes in it
ATTRIBUTION_LINES = 4  # `On … wrote:` may be wrapped
_LOOKED_AT = 300  # characters of a line

_MARKS = re.compile(r"(?:[ \t]{0,3}>){1,30} ?")
_RULE = re.compile(r"[ \t]*[_\-=*]{5,200}[ \t]*")
_ATTRIBUTION_BEGIN = re.compile(
    rf"\s{{0,3}}(?:{one_of('message.attribution_begins')}|\w{{1,12}}\.?,? )\b", re.IGNORECASE
)
_WROTE = re.compile(rf"\b{one_of('message.wrote')}\b|{one_of('message.wrote_without_blanks')}", re.IGNORECASE)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}")
_FROM_ADDRESS = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,200}>$")
_DASHED = re.compile(r"[ \t>]*-{2,40} ?([^-\n]{5,60}?) ?-{2,40}[ \t]*")
_ORIGINAL = words("message.original")
_FORWARDED = words("message.forwarded")
_DEVICE = re.compile(
    rf"(?:{one_of('message.sent_from')} |{one_of('message.sent_by')})[^\n]{{0,80}}"
    rf"|[^\n]{{2,40}} {one_of('message.sent_from_behind')}",
    re.IGNORECASE,
)
_LINK = re.compile(r"<?https?://\S{1,250}>?")


@dataclass(frozen=True, kw_only=True, slots=True)
class TypedText:
    """A body, taken apart; each piece in the order of its lines, without blank lines around it."""

    typed: str
    quoted: str  #: with attributions, without `>` marks
    signature: str


def split(text: str) -> TypedText:
    """The body taken apart."""
    return _Splitting(lines=text.split("\n")).said()


def announces_forward(line: str) -> bool:
    """Whether the line is one that mail programs put above a forwarded text."""
    return _announced(line) in _FORWARDED


def announces_original(line: str) -> bool:
    """Whether the line is one that mail programs put above the mail that is answered."""
    return _announced(line) in _ORIGINAL


def unmarked(line: str) -> str:
    """The line without its `>` marks."""
    marks = _MARKS.match(line)
    return line[marks.end() :] if marks else line


def without_attribution(quoted: str) -> str:
    """What was quoted, without the line above it that says who wrote it and when."""
    lines = quoted.strip("\n").split("\n")
    return "\n".join(lines[_attribution(lines, 0) :])


@dataclass(kw_only=True)
class _Splitting:
    lines: list[str]
    typed: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    signature: list[str] = field(default_factory=list)
    run: list[str] = field(default_factory=list)  #: lines since the last quote

    def said(self) -> TypedText:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if _is_marked(line):
                self._quote(at, at + 1)
                at += 1
            elif self._rest_is_quoted(at):
                self._quote(at, len(self.lines))
                break
            elif length := _attribution(self.lines, at):
                self._quote(at, at + length)
                at += length
            else:
                self.run.append(line)
                at += 1
        self._end_run()
        return TypedText(typed=_trimmed(self.typed), quoted=_trimmed(self.quoted), signature=_trimmed(self.signature))

    def _rest_is_quoted(self, at: int) -> bool:
        line = self.lines[at]
        if announces_forward(line) or announces_original(line) or block_at(self.lines, at) is not None:
            return True
        length = _attribution(self.lines, at)
        if not length:
            return False
        following = _next_line(self.lines, at + length)
        return (
            following is not None and not _is_marked(following) and _is_sure(_attribution_text(self.lines, at, length))
        )

    def _quote(self, begin: int, end: int) -> None:
        while self.run and (not self.run[-1].strip() or (end == len(self.lines) and _RULE.fullmatch(self.run[-1]))):
            self.run.pop()
        self._end_run()
        self.quoted += map(unmarked, self.lines[begin:end])

    def _end_run(self) -> None:
        """A run of typed lines is over: its signature, if any, is at its end."""
        begin = _signature_begin(self.run)
        self.typed += self.run[:begin]
        self.signature += [line for line in self.run[begin:] if line.rstrip() != "--"]
        if self.run:
            self.typed.append("")
        self.run = []


def _is_marked(line: str) -> bool:
    # mbox writers put `>` before a typed line that begins with `From ` (RFC 4155).
    return _MARKS.match(line) is not None and not line.startswith(">From ")


def _announced(line: str) -> str:
    if len(line) > _LOOKED_AT:
        return ""
    bare = line.strip(" \t\xa0>*")
    dashed = _DASHED.fullmatch(bare)
    if dashed is None and not bare.endswith(":"):
        return ""
    words = dashed.group(1) if dashed else bare
    return " ".join(words.lower().replace("’", "'").replace("-", " ").strip(": \xa0").split())


def _attribution(lines: list[str], at: int) -> int:
    """How many lines from here are an attribution that has a quote below it; 0 where they are none."""
    if not lines[at].strip() or not (
        _ATTRIBUTION_BEGIN.match(lines[at][:40]) or lines[at].rstrip().endswith((":", "："))
    ):
        return 0
    for length in range(1, ATTRIBUTION_LINES + 1):
        if at + length > len(lines) or not lines[at + length - 1].strip() or _is_marked(lines[at + length - 1]):
            return 0
        if lines[at + length - 1].rstrip().endswith((":", "：")):
            text = _attribution_text(lines, at, length)
            following = _next_line(lines, at + length)
            if following is None or not _reads_as_attribution(text):
                return 0
            return length if _is_marked(following) or _is_sure(text) else 0
    return 0


def _attribution_text(lines: list[str], at: int, length: int) -> str:
    return " ".join(line[:_LOOKED_AT].strip() for line in lines[at : at + length])


def _reads_as_attribution(text: str) -> bool:
    bare = text.rstrip(": \xa0：")
    return _WROTE.search(text) is not None or (
        _FROM_ADDRESS.search(bare) is not None and _TIME.search(bare) is not None
    )


def _is_sure(text: str) -> bool:
    """Sure enough to take everything below for a quote, although no line of it is marked."""
    return _reads_as_attribution(text) and ("@" in text or _TIME.search(text) is not None)


def _next_line(lines: list[str], at: int) -> str | None:
    """The next line with something in it; quotes follow within a few lines."""
    return next((line for line in lines[at : at + 5] if line.strip()), None)


def _signature_begin(run: list[str]) -> int:
    left = sum(1 for line in run if line.strip())
    for at, line in enumerate(run):
        left -= bool(line.strip())
        if line.rstrip() == "--" and left <= SIGNATURE_LINES:  # RFC 3676 §4.3 has a blank behind it, lost easily
            return at
    begin = len(run)
    while begin and (not run[begin - 1].strip() or _LINK.fullmatch(run[begin - 1].strip())):
        begin -= 1
    if begin and _DEVICE.fullmatch(run[begin - 1].strip()[:_LOOKED_AT]):
        return begin - 1
    return len(run)


def _trimmed(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")
