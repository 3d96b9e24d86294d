"""What a reviewer ordered, carried out one mail at a time, and what is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from inbox_bot.core.message import safe
from inbox_bot.core.reply.values import Enclosure, Letter
from inbox_bot.core.review.decision import Decision
from inbox_bot.core.review.examine import Asked
from inbox_bot.core.review.said import sentences_of
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.edges.ledger import DecisionRow
from inbox_bot.pipeline.decisions.decide import carry
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.installation import Installation
from inbox_bot.reviewing import closing, keeping, proposals, requests, told, written_back
from inbox_bot.reviewing.letters import Paragraph
from inbox_bot.reviewing.tasks import Considered, done_before, planned, why_not
from inbox_bot.reviewing.words import now
from inbox_bot.reviewing.written_back import Correspondence, undo_link


@dataclass(frozen=True, kw_only=True, slots=True)
class Carried:
    """What came of it."""

    letter: Letter  #: to the reviewer who ordered it
    to_others: tuple[tuple[str, Letter], ...]  #: to reviewers whose decisions were overruled, by their addresses
    decided: int  #: how many mails changed


def carried(
    items: Sequence[Considered],
    asked: Sequence[Asked],
    to: Correspondence,
    installation: Installation,
    at: datetime,
) -> Carried:
    """Everything that was ordered, done. Raises LedgerError, FilingFailed, NotNow: it is done again from the start."""
    paragraphs: list[Paragraph] = []
    overruled: dict[str, list[Paragraph]] = {}
    enclosures: list[Enclosure] = []
    decided = 0
    for item in items:
        problem = item.problem or _carry(item, to.reviewer, installation, at)
        if problem:
            paragraphs.append(Paragraph(text=to.wording.repeat(problem)))
            continue
        if item.task.decides:
            decided += 1
            paragraphs.append(_done(item, to, installation))
            for row in _overruled(item, to.reviewer, installation, at):
                paragraphs.append(Paragraph(text=_in_place_of(row, to, installation)))
                overruled.setdefault(row.by or "", []).append(_done(item, to, installation, of=row.by))
        paragraphs += told.of_mail(item, to, installation)
        enclosures += told.enclosed(item, to)
    for found in asked:
        paragraphs += proposals.decided(found.orders, to, installation, at)
        paragraphs += closing.decided(found.orders, to, installation, at)
        paragraphs += requests.decided(found.orders, to, installation, at)
        paragraphs += keeping.decided(found.orders, to, installation, at)
    paragraphs += [each for found in asked for each in told.without_number(found.orders, to, installation)]
    asks = closing.is_a_question([order for found in asked for order in found.orders])
    letter = written_back.acknowledgement(paragraphs, _joined(asked), to, taken_back=decided > 0, asks=asks)
    return Carried(
        letter=replace(letter, enclosures=tuple(enclosures)),
        to_others=tuple(
            (reviewer, written_back.overruled(lines, to.reviewer, other))
            for reviewer, lines in overruled.items()
            if (other := _other(reviewer, to)) is not None
        ),
        decided=decided,
    )


def _carry(item: Considered, reviewer: Reviewer, installation: Installation, at: datetime) -> str:
    """Why it could not be done; "" where it was. What was ordered before it in the same mail may have changed it."""
    if not item.task.decides or item.is_done or done_before(item.task, reviewer, installation, at) is not None:
        return ""
    try:
        carry(planned(item.task, reviewer, installation, at), installation, at)
    except NotDecided as error:
        return why_not(error, installation, at)
    return ""


def _done(item: Considered, to: Correspondence, installation: Installation, of: str | None = None) -> Paragraph:
    """What the mail is now, with a link that takes the decision back: the link is good for the one who is told."""
    told_to = to if of is None else _other(of, to) or to
    mail = installation.ledger.reports.mail_by_number(item.task.number)
    assert mail is not None
    said = now(mail, installation.rules, told_to.wording)
    return Paragraph(text=said, links=(undo_link(item.task.number, told_to),))


def _overruled(
    item: Considered, reviewer: Reviewer, installation: Installation, at: datetime
) -> tuple[DecisionRow, ...]:
    """What other reviewers decided otherwise, and was in force until now: the last one of each."""
    task = item.task
    own = done_before(task, reviewer, installation, at)
    if own is None or task.decision is None:
        return ()
    known = {each.email.lower() for each in installation.rules.reviewers} - {reviewer.email.lower()}
    bearing = installation.ledger.decisions.bearing(task.number)
    latest = {
        row.by: row
        for row in bearing.in_force
        if row.id < own.id and row.by is not None and row.by.lower() in known and _differs(row.decision, task.decision)
    }
    return tuple(latest.values())


def _differs(before: Decision | None, later: Decision) -> bool:
    said = (later.wanted, later.answer, later.whose)
    return before is not None and (before.wanted, before.answer, before.whose) != said


def _in_place_of(row: DecisionRow, to: Correspondence, installation: Installation) -> str:
    assert row.decision is not None
    said = " ".join(to.wording.repeat(each) for each in sentences_of(row.decision, installation.rules.titles()))
    return to.wording.say(
        "Until now it was as {reviewer} had decided: {decision} They are told.",
        reviewer=safe.line(row.by or ""),
        decision=said,
    )


def _other(reviewer: str, to: Correspondence) -> Correspondence | None:
    found = next((each for each in to.rules.reviewers if each.email.lower() == reviewer.lower()), None)
    if found is None:
        return None
    return Correspondence(
        reviewer=found,
        rules=to.rules,
        mailbox=to.mailbox,
        keyed=to.keyed,
        at=to.at,
        message=None,
        key=f"{to.key}:{found.email.lower()}",
    )


def _joined(asked: Sequence[Asked]) -> Asked | None:
    return asked[0] if len(asked) == 1 else None
