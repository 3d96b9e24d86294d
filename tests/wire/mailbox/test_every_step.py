"""The line breaks at every step of a whole way: nothing is lost, nothing doubled, and the next try ends it."""

import pytest

from inbox_bot.core.message.values import RawMail
from inbox_bot.edges.mailbox import Appended, Flagged, Gone, MailboxDown, Moved
from tests.support.servers.imap_proxy import HangUp, changes, hangs_up

pytestmark = pytest.mark.dovecot
MAIL = b"Subject: Application\r\nMessage-ID: <1@example.com>\r\n\r\nHello.\r\n"
COPY = b"Subject: Re: Application\r\nMessage-ID: <answer@us>\r\n\r\nThanks.\r\n"
STEPS = (
    "CONNECT",
    "^CAPABILITY",
    "^LOGIN",
    "^STATUS",
    "^EXAMINE",
    "UID SEARCH",
    "UID FETCH .*SIZE",
    "UID FETCH .*BODY",
    "^SELECT",
    "UID STORE",
    "^NAMESPACE",
    "UID MOVE",
    "^CREATE",
    "^SUBSCRIBE",
    "^LIST",
    "^APPEND",
    "HEADER MESSAGE-ID",
)
CHANGES = ("UID STORE", "UID MOVE", "^CREATE", "^SUBSCRIBE", "^APPEND")


def says_bye():
    """The server ends the session in its own words."""
    return hangs_up("* BYE [UNAVAILABLE] shutting down\r\n")


def answer_is_lost():
    """The server does what was asked, and the line breaks before it can say so."""

    def lose(told: bytes) -> bytes:
        if told.startswith((b"* ", b"+")):
            return told
        raise HangUp

    return changes(lose)


def a_whole_way(mailbox) -> None:
    """What a daemon does with a mail, each step of it safe to repeat."""
    status = mailbox.status("INBOX")
    for uid in mailbox.uids("INBOX", status.uidvalidity, 1, status.uidnext - 1):
        for mail in mailbox.fetch("INBOX", status.uidvalidity, [uid], max_bytes=1_000_000):
            assert isinstance(mail, RawMail)
            assert mail.spool.read_bytes() == MAIL
            assert isinstance(mailbox.flag(mail.location, [r"\Answered"]), Flagged)
            assert isinstance(mailbox.move(mail.location, ("Filed", "Engineer")), Moved | Gone)
    sent = mailbox.sent_folder() or "Sent"
    if not mailbox.find(sent, "<answer@us>"):
        assert isinstance(mailbox.append(sent, COPY, [r"\Seen"]), Appended)


@pytest.mark.parametrize(
    ("step", "fault"),
    [(step, hangs_up) for step in STEPS]
    + [(step, answer_is_lost) for step in CHANGES]
    + [(step, says_bye) for step in ("^EXAMINE", "UID FETCH .*BODY", "UID MOVE", "^APPEND")],
)
def test_a_line_that_breaks_at_any_step_loses_and_doubles_nothing(account, mailbox_of, proxy, step, fault):
    account.append(MAIL)
    account.client().create_folder("Sent")
    mailbox = mailbox_of(account, through=proxy, read_s=5)
    proxy.when(step, fault())
    failures = 0
    for _ in range(3):
        try:
            a_whole_way(mailbox)
            break
        except MailboxDown as down:
            failures += 1
            assert down.temporary  # noqa: PT017
    assert failures == 1
    assert account.messages() == {}
    assert list(account.messages("Filed.Engineer").values()) == [(MAIL, (rb"\Answered",))]
    assert list(account.messages("Sent").values()) == [(COPY, (rb"\Seen",))]
