"""What stands in a token server's place, or is one that misbehaves: bounded, told in plain words, and never obeyed."""

import contextlib
import json
import socket
import ssl
import threading
from datetime import UTC, datetime

import pytest

from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin import TokenServerDown, transport
from inbox_bot.edges.signin.transport import NotTrusted, ask
from tests.support.servers.smtp import nobody_listens
from tests.support.servers.token_server import Answer, Client
from tests.wire.signin.conftest import APP, sign_in_person

PORTAL = b"<!doctype html><title>Welcome to the hotel</title>"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(content=PORTAL), "is no JSON: look whether a proxy or a portal stands in its place"),
        (Answer(status=403, content=PORTAL), r"\(403\) is no JSON"),
        (Answer(content=b"[]"), "is no JSON"),
        (Answer(content=b"[" * 100_000), "is no JSON"),
        (Answer(content=b"x" * 1_000_000), "far more than a token"),
        (Answer(status=302, headers={"Location": "http://evil.test/token"}), "sends us elsewhere, to evil.test, and"),
        (Answer(status=307, headers={"Location": "https://evil.test/"}), "is not followed"),
        (Answer(status=500, content=PORTAL), r"can't answer now \(500\)"),
    ],
)  # fmt: skip
def test_what_is_no_token_server_s_answer_is_told_and_passes(microsoft, answer, problem):
    microsoft.next = [answer]
    with pytest.raises(TokenServerDown, match=problem):
        ask(microsoft.url("token"), {"grant_type": "x"}, ca=microsoft.ca)


def test_a_certificate_that_is_not_trusted_needs_a_person(microsoft, sign_in_to):
    with pytest.raises(NotTrusted, match=r"the certificate of 127\.0\.0\.1 is not trusted"):
        ask(microsoft.url("token"), {})
    found = sign_in_to(microsoft, "device", ca=None)
    sign_in_person(microsoft, found, ago=datetime.now(UTC) - datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(AccessRefused) as refused:
        found.source().current()
    assert (refused.value.code, refused.value.temporary) == ("CERTIFICATE", False)
    assert microsoft.forms == []


def test_nobody_listening_is_told(microsoft):
    with pytest.raises(TokenServerDown, match="can't be reached"):
        ask(f"https://127.0.0.1:{nobody_listens()}/token", {})


def test_a_server_that_never_answers_is_left_after_a_while(microsoft, monkeypatch):
    monkeypatch.setattr(transport, "WAIT_S", 0.2)
    released = threading.Event()
    microsoft.next = [Answer(before=lambda: released.wait(20))]
    with pytest.raises(TokenServerDown, match="did not answer in time"):
        ask(microsoft.url("token"), {}, ca=microsoft.ca)
    released.set()


@pytest.mark.parametrize("begin", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_a_server_that_answers_a_byte_at_a_time_is_left_after_a_while(microsoft, monkeypatch, begin):
    monkeypatch.setattr(transport, "WHOLE_S", 0.5)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(microsoft.ca.with_name("server.pem"), microsoft.ca.with_name("server.key"))
    over = threading.Event()

    def drip(listening):
        with contextlib.suppress(OSError), context.wrap_socket(listening.accept()[0], server_side=True) as line:
            line.sendall(begin)
            while not over.wait(0.05):
                line.sendall(b"H")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=drip, args=(listening,), daemon=True).start()
        with pytest.raises(TokenServerDown, match="did not answer in time"):
            ask(f"https://127.0.0.1:{listening.getsockname()[1]}/token", {}, ca=microsoft.ca)
    over.set()


def test_a_server_that_hangs_up_in_the_middle_is_told(microsoft):
    microsoft.next = [Answer(content=b'{"access', headers={"Content-Length": "5000"})]
    with pytest.raises(TokenServerDown):
        ask(microsoft.url("token"), {}, ca=microsoft.ca)


def test_no_proxy_of_the_environment_is_asked(microsoft, monkeypatch):
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{nobody_listens()}")
    assert ask(microsoft.url("introspect"), {"token": "x"}, ca=microsoft.ca).status == 200


@pytest.mark.parametrize("value", ["soon", "-5", None, [], 1e99, "NaN"])
def test_a_lifetime_that_is_none_is_an_hour(microsoft, sign_in_to, tmp_path, value):
    (tmp_path / "secret").write_text("s")
    microsoft.clients[APP] = Client(secret="s")
    given = {"access_token": "abc", "token_type": "bearer", "expires_in": value}
    microsoft.next = [Answer(content=json.dumps(given).encode())]
    found = sign_in_to(microsoft, "app", client_secret="file:secret")
    assert found.obtain(None, datetime.now(UTC)).lasts_s == 3600


@pytest.mark.parametrize("access", ["a\x01auth=Bearer b", "a\r\nA1 LOGOUT", "ä", ""])
def test_a_token_that_would_end_its_line_is_none(microsoft, sign_in_to, tmp_path, access):
    (tmp_path / "secret").write_text("s")
    microsoft.clients[APP] = Client(secret="s")
    microsoft.next = [Answer(content=json.dumps({"access_token": access, "token_type": "bearer"}).encode())]
    with pytest.raises(AccessRefused):
        sign_in_to(microsoft, "app", client_secret="file:secret").obtain(None, datetime.now(UTC))


def test_what_a_server_says_is_one_inert_line(microsoft, sign_in_to, tmp_path):
    (tmp_path / "secret").write_text("s")
    microsoft.clients[APP] = Client(secret="s")
    evil = {"error": "x\x1b[31m", "error_description": "a\r\nb\u202e" + "c" * 5_000}
    microsoft.next = [Answer(status=400, content=json.dumps(evil).encode())]
    with pytest.raises(AccessRefused) as refused:
        sign_in_to(microsoft, "app", client_secret="file:secret").obtain(None, datetime.now(UTC))
    assert refused.value.why.isprintable()
    assert len(refused.value.why) < 500
