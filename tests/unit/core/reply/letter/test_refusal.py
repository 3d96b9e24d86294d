"""What a mail server's no is about: the table of what servers say, by verb, code and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox_bot.core.reply.letter.refusal import About, Verb, about

US, LETTER, UNCLEAR = About.US, About.LETTER, About.UNCLEAR
MAIL, RCPT, DATA, DOT = Verb.MAIL, Verb.RCPT, Verb.DATA, Verb.DOT


@pytest.mark.parametrize(
    ("verb", "code", "reply", "whom"),
    [
        # MAIL FROM names the sender: but for the letter's size and needs, it is about us.
        (MAIL, 501, "bad sender address syntax", US),
        (MAIL, 550, "5.7.1 null sender refused", US),
        (MAIL, 550, "5.1.1 no such user", US),
        (MAIL, 451, "4.3.0 try again later", US),
        (MAIL, 452, "4.3.1 insufficient system storage", US),
        (MAIL, 552, "5.3.4 message size exceeds the limit", LETTER),
        (MAIL, 552, "too big", LETTER),
        (MAIL, 555, "unknown parameter", LETTER),
        (MAIL, 553, "5.6.7 address needs SMTPUTF8", LETTER),
        # The server itself.
        (RCPT, 421, "4.7.0 Try again later, closing connection", US),
        (DOT, 421, "shutting down", US),
        # Providers: Gmail, Exchange Online, Amazon SES; Postfix and Exim, which speak of the sender at RCPT.
        (DOT, 550, "5.4.5 Daily user sending limit exceeded", US),
        (DOT, 550, "5.7.60 SMTP; Client does not have permissions to send as this sender", US),
        (DOT, 554, "5.2.252 SendAsDenied; jobs@example.com not allowed to send as x@example.com", US),
        (DOT, 554, "5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied", US),
        (RCPT, 550, "5.1.8 Access denied, bad outbound sender", US),
        (RCPT, 550, "5.1.90 Your message can't be sent because you've reached your daily limit", US),
        (RCPT, 550, "5.7.705 Access denied, tenant has exceeded threshold", US),
        (RCPT, 550, "5.7.708 Access denied, traffic not accepted from this IP", US),
        (RCPT, 550, "5.7.501 Access denied, spam abuse detected", US),
        (RCPT, 550, "5.7.703 blocked by your organization using Tenant Allow Block List", LETTER),
        (DOT, 554, "Message rejected: Email address is not verified.", US),
        (DOT, 554, "Sending paused for this account", US),
        (RCPT, 553, "5.7.1 <jobs@example.com>: Sender address rejected: not owned by user x", US),
        (RCPT, 554, "5.7.1 <ann@example.org>: Relay access denied", US),
        (RCPT, 554, "5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.example", US),
        (RCPT, 550, "Sender verify failed", US),
        (RCPT, 450, "4.7.1 Client host rejected: cannot find your hostname", US),
        # The recipient.
        (RCPT, 550, "5.1.1 no such user", LETTER),
        (RCPT, 550, "5.1.10 null MX", LETTER),
        (RCPT, 550, "5.2.1 The email account that you tried to reach is disabled", LETTER),
        (RCPT, 552, "5.2.2 over quota", LETTER),
        (RCPT, 550, "5.4.1 Recipient address rejected: Access denied. AS(201806281)", LETTER),
        (RCPT, 550, "No such user here", LETTER),
        (RCPT, 550, "mailbox unavailable", LETTER),
        (RCPT, 450, "4.2.0 <ann@example.org>: Recipient address rejected: Greylisted", LETTER),
        (RCPT, 451, "4.7.1 Greylisting in action, please come back later", LETTER),
        # A policy: who knows.
        (DOT, 550, "5.7.1 This message violates example.com email policy.", UNCLEAR),
        (DOT, 554, "5.7.1 spam", UNCLEAR),
        (DATA, 554, "no", UNCLEAR),
        (RCPT, 550, "5.7.1 we don't want you", UNCLEAR),
    ],
)
def test_whom_a_refusal_is_about(verb, code, reply, whom):
    assert about(verb, code, reply) is whom


@given(st.sampled_from(list(Verb)), st.integers(400, 599), st.text(max_size=200))
def test_a_temporary_refusal_is_never_unclear_and_any_text_is_about_somebody(verb, code, reply):
    whom = about(verb, code, reply)
    assert whom in About
    assert code >= 500 or whom is not UNCLEAR
