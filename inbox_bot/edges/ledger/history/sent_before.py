"""The mails with which the same writer sent the same letter and papers before, and whether they took that back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, literal_column, select

from inbox_bot.core.judgement.verdict import EarlierApplication
from inbox_bot.core.message.safe import line
from inbox_bot.core.plan.filed.cvs import brings_a_cv
from inbox_bot.core.plan.values import PlannedMail
from inbox_bot.core.reply.matter import writer_of
from inbox_bot.core.reply.values import SentBefore
from inbox_bot.core.words import Kind, Outcome
from inbox_bot.edges.ledger.schema import applications, messages, persons

LOOKED_AT = 5  # the newest; who sends one letter more often than that in a month sends the same application
_APPLYING = (Outcome.FILED, Outcome.SPECULATIVE, Outcome.REVIEW)

#: Earlier mails of one substance by one writer, that are applications still, the newest first.
SAME_SUBSTANCE = (
    select(messages.c.id, messages.c.raw_hash, messages.c.received_at, messages.c.subject)
    .where(
        messages.c.substance == bindparam("substance"),
        messages.c.correspondent == bindparam("writer"),
        messages.c.outcome.in_(_APPLYING),
        messages.c.id < bindparam("before"),
    )
    .order_by(messages.c.id.desc())
    .limit(literal_column(str(LOOKED_AT)))
)

#: The applications that a mail brought, in their order.
APPLICATIONS_BROUGHT = (
    select(
        applications.c.number,
        applications.c.name,
        applications.c.vacancy,
        applications.c.had_cv,
        persons.c.canonical,
    )
    .join(persons, persons.c.id == applications.c.person)
    .where(applications.c.message == bindparam("message"))
    .order_by(applications.c.number)
)

#: A mail between two others in which one of these took the application back.
WITHDRAWN_BETWEEN = (
    select(messages.c.id)
    .where(
        messages.c.correspondent.in_(bindparam("correspondents", expanding=True)),
        messages.c.kind == Kind.WITHDRAWAL,
        messages.c.id > bindparam("after"),
        messages.c.id < bindparam("before"),
    )
    .limit(1)
)


def sent_before(
    connection: Connection, *, substance: str, writer: str, person: str, before: int
) -> tuple[SentBefore, ...]:
    """Those committed with a lower number than `before`; none where there is no substance, or no writer."""
    if not substance or not writer:
        return ()
    asked = {"substance": substance, "writer": line(writer, 1000), "before": before}
    found = []
    for row in connection.execute(SAME_SUBSTANCE, asked).all():
        brought = connection.execute(APPLICATIONS_BROUGHT, {"message": row.id}).all()
        between = {"correspondents": sorted({writer, person} - {""}), "after": row.id, "before": before}
        if brought:
            found.append(
                SentBefore(
                    received_at=row.received_at,
                    subject=row.subject or "",
                    applications=tuple(
                        EarlierApplication(
                            raw_hash=row.raw_hash,
                            number=one.number,
                            name=one.name,
                            vacancy=one.vacancy,
                            had_cv=one.had_cv,
                            is_senders=one.canonical == writer,
                        )
                        for one in brought
                    ),
                    withdrawn=connection.execute(WITHDRAWN_BETWEEN, between).first() is not None,
                )
            )
    return tuple(found)


def with_batch(
    committed: Sequence[SentBefore], batch: Iterable[PlannedMail], *, substance: str, writer: str, person: str
) -> tuple[SentBefore, ...]:
    """The same as it will be when the batch's earlier mails are committed."""
    found = list(reversed(committed))
    for mail in batch:
        wrote = writer_of(mail.reading.message, mail.verdict)
        if mail.verdict.kind is Kind.WITHDRAWAL and wrote in {writer, person} - {""}:
            found = [replace(each, withdrawn=True) for each in found]
        elif substance and mail.substance == substance and writer and wrote == writer and mail.plan.applications:
            found.append(_of_the_batch(mail, writer))
    return tuple(reversed(found))


def _of_the_batch(mail: PlannedMail, writer: str) -> SentBefore:
    return SentBefore(
        received_at=mail.reading.received_at,
        subject=line(mail.reading.message.subject),
        applications=tuple(
            EarlierApplication(
                raw_hash=mail.reading.raw_hash,
                number=number,
                name=one.applicant.name,
                vacancy=one.vacancy,
                had_cv=brings_a_cv(mail.reading, one.documents),
                is_senders=one.person == writer,
            )
            for number, one in enumerate(mail.plan.applications)
        ),
        withdrawn=False,
    )
