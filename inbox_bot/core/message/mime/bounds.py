"""What a mail may ask of its reader: bounds that are checked on the bytes, before anything is parsed.

The e-mail parser of the standard library is quadratic in parameters, and slow in parts and nesting (a mail under 2 MB
holds it for half a minute). Counting bytes costs microseconds; only where a count is suspicious is it looked at closer.
"""

import re
import string

HEADER_BYTES = 1_000_000  # of the outermost header
HEADER_FIELDS = 10_000  # of the outermost header
ENCODED_WORDS = 10_000  # in the whole mail
PARAMETERS = 500  # of one Content-Type or Content-Disposition field
PARTS = 2_000  # delimiter lines in the whole mail
MULTIPARTS = 200  # boundaries in the whole mail; also bounds how deep they nest
LINES = 2_000_000  # each is an object of its own while the parser runs: 120 MB
LINES_TIMES_MULTIPARTS = 20_000_000  # each line passes through every multipart around it: some 3 seconds
SUSPICIOUS_DASHES = 20  # `--` in a mail; with fewer there can't be many parts
_DIGITS = string.ascii_letters.encode() + string.digits.encode() + b"+/"  # of base64, which most of a mail consists of
_BLANK_LINE = re.compile(rb"\r?\n\r?\n|\r\r")
_BOUNDARY = re.compile(rb"boundary\s{0,20}\*?[\d*]{0,6}=\s{0,20}\"?([^\"\s;]{1,100})", re.IGNORECASE)
_MIME_FIELD = re.compile(rb"^content-(?:type|disposition)[ \t]{0,20}:", re.IGNORECASE | re.MULTILINE)
_LINE_END = re.compile(rb"\r\n|\r|\n")


class TooComplex(Exception):
    """The mail is built in a way that takes too long to read."""


def check(raw: bytes) -> None:
    """Raise TooComplex where reading `raw` would take more work than any mail written to be read."""
    header = header_of(raw)
    if len(header) > HEADER_BYTES:
        raise TooComplex(f"a header of {len(header)} bytes")
    if header.count(b"\n") + header.count(b"\r") > 4 * HEADER_FIELDS:
        raise TooComplex("too many lines in the header")
    signs = raw.translate(None, _DIGITS)  # what is counted is there as often, or oftener where it came together
    if signs.count(b"\n") + signs.count(b"\r") > 2 * LINES:  # a CRLF counts twice
        raise TooComplex("too many lines")
    if signs.count(b"=?") > ENCODED_WORDS and raw.count(b"=?") > ENCODED_WORDS:
        raise TooComplex("too many encoded words")
    if signs.count(b";") > PARAMETERS:
        _check_parameters(raw)
    if signs.count(b"--") > SUSPICIOUS_DASHES and raw.count(b"--") > SUSPICIOUS_DASHES:
        _check_parts(raw)


def header_of(raw: bytes) -> bytes:
    """The outermost header: what stands before the first blank line."""
    blank = _BLANK_LINE.search(raw)
    return raw if blank is None else raw[: blank.start() + 1]


def _check_parameters(raw: bytes) -> None:
    for field in _MIME_FIELD.finditer(raw):
        parameters = 0
        for line in _folded_lines(raw, field.end()):
            parameters += line.count(b";")
            if parameters > PARAMETERS:
                raise TooComplex("too many parameters in one field")


def _folded_lines(raw: bytes, start: int) -> list[bytes]:
    lines = []
    while True:
        end = _LINE_END.search(raw, start)
        lines.append(raw[start : end.start() if end else len(raw)])
        if end is None or raw[end.end() : end.end() + 1] not in (b" ", b"\t"):
            return lines
        start = end.end()


def _check_parts(raw: bytes) -> None:
    boundaries = set()
    multiparts = 0
    for match in _BOUNDARY.finditer(raw):
        multiparts += 1
        if multiparts > MULTIPARTS:
            raise TooComplex("too many multiparts")
        boundaries.add(match.group(1))
    if (raw.count(b"\n") + raw.count(b"\r")) * multiparts > LINES_TIMES_MULTIPARTS and multiparts > 10:
        raise TooComplex("too many lines in too many multiparts")
    if not boundaries or raw.count(b"--") <= PARTS:
        return
    delimiters = sum(1 for line in _LINE_END.split(raw) if line.startswith(b"--") and _is_delimiter(line, boundaries))
    if delimiters > PARTS:
        raise TooComplex("too many parts")


def _is_delimiter(line: bytes, boundaries: set[bytes]) -> bool:
    stripped = line[2:].rstrip(b" \t")
    return stripped in boundaries or stripped.removesuffix(b"--") in boundaries
