"""A token gets us into a real Dovecot, which proves it itself or asks its token server, and past an SMTP server."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.rules.model import Security
from inbox_bot.edges.access import Access, Credentials, Proof
from inbox_bot.edges.mailbox import Mailbox, MailboxDown
from inbox_bot.edges.outbox import OutboxDown, Sent, SmtpOutbox
from tests.support.servers.dovecot import Dovecot, Tokens
from tests.support.servers.smtp import SmtpServer
from tests.support.servers.token_server import MICROSOFT, Client
from tests.wire.signin.conftest import APP, SHARED, USER, a_mail_server, a_server, asks, sign_in_person

MAIL = b"From: a@b.test\r\nTo: c@d.test\r\nSubject: x\r\nMessage-ID: <1@b.test>\r\n\r\nx\r\n"


@pytest.fixture(scope="module")
def tokens() -> Iterator:
    yield from a_server(MICROSOFT)


@pytest.fixture(scope="module", params=["introspection, OAUTHBEARER alone", "local validation, XOAUTH2 alone"])
def server(request, tokens) -> Iterator[Dovecot]:
    proves, _, offers = request.param.removesuffix(" alone").partition(", ")
    proof = Tokens(key=tokens.key) if proves == "local validation" else asks(tokens)
    yield from a_mail_server(replace(proof, mechanisms=offers.lower()))


@pytest.fixture
def asking(tokens) -> Iterator[Dovecot]:
    """One that asks the token server at each login, and so knows of what is withdrawn."""
    yield from a_mail_server(asks(tokens))


@pytest.fixture(autouse=True)
def as_it_was(tokens):
    tokens.clients = {APP: Client()}
    tokens.users = {USER: set(), "else@plain.test": set()}
    tokens.long_tokens = False
    tokens.forms.clear()


def credentials(found, user=USER):
    source = found.source()
    return Credentials(user=user, secret=source.current, proof=Proof.BEARER, renew=source.renew)


def mailbox_at(server, found, tmp_path, *, user=USER, shared=None):
    access = Access(
        host=server.host,
        port=server.port,
        security=Security.NONE,
        credentials=shared or credentials(found, user),
    )
    return Mailbox(name="jobs", access=access, spool=tmp_path / "spool", largest_bytes=40_000_000, compared_first=())


def test_a_person_who_signed_in_is_let_in(server, tokens, sign_in_to, tmp_path):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found)
    with mailbox_at(server, found, tmp_path) as box:
        assert "INBOX" in {folder.name for folder in box.folders()}
    login = next(line for line in server.log.read_text().splitlines()[::-1] if "Login: user" in line)
    assert f"method={server.tokens.mechanisms.upper()}," in login


def test_an_app_without_a_person_is_let_into_a_shared_mailbox(server, tokens, sign_in_to, tmp_path):
    (tmp_path / "secret").write_text("s3cret")
    tokens.clients[APP] = Client(secret="s3cret", mailboxes={SHARED})
    found = sign_in_to(tokens, "app", user=SHARED, client_secret="file:secret")
    with mailbox_at(server, found, tmp_path, user=SHARED) as box:
        assert box.status("INBOX").messages == 0


def test_a_person_with_rights_is_let_into_a_shared_mailbox(asking, tokens, sign_in_to, tmp_path):
    tokens.users[USER] = {SHARED}
    found = sign_in_to(tokens, "device", user=SHARED, signin_user=USER)
    sign_in_person(tokens, found)
    with mailbox_at(asking, found, tmp_path, user=SHARED) as box:
        assert box.status("INBOX").messages == 0


def test_a_long_token_fits(server, tokens, sign_in_to, tmp_path):
    tokens.long_tokens = True
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found)
    with mailbox_at(server, found, tmp_path) as box:
        assert box.status("INBOX").messages == 0


def test_somebody_else_s_token_is_refused_and_the_server_s_reason_is_told(server, tokens, sign_in_to, tmp_path):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, user="else@plain.test")
    with mailbox_at(server, found, tmp_path) as box, pytest.raises(MailboxDown) as down:
        box.folders()
    assert (down.value.code, down.value.temporary) == ("AUTHENTICATIONFAILED", False)
    assert "it refuses the login: Authentication failed. (" in down.value.sentence  # Dovecot's JSON says why


def test_a_token_that_ended_in_the_middle_is_renewed_and_the_work_goes_on(asking, tokens, sign_in_to, tmp_path):
    """As Exchange does, the server ends the session; what is asked next logs in with another token."""
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, ago=timedelta(minutes=1))
    with mailbox_at(asking, found, tmp_path) as box:
        box.status("INBOX")
        before = found.file.read().access
        tokens.expire_access()
        box._connection.drop()
        assert box.status("INBOX").messages == 0
    assert found.file.read().access != before
    assert [form["grant_type"] for form in tokens.forms if "grant_type" in form] == ["refresh_token"]


def test_a_token_that_ends_while_waiting_for_news_is_renewed_for_the_next_wait(asking, tokens, sign_in_to, tmp_path):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, ago=timedelta(minutes=1))
    with mailbox_at(asking, found, tmp_path) as box:
        with box.watch("INBOX") as watch:
            watch.wait(0.05)
        tokens.expire_access()
        with box.watch("INBOX") as watch:
            watch.wait(0.05)
    assert [form["grant_type"] for form in tokens.forms if "grant_type" in form] == ["refresh_token"]


def test_a_withdrawn_consent_is_an_alarm_with_what_to_do_and_no_storm(asking, tokens, sign_in_to, tmp_path):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, ago=timedelta(minutes=1))
    with mailbox_at(asking, found, tmp_path) as box:
        box.status("INBOX")
        tokens.revoke(USER)
        box._connection.drop()
        for _ in range(5):
            with pytest.raises(MailboxDown) as down:
                box.status("INBOX")
            assert "sign in again: inbox-bot login" in down.value.sentence
            assert (down.value.code, down.value.temporary) == ("AUTHENTICATIONFAILED", False)
    assert [form["grant_type"] for form in tokens.forms if "grant_type" in form] == ["refresh_token"]
    logins = asking.log.read_text(errors="replace").count("auth failed")
    assert logins <= 1, "the refused token is shown once"


# SMTP


@pytest.fixture(params=["XOAUTH2", "OAUTHBEARER"])
def smtp(request, tokens) -> Iterator[SmtpServer]:
    with SmtpServer(offers_login=request.param, opens=tokens.mailboxes_of) as server:
        yield server


def outbox_at(smtp, found, user=USER):
    access = Access(host=smtp.host, port=smtp.port, security=Security.NONE, credentials=credentials(found, user))
    return SmtpOutbox(access)


def test_a_letter_goes_out_with_a_token_however_long(smtp, tokens, sign_in_to):
    tokens.long_tokens = True
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found)
    with outbox_at(smtp, found) as outbox:
        assert isinstance(outbox.send(MAIL, to="c@d.test"), Sent)
    assert smtp.kept[0].login == USER


def test_a_shared_mailbox_sends_with_the_token_of_whoever_has_rights_on_it(smtp, tokens, sign_in_to):
    tokens.users[USER] = {SHARED}
    found = sign_in_to(tokens, "device", user=SHARED, signin_user=USER)
    sign_in_person(tokens, found)
    with outbox_at(smtp, found, SHARED) as outbox:
        assert isinstance(outbox.send(MAIL, to="c@d.test"), Sent)
    assert smtp.kept[0].login == SHARED


def test_a_session_outlives_its_token_and_the_next_one_has_another(smtp, tokens, sign_in_to):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, ago=timedelta(minutes=1))
    with outbox_at(smtp, found) as outbox:
        outbox.send(MAIL, to="c@d.test")
        tokens.expire_access()
        assert isinstance(outbox.send(MAIL, to="c@d.test"), Sent)
        outbox.close()
        assert isinstance(outbox.send(MAIL, to="c@d.test"), Sent)
    assert smtp.connections == 2
    assert len([form for form in tokens.forms if form.get("grant_type") == "refresh_token"]) == 1


def test_a_token_without_rights_on_the_mailbox_is_shown_no_third_time(smtp, tokens, sign_in_to):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, ago=timedelta(minutes=1))
    with outbox_at(smtp, found, SHARED) as outbox:
        for _ in range(3):
            with pytest.raises(OutboxDown, match=r"it refuses user and bearer: 535 .*\(invalid_token\)"):
                outbox.send(MAIL, to="c@d.test")
    assert sum(verb.startswith("AUTH") for verb in smtp.verbs) == 2


def test_a_refused_renewal_shows_the_old_token_no_second_time(smtp, tokens, sign_in_to):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found, ago=timedelta(minutes=1))
    tokens.revoke(USER)
    with outbox_at(smtp, found) as outbox:
        for _ in range(3):
            with pytest.raises(OutboxDown, match="sign in again: inbox-bot login"):
                outbox.send(MAIL, to="c@d.test")
    assert sum(verb.startswith("AUTH") for verb in smtp.verbs) == 1


def test_a_relay_that_asks_nobody_to_log_in_is_shown_no_token(tokens, sign_in_to):
    found = sign_in_to(tokens, "device")
    sign_in_person(tokens, found)
    with SmtpServer() as relay, outbox_at(relay, found) as outbox:
        assert isinstance(outbox.send(MAIL, to="c@d.test"), Sent)
        assert not any(verb.startswith("AUTH") for verb in relay.verbs)
