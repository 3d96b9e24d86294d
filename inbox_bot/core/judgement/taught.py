"""What people decided about earlier mails, as far as it says something of a later one.

A fact is one decision's, as it stands in the ledger; whoever takes the decision back takes the fact away. Here is what
several facts come to. A fact never outranks a line of rules.yaml, nor what a mail itself says of a vacancy.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.words import Word

WORDINGS = 4  # of one mail
OF_A_DOMAIN = 2  # mails that were decided alike, until that says something of the domain they came from


#: The rules whose evidence is an earlier decision.
BY_DECISIONS = (
    WAS_AGENCY := "was_decided_an_agency",
    DOMAIN_WAS_AGENCY := "domain_was_decided_an_agency",
    WAS_NO_AGENCY := "was_decided_no_agency",
    DOMAIN_WAS_NO_AGENCY := "domain_was_decided_no_agency",
    BY_WORDING := "was_decided_by_its_wording",
    WAS_MOVED_THERE := "was_moved_there_before",
)


class Teaches(Word):
    """What a decision says of later mails."""

    AGENCY = "agency", "An agency writes from this address."
    NO_AGENCY = "no_agency", "No agency writes from this address."
    WELCOME = "welcome", "An agency writes from this address, and whom it introduced was filed."
    TITLE = "title", "This wording means that vacancy."
    PERSON = "person", "The same person writes from both addresses."


ABOUT_AGENCIES = frozenset({Teaches.AGENCY, Teaches.NO_AGENCY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Lesson:
    """One thing that a decision says of later mails."""

    teaches: Teaches
    about: str  #: the canonical address that it speaks of; of a title its words, folded
    means: str | None = None  #: of a title the vacancy's id; of a person the applicant's canonical address
    domain: str | None = None  #: of an agency's address the domain; None where it is a public mail service's


@dataclass(frozen=True, kw_only=True, slots=True)
class Taught:
    """What the decisions about one mail teach, and which of them does."""

    lessons: tuple[Lesson, ...] = ()
    who: str = ""  #: whose mail it is, as one inert line
    at: datetime | None = None  #: when that was decided; None where nothing is taught
    moved: bool = False  #: by moving the mail


NOTHING_TAUGHT = Taught()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """A lesson, and the decision that it comes from."""

    lesson: Lesson
    message: int  #: the number of the mail that was decided about
    who: str  #: whose mail that was, as one inert line
    at: datetime  #: when it was decided
    moved: bool  #: by moving the mail

    @property
    def quote(self) -> str:
        """Its evidence, as one line: which mail, how and when it was decided about it, and whose it was."""
        return quote_of(self.message, self.who, self.at, moved=self.moved)


def quote_of(message: int, who: str, at: datetime, *, moved: bool) -> str:
    """What is quoted of an earlier decision: about which mail, how, when, and whose that was, as one inert line."""
    return f"#{message} {'moved' if moved else 'decided'} {at:%Y-%m-%d}: {who}"


@dataclass(frozen=True, kw_only=True, slots=True)
class OfASender:
    """What is known of an address as an agency's."""

    is_agency: bool
    newest: Fact
    of_domain: bool  #: it was decided of others of its domain, and not of this address


def of_a_sender(facts: Iterable[Fact], address: str, domain: str) -> OfASender | None:
    """What was decided last of this very address; else what two mails of its domain agree on, and none contradicts.

    `address` is canonical. None: nothing is known.
    """
    known = sorted((fact for fact in facts if fact.lesson.teaches in ABOUT_AGENCIES), key=_newest_first)
    own = next((fact for fact in known if fact.lesson.about == address), None)
    if own is not None:
        return OfASender(is_agency=own.lesson.teaches is Teaches.AGENCY, newest=own, of_domain=False)
    of_domain = [fact for fact in known if fact.lesson.domain is not None and fact.lesson.domain == domain]
    alike = len({fact.lesson.teaches for fact in of_domain}) == 1
    if not alike or len({fact.message for fact in of_domain}) < OF_A_DOMAIN:
        return None
    return OfASender(is_agency=of_domain[0].lesson.teaches is Teaches.AGENCY, newest=of_domain[0], of_domain=True)


def of_a_title(facts: Iterable[Fact], wording: str) -> Fact | None:
    """The newest fact about a title's wording; None where there is none, or people have said different things of it."""
    said = [fact for fact in facts if fact.lesson.teaches is Teaches.TITLE and fact.lesson.about == wording]
    if len({fact.lesson.means for fact in said}) != 1:
        return None
    return min(said, key=_newest_first)


def same_person_as(facts: Iterable[Fact], address: str) -> Fact | None:
    """The newest fact that says whose address this is; None where there is none. `address` is canonical."""
    said = [fact for fact in facts if fact.lesson.teaches is Teaches.PERSON and fact.lesson.about == address]
    return min(said, key=_newest_first, default=None)


def _newest_first(fact: Fact) -> tuple[float, int]:
    return -fact.at.timestamp(), -fact.message
