"""What judgement says, and the findings behind it; and what it may know from before."""

from dataclasses import dataclass, field
from datetime import datetime

from inbox_bot.core.judgement.taught import Fact
from inbox_bot.core.message.values import Address
from inbox_bot.core.words import Kind, Reason, Right, Word


class Way(Word):
    """How a mail came to us."""

    DIRECT = "direct", "Its sender wrote it."
    OUR_FORM = "our_form", "A form of ours sent it for the person who filled it in."
    OUR_LIST = "our_list", "A list of ours passed it on."
    SERVICE = "service", "A job board or a delivery service sent it for the applicant."


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """One finding: which rule found it, the words that decided, and how much they count."""

    rule: str  #: the signal's name, as its function is called
    quote: str  #: the words that decided, as one inert line of at most 120 characters
    weight: float  #: 0.0-1.0; negative where it speaks against


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """Something that the writer asks of us about their own data."""

    right: Right
    evidence: Evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class VacancyMatch:
    """One vacancy that might be meant."""

    id: str
    confidence: float  #: 0.0-1.0
    evidence: tuple[Evidence, ...] = ()  #: what the CV's own words and passing mentions say for it


class Lack(Word):
    """What a CV's own words lack, to be filed by them."""

    LIKENESS = "likeness", "It is not like enough."
    LANGUAGE = "language", "There are no other CVs in its language to compare with, so it has to be far more alike."
    LEAD = "lead", "Another vacancy is nearly as alike."
    WORDS = "words", "The CV is a few lines, which share fewer than three words with it."
    AGREEMENT = "agreement", "The CV begins with another work that is advertised."


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """How near a CV's own words came to deciding, where nothing else names a vacancy."""

    vacancy: str  #: the likest that was open
    reaches: float  #: its likeness, as a share of what filing takes
    runner_up: str | None  #: the likest of the others; None where nothing speaks for any
    ahead: float | None  #: how many times as alike as that one
    lack: Lack | None  #: None: it was filed


@dataclass(frozen=True, kw_only=True, slots=True)
class VacancyFinding:
    """Which vacancy an application is for."""

    id: str | None = None  #: None: for none in particular, or not clear which (then `alternatives` has the candidates)
    confidence: float = 0.0
    evidence: tuple[Evidence, ...] = ()
    alternatives: tuple[VacancyMatch, ...] = ()  #: the other candidates, best first
    comparison: Comparison | None = None  #: None: something was named, or there is nothing to compare


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencyFinding:
    """Whether the sender introduces candidates for a fee."""

    flagged: bool = False
    approved: bool = False  #: on `agencies.approved`: an agency, but welcome
    score: float = 0.0  #: 0.0-1.0
    signals: int = 0  #: how many independent signals agree (a refusal by mail needs two)
    evidence: tuple[Evidence, ...] = ()
    listed: str = ""  #: the entry of `agencies.approved` or `agencies.blocked` that names the sender; "": none does


@dataclass(frozen=True, kw_only=True, slots=True)
class Applicant:
    """Who applies, as far as the mail and its documents say."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None  #: E.164; its digits as written where nothing tells whose country's it is
    language: str = "en"  #: ISO 639-1, of what they typed, else of their CV


@dataclass(frozen=True, kw_only=True, slots=True)
class ApplicationFinding:
    """One person's request for one vacancy (or none)."""

    applicant: Applicant
    vacancy: VacancyFinding
    documents: tuple[int, ...] = ()  #: indices into the reading's documents


class CvBears(Word):
    """What ties the CV to the one who sent it."""

    NOT_COMPARED = "not_compared", "There is no CV whose text could be read."
    SENDERS = "senders", "The CV carries the sender's name or address."
    NEITHER = "neither", "The CV carries neither the sender's name nor the sender's address."


