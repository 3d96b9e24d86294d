"""A ledger with days in it: mails that came, with what became of them, each row made as the pipeline makes it."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from inbox_bot.core.judgement.verdict import Applicant, Evidence, Request, Verdict
from inbox_bot.core.message.values import Address, Document
from inbox_bot.core.plan.values import Held, PlannedApplication, ReplyDecision, Sends, Silent, Stopped
from inbox_bot.core.reply.why import Hold, Silence, Stop, why_of
from inbox_bot.core.rules.model import DigestTime, MailboxSettings, Reviewer, Rules
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Reason, Right, Role, Template
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.digest.values import Digest
from inbox_bot.edges.ledger import Ledger
from tests.support.builders.company import example_rules
from tests.support.ledgers.places import put_new
from tests.unit.edges.ledger.building import (
    MAILBOX,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    batch_of,
    filed_of,
    place,
    planned,
)

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)  # London has no summer time then
DAY = timedelta(days=1)
INFRA, PIPELINE, SCIENCE = "infrastructure-engineer", "data-pipeline-engineer-intern", "data-scientist-intern"


@cache
def rules() -> Rules:
    """The example company, live."""
    return example_rules()


def a_reviewer(email: str = "hiring@snowplowanalytics.com", *vacancies: str, **digest: object) -> Reviewer:
    return Reviewer(email=email, vacancies=vacancies, digest=DigestTime(**digest))


def with_reviewers(*reviewers: Reviewer) -> Rules:
    return replace(rules(), reviewers=reviewers)


def with_mailboxes(*mailboxes: tuple[str, tuple[str, ...]]) -> Rules:
    """Several mailboxes: the name of each, and its reviewers' addresses."""
    one = rules().mailboxes[0]
    return replace(
        rules(),
        mailboxes=tuple(
            one.model_copy(update={"name": name, "address": f"{name}@snowplowanalytics.com", "reviewers": reviewers})
            for name, reviewers in mailboxes
        ),
    )


def the_day_before(end: datetime) -> Period:
    return Period(day=end.date(), begins=end - DAY, ends=end)


def a_document(filename: str, role: Role = Role.CV) -> Document:
    return Document(section="2", filename=filename, type="application/pdf", role=role, text="…")


@dataclass
class Days:
    """Mails come in, and the digest of a time is asked for."""

    ledger: Ledger
    rules: Rules = field(default_factory=rules)
    uids: "count[int]" = field(default_factory=lambda: count(1))

    def came(
        self,
        name: str,
        outcome: Outcome | None = Outcome.FILED,
        *,
        at: datetime = TUESDAY,
        reason: Reason | None = None,
        sender: str | None = None,
        sender_name: str = "",
        subject: str = "My application",
        vacancies: tuple[str | None, ...] = (INFRA,),
        applicant: str = "",
        documents: tuple[Document, ...] = (),
        mailbox: str = MAILBOX,
        answer: ActionState | None = None,
        why: str | None = None,
        template: Template = Template.ACKNOWLEDGEMENT,
        kind: Kind = Kind.APPLICATION,
        because: tuple[Evidence, ...] = (),
        source: str | None = None,
        asks_for: tuple[Right, ...] = (),
    ) -> int:
        """A mail that came in; `outcome` None: it waits. Gives back the id of its answer, or 0."""
        address = sender if sender is not None else f"{name}@example.org"
        reading = a_reading(name, sender=address, mailbox=mailbox, subject=subject, documents=documents)
        message = replace(reading.message, senders=(Address(name=sender_name, address=address),))
        reading = replace(reading, message=message, received_at=at)
        raw = a_mail(name, at=place(next(self.uids), mailbox=mailbox), received_at=at)
        self.ledger.intake.note_seen([raw], at)
        if outcome is None:
            return 0
        of_an_applicant = outcome in (Outcome.FILED, Outcome.SPECULATIVE, Outcome.CORRESPONDENCE)
        applications = tuple(
            PlannedApplication(
                applicant=Applicant(name=applicant or name.title(), email=address),
                person=address,
                vacancy=vacancy,
                documents=tuple(range(len(documents))),
                number=number,
                source=source,
            )
            for number, vacancy in enumerate(vacancies if of_an_applicant or reason is Reason.ENCRYPTED else ())
        )
        actions = []
        if answer is not None:
            effect = replace(an_answer(address, message_id=f"<answer-{name}@c.example>"), template=template)
            state = answer if answer is ActionState.HELD else ActionState.PENDING
            key = f"answer:{self.ledger.history.fingerprint(reading)}"
            actions.append(an_action(effect, key, state=state, why=why, due_at=at))
        plan = a_plan(*actions, outcome=outcome, reason=reason, applications=applications)
        said = Evidence(rule="asks", quote="about my data", weight=0.8)
        asked = tuple(Request(right=right, evidence=said) for right in asks_for)
        verdict = replace(verdict_of(kind, because), requests=asked)
        mail = planned(self.ledger, reading, replace(plan, reply=decision_of(why)), verdict)
        self.ledger.intake.commit(batch_of(mail), filed_of(mail), at)
        if answer is None:
            return 0
        [number] = [row.id for row in self.ledger.actions.answers() if row.message_id == f"<answer-{name}@c.example>"]
        if answer not in (ActionState.HELD, ActionState.PENDING):
            while (claimed := self.ledger.actions.claim([ActionKind.ANSWER], at)) is not None and claimed.id != number:
                raise AssertionError("another answer was due")
            self.ledger.actions.settle(
                number, answer, at, note="550 no such user" if answer is ActionState.REFUSED else ""
            )
        return number

    def moved_away(self, uid: int, *, mailbox: str = MAILBOX, at: datetime = TUESDAY) -> None:
        """A person moved the mail with this UID out of the inbox."""
        self.ledger.intake.moved(place(uid, mailbox=mailbox), None, at)

    def digest(self, end: datetime = TUESDAY + timedelta(hours=1), *, reviewer: Reviewer | None = None) -> Digest:
        """What the digest of the day before `end` says."""
        return gather(self.ledger, self.rules, reviewer or self.rules.reviewers[0], the_day_before(end))


def days_in(folder: Path) -> Days:
    """An empty ledger in a folder."""
    put_new(folder / "ledger.db")
    return Days(ledger=Ledger.open(folder / "ledger.db"))


def mailbox_of(days: Days) -> MailboxSettings:
    return days.rules.mailboxes[0]


def verdict_of(kind: Kind, because: tuple[Evidence, ...]) -> Verdict:
    """What was judged: `because` speaks for the vacancy, and in an agency's mail for an agency."""
    verdict = a_verdict(kind)
    if kind is Kind.AGENCY:
        return replace(verdict, agency=replace(verdict.agency, evidence=because))
    return replace(verdict, vacancy=replace(verdict.vacancy, evidence=because))


def decision_of(why: str | None) -> ReplyDecision:
    """What was decided about answering, by the word of its reason."""
    match why_of(why):
        case Hold() as hold:
            return Held(template=Template.ACKNOWLEDGEMENT, to="ann@example.org", hold=hold)
        case Stop() as stop:
            return Stopped(stop=stop)
        case Silence() as silence:
            return Silent(silence=silence)
        case _:
            return Sends(template=Template.ACKNOWLEDGEMENT, to="ann@example.org")
