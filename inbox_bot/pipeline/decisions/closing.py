"""A person closes a vacancy, or turns one applicant down: who would hear of it is shown, confirmed, and may be stopped.

Nothing here writes to anybody: what is confirmed goes out when its hour is over (`turning_down`). Read `shown_for`
first. The fact to know: what is confirmed is the very list that was shown to this person. Where another would be shown
by now, it is shown again, and confirmed anew.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.plan.decided.keeping import Kept, kept_by_name
from inbox_bot.core.plan.decided.still_open import Candidate, candidates_of
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.review.declining import ASKED_FOR, UNDONE_WITHIN, ApplicantState, DecliningState
from inbox_bot.core.rules.model import Vacancy
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import DecliningRow, Listed, Stopped
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation

NOBODY_KEPT = Kept(persons=frozenset())
_OVER = (DecliningState.DONE, DecliningState.UNDONE, DecliningState.HELD)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """Who would be turned down, and who not and why."""

    to: tuple[Candidate, ...]
    spared: tuple[Candidate, ...]
    kept: Kept = NOBODY_KEPT
    changed: bool = False  #: another list was shown before


@dataclass(frozen=True, kw_only=True, slots=True)
class Begun:
    """It is confirmed, and goes out when its hour is over."""

    row: DecliningRow
    number: int  #: of applicants


@dataclass(frozen=True, kw_only=True, slots=True)
class Underway:
    """It was confirmed before."""

    row: DecliningRow
    number: int


def shown_for(
    vacancy: Vacancy,
    installation: Installation,
    at: datetime,
    *,
    names: Sequence[str] = (),
    persons: Collection[str] = (),
    mailboxes: Collection[str] | None = None,
) -> Shown:
    """Whom closing a vacancy would turn down; touches nothing.

    Kept are those whom the `names` mean and these `persons`. `mailboxes`: only whoever applied by these.
    """
    applied = installation.ledger.declinings.applied_for(vacancy.id)
    theirs = [each for each in applied if mailboxes is None or each.mailbox in mailboxes]
    kept = kept_by_name(names, candidates_of(theirs, at)) if names else NOBODY_KEPT
    to, spared = _parted(candidates_of(theirs, at, kept.persons | frozenset(persons)))
    return Shown(to=to, spared=spared, kept=kept)


def ask_to_close(
    vacancy: Vacancy,
    installation: Installation,
    at: datetime,
    *,
    by: str,
    names: Sequence[str] = (),
    mailboxes: Collection[str] | None = None,
) -> Shown | Underway:
    """Show it, and keep it on record as shown, so that it may be confirmed. Raises LedgerError."""
    going = underway(vacancy, installation)
    if going is not None:
        return going
    shown = shown_for(vacancy, installation, at, names=names, mailboxes=mailboxes)
    if not shown.kept.unknown and not shown.kept.ambiguous:
        _note(shown, vacancy, installation, at, by)
    return shown


def confirm_closing(
    vacancy: Vacancy,
    number: int,
    installation: Installation,
    at: datetime,
    *,
    by: str,
    mailboxes: Collection[str] | None = None,
) -> Begun | Shown | Underway:
    """It is confirmed with the number that was shown; `Shown` where it has to be shown again. Raises LedgerError.

    A confirmation that was followed before an interruption is known by its moment `at`, and is not given twice.
    """
    shelf = installation.ledger.declinings
    going = underway(vacancy, installation)
    if going is not None:
        return _as_given(going, at, by)
    asked = [row for row in shelf.about((DecliningState.ASKED,), vacancy=vacancy.id) if row.by == by]
    listed = shelf.listed(asked[0].id) if asked else ()
    kept = {each.person for each in listed if each.state is ApplicantState.KEPT}
    shown = shown_for(vacancy, installation, at, persons=kept, mailboxes=mailboxes)
    was = {each.person for each in listed if each.state is ApplicantState.OPEN}
    is_fresh = bool(asked) and asked[0].asked_at < at <= asked[0].asked_at + ASKED_FOR  # not by the same mail
    is_same = is_fresh and was == {each.person for each in shown.to}
    if not is_same or number != len(was) or not was:
        _note(shown, vacancy, installation, at, by)
        return Shown(to=shown.to, spared=shown.spared, changed=True)
    return _begin(asked[0].id, len(was), installation, at)


def ask_to_decline(number: int, installation: Installation, at: datetime) -> Shown:
    """Whom turning the applicants of one mail down would write to; touches nothing. Raises NotDecided."""
    if installation.ledger.reports.mail_by_number(number) is None:
        raise NotDecided(Sentence("there is no mail #{number}", number=number))
    applied = installation.ledger.declinings.applied_with(number)
    if not applied:
        raise NotDecided(Sentence("mail #{number} brings no application that is on record", number=number))
    to, spared = _parted(
        candidate
        for vacancy in dict.fromkeys(each.vacancy for each in applied)
        for candidate in candidates_of([each for each in applied if each.vacancy == vacancy], at)
    )
    return Shown(to=to, spared=spared)


def decline(number: int, installation: Installation, at: datetime, *, by: str) -> Begun | Underway:
    """A person has confirmed that a mail's applicant is turned down. Raises NotDecided, LedgerError."""
    shelf = installation.ledger.declinings
    going = underway_of_mail(number, installation)
    if going is not None:
        return _as_given(going, at, by)
    shown = ask_to_decline(number, installation, at)
    if not shown.to:
        [first, *_] = shown.spared
        why = first.spared
        raise NotDecided(Sentence("mail #{number}: nobody is turned down. {why}", number=number, why=why))
    asked = shelf.shown(_listed(shown), at, by=by, vacancy=None, message=number)
    return _begin(asked, len(shown.to), installation, at)


