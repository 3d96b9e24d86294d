"""What is said to ClamAV's daemon, and what its answers mean (clamd(8), COMMANDS). Pure.

Commands and answers end in NUL where the command begins with "z". A stream goes in pieces, each behind its length as
four bytes in network order; a piece of no length ends it.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from inbox_bot.core.message.scanned import CLEAN, Scanned
from inbox_bot.core.words import Problem

PING, VERSION, INSTREAM = b"zPING\0", b"zVERSION\0", b"zINSTREAM\0"
PONG = "PONG"
END_OF_STREAM = bytes(4)
ANSWER_LIMIT = 4_000  # bytes

_FOUND = re.compile(r"stream: (?P<name>.+) FOUND")
_FAILED = re.compile(r"stream: (?P<why>.+) ERROR")
_TOO_LONG = "INSTREAM size limit exceeded"  # StreamMaxLength of clamd.conf
#: What is "found" where the scanner's own limits end its search (AlertExceedsMax), or where it is locked out of a file.
_NOT_LOOKED_AT = re.compile(r"Heuristics\.(?:Limits\.Exceeded|Encrypted)\b.*")
_OF_THE_SCANNER = "Can't "  # how libclamav names what the machine did not give it: memory, a file, room on the disk
_VERSION = re.compile(r"(?P<program>ClamAV [^/]{1,60})(?:/(?P<number>\d+)/(?P<made>[^/]{1,40}))?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """Which scanner answers, and how old its signatures are."""

    program: str
    signatures_made_at: datetime | None  #: in UTC; None where it does not say


def piece(content: bytes) -> bytes:
    """A piece of a stream, as it goes over the line."""
    return len(content).to_bytes(4, "big") + content


def meaning_of(answer: str) -> Scanned | None:
    """What an answer to INSTREAM says of the stream; None where it says nothing of it, but of the scanner at most."""
    if answer == "stream: OK":
        return CLEAN
    if found := _FOUND.fullmatch(answer):
        looked = not _NOT_LOOKED_AT.fullmatch(found["name"])
        return Scanned(problem=Problem.INFECTED if looked else Problem.NOT_CHECKED, said=found["name"])
    if answer.startswith(_TOO_LONG):
        return Scanned(problem=Problem.NOT_CHECKED, said=answer.removesuffix(" ERROR").rstrip("."))
    failed = _FAILED.fullmatch(answer)
    if failed is not None and _OF_THE_SCANNER not in answer:
        return Scanned(problem=Problem.NOT_CHECKED, said=failed["why"])
    return None


def version_in(answer: str) -> Version | None:
    """What an answer to VERSION says; None where it is no such answer."""
    found = _VERSION.fullmatch(answer)
    if found is None:
        return None
    try:
        made = datetime.strptime(found["made"] or "", "%a %b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    except ValueError:
        made = None
    return Version(program=found["program"], signatures_made_at=made)
