"""Connecting and logging in: what protects the line, what is refused, and how each failure is told."""

import socket
import traceback
from pathlib import Path

import pytest

from inbox_bot.core.rules.model import Security
from inbox_bot.edges.mailbox import MailboxDown
from tests.support.servers.imap_proxy import hangs_up, loses, says, stalls

pytestmark = pytest.mark.dovecot


def down(mailbox, ask=lambda mailbox: mailbox.status("INBOX")) -> MailboxDown:
    with pytest.raises(MailboxDown) as raised:
        ask(mailbox)
    return raised.value


def test_tls_with_the_given_authority_works(dovecot, account, mailbox_of):
    mailbox = mailbox_of(account, port=dovecot.tls_port, security=Security.TLS, ca=dovecot.ca)
    assert mailbox.status("INBOX").messages == 0


def test_starttls_with_the_given_authority_works(dovecot, account, mailbox_of):
    mailbox = mailbox_of(account, security=Security.STARTTLS, ca=dovecot.ca)
    assert mailbox.status("INBOX").messages == 0
    assert "UIDPLUS" in mailbox.capabilities()


@pytest.mark.parametrize("security", [Security.NONE, Security.TLS, Security.STARTTLS])
def test_no_packet_of_a_command_waits_for_the_one_before_it_to_be_acknowledged(dovecot, account, mailbox_of, security):
    port = dovecot.tls_port if security is Security.TLS else dovecot.port
    mailbox = mailbox_of(account, port=port, security=security, ca=dovecot.ca)
    mailbox.status("INBOX")
    line = mailbox._connection.socket()
    assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_nobody_vouches_for_is_refused_for_good(dovecot, account, mailbox_of, security):
    port = dovecot.tls_port if security is Security.TLS else dovecot.port
    failure = down(mailbox_of(account, port=port, security=security))
    assert (failure.code, failure.temporary) == ("CERTIFICATE", False)


def test_a_certificate_for_another_name_is_refused(dovecot, account, mailbox_of):
    same_host_by_another_name = "127.1"
    mailbox = mailbox_of(
        account, host=same_host_by_another_name, port=dovecot.tls_port, security=Security.TLS, ca=dovecot.ca
    )
    assert down(mailbox).code == "CERTIFICATE"


def test_a_file_of_authorities_that_is_not_there_needs_a_person(dovecot, account, mailbox_of, tmp_path):
    mailbox = mailbox_of(account, port=dovecot.tls_port, security=Security.TLS, ca=tmp_path / "no.pem")
    failure = down(mailbox)
    assert (failure.code, failure.temporary) == ("CERTIFICATE", False)


def test_without_starttls_the_password_is_not_sent(dovecot, account, mailbox_of, proxy):
    proxy.hides("STARTTLS")
    failure = down(mailbox_of(account, through=proxy, security=Security.STARTTLS, ca=dovecot.ca))
    assert (failure.code, failure.temporary) == ("STARTTLS", False)
    assert not any("LOGIN" in command or "AUTH" in command for command in proxy.commands)


