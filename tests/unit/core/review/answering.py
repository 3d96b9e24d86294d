"""What tests of answered digests start from: a company with two reviewers, its server's word, and their tokens."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from hmac import digest

from inbox_bot.core.message.values import Message
from inbox_bot.core.message_ids import Form, message_id_for
from inbox_bot.core.review.examine import Circumstances, Examined, examine
from inbox_bot.core.review.orders import Order, written_in
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.tokens import confirmation_token, link_token, reply_token
from tests.support.builders.mails import MailBuilder, a_mail
from tests.unit.core.reply.circumstances import rules_with

JANE, BOB = "jane@example.com", "bob@example.com"
US = "jobs@example.com"
DAY = date(2026, 11, 27)
AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
BORDER = "from mail.example.com (mail.example.com [192.0.2.9]) by mx.example.com with ESMTPS id 1; date"
BEFORE = "from laptop (unknown [198.51.100.7]) by mail.example.com with ESMTPSA; date"
PASSED = "mx.example.com; dkim=pass header.d=example.com; dmarc=pass (p=reject) header.from=example.com"


@cache
def the_rules(host: str = "imap.example.com", authserv_id: str | None = "mx.example.com") -> Rules:
    """Example Ltd with Jane and Bob, and its mailbox at this server."""
    rules = rules_with()
    mailbox = rules.mailboxes[0]
    moved = mailbox.model_copy(
        update={"authserv_id": authserv_id, "imap": mailbox.imap.model_copy(update={"host": host})}
    )
    reviewers = tuple(rules.reviewers[0].model_copy(update={"email": email}) for email in (JANE, BOB))
    return replace(rules, mailboxes=(moved,), reviewers=reviewers)


def keyed(text: str) -> str:
    """The ledger's keyed hash."""
    return digest(b"the ledger's key", text.encode("utf-8", "surrogatepass"), "sha256").hex()


def digest_id(reviewer: str = JANE, day: date = DAY) -> str:
    """The Message-ID of a digest."""
    return message_id_for(Form.DIGEST, keyed(f"digest:{reviewer}:{day.isoformat()}"), US)


def order(line: str) -> Order:
    """The one order of a line."""
    [found] = written_in(line).orders
    return found


def link_of(line: str, reviewer: str = JANE, day: date = DAY, key=keyed) -> str:
    """The token of a link for this line."""
    wanted = order(line)
    return link_token(key, reviewer, day, wanted.number or 0, wanted.action)


def reply_of(reviewer: str = JANE, day: date = DAY, key=keyed) -> str:
    """The token in the subject of what a reviewer got on a day."""
    return reply_token(key, reviewer, day)


def question_of(asked: str = "7", reviewer: str = JANE) -> str:
    """The token of a question."""
    return confirmation_token(keyed, reviewer, DAY, asked)


def by_reply(typed: str = "#12 refuse") -> MailBuilder:
    """Jane answers her digest, and our server knows that it is her."""
    return (
        a_mail()
        .without("Received")
        .another("Authentication-Results", PASSED)
        .another("Received", BORDER)
        .another("Received", BEFORE)
        .from_(f"Jane Doe <{JANE}>")
        .to(US)
        .subject(f"Re: 3 need you: 5 received in recruitment mail [{reply_of()}]")
        .replying_to(digest_id())
        .return_path(JANE)
        .text(
            f"{typed}\n\nOn Fri, 27 Nov 2026 at 08:00, Example Ltd inbox_bot <{US}> wrote:\n\n> Needs you\n> Ann Lee\n"
        )
    )


def said_by_our_server(mail: MailBuilder, value: str) -> MailBuilder:
    """The mail, and what our border says of its sender in place of what it said before."""
    bare = mail.without("Authentication-Results")
    return replace(bare, fields=(("Authentication-Results", value), *bare.fields))


def by_link(line: str = "#12 refuse", token: str | None = None) -> MailBuilder:
    """Jane sends the mail that a link of her digest opened."""
    return (
        by_reply()
        .without("In-Reply-To", "References")
        .subject("#12: refuse")
        .text(f"{line}\n\nSend this mail as it is.\n{token or link_of(line)}\n")
    )


def examined(
    mail: MailBuilder | Message,
    *,
    rules: Rules | None = None,
    at: datetime = AT,
    used: frozenset[str] = frozenset(),
    questions: Mapping[str, str] | None = None,
) -> Examined:
    """What the mail is worth to this company."""
    known = rules or the_rules()
    circumstances = Circumstances(
        mailbox=known.mailboxes[0],
        rules=known,
        keyed=keyed,
        is_used=lambda token: token in used,
        open_question=(questions or {}).get,
    )
    return examine(mail if isinstance(mail, Message) else mail.message(), at, circumstances)
