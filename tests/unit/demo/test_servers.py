"""The demo's own mail servers, asked by the libraries that the product uses."""

import logging
import smtplib
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import CapabilityError, IMAPClientError, LoginError

from inbox_bot.demo.samples import samples
from inbox_bot.demo.servers import DemoServers
from inbox_bot.demo.smtp_server import Received

START = datetime(2026, 5, 11, 9, 0, tzinfo=UTC)
MAIL = b"From: a@example.org\r\nSubject: x\r\n\r\n.dots\r\n..\r\n"


@pytest.fixture
def servers() -> Iterator[DemoServers]:
    mails = [(sample.raw, START + timedelta(minutes=number)) for number, sample in enumerate(samples())]
    with DemoServers(mails) as running:
        yield running


@pytest.fixture
def client(servers: DemoServers) -> Iterator[IMAPClient]:
    client = IMAPClient(servers.host, servers.imap_port, ssl=False, timeout=10)
    client.normalise_times = False
    client.login(servers.user, servers.password)
    yield client
    client.shutdown()


def test_every_mail_lies_in_the_inbox_as_it_is(client: IMAPClient):
    assert client.select_folder("INBOX")[b"EXISTS"] == len(samples())
    uids = client.search("ALL")
    fetched = client.fetch(uids, ["BODY.PEEK[]", "INTERNALDATE", "RFC822.SIZE"])
    for number, (uid, sample) in enumerate(zip(sorted(uids), samples(), strict=True)):
        assert fetched[uid][b"BODY[]"] == sample.raw
        assert fetched[uid][b"RFC822.SIZE"] == len(sample.raw)
        assert fetched[uid][b"INTERNALDATE"] == START + timedelta(minutes=number)


def test_another_password_is_refused(servers: DemoServers):
    client = IMAPClient(servers.host, servers.imap_port, ssl=False, timeout=10)
    with pytest.raises(LoginError):
        client.login(servers.user, "guess")
    client.shutdown()


def test_mails_move_into_folders_that_are_created(client: IMAPClient):
    client.create_folder("Filed/Infrastructure engineer")
    client.select_folder("INBOX")
    client.move([101], "Filed/Infrastructure engineer")
    assert b" 101 101" in client._imap.untagged_responses["COPYUID"][0]
    assert 101 not in client.search("ALL")
    assert client.folder_status("Filed/Infrastructure engineer")[b"MESSAGES"] == 1


def test_a_copy_goes_into_sent(client: IMAPClient):
    client.create_folder("Sent")
    assert b"APPENDUID" in client.append("Sent", MAIL, [b"\\Seen"])
    client.select_folder("Sent")
    assert client.fetch([101], ["BODY.PEEK[]"])[101][b"BODY[]"] == MAIL


def test_a_missing_folder_is_said_to_be_missing(client: IMAPClient):
    client.select_folder("INBOX")
    with pytest.raises(IMAPClientError, match="TRYCREATE"):
        client.move([101], "Nowhere")


def test_what_it_lacks_is_as_the_docstring_says(client: IMAPClient):
    selected = client.select_folder("INBOX")
    assert b"\\*" not in selected[b"PERMANENTFLAGS"]
    assert b"HIGHESTMODSEQ" not in selected
    assert client.add_flags([101], [b"$Keyword"]) == {101: (b"\\Recent",)}
    with pytest.raises(IMAPClientError, match="BAD"):
        client.folder_status("INBOX", ["HIGHESTMODSEQ"])
    with pytest.raises(CapabilityError):
        client.unselect_folder()
    assert not {b"CONDSTORE", b"ENABLE", b"NAMESPACE", b"SPECIAL-USE"} & set(client.capabilities())
    assert {b"IDLE", b"MOVE", b"UIDPLUS"} <= set(client.capabilities())


def test_the_relay_takes_null_senders_large_8_bit_and_international_mail(servers: DemoServers):
    with smtplib.SMTP(servers.host, servers.smtp_port, timeout=10) as session:
        session.ehlo()
        assert {"size", "8bitmime", "smtputf8"} <= set(session.esmtp_features)
        session.sendmail("", ["b@example.org"], MAIL, mail_options=["BODY=8BITMIME", f"SIZE={len(MAIL)}"])
        session.sendmail("a@example.org", ["josé@example.org", "c@example.org"], MAIL, mail_options=["SMTPUTF8"])
    assert servers.received == (
        Received(sender="", recipients=("b@example.org",), content=MAIL),
        Received(sender="a@example.org", recipients=("josé@example.org", "c@example.org"), content=MAIL),
    )


def test_both_stop_while_clients_are_connected_and_leave_nothing_behind(caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    before = set(threading.enumerate())
    with DemoServers([(MAIL, START)]) as servers:
        client = IMAPClient(servers.host, servers.imap_port, ssl=False, timeout=10)
        client.login(servers.user, servers.password)
        client.select_folder("INBOX")
        client.idle()
        session = smtplib.SMTP(servers.host, servers.smtp_port, timeout=10)
    assert set(threading.enumerate()) <= before  # those of tests before may end meanwhile
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((servers.host, servers.imap_port), 10)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        session.noop()
    session.close()
    client.socket().close()
    assert [record for record in caplog.records if record.name.partition(".")[0] in ("pymap", "mail", "asyncio")] == []


def test_what_keeps_a_server_from_starting_is_raised():
    naive = datetime(2026, 5, 11, 9, 0)  # noqa: DTZ001  # the mistake
    servers = DemoServers([("not bytes", naive)])  # type: ignore[list-item]
    with pytest.raises(TypeError):
        servers.start()
    servers.stop()
