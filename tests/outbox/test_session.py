"""What is known of a letter after each thing an SMTP server may do, on the wire."""

import ssl

import pytest

from inbox_bot.core.rules.model import Security
from inbox_bot.edges.outbox import Outbox, OutboxDown, Refused, Sent, Uncertain
from tests.servers.smtp import SHUT_DOWN, At, Drop, HalfALine, Hang, Say, SmtpServer, Then, nobody_listens

LETTER = b"From: a@example.com\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nDear you,\r\n.\r\n.. dots\r\nbye\r\n"
TO = "b@example.org"


def outbox_at(server: SmtpServer, **more: object) -> Outbox:
    settings = {"security": Security.NONE, "connect_s": 5, "reply_s": 5, "dot_reply_s": 5} | more
    return Outbox(host=server.host, port=server.port, **settings)


def test_a_letter_arrives_byte_for_byte_with_a_null_sender():
    with SmtpServer() as server, outbox_at(server) as outbox:
        assert isinstance(outbox.send(LETTER, to=TO), Sent)
        [kept] = server.kept
        assert kept.content == LETTER
        assert (kept.sender, list(kept.recipients)) == ("", [TO])
        assert b"\n" not in kept.wire.replace(b"\r\n", b"")


def test_a_bounce_address_may_stand_in_for_the_null_sender():
    with SmtpServer() as server, outbox_at(server) as outbox:
        outbox.send(LETTER, to=TO, sender="bounces@example.com")
        assert server.kept[0].sender == "bounces@example.com"


def test_no_delivery_report_is_asked_for_where_the_server_knows_how():
    with SmtpServer(dsn=True) as server, outbox_at(server) as outbox:
        assert isinstance(outbox.send(LETTER, to=TO), Sent)
        assert "NOTIFY=NEVER" in server.kept[0].rcpt_options


def test_many_letters_go_over_one_session():
    with SmtpServer() as server, outbox_at(server) as outbox:
        for number in range(5):
            assert isinstance(outbox.send(LETTER, to=f"{number}@example.org"), Sent)
        assert (len(server.kept), server.connections) == (5, 1)


@pytest.mark.parametrize("at", [At.MAIL, At.RCPT, At.DATA])
@pytest.mark.parametrize(("reply", "temporary"), [("450 4.2.0 greylisted", True), ("550 5.1.1 no such user", False)])
def test_a_refusal_before_the_mail_is_handed_over_says_whether_later_helps(at, reply, temporary):
    with SmtpServer() as server, outbox_at(server) as outbox:
        server.at(at, Say(reply), times=1)
        refused = outbox.send(LETTER, to=TO)
        assert isinstance(refused, Refused)
        assert (refused.code, refused.temporary) == (int(reply[:3]), temporary)
        assert isinstance(outbox.send(LETTER, to="c@example.org"), Sent), "the next letter is not held up"
        assert len(server.kept) == 1


@pytest.mark.parametrize(("reply", "temporary"), [("451 4.3.0 later", True), ("554 5.7.1 spam", False)])
def test_a_refusal_of_the_final_dot_is_a_refusal(reply, temporary):
    with SmtpServer() as server, outbox_at(server) as outbox:
        server.at(At.DOT, Say(reply), times=1)
        refused = outbox.send(LETTER, to=TO)
        assert isinstance(refused, Refused)
        assert refused.temporary is temporary
        assert not server.kept


@pytest.mark.parametrize("at", [At.MAIL, At.RCPT, At.DATA])
@pytest.mark.parametrize("how", [Drop(), HalfALine(), SHUT_DOWN])
def test_a_line_that_breaks_before_the_final_dot_may_be_tried_again(at, how):
    with SmtpServer() as server, outbox_at(server) as outbox:
        server.at(at, how, times=1)
        refused = outbox.send(LETTER, to=TO)
        assert isinstance(refused, Refused)
        assert refused.temporary
        assert not server.kept
        assert isinstance(outbox.send(LETTER, to=TO), Sent)


