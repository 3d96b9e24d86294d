"""A person's decision about one mail, and what of all that was decided about it is in force.

A machine's judgement is no `Decision`: it is what there is where nobody has decided. The fact to know: a later decision
takes the place of an earlier one by aspect (the outcome, each applicant, the answer), and whoever undoes takes the last
one out. So what is in force is made anew from the whole list, every time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from inbox_bot.core.words import Word

LETTERS_AT_ONCE = 20  # out of decisions that are made together; where there are more, a person is asked for all


class Means(Word):
    """How a person said what they want."""

    DRAGGED = "dragged", "Somebody moved the mail in the mailbox."
    REPLIED = "replied", "A reviewer answered the digest."
    COMMAND = "command", "Somebody gave a command."
    RELEASED = "released", "Somebody sent, or dropped, its letter."
    APPLIED = "applied", "Somebody let what was filed while observing take effect."
    COMPLETED = "completed", "The CV came that could not be read before: it needs nobody any more."


class Wish(Word):
    """What a person wants of the answer."""

    AS_USUAL = "as_usual", "It is answered as such a mail is; what holds an answer back does so."
    HELD = "held", "It waits for a person, as one of very many that were decided at once."
    NONE = "none", "Nobody is written to."
    SENT = "sent", "It is sent, whatever holds it back. What is never answered stays unanswered."


@dataclass(frozen=True, kw_only=True, slots=True)
class FileUnder:
    """It is an application for this vacancy, or for none in particular."""

    vacancy: str | None  #: its id in rules.yaml; None: speculative
    not_an_agency: bool = False  #: nor does an agency write, whatever judgement calls it


@dataclass(frozen=True, kw_only=True, slots=True)
class SetApart:
    """An agency wrote it."""

    refuse: bool = False  #: and its refusal goes out; else that is held for a person


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAnAgency:
    """No agency wrote it: it goes the way that it would have gone otherwise."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAnApplication:
    """It has nothing to do with an application; a letter that belongs to one is dealt with."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LookAgain:
    """A person looks at it once more: letters that have not gone are cancelled, documents stay where they are."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AskForCv:
    """It is an application whose CV can't be read, or isn't there: the applicant is asked for one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class KeepLonger:
    """It says yes to the question whether its writer may be kept longer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LetGo:
    """It says no to that question: its writer is kept as long as anybody else."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AsJudged:
    """Its outcome is as judged: only the answer, or who applies, is decided."""


Wanted = FileUnder | SetApart | NotAnAgency | NotAnApplication | LookAgain | AskForCv | KeepLonger | LetGo | AsJudged
#: What can be wanted of one of a mail's applications alone.
OF_ONE_APPLICATION = (FileUnder, NotAnApplication, AsJudged)


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedApplicant:
    """Who applies, as a person says it. What they leave out stays as it was judged."""

    name: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SameAs:
    """Whoever applies applied with an earlier mail, too."""

    mail: int  #: its number


@dataclass(frozen=True, kw_only=True, slots=True)
class NotTheSame:
    """Whoever applies is nobody who applied before, whatever they have in common."""


Whose = SameAs | NotTheSame


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """What a person wants done with a mail."""

    wanted: Wanted
    applicant: NamedApplicant | None = None
    whose: Whose | None = None  #: None: that is left as it is
    number: int | None = None  #: which of the mail's applications, from 1; None: all of them
    answer: Wish = Wish.AS_USUAL
    by: str | None = None  #: a reviewer's address, or the command's user; None: somebody in the mailbox
    means: Means
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Decided:
    """What is in force about a mail, when it is planned again."""

    wanted: Wanted = field(default_factory=AsJudged)
    one_by_one: Mapping[int, Wanted] = field(default_factory=dict)  #: of single applications, by their number from 1
    applicants: Mapping[int | None, NamedApplicant] = field(default_factory=dict)  #: None: of every application
    whose: Whose | None = None  #: None: as the mail shows
    answer: Wish = Wish.AS_USUAL
    means: Means | None = None  #: of the last decision, or of the undoing after it; None: nobody has decided
    turn: int = 1  #: how often it was decided about the mail, this time included: what happens once, once a turn
    was_flagged: bool = False  #: we flagged the mail for a person before


def in_force(decisions: Sequence[Decision], *, turn: int = 1, was_flagged: bool = False) -> Decided:
    """What these decisions come to, the oldest first; those that were undone left out by the caller."""
    wanted: Wanted = AsJudged()
    one_by_one: dict[int, Wanted] = {}
    applicants: dict[int | None, NamedApplicant] = {}
    answer = Wish.AS_USUAL
    whose: Whose | None = None
    for decision in decisions:
        whose = decision.whose or whose
        if decision.number is not None and not isinstance(decision.wanted, AsJudged):
            one_by_one[decision.number] = decision.wanted
        elif not isinstance(decision.wanted, AsJudged):
            wanted, one_by_one = _after(wanted, decision.wanted), {}
        if decision.applicant is not None:
            if decision.number is None:
                applicants.clear()
            applicants[decision.number] = decision.applicant
        answer = _answer_after(answer, decision.answer)
    return Decided(
        wanted=wanted,
        one_by_one=one_by_one,
        applicants=applicants,
        whose=whose,
        answer=answer,
        means=decisions[-1].means if decisions else None,
        turn=turn,
        was_flagged=was_flagged,
    )


def says_no_agency(wanted: Wanted) -> bool:
    """Whether a person says by it that no agency wrote."""
    return isinstance(wanted, NotAnAgency) or (isinstance(wanted, FileUnder) and wanted.not_an_agency)


def _after(before: Wanted, later: Wanted) -> Wanted:
    """The later one wins; that no agency wrote is not taken back by filing the mail under another vacancy."""
    if isinstance(later, FileUnder) and says_no_agency(before):
        return FileUnder(vacancy=later.vacancy, not_an_agency=True)
    return later


def _answer_after(before: Wish, later: Wish) -> Wish:
    """Nobody is written to until somebody says "send"; "send" itself means the letter of that moment, and no later."""
    return Wish.NONE if later is Wish.AS_USUAL and before is Wish.NONE else later
