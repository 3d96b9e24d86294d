"""Those whom a person has turned down are written to, some at each poll's end, when the hour for `undo` is over.

Of each it is asked anew whether they still are to be (`core/plan/decided/still_open`); the letter is an answer like
any other, and is asked about once more when it is claimed. A crash before its transaction leaves the applicant on the
list, and after it the letter: nobody is written to twice, and nobody is left out.

At most half of the answers that an hour may have (`answers.limits.per_hour`) are these: the breaker never opens for
them, and whoever applies meanwhile is still answered.
"""

from dataclasses import replace
from datetime import datetime
from functools import partial

from inbox_bot.core.plan.decided.declining import declining
from inbox_bot.core.plan.decided.further_letter import Unwritten
from inbox_bot.core.plan.decided.still_open import Candidate, candidates_of
from inbox_bot.core.reply.why import Hold, Silence, Spared
from inbox_bot.core.review.declining import ApplicantState
from inbox_bot.core.rules.model import MailboxSettings, Mode
from inbox_bot.edges.ledger import DeclinedRow, DecliningRow, OnceConflict
from inbox_bot.pipeline.decisions.further_letters import HOUR, how_many_now, why_unwritten
from inbox_bot.pipeline.decisions.looked_at_again import matter_of
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.backoff import LETTER_FOR


def turn_down(installation: Installation, mailbox: MailboxSettings) -> None:
    """Ask for the letters that may go now. Raises LedgerError, FilingFailed, OSError."""
    at, shelf = installation.now(), installation.ledger.declinings
    confirmed = [row for row in shelf.confirmed() if row.begins_at is not None and row.begins_at <= at]
    if not confirmed:
        return
    for row in confirmed:
        _hold_what_may_not_begin(row, installation, at)
    count = how_many_now(installation.rules, shelf.letters_since(at - HOUR))
    for whom in shelf.next_open(mailbox.name, at, count):
        if installation.stopping():
            return
        why = why_unwritten(partial(_planned, whom, installation, at), job="declining")
        if why is not None:
            shelf.spare(whom, why.value)
    shelf.finish(at)


def _hold_what_may_not_begin(row: DecliningRow, installation: Installation, at: datetime) -> None:
    """While observing nobody is written to; and what could not be begun for days, nobody expects any more."""
    shelf = installation.ledger.declinings
    if installation.rules.mode is not Mode.LIVE:
        shelf.hold(row.id, Hold.OBSERVE.value, at)
    elif row.begins_at is not None and at - row.begins_at > LETTER_FOR and not _has_begun(row, installation):
        shelf.hold(row.id, Hold.NOT_IN_TIME.value, at)


def _has_begun(row: DecliningRow, installation: Installation) -> bool:
    untouched = (ApplicantState.OPEN, ApplicantState.KEPT)
    return any(each.state not in untouched for each in installation.ledger.declinings.listed(row.id))


def _planned(whom: DeclinedRow, installation: Installation, at: datetime) -> Unwritten | Silence | None:
    """Ask for the letter; why nobody is written to, None where it was asked for."""
    ledger = installation.ledger
    candidate = _candidate(whom, installation, at)
    mail = None if candidate is None else ledger.reports.mail_by_number(candidate.mail)
    if candidate is None or mail is None:
        return Spared.GONE
    if candidate.spared is not None:
        return candidate.spared
    matter = matter_of(mail, installation, at)
    if matter is None:
        return Silence.KEPT_NO_LONGER
    turns = ledger.declinings.turns(candidate.person, candidate.vacancy)
    planned = declining(matter, candidate, turns, put_right=mail.put_right)
    if not isinstance(planned, tuple):
        return planned
    try:
        ledger.declinings.write(replace(whom, mailbox=mail.mailbox), mail.id, matter.history.fingerprint, planned, at)
    except OnceConflict:
        return Spared.DECLINED
    return None


def _candidate(whom: DeclinedRow, installation: Installation, at: datetime) -> Candidate | None:
    found = candidates_of(installation.ledger.declinings.applied_by(whom.person, whom.vacancy), at)
    return found[0] if found else None