def test_an_unprotected_line_leaves_loopback_never(account, mailbox_of, monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.access.access.is_loopback", lambda sock: False)
    failure = down(mailbox_of(account))
    assert (failure.code, failure.temporary) == ("PRIVACYREQUIRED", False)


def test_a_server_that_forbids_login_in_the_clear_is_told_so(account, mailbox_of, proxy):
    proxy.when("CAPABILITY", says("* CAPABILITY IMAP4rev1 LOGINDISABLED", "{tag} OK done"))
    failure = down(mailbox_of(account, through=proxy))
    assert (failure.code, failure.temporary) == ("PRIVACYREQUIRED", False)


def test_a_wrong_password_is_wrong_for_good_and_in_no_trace(account, mailbox_of):
    failure = down(mailbox_of(account, password=lambda: "hunter2-hunter2"))
    assert (failure.code, failure.temporary) == ("AUTHENTICATIONFAILED", False)
    told = "".join(traceback.format_exception(failure)) + repr(vars(failure))
    assert "hunter2" not in told


def test_a_server_that_repeats_the_password_does_not_spread_it(account, mailbox_of, proxy):
    proxy.when("LOGIN", says('{tag} NO no such thing as "hunter2-hunter2"'))
    assert "hunter2" not in down(mailbox_of(account, through=proxy, password=lambda: "hunter2-hunter2")).sentence


@pytest.mark.parametrize(
    ("answer", "code", "temporary"),
    [
        ("{tag} NO [AUTHENTICATIONFAILED] no", "AUTHENTICATIONFAILED", False),
        ("{tag} NO [EXPIRED] your password is old", "EXPIRED", False),
        ("{tag} NO [AUTHORIZATIONFAILED] not you", "AUTHORIZATIONFAILED", False),
        ("{tag} NO go away", "AUTHENTICATIONFAILED", False),
        ("{tag} NO [UNAVAILABLE] the database sleeps", "UNAVAILABLE", True),
        ("{tag} NO [THROTTLED] slowly", "THROTTLED", True),
        ("{tag} NO [LIMIT] too many connections", "LIMIT", True),
        ("{tag} NO [INUSE] somebody else", "INUSE", True),
        ("{tag} NO [SERVERBUG] oops", "SERVERBUG", True),
        ("* BYE [UNAVAILABLE] going down", "UNAVAILABLE", True),
        ("* BYE Too many connections", "LIMIT", True),
    ],
)
def test_what_a_refused_login_means(account, mailbox_of, proxy, answer, code, temporary):
    proxy.when("LOGIN", says(answer))
    failure = down(mailbox_of(account, through=proxy))
    assert (failure.code, failure.temporary) == (code, temporary)


@pytest.mark.parametrize(
    ("greeting", "code"),
    [
        ("* BYE [UNAVAILABLE] come back later\r\n", "UNAVAILABLE"),
        ("* BYE\r\n", None),
        ("", None),
        ("SSH-2.0\r\n", None),
    ],
)
def test_a_server_that_does_not_let_us_in_is_down_for_now(account, mailbox_of, proxy, greeting, code):
    proxy.when("CONNECT", hangs_up(greeting))
    failure = down(mailbox_of(account, through=proxy))
    assert failure.temporary
    assert failure.code == code or code is None


@pytest.mark.parametrize("step", ["CONNECT", "LOGIN", "STATUS"])
def test_silence_ends_in_bounded_time(impatient, proxy, step):
    proxy.when(step, stalls())
    failure = down(impatient)
    assert failure.temporary
    assert "in time" in failure.sentence


@pytest.mark.parametrize("step", ["CONNECT", "CAPABILITY", "LOGIN", "STATUS"])
def test_a_line_that_breaks_is_down_for_now_and_the_next_try_works(odd_mailbox, proxy, step):
    proxy.when(step, hangs_up())
    assert down(odd_mailbox).temporary
    assert odd_mailbox.status("INBOX").messages == 0


def test_tls_that_never_shakes_hands_ends_in_bounded_time(account, mailbox_of):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        assert down(mailbox_of(account, port=port, security=Security.TLS, connect_s=0.3)).temporary


def test_a_server_that_is_not_there_is_down_for_now(account, mailbox_of):
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    failure = down(mailbox_of(account, port=port))
    assert failure.temporary
    assert f"127.0.0.1:{port}" in failure.sentence


def test_a_user_or_password_that_is_not_given_needs_a_person(account, mailbox_of):
    assert not down(mailbox_of(account, password=lambda: None)).temporary
    assert not down(mailbox_of(account, user=None)).temporary


@pytest.mark.parametrize("password", ['say "hi" \\ now', "pässwörd", "tab\there"])
def test_a_password_of_any_characters_arrives_whole(dovecot, mailbox_of, proxy, password):
    account = dovecot.account()
    proxy.when("AUTHENTICATE", says("+ ", "{tag} OK in"))
    proxy.when("LOGIN", says("{tag} OK in"))
    mailbox = mailbox_of(account, through=proxy, password=lambda: password)
    down(mailbox)  # the server behind knows nothing of this login
    login = next(command for command in proxy.commands if command.startswith(("LOGIN", "AUTHENTICATE")))
    if login.startswith("LOGIN"):
        assert login.endswith('"say \\"hi\\" \\\\ now"')
    else:
        assert login == "AUTHENTICATE PLAIN"


def test_plain_authentication_carries_what_login_cannot(dovecot, mailbox_of, proxy):
    account = dovecot.account()
    proxy.when("^CAPABILITY", says("* CAPABILITY IMAP4rev1 AUTH=PLAIN LOGINDISABLED", "{tag} OK done"))
    mailbox = mailbox_of(account, through=proxy)
    assert mailbox.status("INBOX").messages == 0
    assert any(command.startswith("AUTHENTICATE PLAIN") for command in proxy.commands)


def test_what_counts_is_what_the_server_offers_after_login(account, mailbox_of, proxy):
    proxy.when("LOGIN", loses("CAPABILITY IMAP4rev1.*XXX"))
    mailbox = mailbox_of(account, through=proxy)
    assert "MOVE" in mailbox.capabilities()  # Dovecot announces MOVE only then


def test_a_mailbox_that_was_closed_opens_again(mailbox):
    mailbox.status("INBOX")
    mailbox.close()
    assert mailbox.status("INBOX").messages == 0


def test_closing_waits_for_nobody(odd_mailbox, proxy, monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.mailbox.connection.LOGOUT_S", 0.1)
    odd_mailbox.status("INBOX")
    proxy.when("LOGOUT", stalls())
    odd_mailbox.close()
    assert proxy.commands[-1] == "LOGOUT"


def test_hanging_up_from_another_thread_ends_what_waits(account, mailbox_of, proxy, in_thread):
    mailbox = mailbox_of(account, through=proxy)
    mailbox.status("INBOX")
    proxy.when("STATUS", stalls())
    waiting = in_thread(lambda: down(mailbox))
    proxy.await_command("STATUS", 2)
    mailbox.hang_up()
    assert waiting.result(10).temporary


def test_nothing_of_the_conversation_is_logged(account, mailbox_of, caplog, tmp_path: Path):
    caplog.set_level("DEBUG")
    account.append(b"Subject: a secret\r\n\r\nvery secret\r\n")
    mailbox = mailbox_of(account)
    list(mailbox.fetch("INBOX", mailbox.status("INBOX").uidvalidity, [1], max_bytes=1))
    assert "secret" not in caplog.text
    assert account.user not in caplog.text
