"""What becomes of an input: read, judged and planned in this process, as a fresh installation would in live mode."""

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import EarlierApplication, EarlierMail, Known, Verdict
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.values import Reading
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.effects import Flag, Move
from inbox_bot.core.plan.values import Held, Plan, Sends
from inbox_bot.core.reply.correspondents.correspondent import canonical
from inbox_bot.core.reply.values import History, PastAnswer, PastApplication
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import ActionState, Kind, Template
from tests.reports.inputs import ANSWERED, EARLIER, Input, Wanted
from tests.support.builders.company import example_rules
from tests.support.builders.mails import read_mail

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
BEFORE = NOW - timedelta(days=2)
NONE = "none"

Facts = Mapping[str, tuple[str, ...]]


@functools.cache
def _rules() -> Rules:
    return example_rules()


def wrong_with(one: Input) -> str:
    """What is wrong with an input, as "outcome=review, but not_an_application"; "" where it comes out right."""
    facts = facts_of(one)
    wrong = [[wanted for wanted in line if not holds(wanted, facts)] for line in one.right]
    assert wrong, f"{one}: no Right"
    if not all(wrong):
        return ""
    return "; ".join(f"{wanted}, but {', '.join(facts[wanted.fact])[:80]}" for wanted in min(wrong, key=len))


def holds(wanted: Wanted, facts: Facts) -> bool:
    """Whether one wanted fact came out. Raises KeyError where there is no such fact."""
    if wanted.fact == "says":
        found = any(value.casefold() in text.casefold() for value in wanted.values for text in facts["says"])
    else:
        found = any(value in wanted.values for value in facts[wanted.fact])
    return found is wanted.is_wanted


def facts_of(one: Input) -> Facts:
    """Everything that a `Right:` line may ask about."""
    reading, verdict, plan = way_of(one)
    moved = any(isinstance(action.effect, Move) for action in plan.actions)
    flagged = any(isinstance(action.effect, Flag) and "\\Flagged" in action.effect.flags for action in plan.actions)
    about = plan.about
    return {
        "kind": (verdict.kind.value,),
        "outcome": (plan.outcome.value,),
        "reason": (plan.reason.value if plan.reason else NONE,),
        "vacancy": (verdict.vacancy.id or NONE,),
        "template": (plan.reply.template.value if isinstance(plan.reply, Sends | Held) else NONE,),
        "send": (_yes(isinstance(plan.reply, Sends)),),
        "applicant": (verdict.applicant.name or NONE,),
        "email": (verdict.applicant.email or NONE,),
        "phone": (verdict.applicant.phone or NONE,),
        "agency": (_yes(verdict.agency.flagged),),
        "roles": tuple(document.role.value for document in reading.documents) or (NONE,),
        "problems": tuple(document.problem.value for document in reading.documents if document.problem) or (NONE,),
        "names": tuple(document.filename for document in reading.documents) or (NONE,),
        "says": tuple(document.text for document in reading.documents),
        "about": ((about.vacancy or NONE) if about else NONE,),
        "inbox": ("left" if moved else "stays",),
        "flagged": (_yes(flagged),),
    }


def way_of(one: Input) -> tuple[Reading, Verdict, Plan]:
    """An input's reading, verdict and plan."""
    message = read_mail(one.content)
    reading = Reading(
        raw_hash=hashlib.sha256(one.content).hexdigest(),
        mailbox=_rules().mailboxes[0].name,
        received_at=NOW,
        message=message,
        documents=documents_of(message),
        content_hash=content_hash(message),
    )
    known = Known(earlier=tuple(_earlier(one)))
    verdict = judge(reading, _rules(), known)
    history = _history(one, canonical(message.sender.address) if message.sender else "")
    return reading, verdict, plan_for(reading, verdict, _rules(), history, NOW)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def _vacancy(one: Input) -> str | None:
    words = [word.split() for word in one.known]
    return next((word[1] for word in words if len(word) == 2), None)


def _earlier(one: Input) -> Iterator[EarlierMail]:
    """What the ledger would say of earlier mails."""
    states, vacancy = {word.split()[0] for word in one.known}, _vacancy(one)
    had_cv = "asked" not in states
    application = EarlierApplication(
        raw_hash="earlier", number=0, name=None, vacancy=vacancy, had_cv=had_cv, is_senders="thread" not in states
    )
    mail = EarlierMail(
        message_id=EARLIER,
        kind=Kind.APPLICATION,
        vacancies=(vacancy,) if vacancy else (),
        received_at=BEFORE,
        ours=False,
        same_person="thread" not in states,
        same_thread="thread" in states,
        had_cv=had_cv,
        applications=(application,),
    )
    if "shared" in states:
        yield replace(mail, applications=(replace(application, name="Bob Ray"), replace(application, name="Cy Dole")))
    if states & {"applied", "asked", "thread"}:
        yield mail
    if states & {"answered", "asked"}:
        yield replace(mail, message_id=ANSWERED, kind=Kind.OWN, ours=True, same_thread=True, had_cv=None)


def _history(one: Input, sender: str) -> History:
    states, vacancy = {word.split()[0] for word in one.known}, _vacancy(one)
    answers: list[PastAnswer] = []
    applications: list[PastApplication] = []
    if states & {"applied", "asked"}:
        applications.append(
            PastApplication(vacancy=vacancy, at=BEFORE, had_cv="asked" not in states, raw_hash="earlier")
        )
    if states & {"answered", "asked"}:
        answers.append(
            PastAnswer(
                answer_of="earlier",
                template=Template.MISSING_CV if "asked" in states else Template.ACKNOWLEDGEMENT,
                state=ActionState.DONE,
                at=BEFORE,
                message_id=ANSWERED,
                subject="Your application: Infrastructure engineer",
                correspondent=sender,
                person=sender,
                vacancy=vacancy,
                likeness="earlier",
                referred_to=True,
            )
        )
    return History(
        fingerprint=hashlib.sha256(str(one).encode()).hexdigest(),
        first_seen_at=NOW,
        answers=tuple(answers),
        applications=tuple(applications),
    )
