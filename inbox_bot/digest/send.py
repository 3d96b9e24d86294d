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
from inbox_bot.digest.period import due_periods, once_key
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger


def plan_digests(ledger: Ledger, rules: Rules, at: datetime, known: set[str], notes: Sequence[str] = ()) -> int:
    """Ask for every digest that is due and was not asked for; returns how many. Raises LedgerError.

    `known` holds the periods this process has dealt with, so that an idle tick costs nothing; the ledger decides.
    What is open, from whatever day, stands in the latest digest alone: one that is made up for tells of its day.
    """
    planned = 0
    for reviewer in rules.reviewers:
        mailbox = _mailbox_of(rules, reviewer)
        periods = due_periods(reviewer, rules.company.timezone, at)
        for period in periods:
            key = once_key(reviewer, period)
            # With its end: another hour in rules.yaml makes another period of the same day.
            dealt_with = f"{key} {period.ends.isoformat()}"
            if dealt_with in known or mailbox is None:
                continue
            is_latest = period is periods[-1]
            digest = gather(ledger, rules, reviewer, period, notes, with_open=is_latest)
            if digest.received or (is_latest and (digest.needs_person or digest.alarms)):
                letter = _written(ledger, digest, rules, mailbox, reviewer, key, at)
                if letter is None:
                    return planned  # the next tick tries again: somebody may have put the template right
                planned += ledger.actions.add_notice(letter, key, at, mailbox=mailbox.name)
            known.add(dealt_with)
    if planned:
        log.digest_planned(reviewers=planned)
    return planned


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
