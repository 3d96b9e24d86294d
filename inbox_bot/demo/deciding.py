"""What people decide after the demo's digest: one mail is dragged to a vacancy's folder, and the digest is answered.

The answer is put into the mailbox as the mail server of the company would: with its word that it is the reviewer.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

from imapclient import IMAPClient, SocketTimeout

from inbox_bot.core.message.parse import parse
from inbox_bot.core.reply.values import Letter
from inbox_bot.core.rules.model import MailboxSettings, Reviewer
from inbox_bot.core.words import Outcome
from inbox_bot.demo.servers import DemoServers
from inbox_bot.digest.compose import compose
from inbox_bot.digest.send import answers_to
from inbox_bot.digest.values import Digest
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from inbox_bot.reviewing.follow import follow

LOOKS = 2  # a move takes effect with the first, its letter goes with the next
BORDER = "mx.snowplowanalytics.com"  #: the mail server that the sample mails came through


@dataclass(frozen=True, kw_only=True, slots=True)
class DigestAnswered:
    """What a reviewer wrote, and what came of it."""

    order: str  #: "#23 vacancy data-scientist-intern"
    number: int  #: of the mail that it is about
    acknowledged: str  #: what was written back, the first paragraph


@dataclass(frozen=True, kw_only=True, slots=True)
class Dragged:
    """A mail that somebody dragged, and what became of it."""

    number: int
    who: str
    folder: str
    outcome: Outcome | None


def drag_one(
    installation: Installation, servers: DemoServers, digest: Digest, mailbox: MailboxSettings
) -> Dragged | None:
    """The last mail that waits for a choice between vacancies is dragged to the first one's folder. Raises OSError."""
    offered = [(line, choice) for line in digest.needs_person for choice in line.choices if " vacancy " in choice.reply]
    if not offered:
        return None
    line, choice = next((line, choice) for line, choice in offered if line.number == offered[-1][0].number)
    box = installation.sessions[mailbox.name].mailbox
    folder = box.folder_name(("Filed", choice.label))
    row = installation.ledger.reports.mail_by_number(line.number)
    with _client(servers) as client:
        client.select_folder("INBOX")
        client.move(client.search(["HEADER", "MESSAGE-ID", (row.message_id if row else None) or ""]), folder)
    for _ in range(LOOKS):
        box.close()  # pymap refuses CLOSE in a folder that is only examined
        poll(installation, mailbox)
        carry_out(installation)
    after = installation.ledger.reports.mail_by_number(line.number)
    return Dragged(number=line.number, who=line.who, folder=folder, outcome=after.outcome if after else None)


def answer_the_digest(
    installation: Installation, servers: DemoServers, digest: Digest, mailbox: MailboxSettings, at: datetime
) -> DigestAnswered | None:
    """The first choice that files a mail is answered; None where the digest offers none. Raises OSError."""
    reviewer = installation.rules.reviewers[0]
    offered = [(line.number, choice.reply) for line in digest.needs_person for choice in line.choices]
    number, order = next(((number, reply) for number, reply in offered if " vacancy " in reply), (0, ""))
    if not order:
        return None
    answers = answers_to(installation.ledger, installation.rules, reviewer, mailbox, digest.ends)
    letter = compose(digest, installation.rules, mailbox, reviewer, installation.ledger.history.keyed("demo"), answers)
    with _client(servers) as client:
        client.append("INBOX", _reply(order, letter, reviewer, at), msg_time=at)
    before = len(servers.received)
    installation.sessions[mailbox.name].mailbox.close()  # pymap refuses CLOSE in Sent, which is examined only
    poll(installation, mailbox)
    follow(installation, mailbox)
    carry_out(installation)
    written_back = [each for each in servers.received[before:] if reviewer.email in each.recipients]
    return DigestAnswered(order=order, number=number, acknowledged=_first_paragraph(written_back[0].content))


@contextlib.contextmanager
def _client(servers: DemoServers) -> Iterator[IMAPClient]:
    with IMAPClient(servers.host, servers.imap_port, ssl=False, timeout=SocketTimeout(5, 30)) as client:
        client.login(servers.user, servers.password)
        yield client


def _reply(order: str, letter: Letter, reviewer: Reviewer, at: datetime) -> bytes:
    quoted = "\r\n".join(f"> {line}".rstrip() for line in letter.text.splitlines())
    domain = reviewer.email.rpartition("@")[2]
    fields = (
        f"Authentication-Results: {BORDER}; dmarc=pass header.from={domain}",
        f"Received: from mail.{domain} by {BORDER} with ESMTPS; {format_datetime(at)}",
        f"From: {reviewer.email}",
        f"To: {letter.sender.address}",
        f"Subject: =?utf-8?q?{_encoded(f'Re: {letter.subject}')}?=",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <demo-answer@{domain}>",
        f"In-Reply-To: {letter.message_id}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
    )
    body = f"{order}\r\n\r\nOn {at:%d/%m/%Y %H:%M}, {letter.sender.name} wrote:\r\n{quoted}\r\n"
    return "\r\n".join((*fields, "", body)).encode()


def _encoded(subject: str) -> str:
    """As one encoded word of RFC 2047 §4.2."""
    return "".join(chr(byte) if chr(byte).isalnum() and byte < 128 else f"={byte:02X}" for byte in subject.encode())


def _first_paragraph(content: bytes) -> str:
    return parse(content).text.partition("\n\n")[0].replace("\n", " ")
