"""Reminds, once, of CVs that were asked for `answers.remind` ago and have not come; at the end of a poll.

The mail that the request answered is read again, and what came since is looked at: so a CV that this very poll took in
keeps its sender from being reminded. Who was reminded is on record by the letter's once-key, as with any answer; a
crash before the commit leaves nothing, and after it the letter.

It is looked once an hour: where somebody is not to be reminded, since the vacancy has closed or a limit holds, their
mail would else be read anew at each poll, for a week.
"""

from datetime import datetime, timedelta

from inbox_bot.core.plan.filed.reminding import reminder
from inbox_bot.core.rules.model import MailboxSettings, Mode
from inbox_bot.edges.ledger import MailRow, OnceConflict
from inbox_bot.pipeline.decisions.looked_at_again import matter_of
from inbox_bot.pipeline.installation import Installation

EVERY = timedelta(hours=1)
LOOKED_BACK = timedelta(days=7)  # a request that was due to be reminded of longer ago was missed, and is let be


def remind(installation: Installation, mailbox: MailboxSettings) -> None:
    """Ask for the reminders that are due now. Raises LedgerError, FilingFailed, OSError."""
    after, at = installation.rules.answers.remind, installation.now()
    if after is None or installation.rules.mode is not Mode.LIVE:
        return
    session = installation.sessions[mailbox.name]
    if session.reminders_at is not None and timedelta() <= at - session.reminders_at < EVERY:
        return
    session.reminders_at = at
    due = installation.ledger.reports.without_a_cv(at - after - LOOKED_BACK, at - after, reminded=False)
    for mail in due:
        if mail.mailbox == mailbox.name:
            _remind(mail, installation, at)


def _remind(mail: MailRow, installation: Installation, at: datetime) -> None:
    matter = matter_of(mail, installation, at)
    if matter is None:
        return
    actions = reminder(matter)
    if actions:
        try:
            installation.ledger.actions.add(mail.id, mail.mailbox, matter.history.fingerprint, actions, at)
        except OnceConflict:
            return  # they were reminded before
