"""The applications that somebody made before: committed ones, and those of the batch at hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from inbox_bot.core.judgement.taught import quote_of
from inbox_bot.core.message.safe import line
from inbox_bot.core.person.values import Linked
from inbox_bot.core.plan.filed.cvs import brings_a_cv
from inbox_bot.core.plan.filed.joining import is_filed
from inbox_bot.core.plan.filed.layout import APPLICATION_JSON
from inbox_bot.core.plan.values import PlannedApplication, PlannedMail
from inbox_bot.core.reply.checks.threads import REQUESTS
from inbox_bot.core.reply.values import Answer, Moved, PastApplication
from inbox_bot.core.review.decision import Means
from inbox_bot.core.review.learning import NAME_SHOWN
from inbox_bot.core.words import ActionState, Kind
from inbox_bot.edges.ledger.history.statements import FILED_OF, PAST_APPLICATIONS

_NONE = -1
_BY_OTHERS = frozenset({Kind.AGENCY, Kind.REFERRAL})  # whoever sent it was answered, and not the applicant


def past_applications(
    connection: Connection, linked: Linked, person: str, *, mailbox: str, but: int | None
) -> tuple[PastApplication, ...]:
    """The applications of whoever applies, newest first, without those of the mail `but`.

    Where their keys were looked at, those that came in by another mailbox count only where rules.yaml says so.
    """
    leaving = _NONE if but is None else but
    rows: list[Any] = [
        row
        for row in connection.execute(PAST_APPLICATIONS, {"person": linked.person or person, "but": leaving}).all()
        if linked.keys is None or linked.across_mailboxes or row.mailbox == mailbox
    ]
    first = [row.id for row in rows if _may_be_added_to(row)]
    filed = connection.execute(FILED_OF, {"applications": first, "but": leaving}).all() if first else ()
    return tuple(_past(row, filed) for row in rows)


def _past(row: Row[Any], filed: Sequence[Row[Any]]) -> PastApplication:
    return PastApplication(
        vacancy=row.vacancy,
        at=row.at,
        had_cv=row.had_cv and row.kind is not Kind.AGENCY,  # its copy is not the applicant's own
        raw_hash=row.raw_hash,
        answered=bool(row.answered) and row.kind not in _BY_OTHERS,
        asked=row.asked,
        mailbox=row.mailbox,
        number=row.number,
        folder=row.folder,
        files=frozenset(
            each.path.rpartition("/")[2]
            for each in filed
            if row.folder is not None and each.path is not None and each.path.startswith(f"{row.folder}/")
        ),
        is_open=_may_be_added_to(row),
        withdrawn=bool(row.withdrawn),
        moved=_moved(row),
    )


def _moved(row: Row[Any]) -> Moved | None:
    """Whether a person filed it otherwise than it was judged: what was judged stands first on record."""
    if row.decided_by is None or row.judged is None:
        return None
    vacancies = json.loads(row.judged)["became"]["vacancies"]
    if row.number >= len(vacancies) or vacancies[row.number] == row.vacancy:
        return None
    by_moving = row.decided_by is Means.DRAGGED
    return Moved(
        was_for=vacancies[row.number],
        quote=quote_of(row.message, line(row.name or "", NAME_SHOWN), row.decided_at, moved=by_moving),
    )


def _may_be_added_to(row: Row[Any]) -> bool:
    own = row.kind is Kind.APPLICATION and row.source is None and row.joins is None
    return own and row.folder is not None and is_filed(row.outcome, row.reason)


def applied_with(mail: PlannedMail, person: str, *, at: datetime) -> list[PastApplication]:
    """This person's applications that a mail of the batch brings."""
    return [_of_the_batch(mail, each, at) for each in mail.plan.applications if person and each.person == person]


def _of_the_batch(mail: PlannedMail, application: PlannedApplication, at: datetime) -> PastApplication:
    due = [
        action.effect
        for action in mail.plan.actions
        if isinstance(action.effect, Answer) and action.state is ActionState.PENDING
    ]
    own = mail.verdict.kind is Kind.APPLICATION and application.source is None and application.joins is None
    return PastApplication(
        vacancy=application.vacancy,
        at=at,
        had_cv=brings_a_cv(mail.reading, application.documents) and mail.verdict.kind is not Kind.AGENCY,
        raw_hash=mail.reading.raw_hash,
        answered=bool(due) and mail.verdict.kind not in _BY_OTHERS,
        asked=next((answer.template for answer in due if answer.template in REQUESTS), None),
        mailbox=mail.reading.mailbox,
        number=application.number,
        files=frozenset({APPLICATION_JSON}),
        is_open=own and is_filed(mail.plan.outcome, mail.plan.reason),
    )


def as_withdrawn(applied: Sequence[PastApplication], mail: PlannedMail) -> list[PastApplication]:
    """The same after a mail of the batch, which may take one of them back."""
    about = mail.plan.about
    if mail.verdict.kind is not Kind.WITHDRAWAL or about is None:
        return list(applied)
    return [
        replace(each, withdrawn=True) if (each.raw_hash, each.number) == (about.raw_hash, about.number) else each
        for each in applied
    ]
