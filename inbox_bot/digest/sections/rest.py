"""What needs nobody, as counts: "2 newsletters or advertisements, 1 mail received once more"."""

from collections import Counter
from collections.abc import Callable, Mapping

from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Kind, Outcome
from inbox_bot.edges.ledger import MailRow

Told = Outcome | Kind | None  #: as what a mail is counted

#: How each is counted, in the order in which they are told. Mail that is about no application goes by its kind.
COUNTED: Mapping[Told, Callable[[Wording, int], str]] = {
    None: lambda said, number: said.plural(
        "{number} mail that is still to be read", "{number} mails that are still to be read", number
    ),
    Outcome.FILED: lambda said, number: said.plural("{number} filed mail", "{number} filed mails", number),
    Outcome.SPECULATIVE: lambda said, number: said.plural(
        "{number} mail filed as speculative", "{number} mails filed as speculative", number
    ),
    Outcome.REVIEW: lambda said, number: said.plural(
        "{number} that waited for a person, and was moved away since",
        "{number} that waited for a person, and were moved away since",
        number,
    ),
    Outcome.FAILED: lambda said, number: said.plural(
        "{number} that could not be read, and was moved away since",
        "{number} that could not be read, and were moved away since",
        number,
    ),
    Outcome.CORRESPONDENCE: lambda said, number: said.plural(
        "{number} letter about an application", "{number} letters about applications", number
    ),
    Outcome.DUPLICATE: lambda said, number: said.plural(
        "{number} mail received once more", "{number} mails received once more", number
    ),
    Kind.BOUNCE: lambda said, number: said.plural(
        "{number} report on a delivery", "{number} reports on deliveries", number
    ),
    Kind.AUTO_REPLY: lambda said, number: said.plural("{number} automatic reply", "{number} automatic replies", number),
    Kind.BULK: lambda said, number: said.plural(
        "{number} newsletter or advertisement", "{number} newsletters or advertisements", number
    ),
    Kind.OWN: lambda said, number: said.plural("{number} mail of our own", "{number} mails of our own", number),
    Outcome.COMMAND: lambda said, number: said.plural(
        "{number} reply to a digest", "{number} replies to a digest", number
    ),
    Kind.OTHER: lambda said, number: said.plural(
        "{number} about no application", "{number} about no application", number
    ),
    Outcome.AGENCY: lambda said, number: said.plural("{number} of an agency", "{number} of agencies", number),
    Outcome.EXPUNGED: lambda said, number: said.plural(
        "{number} that was gone before it could be read", "{number} that were gone before they could be read", number
    ),
    Outcome.ERASED: lambda said, number: said.plural(
        "{number} that has been erased", "{number} that have been erased", number
    ),
}


def rest(counted: Counter[Told], wording: Wording) -> tuple[str, ...]:
    """What came in and needs nobody, by what it is (`told_as`)."""
    return tuple(said(wording, counted[what]) for what, said in COUNTED.items() if counted[what])


def told_as(mail: MailRow) -> Told:
    """Among which of the counts a mail is: each is in one."""
    if mail.outcome is Outcome.NOT_AN_APPLICATION:
        return mail.kind if mail.kind in COUNTED else Kind.OTHER
    return mail.outcome
