"""Mails, readings and plans for the ledger's tests: values only, nothing is fetched, read or judged."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from inbox_bot.core.judgement.verdict import AgencyFinding, Applicant, ApplicationFinding, VacancyFinding, Verdict
from inbox_bot.core.message.values import Address, Document, Location, Message, RawMail, Reading
from inbox_bot.core.plan.effects import Effect, Flag
from inbox_bot.core.plan.values import (
    Action,
    FiledApplication,
    FiledMail,
    Plan,
    Planned,
    PlannedApplication,
    PlannedMail,
    Silent,
)
from inbox_bot.core.reply.values import Answer, Letter
from inbox_bot.core.reply.why import Silence
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome, Problem, Reason, Role, Template
from inbox_bot.edges.ledger import Ledger

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MAILBOX = "recruitment"
INBOX = "INBOX"
UIDVALIDITY = 4_000_000_000  # RFC 3501: unsigned 32 bits, more than PostgreSQL's INTEGER holds


def hash_of(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def place(uid: int, *, folder: str = INBOX, uidvalidity: int = UIDVALIDITY, mailbox: str = MAILBOX) -> Location:
    return Location(mailbox=mailbox, folder=folder, uidvalidity=uidvalidity, uid=uid)


def a_mail(
    name: str = "ann",
    uid: int = 1,
    *,
    at: Location | None = None,
    flags: frozenset[str] = frozenset(),
    received_at: datetime = AT,
) -> RawMail:
    """A fetched mail; its name stands for its bytes."""
    return RawMail(
        location=at or place(uid),
        raw_hash=hash_of(name),
        size_bytes=1000,
        received_at=received_at,
        flags=flags,
        spool=Path("spool"),
    )


def a_reading(
    name: str = "ann",
    *,
    sender: str | None = "ann@example.org",
    content: str | None = None,
    message_id: str | None = None,
    references: Sequence[str] = (),
    documents: tuple[Document, ...] = (),
    problem: Problem | None = None,
    typed: str = "",
    mailbox: str = MAILBOX,
    subject: str = "My application",
    quoted: str = "",
) -> Reading:
    """What reading that mail gave; `content` stands for what its sender wrote, whatever the transport added."""
    return Reading(
        raw_hash=hash_of(name),
        mailbox=mailbox,
        received_at=AT,
        message=Message(
            senders=(Address(name="", address=sender),) if sender else (),
            from_fields=1 if sender else 0,
            subject=subject,
            message_id=message_id or f"<{name}@example.org>",
            references=tuple(references),
            typed=typed or f"I am {name}",
            quoted=quoted,
        ),
        documents=documents,
        content_hash="" if problem else hash_of(content or f"content of {name}"),
        problem=problem,
    )


def a_cv(filename: str = "cv.pdf") -> Document:
    return Document(section="2", filename=filename, type="application/pdf", role=Role.CV, text="Ann Lee")


def a_verdict(
    kind: Kind = Kind.APPLICATION, *, email: str | None = None, vacancy: str | None = "baker", agency: bool = False
) -> Verdict:
    applicant = Applicant(name="Ann Lee", email=email)
    finding = VacancyFinding(id=vacancy, confidence=0.9)
    return Verdict(
        kind=kind,
        agency=AgencyFinding(flagged=agency),
        vacancy=finding,
        applicant=applicant,
        applications=(ApplicationFinding(applicant=applicant, vacancy=finding),),
    )


def a_letter(to: str = "ann@example.org", *, text: str = "Thank you.", message_id: str = "<ours@c.example>") -> Letter:
    return Letter(
        sender=Address(name="Company", address="jobs@c.example"),
        to=Address(name="", address=to),
        subject="Re: My application",
        text=text,
        message_id=message_id,
    )


def an_answer(
    to: str = "ann@example.org",
    *,
    vacancy: str | None = "baker",
    likeness: str = "alike",
    message_id: str | None = None,
    text: str = "Thank you.",
    person: str | None = None,
) -> Answer:
    return Answer(
        letter=a_letter(to, text=text, message_id=message_id or f"<answer-to-{to}>"),
        template=Template.ACKNOWLEDGEMENT,
        language="en",
        correspondent=to,
        person=person or to,
        vacancy=vacancy,
        likeness=likeness,
    )


def an_action(
    effect: Effect,
    *keys: str,
    state: ActionState = ActionState.PENDING,
    why: str | None = None,
    due_at: datetime = AT,
    after_answer: bool = False,
) -> Action:
    return Action(effect=effect, once_keys=keys, state=state, why=why, due_at=due_at, after_answer=after_answer)


ANSWERED = an_action(Flag(flags=("\\Answered",)), after_answer=True)


def a_plan(
    *actions: Action,
    outcome: Outcome = Outcome.FILED,
    reason: Reason | None = None,
    applications: tuple[PlannedApplication, ...] = (),
) -> Plan:
    return Plan(
        outcome=outcome,
        reason=reason,
        applications=tuple(replace(each, number=number) for number, each in enumerate(applications)),
        actions=actions,
        reply=Silent(silence=Silence.NOT_ANSWERED),
    )


def an_application(
    person: str = "ann@example.org",
    *,
    vacancy: str | None = "baker",
    number: int = 0,
    documents: tuple[int, ...] = (),
) -> PlannedApplication:
    return PlannedApplication(
        applicant=Applicant(name="Ann Lee", email=person),
        person=person,
        vacancy=vacancy,
        number=number,
        documents=documents,
    )


def planned(ledger: Ledger, reading: Reading, plan: Plan, verdict: Verdict | None = None) -> PlannedMail:
    return PlannedMail(
        reading=reading, verdict=verdict or a_verdict(), fingerprint=ledger.history.fingerprint(reading), plan=plan
    )


def batch_of(*mails: PlannedMail) -> Planned:
    batch = Planned()
    for mail in mails:
        batch.add(mail)
    return batch


def filed_of(*mails: PlannedMail) -> dict[str, FiledMail]:
    return {
        mail.reading.raw_hash: FiledMail(
            raw=f"baker/2026/{mail.reading.raw_hash[:6]}/message.eml",
            applications=tuple(
                FiledApplication(
                    folder=f"baker/2026/{mail.reading.raw_hash[:6]}",
                    documents=tuple(f"baker/2026/{index}.pdf" for index in application.documents),
                )
                for application in mail.plan.applications
            ),
        )
        for mail in mails
    }


def take_in(
    ledger: Ledger,
    name: str = "ann",
    *actions: Action,
    uid: int = 1,
    at: datetime = AT,
    outcome: Outcome = Outcome.FILED,
    reason: Reason | None = None,
    verdict: Verdict | None = None,
    reading: Reading | None = None,
    applications: tuple[PlannedApplication, ...] = (),
) -> Reading:
    """A mail's whole way: seen, read, planned, committed. Gives back its reading."""
    reading = reading or a_reading(name)
    ledger.intake.note_seen([a_mail(name, uid, at=place(uid, mailbox=reading.mailbox))], at)
    mail = planned(
        ledger, reading, a_plan(*actions, outcome=outcome, reason=reason, applications=applications), verdict
    )
    ledger.intake.commit(batch_of(mail), filed_of(mail), at)
    return reading


def take_in_with_answer(
    ledger: Ledger,
    name: str = "ann",
    *,
    uid: int = 1,
    to: str = "ann@example.org",
    state: ActionState = ActionState.PENDING,
    why: str | None = None,
    at: datetime = AT,
    due_at: datetime | None = None,
    message_id: str | None = None,
) -> int:
    """A mail that is answered, with the flag that waits for the answer. Gives back the answer's id."""
    reading = a_reading(name, sender=to)
    answer = an_action(
        an_answer(to, message_id=message_id),
        f"answer:{ledger.history.fingerprint(reading)}",
        state=state,
        why=why,
        due_at=due_at or at,
    )
    take_in(ledger, name, answer, ANSWERED, uid=uid, at=at, reading=reading)
    return max(row.id for row in ledger.actions.answers())


def send(ledger: Ledger, at: datetime = AT, state: ActionState = ActionState.DONE) -> int:
    """Claims the next answer and settles it."""
    claimed = ledger.actions.claim([ActionKind.ANSWER], at)
    assert claimed is not None
    ledger.actions.settle(claimed.id, state, at)
    return claimed.id
