"""What is written back to a reviewer: as text, and as HTML with links that answer by themselves. Pure.

A letter of ours is quoted by whoever answers it: no line of it is an order, whatever an applicant is called.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from inbox_bot.core.message.values import Address
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Rules

_STYLE = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.45"
_LINK = "color:#1c5a36"


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link that answers for the reviewer."""

    label: str
    address: str  #: `mailto:…`


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph of a letter."""

    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a letter says."""

    subject: str  #: without the reply token
    token: str  #: that an answer to it is known by
    paragraphs: tuple[Paragraph, ...]


def letter_of(
    page: Page, *, to: str, key: str, rules: Rules, mailbox: MailboxSettings, in_reply_to: str | None = None
) -> Letter:
    """The letter; its Message-ID is derived from `key`, a keyed hash of the ledger's."""
    return Letter(
        sender=Address(name=f"{rules.company.name} inbox_bot", address=mailbox.address),
        to=Address(name="", address=to),
        subject=f"{page.subject} [{page.token}]",
        text="\n\n".join(paragraph.text for paragraph in page.paragraphs) + "\n",
        html=_html(page.paragraphs),
        message_id=message_id_for(Form.REVIEW, key, mailbox.address),
        in_reply_to=in_reply_to,
        references=(in_reply_to,) if in_reply_to else (),
        auto_submitted="auto-generated",
    )


def _html(paragraphs: Sequence[Paragraph]) -> str:
    written = "".join(f'<p style="margin:0 0 12px">{_paragraph(paragraph)}</p>\n' for paragraph in paragraphs)
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f'</head>\n<body style="{_STYLE}">\n{written}</body></html>\n'
    )


def _paragraph(paragraph: Paragraph) -> str:
    links = "".join(
        f' <a href="{escape(link.address)}" style="{_LINK}">{escape(link.label)}</a>' for link in paragraph.links
    )
    return escape(paragraph.text).replace("\n", "<br>") + links
