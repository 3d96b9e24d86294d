"""Mails within the mail: forwarded as a whole, returned, or attached as a file.

Their parts are numbered as IMAP numbers them, below the section of the mail that they are in (RFC 3501 §6.4.5).
"""

from dataclasses import replace

from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents


def open_mail(part: Part, budget: Budget) -> Contents:
    """The mail that a part is. Raises TooComplex. It can't unfold to more than it is: the budget stays the stage's."""
    mail = parse(part.content, within=part.section)
    # RFC 6522 §3.1: of a returned mail the header may be all there is; what would be its body was never sent.
    parts = () if part.declared_type.endswith("rfc822-headers") else mail.parts
    return Contents(parts=parts, mail=replace(mail, parts=()))
