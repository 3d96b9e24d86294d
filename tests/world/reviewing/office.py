"""The example company with two reviewers, whose answers come by SMTP through the company's border into Dovecot."""

import html
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

from inbox_bot.core.review.links import AnswerLinks
from inbox_bot.core.review.orders import inert_behind_a_number
from inbox_bot.core.rules.model import Reviewer
from inbox_bot.core.tokens import reply_token
from inbox_bot.digest.send import plan_digests
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from inbox_bot.reviewing.follow import follow
from tests.support.builders.company import ADDRESS
from tests.support.builders.mails import MailBuilder
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.unit.core.review.programs import Original, Program

JANE, BOB = "jane@snowplowanalytics.com", "bob@snowplowanalytics.com"
BORDER = "mx.snowplowanalytics.com"
RECEIVED = f"Received: from relay (relay [192.0.2.9]) by {BORDER} with ESMTPS;\r\n Fri, 27 Nov 2026 08:31:07 +0000\r\n"
PASSED = f"Authentication-Results: {BORDER}; dmarc=pass header.from=snowplowanalytics.com\r\n"


def reviewers(emails: tuple[str, ...] = (JANE, BOB)) -> tuple[Reviewer, ...]:
    """Reviewers of everything, who get their digest in English."""
    return tuple(Reviewer.model_validate({"email": email}) for email in emails)


@dataclass
class Office:
    """The company at work, its clock steered by the test."""

    installation: Installation
    account: Account
    outgoing: SmtpServer  #: takes what inbox_bot sends
    incoming: SmtpServer  #: takes what reviewers send: the company's relay
    clock: Callable[[], datetime]
    digests: set[str] = field(default_factory=set)
    delivered: int = 0

    def rules_become(self, **changed: object) -> None:
        """rules.yaml says something else from now on."""
        rules = replace(self.installation.rules, **changed)  # type: ignore[arg-type]
        self.installation = replace(self.installation, rules=rules)

    def look(self) -> None:
        """A poll, and all that is due."""
        for mailbox in self.installation.rules.mailboxes:
            poll(self.installation, mailbox)
            follow(self.installation, mailbox)
        assert carry_out(self.installation) == ()

    def tell(self) -> None:
        """The digests that are due go out."""
        plan_digests(self.installation.ledger, self.installation.rules, self.clock(), self.digests)
        assert carry_out(self.installation) == ()

    def letters(self, to: str) -> list[EmailMessage]:
        """What inbox_bot wrote to somebody."""
        mails = [message_from_bytes(kept.content, policy=policy.default) for kept in self.outgoing.kept]
        return [mail for mail in mails if to in str(mail["To"])]  # type: ignore[misc]

    def send(self, mail: MailBuilder, proof: str = PASSED) -> None:
        """A reviewer's program sends a mail by SMTP; the border notes what it found out, and delivers it."""
        bare = mail.without("Received", "Return-Path")
        with smtplib.SMTP(self.incoming.host, self.incoming.port) as client:
            client.sendmail("sender@example.com", [ADDRESS], bare.bytes())
        for kept in self.incoming.kept[self.delivered :]:
            self.account.append(proof.encode() + RECEIVED.encode() + kept.content)
        self.delivered = len(self.incoming.kept)

    def reply(self, program: Program, typed: str, to: Original, *, proof: str = PASSED) -> MailBuilder:
        """A reviewer answers a letter with a program."""
        self._count += 1
        answer = program(typed, to).id(f"<answer-{self._count}@snowplowanalytics.com>")
        self.send(answer, proof)
        return answer

    def day(self) -> date:
        """The company's local day."""
        return self.clock().astimezone(ZoneInfo(self.installation.rules.company.timezone)).date()

    def told(self, reviewer: str = JANE) -> Original:
        """What a reviewer was told today, in short: enough to be answered."""
        keyed = self.installation.ledger.history.keyed
        lines = [f"#{mail.id} {inert_behind_a_number(mail.sender)}" for mail in self.mails()]
        return Original(
            sender=ADDRESS,
            name="Snowplow Analytics inbox_bot",
            to=reviewer,
            subject=f"3 need you [{reply_token(keyed, reviewer, self.day())}]",
            message_id=f"<digest.{'0' * 40}@snowplowanalytics.com>",
            text="\n".join(lines),
            markup="".join(f"<p>{html.escape(line)}</p>" for line in lines),
        )

    def link(self, line: str, reviewer: str = JANE) -> str:
        """A link of today's digest."""
        keyed = self.installation.ledger.history.keyed
        return AnswerLinks(keyed=keyed, reviewer=reviewer, mailbox=ADDRESS, day=self.day()).link(line, line)

    def said(self, to: str = JANE) -> str:
        """What the last letter to a reviewer says."""
        return text_of(self.letters(to)[-1])

    def click(self, link: str, sender: str = JANE, *, proof: str = PASSED) -> None:
        """A reviewer opens a link, and sends the mail that is written already."""
        self._count += 1
        parts = urlsplit(link)
        fields = {name: values[0] for name, values in parse_qs(parts.query).items()}
        mail = MailBuilder().from_(sender).to(parts.path).subject(fields["subject"]).text(fields["body"])
        self.send(mail.id(f"<link-{self._count}@snowplowanalytics.com>"), proof)

    def row(self, number: int) -> MailRow:
        """A mail as it is now."""
        row = self.installation.ledger.reports.mail_by_number(number)
        assert row is not None
        return row

    def mails(self) -> list[MailRow]:
        """Every mail, in the order in which they came."""
        now = self.clock()
        return list(
            self.installation.ledger.reports.received_between(now - timedelta(days=99), now + timedelta(days=99))
        )

    _count: int = 0


def original_of(letter: EmailMessage) -> Original:
    """A letter of ours, as a program quotes it."""
    text, markup = letter.get_body(("plain",)), letter.get_body(("html",))
    return Original(
        sender=ADDRESS,
        name="Snowplow Analytics inbox_bot",
        to=str(letter["To"]),
        subject=str(letter["Subject"]),
        message_id=str(letter["Message-ID"]),
        text=text.get_content() if text else "",
        markup=markup.get_content() if markup else "",
    )


def text_of(letter: EmailMessage) -> str:
    """What a letter says, without soft line breaks."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def links_of(letter: EmailMessage) -> list[str]:
    """The links of a letter that answer for the reviewer, in their order."""
    body = letter.get_body(("html",))
    return (
        []
        if body is None
        else [html.unescape(found) for found in re.findall(r'href="(mailto:[^"]+)"', body.get_content())]
    )
