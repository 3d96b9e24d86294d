"""Runs of digits in a text that may be phone numbers, and whether their writer says that they are.

Whose country's number it is, is `phone`'s.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from inbox_bot.core.judgement.text.wording import fold
from inbox_bot.core.lexicon.phrases import one_of

NUMBERS_LOOKED_AT = 30
HEAD_LINES, END_LINES = 15, 10  # that aren't empty, of a text: what is between speaks of employers and referees
MOST_DIGITS = 15  # ITU-T E.164 §6


@dataclass(frozen=True, kw_only=True, slots=True)
class WrittenNumber:
    """A run of digits that may be a number, and what is on its line."""

    text: str
    before: str  #: of the same line
    behind: str
    outside: bool  #: below a CV's head and above a letter's end: there a number needs a label to be the writer's

    @property
    def digits(self) -> str:
        """The digits alone, as ASCII."""
        return "".join(str(int(character)) for character in self.text if character.isdigit())


def numbers_in(text: str) -> Iterator[WrittenNumber]:
    """Each run of digits that is long enough, in order, at most `NUMBERS_LOOKED_AT`."""
    left = NUMBERS_LOOKED_AT
    lines = [line for line in text.split("\n") if line.strip()]
    for number, line in enumerate(lines):
        outside = HEAD_LINES <= number < len(lines) - END_LINES
        for match in _RUN.finditer(line) if any(map(str.isdigit, line)) else ():
            start = match.start()
            for piece in _apart(match.group()):
                at = line.index(piece, start)
                start = at + len(piece)
                yield WrittenNumber(
                    text=piece, before=line[max(0, at - 60) : at], behind=line[start : start + 120], outside=outside
                )
                left -= 1
                if left == 0:
                    return


def _apart(run: str) -> list[str]:
    """Two numbers with a stroke between them are two; `040 / 66969-123` is one."""
    if sum(map(str.isdigit, run)) <= MOST_DIGITS - 2 and not re.search(r"\S\s{2,}\S", run) and run.find("+", 2) < 0:
        return [run]
    return [piece for piece in re.split(r"\s[/–-]\s|\s{2,}|/(?=\s?(?:0|\+))|\s(?=\+)", run) if piece.strip()]


def is_something_else(written: WrittenNumber) -> bool:
    """A date, a span of years, a fax, somebody else's or another sort of number."""
    if set(written.digits) == {"0"} or _NETWORK_ADDRESS.search(written.text) is not None:
        return True
    if _DATE.search(written.text) or _POSTCODE.fullmatch(written.text.strip()) or len(written.digits) > MOST_DIGITS:
        return True
    return _ANOTHER.search(fold(written.before)) is not None


def is_labelled(written: WrittenNumber) -> bool:
    """Whether what stands before it says that it is a phone's."""
    return _LABEL.search(fold(written.before)) is not None


def is_said_to_be_one(written: WrittenNumber) -> bool:
    """By a label, or by a line that has nothing else but names and addresses."""
    before, behind = fold(written.before), fold(written.behind)
    if _LABEL.search(before):
        return True
    if not _GROUPED.match(written.text) and not _is_set_apart(written):
        return False
    if "@" in before or "@" in behind:
        return True
    if written.text.startswith("(") and written.behind.startswith(")"):
        return True
    return all(word[:1].isupper() or len(word) <= 2 for word in _WORDS.findall(written.before + " " + written.behind))


def _is_set_apart(written: WrittenNumber) -> bool:
    """Whether marks divide it from what else is on its line: `Ann Lee | 9876543210 | ann@example.org`."""
    before, behind = written.before.rstrip(), written.behind.lstrip()
    return "@" in before + behind and before[-1:] in ("", "|", "•", "·", ",") and behind[:1] in ("", "|", "•", "·", ",")


#: Set as one sets numbers for people: with a 0 or a bracket in front, or in groups.
_GROUPED = re.compile(r"\s*(?:\(|0|\+|\d{2,5}[ /-]\d)")
_NETWORK_ADDRESS = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\d.])")
_WORDS = re.compile(r"[^\W\d_][\w'’.-]*")
_RUN = re.compile(r"(?<![\w.,/#+-])\(?\+?\s?\(?\+?\d[\d ()./\u00a0\u2007\u2011–+-]{5,40}\d(?![\w@]|[.,-]\d)")
_LABELS_ELSEWHERE = "\U0001f4de|\U0001f4f1|\u260e|\u2706|电话|手机|電話|携帯|전화|휴대폰|هاتف|тел|моб|телефон|τηλ|κιν"
_LABEL = re.compile(
    rf"(?:\b{one_of('applicant.phone_labels')}|{_LABELS_ELSEWHERE})[^\w\n]{{0,6}}"
    r"(?:(?:number|nummer|numero|nr|no|on|at|under|unter|au|al|in|is|privat|home)[^\w\n]{1,4}){0,3}\(?\s?$"
)
_ANOTHER = re.compile(
    rf"\b{one_of('applicant.numbers_of_something_else')}\b[^\w\n]{{0,4}}(?:(?:number|nummer|numero|nr|no|is)\b[^\w\n]{{0,4}})?$"
)
_POSTCODE = re.compile(r"\d{5}-\d{3}")
_DATE = re.compile(
    r"(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?!\d)|(?<!\d)\d{1,2}[./-](?:19|20)\d\d(?!\d)|"
    r"(?<!\d)(?:19|20)\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?(?!\d)|(?<!\d)(?:19|20)\d\d[ –—/-]{1,4}(?:19|20)\d\d(?!\d)"
)
