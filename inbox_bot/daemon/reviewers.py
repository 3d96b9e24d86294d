"""What reviewers are told while the daemon runs: their digests, and documents that they want at once."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from inbox_bot.core.wording import Sentence
from inbox_bot.digest.copies import PassedOn, plan_copies
from inbox_bot.digest.send import Compared, plan_digests
from inbox_bot.edges.filing import Filing, NotFiled
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.privacy.told import kept_notes
from inbox_bot.pipeline.upkeep.passed_over import passed_over


@dataclass
class Told:
    """What this process has dealt with: an idle tick asks next to nothing."""

    digests: set[str] = field(default_factory=set)
    copies: PassedOn = field(default_factory=PassedOn)


def tell_reviewers(installation: Installation, told: Told) -> None:
    """Ask for the digests that are due, and for mails with documents. Raises LedgerError, FilingFailed."""
    ledger, rules, at = installation.ledger, installation.rules, installation.now()
    report = installation.reading.cage_report()
    offers = Sentence("This machine's kernel offers only {report} for reading documents.", report=report)
    notes = () if report.is_closed else (offers,)

    def compare(mailboxes: Collection[str], since: datetime) -> Compared:
        doubts, unasked = passed_over(installation, mailboxes, since)
        return Compared(doubts=doubts, notes=(*unasked, *kept_notes(ledger, rules, at)))

    def size_of(path: str) -> int | None:
        return size_in(installation.filing, path)

    plan_copies(ledger, rules, at, told.copies, size_of)
    plan_digests(ledger, rules, at, told.digests, notes, compare, size_of)


def size_in(filing: Filing, path: str) -> int | None:
    """How many bytes are filed under a path; None where nothing is. Raises FilingFailed."""
    try:
        return filing.size(path)
    except NotFiled:
        return None
