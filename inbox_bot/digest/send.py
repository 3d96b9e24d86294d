"""Puts every digest that is due into the ledger as a mail to its reviewer, once a reviewer and day."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from inbox_bot import log
from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.review.links import AnswerLinks
from inbox_bot.core.rules.model import MailboxSettings, Reviewer, Rules
from inbox_bot.core.rules.templates.compiled import TemplateFailed, TemplateMissing
from inbox_bot.digest.compose import compose
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.copies import SizeOf, nothing_filed, with_copies, with_the_digest
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period, due_periods, from_last_told, once_key, until_key
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What came of comparing the mailboxes with the ledger."""

    doubts: tuple[str, ...] = ()  #: where they differ
    notes: tuple[str, ...] = ()  #: what could not be compared


#: Compares mailboxes, by their names, with the ledger, over what came since a moment.
Compare = Callable[[Collection[str], datetime], Compared]


def nothing_compared(_mailboxes: Collection[str], _since: datetime) -> Compared:
    """Where there is no mailbox to ask."""
    return Compared()


def plan_digests(
    ledger: Ledger,
    rules: Rules,
    at: datetime,
    known: set[str],
    notes: Sequence[str] = (),
    compare: Compare = nothing_compared,
    size_of: SizeOf = nothing_filed,
) -> int:
    """Ask for every digest that is due and was not asked for; returns how many. Raises LedgerError.

    Each begins where the last one ended that went out, whatever is between: a server that was off, a digest that was
    refused. `known` holds the periods that this process has dealt with, so that an idle tick costs nothing; the ledger
    decides.
    What is open, from whatever day, is in the latest digest alone: one that is made up for tells of its day. The latest
    one also says that nothing came in, where its reviewer wants to hear that, and whether the mailbox has more than the
    ledger knows (`compare`).
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
                mailboxes = Concern(rules, reviewer).mailboxes
                compared = compare(mailboxes, told.begins) if is_latest else Compared()
                digest = gather(
                    ledger,
                    rules,
                    reviewer,
                    told,
                    (*notes, *compared.notes),
                    with_open=is_latest,
                    doubts=compared.doubts,
                )
                if _is_told(digest, is_latest=is_latest) or (is_latest and _tells_of_quiet(ledger, reviewer, told)):
                    chosen = with_the_digest(ledger, rules, reviewer, told, size_of)
                    digest = with_copies(digest, chosen, rules, reviewer)
                    letter = _written(ledger, digest, rules, mailbox, reviewer, once_key(reviewer, period), at)
                    if letter is None:
                        return planned  # the next tick tries again: somebody may have put the template right
                    letter = replace(letter, enclosures=chosen.enclosures)
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


def send_as_test(ledger: Ledger, rules: Rules, reviewer: Reviewer, digest: Digest, at: datetime) -> None:
    """Ask for a digest that is only looked at: it tells nothing, so the next one tells all of it again.

    Raises LedgerError, TemplateFailed, and TemplateMissing.
    """
    mailbox = _mailbox_of(rules, reviewer)
    if mailbox is None:
        return
    key = f"digest_test:{reviewer.email.lower()}:{at.isoformat()}"
    answers = answers_to(ledger, rules, reviewer, mailbox, digest.ends)
    letter = compose(digest, rules, mailbox, reviewer, ledger.history.keyed(key), answers)
    wording = rules.wordings.of(reviewer.language)
    subject = wording.say("Test: {subject}", subject=letter.subject)
    ledger.actions.add_notice(replace(letter, subject=subject), key, at, mailbox=mailbox.name)


def answers_to(
    ledger: Ledger, rules: Rules, reviewer: Reviewer, mailbox: MailboxSettings, ends: datetime
) -> AnswerLinks:
    """What makes a digest's links, of the day at whose hour it ends."""
    return AnswerLinks(
        keyed=ledger.history.keyed,
        reviewer=reviewer.email,
        mailbox=mailbox.address,
        day=ends.astimezone(ZoneInfo(rules.company.timezone)).date(),
        wording=rules.wordings.of(reviewer.language),
    )


def _is_told(digest: Digest, *, is_latest: bool) -> bool:
    """Whether there is something to tell."""
    open_ = digest.needs_person or digest.bunches or digest.alarms or digest.doubts or digest.proposals.are_new
    return bool(digest.received or digest.decided or (is_latest and open_))


def _tells_of_quiet(ledger: Ledger, reviewer: Reviewer, period: Period) -> bool:
    """Whether a quiet day is told: not of a time at whose end nobody had looked into the mailbox yet."""
    met = ledger.reports.first_contact_at()
    return reviewer.is_told_of_quiet_days and met is not None and met < period.ends


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
        answers = answers_to(ledger, rules, reviewer, mailbox, digest.ends)
        letter = compose(digest, rules, mailbox, reviewer, ledger.history.keyed(key), answers)
    except (TemplateFailed, TemplateMissing) as error:
        ledger.alarms.raise_(Alarm(kind=AlarmKind.DIGEST, parameters={"problem": str(error)}), at)
        return None
    ledger.alarms.clear(AlarmKind.DIGEST, at)
    return letter


def _mailbox_of(rules: Rules, reviewer: Reviewer) -> MailboxSettings | None:
    """The mailbox that a reviewer's digest is sent from."""
    return next((each for each in rules.mailboxes if reviewer in rules.reviewers_of(each.name)), None)
