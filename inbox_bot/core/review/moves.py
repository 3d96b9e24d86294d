"""What it means that a mail is in another folder than before: a decision, its undoing, a question, or nothing.

Pure: a table read from the top. A mailbox moves for many reasons, and most are nobody's decision: what outranks what is
said once, here. What follows from a decision is the plan's; where mails are, and what was decided before, is asked by
the caller and handed in.
"""

from collections.abc import Callable
from dataclasses import dataclass

from inbox_bot.core.review.decision import (
    FileUnder,
    LookAgain,
    NotAnApplication,
    SetApart,
    Wanted,
    Wish,
)
from inbox_bot.core.words import Kind, Outcome, Reason, Word, needs_a_person

FIGHT = 3  # decisions about one mail within the hour by moving it; whoever goes on is no person

_MACHINES = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.OWN, Kind.COMMAND})
_APPLYING = frozenset({Kind.APPLICATION, Kind.REFERRAL})


class Standing(Word):
    """What a folder is to us."""

    WATCHED = "watched", "Mail is taken from it."
    OURS = "ours", "Mail goes there by its outcome."
    ELSEWHERE = "elsewhere", "It is other people's."


class Following(Word):
    """Why a move decides nothing."""

    FIRST_LOOK = "first_look", "It was there when we first looked into the folder."
    ANOTHER_BOT = "another_bot", "Another inbox_bot moves mail here."
    BY_US = "by_us", "We moved it."
    NEVER_DECIDED = "never_decided", "It is a machine's mail, or our own."
    AGREES = "agrees", "It is what such a folder is for already."
    LETTER_UNSEEN = (
        "letter_unseen",
        "A letter of an application's that nobody has seen in the inbox: a person reads it.",
    )
    FURTHER_COPY = "further_copy", "It is a further copy where mail is taken from: that is put aside."
    NOT_OURS = "not_ours", "The folder means nothing to us."


class DragState(Word):
    """What became of a move that was noticed."""

    NOTICED = "noticed", "What it means is not known yet."
    DECIDED = "decided", "It decided something."
    TAKEN_BACK = "taken_back", "It decided something, and was undone."
    UNDID = "undid", "It took an earlier decision back."
    ASKED = "asked", "A person is asked about it."


class Question(Word):
    """What a person is asked about a move."""

    COPY = (
        "copy",
        "Somebody copied it into a folder of ours, and it is in its old place, too: take one of the two away.",
    )
    WHICH = "which", "Somebody moved it to a folder that stands for several things: say which is meant."
    UNKNOWN_FOLDER = "unknown_folder", "Somebody moved it to a folder that rules.yaml no longer names."
    FIGHT = (
        "fight",
        "It is moved again and again: if nobody does that, a rule of the mail server's or of a mail program's does.",
    )
    REFUSED = "refused", "Somebody moved it to a folder of ours, and what that means can't be done."


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """A folder, as far as it means something."""

    folder: str  #: as the server spells it
    standing: Standing
    means: frozenset[Wanted] = frozenset()  #: of ours: what a mail in it is


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """A mail that the ledger knows, met where the ledger did not have it, and what bears on what that means."""

    was: Spot | None  #: where the ledger last had it; None: nowhere
    now: Spot
    original_stays: bool = False  #: it is in its old place, too, and not marked \\Deleted there
    first_look: bool = False  #: nobody can say when it came here
    by_another: bool = False  #: another inbox_bot is at work here
    by_us: bool = False  #: we moved it, and did not live to note where
    kind: Kind | None = None
    outcome: Outcome
    reason: Reason | None = None
    vacancy: str | None = None  #: of its first application
    has_cv: bool = False
    belongs: bool = False  #: to an application, without being one
    unseen: bool = False  #: it was put there before we saw it anywhere
    had_letter: bool = False  #: its sender had a letter of ours
    agency_sign: bool = False  #: judge or ledger has a sign that an agency wrote it
    undoes: bool = False  #: it is back where it was before the last decision by a move
    decided_lately: int = 0  #: decisions by moving it within the last hour


@dataclass(frozen=True, kw_only=True, slots=True)
class Decides:
    """Somebody decided by moving it."""

    wanted: Wanted
    answer: Wish = Wish.AS_USUAL
    asked_first: bool = False  #: a letter that follows is held for a person


