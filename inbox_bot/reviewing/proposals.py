"""What a reviewer says to a proposal of the careers page's: done, and what is said of it. No mail changes by it."""

from collections.abc import Sequence
from datetime import datetime

from inbox_bot.core.careers.proposals import Change, Standing
from inbox_bot.core.review.orders import Order
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.wording import said_by
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.sections.careers import is_theirs, lines_of, said_of, sentence_of
from inbox_bot.edges.ledger.careers import ChangeRow
from inbox_bot.pipeline.decisions.vacancies import NotChanged, leave, take_back, take_over
from inbox_bot.pipeline.installation import Installation
from inbox_bot.reviewing.letters import Link, Paragraph
from inbox_bot.reviewing.written_back import Correspondence

_BY_VERB = {Verb.TAKE_OVER: take_over, Verb.LEAVE: leave, Verb.UNDO: take_back}


def decided(orders: Sequence[Order], to: Correspondence, installation: Installation, at: datetime) -> list[Paragraph]:
    """Each order about a proposal, done, with the way back. Raises LedgerError."""
    return [_decided(order, to, installation, at) for order in orders if order.proposal is not None]


def would_be(orders: Sequence[Order], to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What would be done, asked before it is."""
    say, said = to.wording.say, []
    for order in orders:
        row = _row(order, to, installation)
        if row is None:
            continue
        page = sentence_of(row, to.wording)
        match order.verb:
            case Verb.TAKE_OVER:
                becomes = say("It is written into rules.yaml so.")
            case Verb.LEAVE:
                becomes = say("rules.yaml stays as it is.")
            case _:
                becomes = say("The last decision is taken back.")
        said.append(f"#V{row.number} {page} {becomes}")
    return [Paragraph(text=each) for each in said]


def closings(orders: Sequence[Order], to: Correspondence, installation: Installation) -> int:
    """How many vacancies would be closed."""
    wanted = [order for order in orders if order.verb is Verb.TAKE_OVER]
    rows = [row for order in wanted if (row := _row(order, to, installation)) is not None]
    return sum(row.known.proposal.change is Change.GONE and row.known.standing is not Standing.TAKEN for row in rows)


def _row(order: Order, to: Correspondence, installation: Installation) -> ChangeRow | None:
    """The change; None where there is none of this number, or it is not the reviewer's."""
    row = None if order.proposal is None else installation.ledger.careers.change(order.proposal)
    return row if row is not None and is_theirs(row, Concern(installation.rules, to.reviewer)) else None


def _decided(order: Order, to: Correspondence, installation: Installation, at: datetime) -> Paragraph:
    say = to.wording.say
    row = _row(order, to, installation)
    if row is None:
        return Paragraph(text=say("There is no proposal V{number} for you.", number=order.proposal))
    try:
        _BY_VERB[order.verb](row, installation, to.reviewer.email, at)
    except NotChanged as error:
        why = say("Nothing was changed in rules.yaml: {why}.", why=to.wording.repeat(said_by(error)).rstrip("."))
        return Paragraph(text="\n".join((f"#V{row.number} {why}", *lines_of(error.lines, to.wording))))
    now = installation.ledger.careers.change(row.number) or row
    return Paragraph(
        text=f"#V{row.number} {said_of(now, to.wording)}",
        links=() if order.verb is Verb.UNDO else (_undo_link(row.number, to),),
    )


def _undo_link(number: int, to: Correspondence) -> Link:
    say = to.wording.say
    address = to.links().link(f"#V{number} {Verb.UNDO.value}", say("Take back: #V{number}", number=number))
    return Link(label=say("Take it back"), address=address)
