"""Puts every digest that is due into the ledger as a mail to its reviewer, once a reviewer and day."""

from collections.abc import Sequence
from datetime import datetime

from inbox_bot import log
from inbox_bot.core.rules.model import Mailbox, Reviewer, Rules
from inbox_bot.digest.compose import compose
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import due_periods, once_key
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger


def plan_digests(ledger: Ledger, rules: Rules, at: datetime, known: set[str], notes: Sequence[str] = ()) -> int:
    """Ask for every digest that is due and was not asked for; returns how many. Raises LedgerError.

    `known` holds the keys this process has dealt with, so that an idle tick costs nothing; the ledger decides.
    """
    planned = 0
    for reviewer in rules.reviewers:
        mailbox = _mailbox_of(rules, reviewer)
        periods = due_periods(reviewer, rules.company.timezone, at)
        for period in periods:
            key = once_key(reviewer, period)
            if key in known or mailbox is None:
                continue
            digest = gather(ledger, rules, reviewer, period, notes)
            if _is_worth_a_mail(digest, is_latest=period is periods[-1]):
                letter = compose(digest, rules, mailbox, reviewer, key)
                planned += ledger.add_tell(letter, key, at, mailbox=mailbox.name)
            known.add(key)
    if planned:
        log.digest_planned(reviewers=planned)
    return planned


def _is_worth_a_mail(digest: Digest, *, is_latest: bool) -> bool:
    """A day on which nothing came is told of only while it is the last one: what is open stands in that one."""
    return bool(digest.received or (is_latest and (digest.needs_person or digest.alarms)))


def _mailbox_of(rules: Rules, reviewer: Reviewer) -> Mailbox | None:
    """The mailbox that a reviewer's digest is sent from."""
    return next((each for each in rules.mailboxes if reviewer in rules.reviewers_of(each.name)), None)
