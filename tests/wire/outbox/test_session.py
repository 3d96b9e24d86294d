"""What is known of a letter after each thing an SMTP server may do, on the wire."""

import socket
import ssl
from functools import partial

import pytest

from inbox_bot.core.rules.model import Secret, Security
from inbox_bot.edges.access import Access, Credentials, Proof
from inbox_bot.edges.outbox import OutboxDown, Refused, Sent, SmtpOutbox, Uncertain
from inbox_bot.edges.secrets import fetch
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.smtp import SHUT_DOWN, At, Drop, HalfALine, Hang, Say, SmtpServer, Then, nobody_listens

LETTER = b"From: a@example.com\r\nTo: b@example.org\r\nSubject: hello\r\n\r\nDear you,\r\n.\r\n.. dots\r\nbye\r\n"
TO = "b@example.org"


def outbox_at(server: SmtpServer, *, dot_reply_s: float = 5, **more: object) -> SmtpOutbox:
    more = {"host": server.host, "port": server.port, "security": Security.NONE, "connect_s": 5, "read_s": 5} | more
    return SmtpOutbox(Access(**more), dot_reply_s=dot_reply_s)


def known_as(user: str, secret, **more: object) -> Credentials:
    return Credentials(user=user, secret=secret, **more)


def test_a_letter_arrives_byte_for_byte_with_a_null_sender():
    with SmtpServer() as server, outbox_at(server) as outbox:
        assert isinstance(outbox.send(LETTER, to=TO), Sent)
        [kept] = server.kept
        assert kept.content == LETTER
        assert (kept.sender, list(kept.recipients)) == ("", [TO])
        assert b"\n" not in kept.wire.replace(b"\r\n", b"")


def test_an_address_in_the_envelope_may_stand_in_for_the_null_sender():
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
    with SmtpServer() as server, outbox_at(server, read_s=0.2) as outbox:
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
    outbox = SmtpOutbox(Access(host="127.0.0.1", port=nobody_listens(), security=Security.NONE, connect_s=2))
    with pytest.raises(OutboxDown, match="can't be used"):
        outbox.send(LETTER, to=TO)


def test_a_wrong_password_is_down_and_the_password_is_not_in_the_sentence():
    with SmtpServer(login=("recruitment", "right")) as server:
        outbox = outbox_at(server, credentials=known_as("recruitment", lambda: "wrong-secret"))
        with pytest.raises(OutboxDown) as down:
            outbox.open()
        assert "wrong-secret" not in str(down.value)
        assert not down.value.temporary


def test_a_refused_password_is_not_shown_again_for_a_quarter_of_an_hour_and_another_one_at_once():
    passwords, now = ["wrong"], [1_000.0]
    with SmtpServer(login=("recruitment", "right")) as server:
        outbox = outbox_at(server, credentials=known_as("recruitment", lambda: passwords[-1], monotonic=lambda: now[0]))
        for _ in range(20):
            with pytest.raises(OutboxDown, match="refuses user and password"):
                outbox.send(LETTER, to=TO)
        assert server.connections == 1
        now[0] += 901
        with pytest.raises(OutboxDown):
            outbox.send(LETTER, to=TO)
        assert server.connections == 2
        passwords.append("right")
        assert isinstance(outbox.send(LETTER, to=TO), Sent)
        outbox.close()


def test_a_password_that_is_not_there_is_down_and_says_where_it_was_looked_for(tmp_path):
    asks = partial(fetch, Secret(source="file", name="password"), tmp_path)
    with SmtpServer(login=("recruitment", "right")) as server:
        with pytest.raises(OutboxDown, match="password can't be read"):
            outbox_at(server, credentials=known_as("recruitment", asks)).send(LETTER, to=TO)
        assert server.connections == 0


def test_a_right_password_logs_in():
    with SmtpServer(login=("recruitment", "right")) as server:
        with outbox_at(server, credentials=known_as("recruitment", lambda: "right")) as outbox:
            assert isinstance(outbox.send(LETTER, to=TO), Sent)
        assert server.kept[0].login


def test_starttls_that_was_stripped_sends_nothing():
    with SmtpServer() as server:
        with pytest.raises(OutboxDown, match="STARTTLS"):
            outbox_at(server, security=Security.STARTTLS).send(LETTER, to=TO)
        assert not server.kept


@pytest.fixture(scope="module")
def certified(tmp_path_factory) -> tuple[str, ssl.SSLContext]:
    """A certificate authority's file, and a server's context with a certificate of it for 127.0.0.1."""
    folder = tmp_path_factory.mktemp("certificates")
    ca = certificate_in(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return str(ca), context


def protected(security: Security, context: ssl.SSLContext, **more: object) -> SmtpServer:
    return SmtpServer(starttls=context, **more) if security is Security.STARTTLS else SmtpServer(tls=context, **more)


PROTECTED = pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])


@PROTECTED
def test_a_protected_session_is_used_where_it_is_asked_for(certified, security):
    ca, context = certified
    login = ("recruitment", "right")
    with protected(security, context, login=login) as server:
        with outbox_at(server, security=security, ca=ca, credentials=known_as(login[0], lambda: login[1])) as outbox:
            assert isinstance(outbox.send(LETTER, to=TO), Sent)
            assert isinstance(outbox.send(LETTER, to="c@example.org"), Sent)
        assert [(kept.encrypted, kept.login) for kept in server.kept] == [(True, "recruitment")] * 2


