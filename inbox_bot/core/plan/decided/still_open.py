"""Who of a vacancy's applicants is still to hear from us, and who is not and why: what closing it goes by.

Pure: the ledger tells what became of each application (`Applied`), and asks this again when a letter is planned and
when it goes out. An applicant is one person, however many mails and addresses the application came by. Whoever is not
certainly to be turned down is spared, and named with the reason: a letter that turns somebody down can't be unsaid.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from inbox_bot.core.plan.filed.joining import is_filed
from inbox_bot.core.reply.checks.limits import BOUNCED_FOR
from inbox_bot.core.reply.why import Spared
from inbox_bot.core.words import Kind, Outcome, Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Applied:
    """One mail's application for a vacancy, and what became of it since."""

    person: str  #: by whom the ledger knows the applicant
    vacancy: str | None
    mail: int  #: its number
    mailbox: str
    raw_hash: str
    name: str | None
    address: str  #: the canonical one that the mail came from; "" where that is nobody's
    at: datetime
    kind: Kind | None
    outcome: Outcome | None
    reason: Reason | None
    withdrawn: bool = False  #: the applicant took it back
    answered_by_hand: bool = False
    presses: bool = False  #: a letter about it waits for a person
    in_doubt: bool = False  #: perhaps somebody who applied before, or several people apply with the mail
    held: bool = False  #: an answer to the mail is held for a person
    bounced_at: datetime | None = None  #: when a mail to them last came back
    declined_at: datetime | None = None  #: when they were last turned down for it


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """One person who applied for a vacancy."""

    person: str
    vacancy: str | None
    mail: int  #: the number of the mail that a letter would answer: the one they wrote last
    mails: frozenset[int]  #: and of all that the application came by
    mailbox: str
    raw_hash: str
    name: str | None
    address: str  #: that they wrote from last
    spared: Spared | None  #: None: they would be turned down

    @property
    def shown(self) -> str:
        """What people call them; untrusted."""
        return self.name or self.address or self.person


def candidates_of(applied: Iterable[Applied], at: datetime, kept: Collection[str] = ()) -> tuple[Candidate, ...]:
    """Each person once, in the order in which they applied; `kept` are spared by name, by their persons."""
    by_person: dict[str, list[Applied]] = {}
    for each in applied:
        by_person.setdefault(each.person, []).append(each)
    return tuple(_candidate(mails, at, kept) for mails in by_person.values())


def _candidate(mails: list[Applied], at: datetime, kept: Collection[str]) -> Candidate:
    standing = [each for each in mails if not each.withdrawn]
    newest = max(standing or mails, key=lambda each: (each.at, each.mail))
    named = [each.name for each in sorted(mails, key=lambda each: each.mail) if each.name]
    return Candidate(
        person=newest.person,
        vacancy=newest.vacancy,
        mail=newest.mail,
        mails=frozenset(each.mail for each in mails),
        mailbox=newest.mailbox,
        raw_hash=newest.raw_hash,
        name=named[-1] if named else None,
        address=newest.address,
        spared=_spared(standing, newest, at, kept),
    )


def _spared(standing: list[Applied], newest: Applied, at: datetime, kept: Collection[str]) -> Spared | None:
    """The first reason that applies. Of a person who applied anew since they were turned down, that is over."""
    declined = [each.declined_at for each in standing if each.declined_at is not None]
    reasons = (
        (Spared.WITHDRAWN, not standing),
        (Spared.DECLINED, any(moment >= newest.at for moment in declined)),
        (Spared.AGENCY, any(each.kind is Kind.AGENCY or each.outcome is Outcome.AGENCY for each in standing)),
        (Spared.REFERRED, newest.kind is not Kind.APPLICATION),
        (Spared.ANSWERED, any(each.answered_by_hand for each in standing)),
        (Spared.IN_REVIEW, any(each.presses or not is_filed(each.outcome, each.reason) for each in standing)),
        (Spared.IN_DOUBT, any(each.in_doubt for each in standing)),
        (Spared.HELD, any(each.held for each in standing)),
        (
            Spared.BOUNCED,
            any(each.bounced_at is not None and at - each.bounced_at < BOUNCED_FOR for each in standing),
        ),
        (Spared.KEPT, newest.person in kept),
    )
    return next((why for why, applies in reasons if applies), None)
