"""The values that travel from the mailbox to the digest: frozen, and equal when read twice from the same bytes."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from inbox_bot.core.domains import domain_of, local_part_of
from inbox_bot.core.words import Problem, Remark, Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Location:
    """Where a mail lies on the server. Says nothing about what it is: the raw hash does."""

    mailbox: str  #: the mailbox's name in rules.yaml
    folder: str  #: the folder's name as the server spells it, decoded
    uidvalidity: int
    uid: int


@dataclass(frozen=True, kw_only=True, slots=True)
class RawMail:
    """A mail as fetched, before anybody has read it."""

    location: Location
    raw_hash: str  #: SHA-256 of the bytes at fetch, in hex: the identity of a stored mail, its copies and moves
    size_bytes: int  #: RFC822.SIZE of the whole mail, also where only its headers were fetched
    received_at: datetime  #: INTERNALDATE, in UTC
    flags: frozenset[str]
    spool: Path  #: the file that holds the bytes; the one who fetched deletes it
    headers_only: bool = False  #: larger than `mailbox.largest`: the spool holds just the header
    is_only_copy: bool = False  #: the mail lies in no mailbox any more: these are the bytes that were kept of it


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """One mailbox of an address field (RFC 5322 §3.4)."""

    name: str  #: display name, decoded; empty where there is none. Untrusted.
    address: str  #: local-part@domain; domain in lower case and as A-labels (IDNA), local part as written

    @property
    def local(self) -> str:
        """The local part, as written."""
        return local_part_of(self.address)

    @property
    def domain(self) -> str:
        """The domain, in lower case, as A-labels."""
        return domain_of(self.address)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A leaf of the MIME tree, or a container: what it holds follows it, with longer sections (`core/unpack`)."""

    #: The path in the tree, as IMAP numbers body parts: "2", "2.1" (RFC 3501 §6.4.5). What has no number there is named
    #: behind a "!": a file written into a text ("1!1"), a link ("1!link1"), what a container holds ("2!cv.pdf").
    section: str
    filename: str  #: the decoded name the sender gave, or `part-<section>.<ext by its bytes>`. Untrusted: see safe.py
    type: str  #: the media type by the part's bytes
    declared_type: str  #: the media type the sender declared
    disposition: str  #: "attachment", "inline" or ""
    content_id: str  #: Content-ID without brackets; "" where there is none
    content: bytes = field(repr=False)  #: decoded (of message/rfc822: the raw bytes of the inner mail)
    charset: str = ""  #: that the sender declared; "" where there is none. Untrusted.
    closed: Problem | None = None  #: of a container, why it was not opened; None of what holds nothing, or was
    pixels: tuple[int, int] = (0, 0)  #: of a picture, its width and height by its header; (0, 0) where not known
    shown_width: int = 0  #: of a picture in the letter, as its HTML scales it, in pixels; 0 where it doesn't


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A mail, read: nothing in it is trusted, nothing in it is judged."""

    senders: tuple[Address, ...] = ()  #: every address of every From field
    from_fields: int = 0  #: how many From fields there are (RFC 5322 §3.6 allows one)
    sender_field: Address | None = None  #: the Sender field
    reply_to: tuple[Address, ...] = ()  #: every address of every Reply-To field
    recipients: tuple[Address, ...] = ()  #: To, Cc, Bcc and Resent-To, -Cc, -Bcc, in this order
    return_path: str | None = None  #: the topmost Return-Path without brackets; "" is the null path; None: no field
    subject: str = ""  #: decoded, unfolded. Untrusted.
    message_id: str | None = None  #: with angle brackets; None where missing or invalid (RFC 5322 §3.6.4)
    in_reply_to: tuple[str, ...] = ()  #: valid ids only, with angle brackets
    references: tuple[str, ...] = ()  #: valid ids only, oldest first; at most the last 100
    date: datetime | None = None  #: the Date field in UTC; None where missing or invalid
    headers: tuple[
        tuple[str, str], ...
    ] = ()  #: all fields in order: (name in lower case, unfolded raw value, cut at 4,096)
    text: str = ""  #: the whole body as text (HTML turned to text where there is no plain part)
    typed: str = ""  #: what the writer typed: `text` without quotes and signature
    quoted: str = ""  #: what was quoted below or between
    signature: str = ""  #: the writer's signature
    alt_texts: tuple[
        str, ...
    ] = ()  #: what the letter's pictures are said to show (HTML's alt), each an inert line; of quoted ones none
    parts: tuple[
        Part, ...
    ] = ()  #: every leaf and every message/rfc822 node, in the tree's order, body text parts included
    enclosed: tuple[
        "Message", ...
    ] = ()  #: the mails inside (message/rfc822, text/rfc822-headers), in order; their `parts` are empty
    enclosed_sections: tuple[str, ...] = ()  #: the place of each of `enclosed`
    defects: tuple[str, ...] = ()  #: what was wrong with the MIME, in words
    #: what the letter tells as a password, the likeliest first; nowhere in its texts. Never logged, stored or shown.
    passwords: tuple[str, ...] = field(default=(), repr=False)

    @property
    def thread(self) -> frozenset[str]:
        """The Message-IDs that the mail says it belongs to."""
        return frozenset((*self.in_reply_to, *self.references))

    @property
    def sender(self) -> Address | None:
        """The one address in From; None where there is none or several."""
        return self.senders[0] if len(self.senders) == 1 else None

    def header(self, name: str) -> tuple[str, ...]:
        """All values of the fields called `name`, whatever its case, in order."""
        lowered = name.lower()
        return tuple(value for field_name, value in self.headers if field_name == lowered)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """A remark on a document, with what it is about."""

    remark: Remark
    detail: str = ""  #: a link, page numbers, what the system said; one inert line

    @property
    def words(self) -> str:
        """As `read` and a filed document's JSON say it: "only a link: https://…"."""
        match self.remark:
            case Remark.ONLY_A_LINK | Remark.LINK | Remark.HIDDEN_TEXT | Remark.SCANNER if self.detail:
                return f"{self.remark}: {self.detail}"
            case Remark.PICTURED_PAGES:
                return f"{self.remark} on page {self.detail}"
            case Remark.FIRST_PAGES:
                return f"only the first {self.detail} pages were read"
            case Remark.NOT_OPENED:
                return self.detail
        return self.remark.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Origin:
    """Where a file says that it comes from, beside what it shows: each an inert line, "" where it says nothing."""

    author: str = ""
    changed_by: str = ""  #: who saved it last
    company: str = ""
    manager: str = ""
    template: str = ""  #: what it was made from: a name, or a path
    pictures: tuple[str, ...] = ()  #: what its pictures are said to show (alt), at most 10


