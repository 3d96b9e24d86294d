"""What the mailbox gives: frozen values for what the server says, three exceptions for what stops an operation."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.message.values import Location
from inbox_bot.core.words import Word
from inbox_bot.edges.access import Cause


@dataclass(frozen=True, kw_only=True, slots=True)
class FolderStatus:
    """What one STATUS tells of a folder that is not selected: the whole of an idle poll."""

    uidvalidity: int
    uidnext: int  #: above every UID given so far; on a server that doesn't say: the highest UID there, plus one
    messages: int
    uidnext_told: bool = True  #: False: from the highest UID there, so that it goes back when that mail is moved
    highestmodseq: int | None  #: RFC 7162; None where the server has no CONDSTORE, or keeps none for this folder


@dataclass(frozen=True, kw_only=True, slots=True)
class Described:
    """What the server says about a mail without giving it away."""

    uid: int
    size_bytes: int  #: RFC822.SIZE
    received_at: datetime  #: INTERNALDATE, in UTC; the moment of asking where the server's makes no sense
    flags: frozenset[str]


class Absence(Word):
    """Why a mail that was asked for did not come."""

    EXPUNGED = "expunged", "It is no longer on the server."
    LATER = "later", "The server lists it, but did not give it: to be asked for again."


@dataclass(frozen=True, kw_only=True, slots=True)
class Missing:
    """A mail that was asked for and did not come, although the server said OK (which never means "nothing there")."""

    location: Location
    why: Absence
    sentence: str = ""  #: what the server said, if it said something


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """The mail is in the other folder now."""

    to: Location | None  #: None where the server doesn't tell (no UIDPLUS, RFC 4315)
    folder: str  #: the folder it was moved to, as the server spells it
    #: no MOVE, and UID EXPUNGE missing or refused: the original stays, marked \\Deleted, until a person expunges
    original_marked: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Flagged:
    """The flags were set, as far as the folder allows."""

    set: frozenset[str]
    left_out: frozenset[str]  #: keywords that PERMANENTFLAGS doesn't allow (RFC 3501 §7.1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """The mail is no longer where it was: a person was faster. What was wanted of it needs no doing."""

    location: Location


@dataclass(frozen=True, kw_only=True, slots=True)
class Appended:
    """The mail was put into a folder."""

    to: Location | None  #: None where the server doesn't tell (no UIDPLUS)
    folder: str  #: as the server spells it


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """The server said NO to a change, and meant this change (a server in trouble is MailboxDown)."""

    code: str | None  #: the response code (RFC 5530, RFC 9051 §7.1): "OVERQUOTA", "NOPERM", "READ-ONLY"…; None: unnamed
    sentence: str  #: what the server said, as one inert line
    temporary: bool  #: whether trying again may help; a code we don't know is temporary


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveFailed(Refusal):
    """The mail stays where it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagFailed(Refusal):
    """The flags are as they were."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AppendFailed(Refusal):
    """The mail was not put there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Folder:
    """A folder as LIST tells of it."""

    name: str  #: decoded from modified UTF-7
    delimiter: str | None  #: None: the namespace is flat
    attributes: frozenset[str]  #: "\\Sent" (RFC 6154), "\\Noselect"…, as the server spells them


@dataclass(frozen=True, kw_only=True, slots=True)
class ThreadHeader:
    """What the header of a mail in Sent says about what it answers. Untrusted."""

    uid: int
    message_id: str | None  #: with angle brackets
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]  #: at most the last 100
    to: tuple[str, ...]  #: bare addresses of To, Cc and Bcc, in lower case
    date: datetime | None  #: in UTC
    mark: str = ""  #: X-Inbox-Bot


@dataclass(frozen=True, kw_only=True, slots=True)
class SenderHeader:
    """What the header of a mail says of its sender. Untrusted, but for what our border wrote."""

    fields: tuple[tuple[str, str], ...]  #: those that bear on it, in order: (name in lower case, unfolded value)
    senders: tuple[str, ...]  #: the bare addresses in From


class MailboxDown(Exception):
    """The server can't be used now, and the connection was given up. The caller decides when to try again."""

    def __init__(self, sentence: str, *, temporary: bool, code: str | None = None, cause: Cause = Cause.TOLD) -> None:
        super().__init__(sentence)
        self.cause = cause  #: by which a remedy is found
        self.sentence = sentence  #: for a person; never holds a password
        self.temporary = temporary  #: False: a person has to change something (a password, a certificate, a setting)
        self.code = code  #: "AUTHENTICATIONFAILED", "THROTTLED", "UNAVAILABLE", "LIMIT", "BYE", "CERTIFICATE"…


class UidValidityChanged(Exception):
    """The folder's UIDs no longer mean what they meant (RFC 3501 §2.3.1.1): nothing was done."""

    def __init__(self, folder: str, expected: int, found: int) -> None:
        super().__init__(f"UIDVALIDITY was {expected} and is {found}")
        self.folder = folder
        self.expected = expected
        self.found = found


class UidsNotCompared(UidValidityChanged):
    """Nobody has compared the folder's UIDs since the line was lost: a mailbox put back keeps its UIDVALIDITY."""

    def __init__(self, folder: str, uidvalidity: int) -> None:
        super().__init__(folder, uidvalidity, uidvalidity)


class FolderRefused(MailboxDown):
    """The server refused one folder, by a NO or BAD; the connection stands, and other folders may be looked at."""


class SpoolFailed(Exception):
    """The spool folder takes no mail, or lets none go (disk full, read-only): nothing is wrong with the mailbox."""
