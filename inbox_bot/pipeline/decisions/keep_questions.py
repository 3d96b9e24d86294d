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
from functools import partial

from inbox_bot.core.erasure.retention import let_go
from inbox_bot.core.plan.decided.further_letter import Unwritten
from inbox_bot.core.plan.keep_question import keep_question, whom_to_ask
from inbox_bot.core.reply.why import Silence, Spared
from inbox_bot.core.rules.model import MailboxSettings, Mode, Rules
from inbox_bot.edges.ledger import Ledger, OnceConflict
from inbox_bot.edges.ledger.consents.values import QuestionRow
from inbox_bot.pipeline.decisions.further_letters import HOUR, how_many_now, why_unwritten
from inbox_bot.pipeline.decisions.looked_at_again import matter_of
from inbox_bot.pipeline.installation import Installation

TOLD = timedelta(days=1)  # a digest tells of them before they are written to


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
    count = how_many_now(rules, ledger.consents.asked_since(at - HOUR))
    for row in ledger.consents.next(mailbox.name, at - TOLD, count):
        if installation.stopping():
            return
        why = why_unwritten(partial(_planned, row, installation, at), job="keep_question")
        if why is not None:
            ledger.consents.spare(row, why.value)


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
    planned = keep_question(matter, candidate, put_right=mail.put_right)
    if not isinstance(planned, tuple):
        return planned
    try:
        asked = replace(row, mailbox=mail.mailbox)
        ledger.consents.ask(asked, mail.id, matter.history.fingerprint, planned, at, by=at + rules.keep.ask)
    except OnceConflict:
        return Spared.ASKED
    return None
