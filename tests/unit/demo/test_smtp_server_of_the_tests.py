"""The tests' SMTP server does what it is told: only then do tests on the wire prove anything."""

import contextlib
import smtplib
import ssl
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.servers.smtp import (
    SHUT_DOWN,
    At,
    Drop,
    HalfALine,
    Hang,
    Misbehaviour,
    Say,
    SmtpServer,
    Then,
    nobody_listens,
)

MAIL = b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\n\r\n.one\r\n..two\r\nbare \r here\r\n.\r\nend\r\n"


def client(server: SmtpServer) -> smtplib.SMTP:
    return smtplib.SMTP(server.host, server.port, timeout=10)


def send(server: SmtpServer, *recipients: str) -> None:
    with client(server) as session:
        session.sendmail("", recipients or ("b@example.org",), MAIL)


def test_a_mail_is_kept_as_it_came_and_with_its_dots_unstuffed():
    with SmtpServer() as server:
        send(server)
    (kept,) = server.kept
    assert kept.sender == ""
    assert kept.recipients == ("b@example.org",)
    assert kept.content == MAIL
    assert kept.wire == MAIL.replace(b"\r\n.", b"\r\n..")
    assert server.deliveries() == {"<1@example.org>": 1}
    assert [line.split()[0] for line in server.verbs] == ["EHLO", "MAIL", "RCPT", "DATA", "QUIT"]
    assert server.connections == 1


def test_two_mails_of_one_session_keep_their_own_bytes():
    with SmtpServer() as server:
        with client(server) as session:
            session.sendmail("", ["b@example.org"], MAIL)
            session.sendmail("", ["c@example.org"], b"X: y\r\n\r\nsecond\r\n")
        first, second = server.wait_for(2)
    assert first.content == MAIL
    assert second.wire == b"X: y\r\n\r\nsecond\r\n"
    assert server.connections == 1


@pytest.mark.parametrize("where", [At.EHLO, At.MAIL, At.RCPT, At.DATA, At.DOT])
@pytest.mark.parametrize("reply", ["451 4.3.0 not now", "550 5.7.1 never"])
def test_each_verb_can_be_refused_once(where: At, reply: str):
    with SmtpServer() as server:
        server.at(At.HELO, Say(reply), times=1 if where is At.EHLO else 0)
        server.at(where, Say(reply), times=1)
        with pytest.raises(smtplib.SMTPException) as refused:
            send(server)
        assert reply[:3] in str(refused.value)
        assert server.kept == ()
        send(server)
        assert len(server.kept) == 1


def test_one_recipient_of_two_can_be_refused():
    with SmtpServer() as server:
        server.at(At.RCPT, Say("450 4.2.0 greylisted"), argument="late@example.org")
        with client(server) as session:
            refused = session.sendmail("", ["late@example.org", "b@example.org"], MAIL)
        assert refused == {"late@example.org": (450, b"4.2.0 greylisted")}
        assert server.kept[0].recipients == ("b@example.org",)


@pytest.mark.parametrize("where", [At.CONNECT, At.EHLO, At.MAIL, At.RCPT, At.DATA, At.BODY, At.DOT])
@pytest.mark.parametrize("how", [Drop(takes=False), Drop(reset=True, takes=False), HalfALine("25", takes=False)])
def test_the_line_can_break_anywhere(where: At, how: Misbehaviour):
    with SmtpServer() as server:
        server.at(where, how, times=1)
        with pytest.raises((smtplib.SMTPException, OSError)):
            send(server)
        assert server.kept == ()
        send(server)
        assert len(server.kept) == 1


@pytest.mark.parametrize("how", [Drop(), Drop(reset=True), HalfALine("25")])
def test_a_mail_may_be_taken_although_nobody_hears_of_it(how: Misbehaviour):
    with SmtpServer() as server:
        server.at(At.DOT, how)
        with pytest.raises((smtplib.SMTPException, OSError)):
            send(server)
        assert len(server.kept) == 1


def test_a_mail_may_be_taken_and_the_connection_reset():
    with SmtpServer() as server:
        server.at(At.DOT, Say("250 2.0.0 taken", Then.RESET))
        with client(server) as session, contextlib.suppress(smtplib.SMTPServerDisconnected):
            session.sendmail("", ["b@example.org"], MAIL)
            with pytest.raises(smtplib.SMTPServerDisconnected):
                session.noop()
        assert len(server.kept) == 1


def test_it_can_say_421_and_go():
    with SmtpServer() as server:
        server.at(At.RCPT, SHUT_DOWN)
        with pytest.raises(smtplib.SMTPRecipientsRefused), client(server) as session:
            session.sendmail("", ["b@example.org"], MAIL)


