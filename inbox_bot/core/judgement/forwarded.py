"""Mails inside a mail, attached whole or copied as text, as one kind of value."""

from dataclasses import dataclass, replace

from inbox_bot.core.domains import is_in_domains
from inbox_bot.core.judgement.clues import Clues
from inbox_bot.core.judgement.text.wording import LETTER_LIMIT, NOTHING, SUBJECT_LIMIT, FoldedText
from inbox_bot.core.judgement.verdict import Sending
from inbox_bot.core.message.text.forwarded import forwarded_in
from inbox_bot.core.message.values import Address, Message

MAILS_LOOKED_AT = 50
MAILS_JUDGED = 5  # forwarded mails that are judged as if their writers had sent them


@dataclass(frozen=True, kw_only=True, slots=True)
class Forwarded:
    """One mail that was passed on."""

    sender: Address | None  #: None where it doesn't say, or says several
    subject: str
    text: str
    section: str  #: of the enclosed mail's part; "" where it was copied as text


def forwarded_mails(clues: Clues) -> tuple[Forwarded, ...]:
    """The mails inside this one: those attached in their order, then the one copied into its text."""
    message = clues.message
    attached = tuple(
        Forwarded(sender=inner.sender, subject=inner.subject, text=inner.text, section=section)
        for inner, section in zip(
            message.enclosed[:MAILS_LOOKED_AT], message.enclosed_sections[:MAILS_LOOKED_AT], strict=False
        )
    )
    copied = forwarded_in(message.text[: LETTER_LIMIT * 2])
    if copied is None or not (copied.name or copied.address):
        return attached
    sender = Address(name=copied.name, address=copied.address)
    return (*attached, Forwarded(sender=sender, subject=copied.subject, text=copied.body, section=""))


def forwarded_clues(clues: Clues) -> tuple[Clues, ...]:
    """The mails that a colleague forwards, each as if its writer, who is no colleague, had sent it to us.

    With the documents inside it; a mail copied as text has those that lie beside. What a colleague only quotes in an
    answer is not forwarded.
    """
    if clues.is_answer:
        return ()
    found = []
    for mail in forwarded_mails(clues)[:MAILS_JUDGED]:
        if mail.sender is None or is_ours(clues, mail.sender):
            continue
        message = Message(subject=mail.subject, senders=(mail.sender,), text=mail.text, typed=mail.text)
        kept = [index for index, document in enumerate(clues.documents) if _lies_in(clues, document.section, mail)]
        found.append(
            replace(
                clues,
                reading=replace(
                    clues.reading, message=message, documents=tuple(clues.documents[index] for index in kept)
                ),
                known=replace(clues.known, earlier=(), writer=""),
                sender=mail.sender,
                sending=Sending(),
                colleague=False,
                reviewer=False,
                subject=FoldedText.of(mail.subject, SUBJECT_LIMIT),
                typed=FoldedText.of(mail.text, LETTER_LIMIT),
                signature=NOTHING,
                quoted=NOTHING,
                pictures=(),
                texts=tuple(clues.texts[index] for index in kept if index < len(clues.texts)),
                cvs=tuple(kept.index(index) for index in clues.cvs if index in kept),
                unread=tuple(kept.index(index) for index in clues.unread if index in kept),
            )
        )
    return tuple(found)


def is_ours(clues: Clues, address: Address) -> bool:
    """Whether an address is the sender's own, one of ours, or a colleague's."""
    lowered = address.address.lower()
    if clues.sender is not None and lowered == clues.sender.address.lower():
        return True
    return lowered in clues.rules.own_addresses() or is_in_domains(address.domain, clues.rules.company.domains)


def _lies_in(clues: Clues, section: str, mail: Forwarded) -> bool:
    if mail.section:
        return section.startswith(f"{mail.section}.")
    return not any(section.startswith(f"{enclosed}.") for enclosed in clues.message.enclosed_sections)
