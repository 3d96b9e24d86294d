"""A mail that was forwarded by copying its text: who wrote it, about what, and what it says.

Mails forwarded whole (message/rfc822) are in `Message.enclosed` instead.
"""

import re
from dataclasses import dataclass

from inbox_bot.core.domains import domain_as_a_labels
from inbox_bot.core.message.text.header_block import HeaderBlock, block_at
from inbox_bot.core.message.text.quotes import announces_forward, unmarked

_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_ADDRESS = re.compile(r"([\w.+'=-]{1,64})@([\w-]{1,63}(?:\.[\w-]{1,63}){0,10})")
_BRACKETS = re.compile(r"[\[\](){}<>]")


@dataclass(frozen=True, kw_only=True, slots=True)
class ForwardedText:
    """The first mail that a body has a copy of."""

    name: str  #: its sender's name; "" where it says none. Untrusted, as everything here.
    address: str  #: its sender's address; "" where it says none (Outlook often leaves it out)
    subject: str
    sent: str  #: when it was sent, as written
    body: str  #: what follows its copied header, without `>` marks
    announced: bool  #: a line above says that it is forwarded; else it may as well be a quote in an answer


def forwarded_in(text: str) -> ForwardedText | None:
    """The mail that was forwarded in this body; None where there is none.

    A line that announces a forward is looked for first. Without one, the first copied header is taken: Outlook puts the
    same above an answer's quote as above a forward, so that only the subject tells them apart.
    """
    lines = [unmarked(line) for line in text.split("\n")]
    for at, line in enumerate(lines):
        if announces_forward(line):
            for begin in range(at + 1, min(len(lines), at + 5)):
                block = block_at(lines, begin, announced=True)
                if block is not None:
                    return _forwarded(lines, block, announced=True)
    for at in range(len(lines)):
        block = block_at(lines, at)
        if block is not None:
            return _forwarded(lines, block, announced=False)
    return None


def _forwarded(lines: list[str], block: HeaderBlock, *, announced: bool) -> ForwardedText:
    name, address = _sender(block.sender)
    return ForwardedText(
        name=name,
        address=address,
        subject=block.subject,
        sent=block.sent,
        body="\n".join(lines[block.end :]).strip(),
        announced=announced,
    )


def _sender(written: str) -> tuple[str, str]:
    """Name and address from `Ann Lee <ann@example.org>`, `Lee, Ann [mailto:…]`, `ann@example.org`, or just a name.

    Written for people: a name with a comma has no quotes, and the address may stand there twice.
    """
    found = _ADDRESS.search(written)
    if found is None:
        return _name(written), ""
    domain = domain_as_a_labels(found.group(2))
    name = _name(_MAILTO.sub("", written[: found.start()])) or _name(written[found.end() :].partition("(")[2])
    return name, f"{found.group(1)}@{domain}" if domain else ""


def _name(written: str) -> str:
    return " ".join(_BRACKETS.sub(" ", written).strip(" \"'*").split())
