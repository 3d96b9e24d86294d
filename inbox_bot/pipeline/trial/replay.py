"""Kept mails, judged again under other rules: what exactly would change. Acts on nothing.

With new rules, each mail is planned twice over the same reading and the same history: under the rules in force, and
under the new ones. So what differs is the rules' doing, and nothing else's: not a letter that went out since, not
another version of ours. Without, it is compared with what the ledger says became of it.

What people decided stands in both plans: no rule overrules them.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from inbox_bot.core.message.values import Location, RawMail, Reading
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.plan.filed.layout import is_kept_in_the_mailbox_alone
from inbox_bot.core.plan.values import Plan, ReplyDecision
from inbox_bot.core.review.decision import AsJudged, Decision, Means
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.edges.ledger import MailRow, NoSuchAction
from inbox_bot.edges.mailbox import MailboxDown, SpoolFailed
from inbox_bot.edges.secrets import SecretMissing
from inbox_bot.pipeline.decisions.admitted import check_mail
from inbox_bot.pipeline.decisions.correction import Intent
from inbox_bot.pipeline.decisions.decide import plan_reading
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.kept import fetched_file, kept_file
from inbox_bot.pipeline.opened import with_opened
from inbox_bot.pipeline.scans import with_scans_read

TOGETHER = 20  # mails whose bytes are copied for the readers at once


@dataclass(frozen=True, kw_only=True, slots=True)
class Consequence:
    """What becomes of a mail, as far as rules can change it."""

    outcome: Outcome | None
    reason: Reason | None
    vacancies: tuple[str | None, ...]  #: of its applications
    folder: tuple[str, ...] | None = None  #: that it is moved to; None: it stays
    reply: ReplyDecision | None = None  #: None: what the ledger says is not compared


@dataclass(frozen=True, kw_only=True, slots=True)
class Replayed:
    """A mail, as it is and as it would be."""

    mail: MailRow
    was: Consequence
    becomes: Consequence

    @property
    def changes(self) -> bool:
        """Whether anything would be otherwise."""
        return self.was != self.becomes


@dataclass
class Replay:
    """One run over kept mails. `installation` has the rules in force, and a spool of its own."""

    installation: Installation
    new: Rules | None  #: None: today's rules, against what the ledger says
    at: datetime
    gone: int = 0  #: mails whose bytes are kept no longer, and lie in no mailbox either
    in_mailbox: int = 0  #: mails that lie in their mailbox alone, which could not be asked for them
    left: int = 0  #: mails about which nobody decides: commands, further deliveries, those that wait
    done: int = field(default=0)
    _silent: set[str] = field(default_factory=set)  #: mailboxes that did not answer

    def over(self, mails: Sequence[MailRow]) -> Iterator[Replayed]:
        """Each mail that could be judged again, in the order given. Raises LedgerError, FilingFailed, OSError."""
        for begin in range(0, len(mails), TOGETHER):
            yield from self._together(mails[begin : begin + TOGETHER])

    def _together(self, mails: Sequence[MailRow]) -> Iterator[Replayed]:
        found: dict[int, RawMail | None] = {}
        try:
            for mail in mails:
                found[mail.id] = self._bytes_of(mail)
            readings = iter(self.installation.reading.read([raw for raw in found.values() if raw is not None]))
            for mail in mails:
                self.done += 1
                raw = found[mail.id]
                if raw is None:
                    continue
                by = self.installation
                reading = with_scans_read(next(readings), raw.spool, by.reading, by.filing)
                replayed = self._replayed(mail, with_opened(reading, by))
                if replayed is None:
                    self.left += 1
                else:
                    yield replayed
        finally:
            for raw in found.values():
                if raw is not None:
                    raw.spool.unlink(missing_ok=True)

    def _bytes_of(self, mail: MailRow) -> RawMail | None:
        """A mail as it is kept; one of which nothing is kept, from its mailbox. None where it can't be had: counted.

        A mailbox that did not answer once is not asked again.
        """
        path = kept_file(self.installation.filing, mail.raw_path, self.installation.spool)
        if path is not None:
            return _as_fetched(mail, path)
        raw = None
        if mail.raw_path is None and is_kept_in_the_mailbox_alone(mail.outcome, mail.reason):
            try:
                raw = None if mail.mailbox in self._silent else fetched_file(mail, self.installation)
            except (MailboxDown, SecretMissing, SpoolFailed):
                self._silent.add(mail.mailbox)
            lies_there = self.installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash)
            if raw is None and mail.mailbox in self._silent and lies_there:
                self.in_mailbox += 1
                return None
        if raw is None:
            self.gone += 1
            return None
        return replace(raw, raw_hash=mail.raw_hash, received_at=mail.received_at)  # a server may store it otherwise

    def _replayed(self, mail: MailRow, reading: Reading) -> Replayed | None:
        try:
            bearing = self.installation.ledger.decisions.bearing(mail.id)
            check_mail(mail, bearing)
            in_force, *new = [
                plan_reading(reading, mail, bearing, as_judged(mail.id, None, self.at), by, self.at).plan
                for by in self._installations()
            ]
        except (NotDecided, NoSuchAction):
            return None
        if not new:
            return Replayed(mail=mail, was=_recorded(mail), becomes=_without_letter(_of(in_force)))
        return Replayed(mail=mail, was=_of(in_force), becomes=_of(new[0]))

    def _installations(self) -> Iterable[Installation]:
        for rules in (self.installation.rules, *([self.new] if self.new is not None else [])):
            yield replace(self.installation, rules=replace(rules, mode=Mode.LIVE))


def as_judged(message: int, by: str | None, at: datetime) -> Intent:
    """A mail is to become what it is judged to be now; what people decided about it stays in force."""
    decision = Decision(wanted=AsJudged(), by=by, means=Means.COMMAND, at=at)
    return Intent(message=message, decision=decision, by=by, means=Means.COMMAND)


def _as_fetched(mail: MailRow, path: Path) -> RawMail:
    with path.open("rb") as file:
        whole = hashlib.file_digest(file, "sha256").hexdigest() == mail.raw_hash
    return RawMail(
        location=Location(mailbox=mail.mailbox, folder="", uidvalidity=0, uid=0),
        raw_hash=mail.raw_hash,
        size_bytes=mail.size_bytes,
        received_at=mail.received_at,
        flags=frozenset(),
        spool=path,
        headers_only=not whole,  # of one that was too large to fetch, only the header was kept
    )


def _of(plan: Plan) -> Consequence:
    moves = (each.effect.folder for each in plan.actions if isinstance(each.effect, Move))
    return Consequence(
        outcome=plan.outcome,
        reason=plan.reason,
        vacancies=tuple(application.vacancy for application in plan.applications),
        folder=next(moves, None),
        reply=plan.reply,
    )


def _recorded(mail: MailRow) -> Consequence:
    vacancies = tuple(application.vacancy for application in mail.applications)
    return Consequence(outcome=mail.outcome, reason=mail.reason, vacancies=vacancies)


def _without_letter(found: Consequence) -> Consequence:
    return replace(found, folder=None, reply=None)
