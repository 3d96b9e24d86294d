"""A link that answers for the reviewer: a mail that is written already, and only has to be sent (RFC 6068).

A link that a program opens by itself (Safe Links, a preview) does nothing: it opens a mail, and a person sends it.
"""

from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from inbox_bot.core.review.orders import Order, written_in
from inbox_bot.core.tokens import Keyed, link_token, reply_token
from inbox_bot.core.wording import ENGLISH, Wording


@dataclass(frozen=True, kw_only=True)
class AnswerLinks:
    """Makes the links of one reviewer's mail of one day."""

    keyed: Keyed
    reviewer: str  #: the address that the links are good for
    mailbox: str  #: the address that the answers go to
    day: date  #: the reviewer's local day
    wording: Wording = ENGLISH

    @property
    def reply_token(self) -> str:
        """What the subject of the mail carries, so that an answer to it is known."""
        return reply_token(self.keyed, self.reviewer, self.day)

    def link(self, line: str, subject: str) -> str:
        """A `mailto:` whose body is this one order (`#12 refuse`) and its token.

        Raises ValueError where the line is no order: a choice that could not be understood would be a mistake of ours.
        """
        order = self._order(line)
        token = link_token(self.keyed, self.reviewer, self.day, order.number or 0, order.action)
        asked = self.wording.say("Send this mail as it is; the line below shows that it comes from you.")
        body = "\r\n".join((line, "", asked, token))
        return f"mailto:{quote(self.mailbox, safe='@')}?subject={quote(subject, safe='')}&body={quote(body, safe='')}"

    def _order(self, line: str) -> Order:
        written = written_in(line)
        if len(written.orders) != 1 or written.unclear:
            raise ValueError("a choice of the digest is no order")
        return written.orders[0]
