"""What an erasure is about, what leads to the copies, and what was done to each."""

from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.words import Word


class Why(Word):
    """Why something is erased."""

    ASKED = "asked", "A person asked for it."
    KEPT_LONG_ENOUGH = "kept_long_enough", "It was kept as long as rules.yaml says."


class Got(Word):
    """What somebody got of a person, so that it lies where nobody of us can delete it."""

    DOCUMENTS = "documents", "the documents"
    DIGEST = "digest", "a digest that may name the person"
    NOTICE = "notice", "a mail about the person"
    BY_HAND = "by_hand", "a mail that somebody sent by hand"


class Stays(Word):
    """Why a mail stays although it has to do with the person."""

    ORDERS = "orders", "it is a reviewer's order, and no application"
    OTHERS_TOO = "others_too", "it brings applications of other people as well"
    INTRODUCES = "introduces", "an agency introduces the person by it; what the ledger says of its subject goes"


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Somebody who may be meant."""

    person: int | None  #: the ledger's number; None: nobody applied, but mails came from this address
    address: str  #: canonical; "" where nobody knows it
    is_shared: bool  #: somebody else is known by the same address
    names: tuple[str, ...]
    mails: tuple[int, ...]  #: their numbers: what came from them, or belongs to an application of theirs


@dataclass(frozen=True, kw_only=True, slots=True)
class TracedMail:
    """A mail that is erased, as it is known in its mailbox."""

    number: int
    mailbox: str
    message_id: str | None
    size_bytes: int
    writer: str | None  #: the canonical address


@dataclass(frozen=True, kw_only=True, slots=True)
class Elsewhere:
    """A copy that went to somebody, and is theirs to delete."""

    to: str  #: an address
    got: Got
    number: int
    last_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Trail:
    """What leads to every copy outside the ledger. It says who is meant, so it is kept only until all are gone."""

    mails: tuple[TracedMail, ...] = ()
    address: str | None = (
        None  #: canonical: whose mails are looked for in every folder; None: theirs alone, by their ids
    )
    spellings: tuple[str, ...] = ()  #: of that address
    names: tuple[str, ...] = ()  #: as digests say them
    letters: tuple[str, ...] = ()  #: Message-IDs of what we wrote to them
    sent: tuple[str, ...] = ()  #: Message-IDs of what people wrote to them, or about them
    digests: tuple[str, ...] = ()  #: Message-IDs of our mails to reviewers that may name them
    files: tuple[str, ...] = ()  #: relative to the filing root
    to_trash: bool = False  #: mails are moved to Trash, not deleted at once


@dataclass(frozen=True, kw_only=True, slots=True)
class InFolder:
    """What was done in a folder of a mailbox."""

    mailbox: str
    folder: str
    number: int  #: mails
    to_trash: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Receipt:
    """What was done, without a word of who it was about; what can't be reached, and what is still to do."""

    rows: int = 0  #: of the ledger that were deleted or emptied
    requests: int = 0  #: that were open or settled, and of which nothing is left but this number
    files: int = 0
    folders: tuple[InFolder, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    stays: tuple[tuple[int, Stays], ...] = ()  #: mails, by their numbers
    pending: tuple[str, ...] = ()  #: mailboxes in which it is still to be done


@dataclass(frozen=True, kw_only=True, slots=True)
class Erasure:
    """One erasure, as it stands."""

    reference: str  #: what a person names it by: it says nothing of anybody
    why: Why
    by: str | None  #: a command's user; None: nobody known
    asked_at: datetime
    done_at: datetime | None
    trail: Trail | None  #: None: nothing is left to do
    receipt: Receipt


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """What the ledger knows of somebody's copies, before anything is done."""

    trail: Trail
    folders: tuple[str, ...] = ()  #: of applications, relative to the filing root
    elsewhere: tuple[Elsewhere, ...] = ()
    stays: tuple[tuple[int, Stays], ...] = ()  #: mails by their numbers
