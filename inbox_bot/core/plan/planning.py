"""The plan of one mail, from everything that was found out about it. Read from the top, it says what outranks what.

1. A further delivery of a mail that is known; nothing below changes that.
2. What a person decided (`decided`).
3. A mail that can't be read, and spam, have their outcome.
4. The guard on agencies: what is one, or may be one, is set apart or reviewed whatever the user's rules say.
5. The user's rules: kind, vacancy, outcome, answer, folder.
6. What was judged.
7. A letter that was sent before, with the same CV, is the application that it was.
Whether it is answered is `reply/`'s to say, over all of this: a stop stands above every rule, and every decision.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message import safe
from inbox_bot.core.message.scanned import what_it_said
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.actions import actions_of
from inbox_bot.core.plan.answering import decide_answer
from inbox_bot.core.plan.approvals import as_far_as_approved, beyond_in
from inbox_bot.core.plan.consenting import consent_in
from inbox_bot.core.plan.decided.decision import (
    filed_for_its_letter,
    one_by_one,
    settled_as_decided,
    with_what_is_decided,
)
from inbox_bot.core.plan.decided.settled import Settled
from inbox_bot.core.plan.filed.applications import planned_applications
from inbox_bot.core.plan.filed.sent_again import as_sent_again
from inbox_bot.core.plan.introductions import agencys_mail, introductions_in, is_an_agencys
from inbox_bot.core.plan.outcomes import a_duplicate, an_unwelcome_agency, perhaps_an_agency, settle, unread
from inbox_bot.core.plan.rules_applied import answered_as_ruled, as_ruled, as_settled_by, matching_rule
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.checks.circumstances import is_called_spam
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.values import History
from inbox_bot.core.review.decision import Decided
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.rules.user_rules import UserRule
from inbox_bot.core.words import READING_ATTEMPTS, TRANSIENT, Kind, Outcome, Reason, Role

CANDIDATES_NAMED = 2  # vacancies that the digest names where it is not clear which one is meant
_REQUESTS = frozenset({Kind.APPLICATION, Kind.REFERRAL, Kind.WITHDRAWAL})
_MACHINES = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.OWN, Kind.COMMAND})  # not a person's to review


@dataclass(frozen=True, kw_only=True, slots=True)
class Settling:
    """What was settled, by which of the user's rules, and about which matter."""

    settled: Settled
    matter: Matter  #: with the verdict that a decision left
    rule: UserRule | None = None


def plan_for(
    reading: Reading,
    verdict: Verdict,
    rules: Rules,
    history: History,
    at: datetime,
    *,
    decided: Decided | None = None,
) -> Plan:
    """What is to become of one mail. Same input, same plan; raises KeyError where rules.yaml has no such mailbox.

    `decided`: what people decided about it; the mail was planned before, and `history` leaves out those of its letters
    that have not gone. Stops bind a decision still, and so do a template that fails, an open breaker and `observe`.
    """
    judged = Matter(reading=reading, verdict=verdict, rules=rules, history=history, at=at)
    settling = _settled(judged, decided)
    settled, matter, rule = settling.settled, settling.matter, settling.rule
    mail = agencys_mail(matter) if settled.outcome is not Outcome.DUPLICATE else None  # noted with its first delivery
    answering = decide_answer(settled, matter, judged=judged, rule=rule, decided=decided)
    return Plan(
        outcome=settled.outcome,
        reason=settled.reason,
        applications=planned_applications(settled, reading, matter.verdict, rules, history),
        is_an_agencys=is_an_agencys(matter),
        agencys_mail=mail,
        introductions=introductions_in(matter, mail) if mail is not None else (),
        actions=actions_of(settled, answering, matter, rule=rule, decided=decided),
        reply=answering.decision,
        rule=rule.name if rule is not None else None,
        about=settled.about,
        consent=settled.consent or consent_in(matter, settled),
        quote=_quote(settled, matter),
    )


def _settled(judged: Matter, decided: Decided | None) -> Settling:
    if (settled := a_duplicate(judged)) is not None:
        return Settling(settled=settled, matter=judged)
    approved = as_far_as_approved(judged)
    if decided is None:
        return _as_ruled_or_judged(approved)
    matter = with_what_is_decided(approved, decided)
    settled = settled_as_decided(matter, decided)
    if settled is None:
        settling = _as_ruled_or_judged(matter)
    else:
        rule = matching_rule(judged.reading, judged.verdict, judged.rules)
        settling = Settling(settled=answered_as_ruled(rule, settled, matter), matter=matter, rule=rule)
    settled = filed_for_its_letter(one_by_one(settling.settled, matter, decided), matter, decided)
    return replace(settling, settled=settled)


def _as_ruled_or_judged(matter: Matter) -> Settling:
    if (settled := unread(matter) or _spam(matter)) is not None:
        return Settling(settled=settled, matter=matter)
    rule = matching_rule(matter.reading, matter.verdict, matter.rules)
    settled = an_unwelcome_agency(matter) or perhaps_an_agency(matter)
    if settled is None and rule is not None:
        ruled = replace(matter, verdict=as_ruled(matter.verdict, matter.reading, rule))
        settled = as_settled_by(rule, settle(ruled), ruled)
    elif settled is None:
        settled = settle(matter)
    if rule is None or rule.then.outcome is None:
        settled = as_sent_again(settled, matter)
    if rule is None and _is_junk(settled, matter):
        settled = Settled(outcome=Outcome.NOT_AN_APPLICATION, reason=Reason.SPAM)
    return Settling(settled=settled, matter=matter, rule=rule)


def _quote(settled: Settled, matter: Matter) -> str:
    """What a reviewer reads behind the reason: where the CV is, what is in the mail, which vacancies it may be for."""
    if settled.outcome is Outcome.AGENCY:
        return beyond_in(matter.verdict)
    verdict, reason = matter.verdict, settled.reason
    if reason is Reason.ELSEWHERE:
        return verdict.elsewhere.quote if verdict.elsewhere else ""
    if reason in (Reason.INFECTED, Reason.NOT_CHECKED):
        return what_it_said(matter.reading.documents)
    if reason not in (Reason.TWO_VACANCIES, Reason.UNSURE_VACANCY):
        return ""
    candidates = (matter.rules.vacancy(each.id) for each in verdict.vacancy.alternatives[:CANDIDATES_NAMED])
    return safe.line(" / ".join(vacancy.title for vacancy in candidates if vacancy is not None))


def _is_junk(settled: Settled, matter: Matter) -> bool:
    """Whether the mail server was right to put it into the folder for junk.

    What asks for a place, carries a CV or belongs to an application is a person's to look at, wherever it lies.
    """
    carries_a_cv = any(document.role is Role.CV for document in matter.reading.documents)
    return (
        matter.history.found_in_junk
        and settled.outcome is Outcome.REVIEW
        and matter.verdict.kind not in _REQUESTS
        and not carries_a_cv
        and settled.about is None
    )


def _spam(matter: Matter) -> Settled | None:
    if matter.history.found_in_junk:
        return None  # the folder says so already, and applications are looked for in it
    if is_called_spam(matter.message) and matter.verdict.kind not in _MACHINES:
        return Settled(outcome=Outcome.REVIEW, reason=Reason.SPAM)
    return None


def waits(reading: Reading, history: History) -> bool:
    """True where reading (or the virus scanner) broke off, and fewer than three attempts were made.

    Other problems are final.
    """
    return reading.problem in TRANSIENT and history.attempts < READING_ATTEMPTS