@pytest.mark.parametrize("how", [Drop(), Drop(takes=True), HalfALine(), HalfALine(takes=True)])
def test_a_line_that_breaks_after_the_final_dot_is_uncertain_whatever_the_server_did(how):
    with SmtpServer() as server, outbox_at(server) as outbox:
        server.at(At.DOT, how, times=1)
        assert isinstance(outbox.send(LETTER, to=TO), Uncertain)
        assert isinstance(outbox.send(LETTER, to="c@example.org"), Sent)


def test_a_server_that_accepts_and_resets_is_never_refused():
    with SmtpServer() as server, outbox_at(server) as outbox:
        server.at(At.DOT, Say("250 2.0.0 taken", Then.RESET), times=1)
        # Whether the 250 is still read before the reset is the kernel's to say.
        assert isinstance(outbox.send(LETTER, to=TO), Sent | Uncertain)


def test_a_server_that_never_answers_the_final_dot_is_uncertain_in_bounded_time():
    with SmtpServer() as server, outbox_at(server, dot_reply_s=0.2) as outbox:
        server.at(At.DOT, Hang(), times=1)
        assert isinstance(outbox.send(LETTER, to=TO), Uncertain)
        server.release()


def test_a_server_that_never_answers_rcpt_may_be_tried_again():
    with SmtpServer() as server, outbox_at(server, reply_s=0.2) as outbox:
        server.at(At.RCPT, Hang(), times=1)
        refused = outbox.send(LETTER, to=TO)
        assert isinstance(refused, Refused)
        assert refused.temporary
        server.release()


def test_an_address_in_another_script_needs_smtputf8():
    with SmtpServer() as server, outbox_at(server) as outbox:
        assert isinstance(outbox.send(LETTER, to="jörg@example.org", smtputf8=True), Sent)
        assert list(server.kept[0].recipients) == ["jörg@example.org"]
        assert isinstance(outbox.send(LETTER, to=TO), Sent)
    with SmtpServer(smtputf8=False) as server, outbox_at(server) as outbox:
        refused = outbox.send(LETTER, to="jörg@example.org", smtputf8=True)
        assert isinstance(refused, Refused)
        assert not refused.temporary
        assert isinstance(outbox.send(LETTER, to=TO), Sent)


def test_a_dead_server_is_down_and_no_letter_was_tried():
    outbox = Outbox(host="127.0.0.1", port=nobody_listens(), security=Security.NONE, connect_s=2)
    with pytest.raises(OutboxDown, match="can't be used"):
        outbox.send(LETTER, to=TO)


def test_a_wrong_password_is_down_and_the_password_is_not_in_the_sentence():
    with SmtpServer(login=("recruitment", "right")) as server:
        outbox = outbox_at(server, user="recruitment", password=lambda: "wrong-secret")
        with pytest.raises(OutboxDown) as down:
            outbox.check()
        assert "wrong-secret" not in str(down.value)
        assert not down.value.temporary


def test_a_right_password_logs_in():
    with SmtpServer(login=("recruitment", "right")) as server:
        with outbox_at(server, user="recruitment", password=lambda: "right") as outbox:
            assert isinstance(outbox.send(LETTER, to=TO), Sent)
        assert server.kept[0].login


def test_starttls_that_was_stripped_sends_nothing():
    with SmtpServer() as server:
        with pytest.raises(OutboxDown, match="STARTTLS"):
            outbox_at(server, security=Security.STARTTLS).send(LETTER, to=TO)
        assert not server.kept


@pytest.fixture
def certificate(tmp_path):
    from tests.servers.dovecot import _certificate

    return _certificate(tmp_path), tmp_path


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_protected_session_is_used_where_it_is_asked_for(certificate, security):
    ca, folder = certificate
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*sorted(folder.glob("*.pem"), key=lambda path: "key" in path.name))
    server = SmtpServer(starttls=context) if security is Security.STARTTLS else SmtpServer(tls=context)
    with server, outbox_at(server, security=security, ca=str(ca)) as outbox:
        assert isinstance(outbox.send(LETTER, to=TO), Sent)
        assert server.kept[0].encrypted
    with server if False else SmtpServer(starttls=context) as unknown:
        with pytest.raises(OutboxDown):
            outbox_at(unknown, security=Security.STARTTLS).send(LETTER, to=TO)
        assert not unknown.kept