@PROTECTED
def test_a_certificate_of_nobody_we_know_is_refused_and_nothing_is_said_to_the_server(certified, security):
    _, context = certified
    with protected(security, context) as server:
        outbox = outbox_at(server, security=security, credentials=known_as("recruitment", lambda: "right"))
        with pytest.raises(OutboxDown, match="certificate"):
            outbox.send(LETTER, to=TO)
        assert not any(verb.startswith(("AUTH", "MAIL")) for verb in server.verbs)


@PROTECTED
def test_a_certificate_for_another_name_is_refused(certified, security, monkeypatch):
    ca, context = certified
    with protected(security, context) as server:
        elsewhere = outbox_at(server, host="127.0.0.2", security=security, ca=ca)
        monkeypatch.setattr(socket, "create_connection", _to(server.host, socket.create_connection))
        with pytest.raises(OutboxDown, match="certificate"):
            elsewhere.open()


def _to(host: str, connect):
    """As if the name led to that host."""
    return lambda address, *rest, **named: connect((host, address[1]), *rest, **named)


def test_an_address_that_smtp_cannot_say_is_refused_and_the_next_letter_goes():
    with SmtpServer() as server, outbox_at(server) as outbox:
        refused = outbox.send(LETTER, to="jörg@example.org")
        assert isinstance(refused, Refused)
        assert not refused.temporary
        assert isinstance(outbox.send(LETTER, to=TO), Sent)


def test_a_server_that_wants_a_login_first_is_down_and_refuses_no_letter():
    with (
        SmtpServer(login=("jobs", "secret")) as server,
        outbox_at(server) as outbox,
    ):
        outbox.open()
        with pytest.raises(OutboxDown, match="it wants user and password first: 530"):
            outbox.probe()
        with pytest.raises(OutboxDown, match="it wants user and password first: 530"):
            outbox.send(b"Subject: x\r\n\r\n", to="ann@example.org")
        assert server.kept == ()


def test_a_server_that_takes_no_mail_without_a_sender_is_found_by_asking():
    with SmtpServer() as server, outbox_at(server) as outbox:
        server.at(At.MAIL, Say("550 5.7.1 null sender refused"), argument="<>")
        with pytest.raises(OutboxDown, match=r"answers\.envelope"):
            outbox.probe()
        outbox.probe("bounces@example.com")
        assert server.kept == ()


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER", "PLAIN XOAUTH2 OAUTHBEARER"])
def test_a_token_logs_in_by_what_the_server_offers_for_it(mechanism):
    with SmtpServer(login=("recruitment", "t0ken"), offers_login=mechanism) as server:
        with outbox_at(server, credentials=known_as("recruitment", lambda: "t0ken", proof=Proof.BEARER)) as outbox:
            assert isinstance(outbox.send(LETTER, to=TO), Sent)
        assert server.kept[0].login == "recruitment"


def test_a_token_that_has_expired_is_renewed_once_and_logs_in_on_the_same_connection():
    tokens = ["old"]
    with SmtpServer(login=("recruitment", "new"), offers_login="XOAUTH2") as server:
        renewed = known_as("recruitment", lambda: tokens[-1], proof=Proof.BEARER, renew=lambda: tokens.append("new"))
        with outbox_at(server, credentials=renewed) as outbox:
            assert isinstance(outbox.send(LETTER, to=TO), Sent)
        assert server.connections == 1


def test_a_token_that_no_renewal_helps_is_an_outbox_that_is_down_and_in_no_sentence():
    renewals = iter(range(1, 100))
    tokens = ["t0ken-0"]
    with SmtpServer(login=("recruitment", "another"), offers_login="OAUTHBEARER") as server:
        stale = known_as(
            "recruitment",
            lambda: tokens[-1],
            proof=Proof.BEARER,
            renew=lambda: tokens.append(f"t0ken-{next(renewals)}"),
        )
        with outbox_at(server, credentials=stale) as outbox, pytest.raises(OutboxDown) as down:
            outbox.open()
        assert not down.value.temporary
        assert "t0ken" not in str(down.value)
        assert sum(verb.startswith("AUTH") for verb in server.verbs) == 2


def test_a_token_where_only_passwords_are_taken_is_not_shown_as_one():
    with SmtpServer(login=("recruitment", "t0ken")) as server:
        with (
            outbox_at(server, credentials=known_as("recruitment", lambda: "t0ken", proof=Proof.BEARER)) as outbox,
            pytest.raises(OutboxDown, match="offers no login with a token"),
        ):
            outbox.open()
        assert not any(verb.startswith("AUTH") for verb in server.verbs)


def test_an_unprotected_line_leaves_loopback_never_and_not_a_word_is_said_on_it(monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.access.access.is_loopback", lambda sock: False)
    with SmtpServer() as server, outbox_at(server) as outbox:
        with pytest.raises(OutboxDown, match="only on loopback") as down:
            outbox.send(LETTER, to=TO)
        assert not down.value.temporary
        assert server.verbs == ()