@dataclass(frozen=True, kw_only=True, slots=True)
class Undoes:
    """Somebody took the last decision back."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Follows:
    """Nothing is decided: the ledger only notes where it is."""

    why: Following


@dataclass(frozen=True, kw_only=True, slots=True)
class Asks:
    """Nothing is decided, and a person is asked."""

    question: Question


Meant = Decides | Undoes | Follows | Asks


def meant_by(sighting: Sighting) -> Meant:
    """What the move means: the first case that applies, from the top."""
    return next(meant for meant in (case(sighting) for case in CASES) if meant is not None)


def _nobody_decided(sighting: Sighting) -> Meant | None:
    nobody = (
        (Following.FIRST_LOOK, sighting.first_look),
        (Following.ANOTHER_BOT, sighting.by_another),
        (Following.BY_US, sighting.by_us),
        (Following.NEVER_DECIDED, sighting.kind in _MACHINES),
        (Following.LETTER_UNSEEN, sighting.unseen and sighting.belongs),
        (Following.NOT_OURS, _is_out_of_our_sight(sighting)),
        (Following.AGREES, _agrees(sighting)),
    )
    return next((Follows(why=why) for why, is_so in nobody if is_so), None)


def _a_copy(sighting: Sighting) -> Meant | None:
    if not sighting.original_stays:
        return None
    if sighting.now.standing is Standing.WATCHED:
        return Follows(why=Following.FURTHER_COPY)
    return Asks(question=Question.COPY)


def _a_fight(sighting: Sighting) -> Meant | None:
    return Asks(question=Question.FIGHT) if sighting.decided_lately >= FIGHT else None


def _back_again(sighting: Sighting) -> Meant | None:
    return Undoes() if sighting.undoes else None


def _into_the_inbox(sighting: Sighting) -> Meant | None:
    return Decides(wanted=LookAgain()) if sighting.now.standing is Standing.WATCHED else None


def _a_folder_without_meaning(sighting: Sighting) -> Meant | None:
    return None if sighting.now.means else Asks(question=Question.UNKNOWN_FOLDER)


def _a_folder_of_one_meaning(sighting: Sighting) -> Meant | None:
    if len(sighting.now.means) != 1:
        return None
    [wanted] = sighting.now.means
    match wanted:
        case FileUnder():
            return _filed_under(wanted, sighting)
        case SetApart(refuse=True):
            return Decides(wanted=wanted, asked_first=not _may_be_refused_at_once(sighting))
        case SetApart() | NotAnApplication() | LookAgain():
            return Decides(wanted=wanted, asked_first=isinstance(wanted, SetApart) and sighting.had_letter)
    return Asks(question=Question.WHICH)


def _as_judged(sighting: Sighting) -> Meant:
    """A folder of several meanings: the one that was judged, where it is among them."""
    judged = FileUnder(vacancy=sighting.vacancy)
    if sighting.vacancy is not None and judged in sighting.now.means and not _is_unsure_of_the_vacancy(sighting):
        return _filed_under(judged, sighting)
    return Asks(question=Question.WHICH)


#: In the order in which they outrank each other.
CASES: tuple[Callable[[Sighting], Meant | None], ...] = (
    _nobody_decided,
    _a_copy,
    _a_fight,
    _back_again,
    _into_the_inbox,
    _a_folder_without_meaning,
    _a_folder_of_one_meaning,
    _as_judged,
)


def _is_out_of_our_sight(sighting: Sighting) -> bool:
    """Between folders that mail is taken from, back from elsewhere into one, or to where nobody asked us to look."""
    if sighting.now.standing is Standing.WATCHED:
        return sighting.was is None or sighting.was.standing is not Standing.OURS
    return sighting.now.standing is Standing.ELSEWHERE


def _agrees(sighting: Sighting) -> bool:
    """Whether the mail is already what the folder says: dragging it there decides nothing new."""
    if sighting.now.standing is Standing.WATCHED:
        return needs_a_person(sighting.outcome, sighting.reason)
    return _as_it_is(sighting) in sighting.now.means


def _as_it_is(sighting: Sighting) -> Wanted:
    """What the mail's outcome comes to, in the words of a folder's meaning."""
    if needs_a_person(sighting.outcome, sighting.reason):
        return LookAgain()
    match sighting.outcome:
        case Outcome.FILED:
            return FileUnder(vacancy=sighting.vacancy)
        case Outcome.SPECULATIVE:
            return FileUnder(vacancy=None)
        case Outcome.AGENCY:
            return SetApart(refuse=sighting.was is not None and SetApart(refuse=True) in sighting.was.means)
    return NotAnApplication()


def _filed_under(wanted: FileUnder, sighting: Sighting) -> Meant:
    """Acknowledged only if it applies; a letter of an application's stays with it, all else is filed unanswered."""
    if sighting.outcome is Outcome.AGENCY or sighting.reason is Reason.UNSURE_AGENCY:
        wanted = FileUnder(vacancy=wanted.vacancy, not_an_agency=True)
    if sighting.kind in _APPLYING or sighting.has_cv or wanted.not_an_agency:
        return Decides(wanted=wanted)
    if sighting.belongs:
        return Decides(wanted=NotAnApplication(), answer=Wish.NONE)
    return Decides(wanted=wanted, answer=Wish.NONE)


def _may_be_refused_at_once(sighting: Sighting) -> bool:
    """From Agencies, or with a sign of an agency; and never somebody who had a letter of ours."""
    from_agencies = sighting.was is not None and SetApart() in sighting.was.means
    return (from_agencies or sighting.agency_sign) and not sighting.had_letter


def _is_unsure_of_the_vacancy(sighting: Sighting) -> bool:
    return sighting.reason in (Reason.UNSURE_VACANCY, Reason.TWO_VACANCIES)
