"""Puts every digest that is due into the ledger as a mail to its reviewer, once a reviewer and day."""

from collections.abc import Sequence
from datetime import datetime

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.core.rules.templates import TemplateFailed, TemplateMissing
from inbox_bot.digest.compose import compose
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period, due_periods, from_last_told, once_key, until_key
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger


def plan_digests(ledger: Ledger, rules: Rules, at: datetime, known: set[str], notes: Sequence[str] = ()) -> int:
    """Ask for every digest that is due and was not asked for; returns how many. Raises LedgerError.

    Each begins where the last one ended that went out, whatever is between: a server that was off, a digest that was
    refused. `known` holds the periods that this process has dealt with, so that an idle tick costs nothing; the ledger
    decides.
    What is open, from whatever day, is in the latest digest alone: one that is made up for tells of its day.
    """
    planned = 0
    for reviewer in rules.reviewers:
        mailbox = _mailbox_of(rules, reviewer)
        due = due_periods(reviewer, rules.company.timezone, at)
        # With its end: another hour in rules.yaml makes another period of the same day.
        names = {period: f"{once_key(reviewer, period)} {period.ends.isoformat()}" for period in due}
        if mailbox is None or known.issuperset(names.values()):
            continue
        told_until = last_told(ledger, reviewer)
        for period in due:
            told = from_last_told(period, told_until)
            if names[period] not in known and told is not None:
                is_latest = period is due[-1]
                digest = gather(ledger, rules, reviewer, told, notes, with_open=is_latest)
                if digest.received or (is_latest and (digest.needs_person or digest.alarms)):
                    letter = _written(ledger, digest, rules, mailbox, reviewer, once_key(reviewer, period), at)
                    if letter is None:
                        return planned  # the next tick tries again: somebody may have put the template right
                    if _asked(ledger, letter, reviewer, told, mailbox, at):
                        planned, told_until = planned + 1, told.ends
            known.add(names[period])
    if planned:
        log.digest_planned(reviewers=planned)
    return planned


def last_told(ledger: Ledger, reviewer: Reviewer) -> datetime | None:
    """To which moment the digests told that went out to this reviewer, or are on the way; None where there is none."""
    found = ledger.reports.told_until(until_key(reviewer))
    return None if found is None else datetime.fromisoformat(found)


def _asked(
    ledger: Ledger, letter: Letter, reviewer: Reviewer, period: Period, mailbox: MailboxSettings, at: datetime
) -> bool:
    return ledger.actions.add_notice(
        letter,
        once_key(reviewer, period),
        at,
        mailbox=mailbox.name,
        tells_until=until_key(reviewer, period.ends),
    )


def _written(
    ledger: Ledger, digest: Digest, rules: Rules, mailbox: MailboxSettings, reviewer: Reviewer, key: str, at: datetime
) -> Letter | None:
    """The letter; None, and an alarm that `status` shows, where the user's own template of the digest fails."""
    try:
        letter = compose(digest, rules, mailbox, reviewer, ledger.history.keyed(key))
    except (TemplateFailed, TemplateMissing) as error:
        ledger.alarms.raise_(Alarm(kind=AlarmKind.DIGEST, parameters={"problem": str(error)}), at)
        return None
    ledger.alarms.clear(AlarmKind.DIGEST, at)
    return letter


def _mailbox_of(rules: Rules, reviewer: Reviewer) -> MailboxSettings | None:
    """The mailbox that a reviewer's digest is sent from."""
    return next((each for each in rules.mailboxes if reviewer in rules.reviewers_of(each.name)), None)