def stop_closing(vacancy: Vacancy, installation: Installation, at: datetime, *, by: str) -> Stopped:
    """Whoever has not been written to is not. Raises NotDecided where nothing is underway, LedgerError."""
    going = underway(vacancy, installation)
    return _stop(going, vacancy.id, None, installation, at, by)


def stop_declining(number: int, installation: Installation, at: datetime, *, by: str) -> Stopped:
    """The same of one mail's applicant."""
    return _stop(underway_of_mail(number, installation), None, number, installation, at, by)


def underway(vacancy: Vacancy, installation: Installation) -> Underway | None:
    """What is confirmed about a vacancy, and not at its end."""
    return _underway(installation, vacancy=vacancy.id, message=None)


def underway_of_mail(number: int, installation: Installation) -> Underway | None:
    """The same about one mail's applicant."""
    return _underway(installation, vacancy=None, message=number)


def _underway(installation: Installation, *, vacancy: str | None, message: int | None) -> Underway | None:
    shelf = installation.ledger.declinings
    found = shelf.about((DecliningState.WAITING,), vacancy=vacancy, message=message)
    if not found:
        return None
    listed = shelf.listed(found[0].id)
    return Underway(row=found[0], number=sum(each.state is not ApplicantState.KEPT for each in listed))


def _parted(candidates: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
    """Who would be turned down, and who not."""
    found = tuple(candidates)
    return tuple(each for each in found if each.spared is None), tuple(
        each for each in found if each.spared is not None
    )


def _as_given(going: Underway, at: datetime, by: str) -> Begun | Underway:
    """What is underway; begun, where it is this very order that confirmed it before an interruption."""
    return Begun(row=going.row, number=going.number) if (going.row.confirmed_at, going.row.by) == (at, by) else going


def _stop(
    going: Underway | None,
    vacancy: str | None,
    message: int | None,
    installation: Installation,
    at: datetime,
    by: str,
) -> Stopped:
    shelf = installation.ledger.declinings
    stopped = None if going is None else shelf.stop(going.row.id, at, by=by)
    if stopped is not None:
        return stopped
    over = shelf.about(_OVER, vacancy=vacancy, message=message)
    if over and over[0].state is DecliningState.UNDONE and (over[0].ended_at, over[0].ended_by) == (at, by):
        listed = shelf.listed(over[0].id)  # stopped by this very order, before an interruption
        left = sum(each.state is ApplicantState.STOPPED for each in listed)
        return Stopped(row=over[0], stopped=left, gone=sum(each.letter is not None for each in listed))
    if over and over[0].state is DecliningState.DONE:
        raise NotDecided(Sentence("the letters have gone: nothing can be stopped any more"))
    raise NotDecided(Sentence("nothing is underway that could be stopped"))


def _begin(declining: int, number: int, installation: Installation, at: datetime) -> Begun:
    shelf = installation.ledger.declinings
    shelf.confirm(declining, at, begins_at=max(installation.now(), at) + UNDONE_WITHIN)
    row = shelf.one(declining)
    if row is None or row.confirmed_at != at:
        raise NotDecided(Sentence("somebody else has decided about it meanwhile: look again"))
    return Begun(row=row, number=number)


def _note(shown: Shown, vacancy: Vacancy, installation: Installation, at: datetime, by: str) -> None:
    if shown.to:
        installation.ledger.declinings.shown(_listed(shown), at, by=by, vacancy=vacancy.id)


def _listed(shown: Shown) -> list[Listed]:
    kept = [each for each in shown.spared if each.spared is Spared.KEPT]
    return [
        Listed(
            person=each.person,
            vacancy=each.vacancy,
            mailbox=each.mailbox,
            message=each.mail,
            kept=each.spared is not None,
        )
        for each in (*shown.to, *kept)
    ]
