"""Applicants whose application `keep` is about to let go are asked, once, whether they may be kept longer.

Once `keep` is confirmed, whoever's time is over in `keep.ask` and a day is noted, and is kept from then on until they
are asked, and then until their time to answer is over; so the digest tells of them before the letters go. A day later
each is looked at anew, at a poll's end, and the letter planned, or the reason noted for which nobody is asked. A crash
before that transaction leaves them noted, and after it the letter: nobody is asked twice.

Whose time was over before somebody confirmed `keep` is not asked: a new `keep` would write to years of applicants.
At most half of the answers that an hour may have are these, as of letters that turn applicants down.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from inbox_bot import log
from inbox_bot.core.erasure.retention import let_go
from inbox_bot.core.plan.decided.declining import Unwritten
from inbox_bot.core.plan.keep_question import keep_question, whom_to_ask
from inbox_bot.core.reply.why import Silence, Spared
from inbox_bot.core.rules.model import MailboxSettings, Mode, Rules
from inbox_bot.edges.filing import FilingFailed
from inbox_bot.edges.ledger import Ledger, LedgerError, OnceConflict
from inbox_bot.edges.ledger.consents.values import QuestionRow
from inbox_bot.pipeline.decisions.looked_at_again import matter_of
from inbox_bot.pipeline.installation import Installation

TOLD = timedelta(days=1)  # a digest tells of them before they are written to
AT_A_POLL = 20  # mails that are read again for it: new mail must not wait long
HOUR = timedelta(hours=1)


def note_whom_to_ask(ledger: Ledger, rules: Rules, confirmed_at: datetime, at: datetime) -> None:
    """Note whose time is about to be over, where rules.yaml says that they are asked. Raises LedgerError."""
    keep = rules.keep
    if keep is None or keep.ask is None or rules.mode is not Mode.LIVE:
        ledger.consents.note((), at)
        return
    soon = ledger.expiring.applications(let_go(rules, keep, at + keep.ask + TOLD))
    before = ledger.expiring.applications(let_go(rules, keep, confirmed_at))
    ledger.consents.note(soon - before, at)


def ask_applicants(installation: Installation, mailbox: MailboxSettings) -> None:
    """Ask for the letters that may go now. Raises LedgerError, FilingFailed, OSError."""
    rules, ledger, at = installation.rules, installation.ledger, installation.now()
    if rules.keep is None or rules.keep.ask is None or rules.mode is not Mode.LIVE:
        return
    standing = ledger.expiring.standing()
    if standing is None or standing.confirmed_at is None:
        return
    room = max(1, rules.answers.limits.per_hour // 2) - ledger.consents.asked_since(at - HOUR)
    for row in ledger.consents.next(mailbox.name, at - TOLD, max(0, min(AT_A_POLL, room))):
        if installation.stopping():
            return
        _ask(row, installation, at)


def _ask(row: QuestionRow, installation: Installation, at: datetime) -> None:
    try:
        why = _planned(row, installation, at)
    except (LedgerError, FilingFailed, OSError):
        raise
    except Exception as error:  # a bug in one letter keeps no other from being written
        log.job_failed(job="keep_question", **log.where(error))
        why = Spared.UNWRITTEN
    if why is not None:
        installation.ledger.consents.spare(row, why.value)


def _planned(row: QuestionRow, installation: Installation, at: datetime) -> Unwritten | Silence | None:
    """Ask for the letter; why nobody is asked, None where it was asked for."""
    rules, ledger = installation.rules, installation.ledger
    if rules.keep is None or rules.keep.ask is None:
        return None
    candidate = whom_to_ask(ledger.declinings.applied_by(row.person, row.vacancy), at)
    mail = None if candidate is None else ledger.reports.mail_by_number(candidate.mail)
    if candidate is None or mail is None:
        return Spared.GONE
    if candidate.spared is not None:
        return candidate.spared
    if ledger.consents.objected({candidate.person, candidate.address} - {""}):
        return Spared.OBJECTED
    matter = matter_of(mail, installation, at)
    if matter is None:
        return Silence.KEPT_NO_LONGER
    planned = keep_question(matter, candidate)
    if not isinstance(planned, tuple):
        return planned
    try:
        asked = replace(row, mailbox=mail.mailbox)
        ledger.consents.ask(asked, mail.id, matter.history.fingerprint, planned, at, by=at + rules.keep.ask)
    except OnceConflict:
        return Spared.ASKED
    return None
