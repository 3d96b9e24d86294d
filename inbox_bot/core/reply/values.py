"""What was answered before, and what the decision to answer is made of."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal

from inbox_bot.core.judgement.verdict import EarlierApplication
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.keeping import KeepQuestion
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.words import ActionKind, ActionState, Carrier, Outcome, Repeating, Template


@dataclass(frozen=True, kw_only=True, slots=True)
class TextFile:
    """A file of our own making that goes with a letter."""

    name: str
    type: str  #: "text/csv"
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Enclosure:
    """A document of a mail that goes with a letter: it is read from where it is filed when the letter goes out."""

    message: int | None  #: the number of the mail that it came with; None: of the mail that the letter is about
    document: int  #: which of that mail's documents, from 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file as it goes out with a letter."""

    name: str  #: a safe one
    type: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What an answer's HTML part has besides its text."""

    language: str  #: of the text
    colour: str = ""  #: the company's, like "#1c5a36"; "": none
    link: str = ""  #: the one text that is a link, to itself; "": none


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A mail that we write: everything but the date it goes out."""

    sender: Address
    to: Address
    subject: str
    text: str
    html: str | None = None  #: multipart/alternative where there is one
    message_id: str  #: with angle brackets
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    auto_submitted: Literal["auto-replied", "auto-generated"] = "auto-replied"  #: RFC 3834 §5
    ledger: str = ""  #: which one knows it, said to another inbox_bot on the same mailbox; "": it is not said
    files: tuple[TextFile, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    look: Look | None = None  #: of a letter whose HTML part is made from its text when it goes out


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer, rendered: the letter, and what later limits need to know of it. One of the plan's effects."""

    kind: ClassVar = ActionKind.ANSWER
    carrier: ClassVar = Carrier.OUTBOX
    repeating: ClassVar = Repeating.A_SECOND_MAIL

    letter: Letter
    template: Template
    language: str
    correspondent: str  #: the canonical address that is answered: one a mailbox, whatever its tags and dots
    person: str  #: the applicant's canonical address, else the correspondent
    vacancy: str | None
    likeness: str  #: a hash of the typed text (digits and addresses removed) and the documents of the mail it answers


@dataclass(frozen=True, kw_only=True, slots=True)
class PastAnswer:
    """An answer that was planned before: held, due, sent, or refused."""

    answer_of: str  #: the fingerprint of the mail it answers
    template: Template
    state: ActionState
    at: datetime  #: when it was sent, else when it was planned
    message_id: str
    subject: str  #: "" where it is no longer remembered
    correspondent: str
    person: str
    vacancy: str | None
    likeness: str
    referred_to: bool = False  #: the mail at hand names it in In-Reply-To or References
    passages: frozenset[str] = frozenset()  #: keyed hashes of its long lines (letter/quotes), while they are remembered


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved:
    """That a person filed an application otherwise than it was judged."""

    was_for: str | None  #: the vacancy that was judged
    quote: str  #: what is quoted of the decision, as one inert line


@dataclass(frozen=True, kw_only=True, slots=True)
class PastApplication:
    """An application of the same person, already committed."""

    vacancy: str | None
    at: datetime
    had_cv: bool
    raw_hash: str
    answered: bool = True  #: the applicant has an answer to it that went out, may have, or is due: not one that is held
    asked: Template | None = None  #: the newest such answer that asks for a CV
    mailbox: str = ""  #: that its mail came in by
    number: int = 0  #: which of that mail's applications it is
    folder: str | None = None  #: where it is filed; None: nowhere, or its mail is of the batch at hand
    files: frozenset[str] = frozenset()  #: the names that are taken in that folder
    is_open: bool = False  #: a later mail may add to it: it is filed, and adds to no other itself
    withdrawn: bool = False  #: the applicant took it back
    moved: Moved | None = None  #: a person filed it under its vacancy, and it was judged to be for another


@dataclass(frozen=True, kw_only=True, slots=True)
class SentBefore:
    """A mail of the same writer and the same substance, with what became of its applications."""

    received_at: datetime
    subject: str  #: one inert line
    applications: tuple[EarlierApplication, ...]  #: those it brought; at least one
    withdrawn: bool  #: the person took the application back since then


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """What the ledger knows that bears on the plan for one mail: a frozen look, taken at one moment."""

    fingerprint: str  #: the keyed hash of what the sender wrote: one sending, however often delivered
    first_seen_at: datetime  #: when we first saw the mail
    attempts: int = 1  #: how often reading it was begun, this time included
    known_as: Outcome | None = None  #: the outcome of an earlier delivery with the same fingerprint
    copy_of: str | None = None  #: the raw hash of that earlier delivery
    introduction: str = ""  #: the keyed hash of the candidates whom an agency presents; "" where it names nobody
    substance: str = ""  #: the keyed hash of the letter's words and its papers; "" where it has no readable CV
    wording: str = ""  #: the keyed hash of the words that were typed; "" where they are few
    sent_before: tuple[SentBefore, ...] = ()  #: earlier mails of that substance, the newest first
    answers: tuple[
        PastAnswer, ...
    ] = ()  #: of 8 days: to this person, correspondent, likeness or domain; and those referred to
    quoted: frozenset[str] = frozenset()  #: which of those answers' passages are in the mail itself
    applications: tuple[PastApplication, ...] = ()  #: of this person, newest first
    person: str = ""  #: by whom the ledger knows the applicant; "": by the address alone
    address: str = ""  #: the canonical address for which `person` is said
    same_cv: bool = False  #: an earlier mail of the applicant's brought the same file as their CV
    answered_by_hand: bool = False  #: \\Answered is set, or a mail in Sent refers to it
    seen_before_rescan: bool = False  #: known before a new UIDVALIDITY, or met in a replay
    found_in_junk: bool = False  #: it lies in the folder that the mail server marks for junk
    bounced_at: datetime | None = None  #: when a mail to this correspondent last bounced
    sent_last_hour: int = 0  #: automatic answers, to anybody
    written_to: bool = False  #: a letter of ours to this person or correspondent went out, may have, or is due
    breaker_open: bool = False  #: the rate was insane: all answers are held until a person resumes
    withdrawn: bool = False  #: the person took the application back after this mail
    corrected: bool = False  #: a reviewer gave this mail another outcome since its plan was made
    spared: Spared | None = None  #: of a letter that a person or the calendar wants: why they no longer are to have it
    question: KeepQuestion | None = (
        None  #: whether they may be kept longer: that the mail answers, or that its writer got
    )

    def with_(self, answers: Iterable[PastAnswer]) -> "History":
        """This history plus answers planned earlier in the same batch."""
        return replace(self, answers=self.answers + tuple(answers))