NOTHING_SAID = Origin()


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A part that may be worth filing: its text and role, or why it could not be read."""

    section: str  #: the place of its part; the body itself may be one (a CV typed into the mail)
    filename: str  #: as in its part. Untrusted.
    type: str  #: media type by the bytes
    role: Role = Role.OTHER
    text: str = field(default="", repr=False)  #: at most 1,000,000 characters
    problem: Problem | None = None
    findings: tuple[Finding, ...] = ()
    pictured: int = 0  #: pages of it that are pictures without text, beside pages that have text
    origin: Origin = NOTHING_SAID  #: where it says that it comes from; PDF, DOCX and ODT say so

    @property
    def characters(self) -> int:
        """How many characters of text were read."""
        return len(self.text)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What reading made of one mail: the message and its documents, or a named problem."""

    raw_hash: str  #: SHA-256 of the bytes at fetch
    mailbox: str  #: the name of the mailbox it came in by
    received_at: datetime  #: INTERNALDATE, in UTC
    message: Message
    documents: tuple[Document, ...] = ()
    content_hash: str = ""  #: SHA-256 of what the sender wrote, without the transport's headers; "" where unread
    problem: Problem | None = None  #: of the mail as a whole; with it, `message` has the headers at most
    seconds: float = 0.0  #: what reading took

    def part(self, document: Document) -> Part:
        """The part that a document was read from. Raises KeyError where the reading has no such part."""
        for part in self.message.parts:
            if part.section == document.section:
                return part
        raise KeyError(document.section)