@dataclass(frozen=True, kw_only=True, slots=True)
class Sending:
    """Who is behind a mail, and whom an answer reaches, where its own fields name a form, a list or a board."""

    way: Way = Way.DIRECT
    person: Address | None = None  #: who wrote it; None where the From field says it
    answer_to: Address | None = None  #: None where Reply-To or the From field says it
    quote: str = ""  #: the field that shows the way, as one inert line

    @property
    def rewritten(self) -> bool:
        """Whether a list put its own address in the place of the writer's: only our border can show that it did."""
        return self.way is Way.OUR_LIST and self.person is not None

    @property
    def for_somebody(self) -> bool:
        """Whether a machine sent it for a person whom it names: what the header says of machines is the machine's."""
        return self.way in (Way.OUR_FORM, Way.SERVICE) and self.answer_to is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierApplication:
    """An application that an earlier mail brought: what a later letter may belong to."""

    raw_hash: str  #: of the mail that brought it
    number: int  #: which of that mail's applications it is; 0: its first
    name: str | None  #: the applicant's
    vacancy: str | None
    had_cv: bool
    is_senders: bool  #: the applicant's address is the one that the mail at hand came from


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What judgement says of one mail."""

    kind: Kind
    kind_evidence: tuple[Evidence, ...] = ()
    agency: AgencyFinding = field(default_factory=AgencyFinding)
    vacancy: VacancyFinding = field(default_factory=VacancyFinding)  #: the first application's; also found without one
    applicant: Applicant = field(default_factory=Applicant)  #: the first application's; also found without one
    applications: tuple[ApplicationFinding, ...] = ()  #: none, one, or several (a colleague forwards three CVs)
    presented: tuple[ApplicationFinding, ...] = ()  #: whom an agency presents, approved or not; nobody applies by it
    presented_by: Address | None = None  #: the agency behind what a colleague forwards; None: who wrote the mail
    sending: Sending = field(default_factory=Sending)  #: by which way it came
    doubts: tuple[
        Reason, ...
    ] = ()  #: what a person should decide, most important first (`unsure_*`, `two_vacancies`, …)
    belongs_to: EarlierApplication | None = None  #: the application that the letter is about, where it is no new one
    requests: tuple[Request, ...] = ()  #: what the writer asks of us about their data, whatever else the mail is
    only_thanks: bool = False  #: it thanks, and says nothing else
    yes_in: frozenset[str] = frozenset()  #: the languages in which it is a yes, and nothing else
    elsewhere: Evidence | None = None  #: what they sent is in another place: a portal, a cloud drive, on paper
    cv_bears: CvBears = CvBears.NOT_COMPARED  #: of an application


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlierMail:
    """A mail of the same thread or the same person that the ledger knows."""

    message_id: str | None
    kind: Kind
    vacancies: tuple[str, ...]  #: of its applications
    received_at: datetime
    ours: bool  #: we wrote it (an answer)
    same_person: bool  #: from the same canonical correspondent
    same_thread: bool  #: named in In-Reply-To or References
    had_cv: bool | None = None  #: whether a CV came with it; None where that is not known
    applications: tuple[EarlierApplication, ...] = ()  #: that it brought, belonged to, or (ours) was about
    raw_hash: str = ""  #: of a mail that came in; "" of ours
    number: int = 0  #: by which people know it; 0: it has none yet, or is ours
    mailbox: str = ""  #: that it came in by
    #: Whose applications with a CV it brought, where it came from the very address that the mail at hand came from.
    presents: tuple[str, ...] = ()
    same_letter: bool = False  #: that sender wrote the same words to another mailbox


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What the ledger knew before this mail: looked up by its thread and by its sender."""

    earlier: tuple[EarlierMail, ...] = ()  #: newest first, at most 50
    facts: tuple[Fact, ...] = ()  #: what people decided about mails of this sender, this domain, or with such a title
    writer: str = ""  #: the canonical address that facts were looked up for; "" where nobody's were


NOTHING_KNOWN = Known()
