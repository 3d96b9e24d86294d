"""Lies that a server can tell: what it says is changed on its way, a response at a time (RFC 3501 §7, RFC 5321 §4.2).

A `Teller` takes what one server says over one connection, in pieces as they come, and gives what the client is to hear.
Responses are numbered over all connections, in the order in which they pass; a lie is told at the first from its number
on that it fits. What the server did stays done: only what it says of it is changed.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")
_TAGGED = re.compile(rb"[A-Z]+\d+ (?:OK|NO|BAD)\b")
_LACKING = 10  #: bytes that a literal lacks
#: Responses to a command that nobody gave.
_OF_ANOTHER = (
    b"* SEARCH 1 2 3 4 5\r\n",
    b"* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n",
    b'* LIST (\\HasNoChildren) "." Elsewhere\r\n',
    b"* STATUS INBOX (MESSAGES 0 UIDNEXT 9999 UIDVALIDITY 1)\r\n",
    b"* 99 EXISTS\r\n",
)


class Lie(StrEnum):
    """What the server says instead of the truth."""

    # IMAP
    EMPTY = "empty"  #: an OK without the data that it promises
    BYE = "bye"  #: the end of the connection, in place of a response
    HALF = "half"  #: half a line, ended like a whole one
    REORDERED = "reordered"  #: the OK first, then the data, the last response first
    FOREIGN = "foreign"  #: before it, a response to another command
    LACKING = "lacking"  #: a literal of fewer bytes than it announces
    BEYOND = "beyond"  #: a literal that announces fewer bytes than follow
    # SMTP
    CLOSES = "closes"  #: 421 in place of hearing what the client says (RFC 5321 §3.8), and the end
    UNENDED = "unended"  #: the first line of a reply of several, and the end
    NO_CODE = "no code"  #: the reply's text without its code
    DISAGREES = "disagrees"  #: a reply whose lines have different codes (RFC 5321 §4.2.1 has them the same)


IMAP_LIES = (Lie.EMPTY, Lie.BYE, Lie.HALF, Lie.REORDERED, Lie.FOREIGN, Lie.LACKING, Lie.BEYOND)
SMTP_LIES = (Lie.CLOSES, Lie.UNENDED, Lie.NO_CODE, Lie.DISAGREES)
GOES = b"421 4.3.2 this server is going down\r\n"


@dataclass(frozen=True)
class Told:
    """Which lie, and from which response on (from 1); 0: the truth alone."""

    at: int = 0
    lie: Lie = Lie.BYE


@dataclass
class Script:
    """What is to be told, and how far all connections are."""

    told: Told = field(default_factory=Told)
    responses: int = 0
    is_told: bool = False

    def tells(self, *lies: Lie, ahead: int = 0) -> bool:
        """Whether it is the moment for one of these; `ahead`: for the response that comes after so many."""
        return 0 < self.told.at <= self.responses + ahead and not self.is_told and self.told.lie in lies


@dataclass
class Teller:
    """One connection's server. `ends` once the client is to hear nothing more."""

    script: Script
    ends: bool = False
    _said: bytes = b""
    _held: list[bytes] | None = None  #: untagged responses that are kept back until the tagged one
    _takes_letter: bool = False  #: the client was told to send a letter
    _unheard: bytes | None = None  #: what it said, since nothing is passed on

    @property
    def is_between_responses(self) -> bool:
        """Whether the client has heard all that was said, so that another script may begin."""
        return not self._said and self._held is None and self._unheard is None

    def hears(self, said: bytes) -> bytes:
        """What the client hears when the server says this."""
        self._said += said
        heard = b""
        while not self.ends and (response := self._next()):
            self.script.responses += 1
            heard += self._of_smtp(response) if response[:3].isdigit() else self._of_imap(response)
        return heard

    def refuses(self, asked: bytes) -> bytes | None:
        """What the client hears at once when it says this, and nothing of it is passed on; None: it is passed on.

        A letter is heard to its end before it is refused.
        """
        script = self.script
        if self._unheard is None:
            if not script.tells(Lie.CLOSES, ahead=1):
                return None
            script.is_told, self._unheard = True, b""
        self._unheard += asked
        if self._takes_letter and not self._unheard.endswith(b"\r\n.\r\n"):
            return b""
        self.ends = True
        return GOES

    def _next(self) -> bytes:
        """The next whole response, its literals included; nothing where it has not come yet."""
        end = 0
        while True:
            line_end = self._said.find(b"\r\n", end)
            if line_end < 0:
                return b""
            end = line_end + 2
            if self._said[:3].isdigit() and self._last_line(end)[3:4] == b"-":
                continue
            if (literal := _LITERAL.search(self._said, 0, end)) is None:
                break
            end += int(literal[1])
        response, self._said = self._said[:end], self._said[end:]
        return response

    def _last_line(self, end: int) -> bytes:
        return self._said[: end - 2].rpartition(b"\r\n")[2]

    def _of_imap(self, response: bytes) -> bytes:
        script, is_tagged = self.script, _TAGGED.match(response) is not None
        if self._held is not None:
            return self._keeps_back(response, is_tagged)
        is_data = response.startswith(b"* ") and not response.startswith((b"* OK", b"* BYE", b"* PREAUTH"))
        if is_data and script.tells(Lie.EMPTY, Lie.REORDERED):
            script.is_told, self._held = True, [response]
            return b""
        if script.tells(Lie.BYE):
            script.is_told = self.ends = True
            return b"* BYE Internal error occurred. Refer to server log for more information.\r\n"
        if script.tells(Lie.HALF) and not response.startswith(b"+"):
            script.is_told = True
            line = response.partition(b"\r\n")[0]
            return line[: len(line) // 2] + b"\r\n"
        if script.tells(Lie.FOREIGN) and not response.startswith(b"+"):
            script.is_told = True
            return _OF_ANOTHER[script.told.at % len(_OF_ANOTHER)] + response
        if script.tells(Lie.LACKING, Lie.BEYOND) and (found := re.search(rb"\{(\d+)\}\r\n", response)):
            script.is_told = True
            return self._with_literal(response, found)
        return response

    def _keeps_back(self, response: bytes, is_tagged: bool) -> bytes:
        assert self._held is not None
        if not is_tagged and not response.startswith(b"+"):
            self._held.append(response)
            return b""
        if not is_tagged:
            return response
        held, self._held = self._held, None
        return response + (b"".join(reversed(held)) if self.script.told.lie is Lie.REORDERED else b"")

    def _with_literal(self, response: bytes, found: "re.Match[bytes]") -> bytes:
        length = int(found[1])
        short = max(0, length - _LACKING)
        if self.script.told.lie is Lie.BEYOND:
            return response[: found.start()] + b"{%d}\r\n" % short + response[found.end() :]
        return response[: found.end() + short] + response[found.end() + length :]

    def _of_smtp(self, reply: bytes) -> bytes:
        script = self.script
        self._takes_letter = reply.startswith(b"354")
        if script.tells(Lie.CLOSES):  # in place of the greeting: nobody has said anything yet
            script.is_told = self.ends = True
            return GOES
        if script.tells(Lie.UNENDED):
            script.is_told = self.ends = True
            return reply[:3] + b"-" + reply.partition(b"\r\n")[0][4:] + b"\r\n"
        if script.tells(Lie.NO_CODE):
            script.is_told = True
            return reply.rpartition(b"\r\n")[0].rpartition(b"\r\n")[2][4:] + b"\r\n"
        if script.tells(Lie.DISAGREES):
            script.is_told = True
            other = b"451" if reply[:1] in b"23" else b"250"
            return reply[:3] + b"-" + reply.partition(b"\r\n")[0][4:] + b"\r\n" + other + b" 4.3.0 as said above\r\n"
        return reply