def test_it_hangs_until_it_is_released():
    with SmtpServer() as server:
        server.at(At.DOT, Hang(), times=1)
        sender = threading.Thread(target=send, args=(server,))
        sender.start()
        server.wait_until_hanging()
        assert sender.is_alive()
        server.release()
        sender.join()
        assert len(server.kept) == 1


def test_it_stops_while_somebody_hangs():
    with SmtpServer() as server:
        server.at(At.MAIL, Hang())
        session = client(server)
        session.ehlo()
        session.putcmd("MAIL FROM:<>")
        server.wait_until_hanging()
    with pytest.raises((smtplib.SMTPServerDisconnected, OSError)):
        session.getreply()
    session.close()


def test_amid_a_mail_it_can_only_end_the_connection():
    with SmtpServer() as server, pytest.raises(ValueError, match="amid a mail"):
        server.at(At.BODY, Hang())


def test_delivery_status_options_are_taken_only_where_they_are_offered():
    with SmtpServer(dsn=True) as server, client(server) as session:
        session.ehlo()
        assert session.has_extn("dsn")
        session.sendmail("", ["b@example.org"], MAIL, mail_options=["RET=HDRS"], rcpt_options=["NOTIFY=NEVER"])
        assert server.kept[0].rcpt_options == ("NOTIFY=NEVER",)
        assert "RET=HDRS" in server.kept[0].mail_options
    with SmtpServer() as server, client(server) as session:
        session.ehlo()
        assert not session.has_extn("dsn")
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            session.sendmail("", ["b@example.org"], MAIL, rcpt_options=["NOTIFY=NEVER"])


@pytest.mark.parametrize("offered", [True, False])
def test_international_addresses_need_smtputf8(offered: bool):
    with SmtpServer(smtputf8=offered) as server, client(server) as session:
        session.ehlo()
        assert session.has_extn("smtputf8") is offered
        if offered:
            session.sendmail("", ["josé@example.org"], MAIL, mail_options=["SMTPUTF8"])
            assert server.kept[0].recipients == ("josé@example.org",)


def test_a_mail_above_the_limit_is_refused():
    with SmtpServer(size_limit=20) as server, client(server) as session:
        session.ehlo()
        assert session.esmtp_features["size"] == "20"
        with pytest.raises(smtplib.SMTPSenderRefused):
            session.sendmail("", ["b@example.org"], MAIL)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_login_is_asked_for_and_checked():
    with SmtpServer(login=("recruitment", "secret")) as server:
        with client(server) as session, pytest.raises(smtplib.SMTPSenderRefused):
            session.sendmail("", ["b@example.org"], MAIL)
        with client(server) as session, pytest.raises(smtplib.SMTPAuthenticationError):
            session.login("recruitment", "guess")
        with client(server) as session:
            session.login("recruitment", "secret")
            session.sendmail("", ["b@example.org"], MAIL)
        assert server.kept[0].login == "recruitment"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's context with a certificate of its own, and a client's that trusts it."""
    path: Path = tmp_path_factory.mktemp("tls") / "server.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("mail.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(signed.public_bytes(serialization.Encoding.PEM) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    trusting = ssl.create_default_context(cafile=str(path))
    trusting.check_hostname = False
    return server, trusting


def test_starttls_is_offered_only_with_a_certificate(certificate: tuple[ssl.SSLContext, ssl.SSLContext]):
    of_server, of_client = certificate
    with SmtpServer(starttls=of_server) as server, client(server) as session:
        session.starttls(context=of_client)
        session.sendmail("", ["b@example.org"], MAIL)
        assert server.kept[0].encrypted
        assert server.kept[0].wire == MAIL.replace(b"\r\n.", b"\r\n..")
    assert server.connections == 1
    with SmtpServer() as server, client(server) as session, pytest.raises(smtplib.SMTPNotSupportedError):
        session.starttls(context=of_client)


def test_it_may_speak_tls_from_the_first_byte(certificate: tuple[ssl.SSLContext, ssl.SSLContext]):
    of_server, of_client = certificate
    with SmtpServer(tls=of_server) as server:
        with smtplib.SMTP_SSL(server.host, server.port, timeout=10, context=of_client) as session:
            session.sendmail("", ["b@example.org"], MAIL)
        assert server.kept[0].encrypted


def test_a_port_on_which_nobody_listens_refuses():
    with pytest.raises(ConnectionRefusedError):
        smtplib.SMTP(SmtpServer.host, nobody_listens())
