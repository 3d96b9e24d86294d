"""The plan of one mail, from everything that was found out about it. Read from the top, it says what outranks what.

1. A mail that can't be read, a further delivery, and spam have their outcome; nothing below changes it.
2. The guard on agencies: what is one, or may be one, is set apart or reviewed whatever the user's rules say.
3. The user's rules: kind, vacancy, outcome, answer, folder.
4. What was judged.
5. A letter that was sent before, with the same CV, is the application that it was.
Whether it is answered is `reply/`'s to say, over all of this: a stop stands above every rule.
"""

from dataclasses import replace
from datetime import datetime

from inbox_bot.core.judgement.verdict import Verdict
from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan.actions import actions_of
from inbox_bot.core.plan.answering import decide_answer
from inbox_bot.core.plan.applications import planned_applications
from inbox_bot.core.plan.introductions import introductions_in
from inbox_bot.core.plan.outcomes import a_duplicate, an_unwelcome_agency, perhaps_an_agency, settle, unread
from inbox_bot.core.plan.rules_applied import as_ruled, as_settled_by, matching_rule
from inbox_bot.core.plan.sent_again import as_sent_again
from inbox_bot.core.plan.settled import Settled
from inbox_bot.core.plan.values import Plan
from inbox_bot.core.reply.circumstances import is_called_spam
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.values import History
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import READING_ATTEMPTS, TRANSIENT, Kind, Outcome, Reason

CANDIDATES_NAMED = 2  # vacancies that the digest names where it is not clear which one is meant
_MACHINES = frozenset({Kind.BOUNCE, Kind.AUTO_REPLY, Kind.OWN, Kind.COMMAND})  # not a person's to review


def plan_for(
    reading: Reading, verdict: Verdict, rules: Rules, history: History, at: datetime, *, released: bool = False
) -> Plan:
    """What is to become of one mail. Same input, same plan; raises KeyError where rules.yaml has no such mailbox.

    `released`: a person wants the held answer sent. Stops bind it still, and so do a template that fails, an open
    breaker and `observe`; the other holds have been weighed by the person.
    """
    matter = Matter(reading=reading, verdict=verdict, rules=rules, history=history, at=at)
    settled = _first_things(matter)
    rule = None
    if settled is None:
        rule = matching_rule(reading, verdict, rules)
        settled = an_unwelcome_agency(matter) or perhaps_an_agency(matter)
        if settled is None and rule is not None:
            ruled = replace(matter, verdict=as_ruled(verdict, reading, rule))
            settled = as_settled_by(rule, settle(ruled), ruled)
        elif settled is None:
            settled = settle(matter)
        if rule is None or rule.then.outcome is None:
            settled = as_sent_again(settled, matter)
    answering = decide_answer(settled, matter, rule=rule, released=released)
    return Plan(
        outcome=settled.outcome,
        reason=settled.reason,
        applications=planned_applications(settled, reading, verdict, rules),
        introductions=introductions_in(matter),
        actions=actions_of(settled, answering, matter, rule=rule, released=released),
        reply=answering.decision,
        rule=rule.name if rule is not None else None,
        about=settled.about,
        quote=_quote(settled.reason, matter),
    )


def _quote(reason: Reason | None, matter: Matter) -> str:
    """What a reviewer reads behind the reason: where the CV is, or the vacancies between which a person decides."""
    verdict = matter.verdict
    if reason is Reason.ELSEWHERE:
        return verdict.elsewhere.quote if verdict.elsewhere else ""
    if reason not in (Reason.TWO_VACANCIES, Reason.UNSURE_VACANCY):
        return ""
    candidates = (matter.rules.vacancy(each.id) for each in verdict.vacancy.alternatives[:CANDIDATES_NAMED])
    return safe.line(" / ".join(vacancy.title for vacancy in candidates if vacancy is not None))


def _first_things(matter: Matter) -> Settled | None:
    """What no rule has a say in."""
    if (settled := unread(matter) or a_duplicate(matter)) is not None:
        return settled
    if is_called_spam(matter.reading.message) and matter.verdict.kind not in _MACHINES:
        return Settled(outcome=Outcome.REVIEW, reason=Reason.SPAM)
    return None


def waits(reading: Reading, history: History) -> bool:
    """True where reading ran out of time or died, and fewer than three attempts were made. Other problems are final."""
    return reading.problem in TRANSIENT and history.attempts < READING_ATTEMPTS
