"""What a reviewer says of what people ask for about their data: it is settled, or it is not after all."""

from collections.abc import Sequence
from datetime import datetime

from inbox_bot.core.review.orders import Order
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.wording import said_by
from inbox_bot.digest.concern import Concern
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.decisions.requests import settle, was_settled_last
from inbox_bot.pipeline.installation import Installation
from inbox_bot.reviewing.letters import Paragraph
from inbox_bot.reviewing.words import who
from inbox_bot.reviewing.written_back import Correspondence, undo_link


def is_about_one(order: Order, installation: Installation, at: datetime) -> bool:
    """Whether an order settles what a mail asks for, or takes that back; it decides nothing else about the mail."""
    if order.number is None:
        return False
    if order.verb is Verb.SETTLED:
        return True
    return order.verb is Verb.UNDO and was_settled_last(order.number, installation.ledger, at)


def decided(orders: Sequence[Order], to: Correspondence, installation: Installation, at: datetime) -> list[Paragraph]:
    """Each such order, done. Raises LedgerError."""
    said = []
    for order, mail in _theirs(orders, to, installation, at):
        try:
            said.append(_done(order, mail, to, installation, at))
        except NotDecided as error:
            said.append(Paragraph(text=to.wording.repeat(said_by(error))))
    return said


def would_be(orders: Sequence[Order], to: Correspondence, installation: Installation) -> list[Paragraph]:
    """What would be done, asked before it is."""
    return [
        Paragraph(text=to.wording.say("{who}: what it asks for is settled.", who=who(mail, to.wording)))
        if order.verb is Verb.SETTLED
        else Paragraph(text=to.wording.say("{who}: what it asks for is open again.", who=who(mail, to.wording)))
        for order, mail in _theirs(orders, to, installation, to.at)
    ]


def _theirs(
    orders: Sequence[Order], to: Correspondence, installation: Installation, at: datetime
) -> list[tuple[Order, MailRow]]:
    found = []
    for order in orders:
        if order.number is not None and is_about_one(order, installation, at):
            mail = installation.ledger.reports.mail_by_number(order.number)
            if mail is not None and Concern(to.rules, to.reviewer).includes(mail):
                found.append((order, mail))
    return found


def _done(order: Order, mail: MailRow, to: Correspondence, installation: Installation, at: datetime) -> Paragraph:
    ledger, say = installation.ledger, to.wording.say
    if order.verb is Verb.UNDO:
        ledger.requests.reopen(mail.id, at)
        return Paragraph(text=say("{who}: what it asks for is open again.", who=who(mail, to.wording)))
    if not any(row.settled_at == at for row in ledger.requests.of_mail(mail.id)):  # else by this very mail, before
        settle(mail.id, ledger, at, by=to.reviewer.email)
    return Paragraph(
        text=say("{who}: what it asks for is settled.", who=who(mail, to.wording)), links=(undo_link(mail.id, to),)
    )
