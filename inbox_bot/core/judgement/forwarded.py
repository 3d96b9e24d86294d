"""Mails inside a mail, attached whole or copied as text, as one kind of value."""

from dataclasses import dataclass

from inbox_bot.core.judgement.case import Case
from inbox_bot.core.judgement.wording import LETTER_LIMIT
from inbox_bot.core.message.forwarded import forwarded_in
from inbox_bot.core.message.values import Address

MAILS_LOOKED_AT = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Forwarded:
    """One mail that was passed on."""

    sender: Address | None  #: None where it doesn't say, or says several
    subject: str
    text: str
    place: str  #: of the enclosed mail's part; "" where it was copied as text


def forwarded_mails(case: Case) -> tuple[Forwarded, ...]:
    """The mails inside this one: those attached in their order, then the one copied into its text."""
    message = case.message
    attached = tuple(
        Forwarded(sender=inner.sender, subject=inner.subject, text=inner.text, place=place)
        for inner, place in zip(
            message.enclosed[:MAILS_LOOKED_AT], message.enclosed_places[:MAILS_LOOKED_AT], strict=False
        )
    )
    copied = forwarded_in(message.text[: LETTER_LIMIT * 2])
    if copied is None or not (copied.name or copied.address):
        return attached
    sender = Address(name=copied.name, address=copied.address)
    return (*attached, Forwarded(sender=sender, subject=copied.subject, text=copied.body, place=""))
