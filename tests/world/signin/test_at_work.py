"""The whole way of a mail with a token in a password's place, on real servers: and what happens when the token goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.core.rules.model import SignInSettings
from inbox_bot.daemon import Daemon
from inbox_bot.edges.reading.cage.cage import offered
from inbox_bot.pipeline.installation import sign_in
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.company import Company, Reader, an_application, poll_once, rules_for
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.imap_proxy import ImapProxy, hangs_up
from tests.support.servers.smtp import SmtpServer
from tests.support.servers.token_server import MICROSOFT, Client
from tests.unit.daemon.conftest import eventually
from tests.wire.signin.conftest import APP, a_mail_server, a_server, asks, settings_for, sign_in_person

pytestmark = pytest.mark.dovecot
PERSON = "jane@plain.test"


class CagedReader(Reader):
    """What a daemon asks of its readers at the start."""

    def cage_report(self):
        return offered()


@pytest.fixture(scope="module")
def tokens() -> Iterator:
    yield from a_server(MICROSOFT)


@pytest.fixture(scope="module")
def server(tokens) -> Iterator[Dovecot]:
    yield from a_mail_server(asks(tokens))


@pytest.fixture
def proxy(server) -> Iterator[ImapProxy]:
    with ImapProxy(server.host, server.port) as proxy:
        yield proxy


@pytest.fixture
def company(server, proxy, tokens, tmp_path) -> Iterator[Company]:
    """The company, whose shared mailbox a person signs in to; `signs_in()` does."""
    account = server.account()
    tokens.clients, tokens.granted = {APP: Client()}, None
    tokens.users = {PERSON: {account.user}}
    tokens.forms.clear()
    tokens.next.clear()
    with SmtpServer(opens=tokens.mailboxes_of, offers_login="XOAUTH2") as smtp:
        rules = rules_for(account, smtp, tmp_path, imap_port=proxy.port)
        mailbox = rules.mailboxes[0]
        signin = SignInSettings.model_validate(settings_for(tokens, "device", user=PERSON))
        by_token = {"user": account.user, "password": None}
        mailbox = mailbox.model_copy(
            update={
                "signin": signin,
                "imap": mailbox.imap.model_copy(update=by_token),
                "smtp": mailbox.smtp.model_copy(update=by_token),
            }
        )
        yield Company(account, smtp, tmp_path, replace(rules, mailboxes=(mailbox,)), reader=CagedReader())
        account.close()


def signs_in(company, tokens, **more):
    found = sign_in(company.rules, company.rules.mailboxes[0], company.folder)
    sign_in_person(tokens, found, user=PERSON, **more)
    return found


def renewals(tokens):
    return sum(form.get("grant_type") == "refresh_token" for form in tokens.forms)


def test_a_mail_is_taken_in_moved_and_answered_with_a_token_alone(company, tokens):
    signs_in(company, tokens)
    company.account.append(an_application(1).bytes())
    assert company.poll(2) == ()
    (kept,) = company.smtp.kept
    assert kept.login == company.account.user
    assert kept.recipients == ("ann@applicant1.example",)
    assert company.account.messages("INBOX") == {}


def test_a_token_that_ends_in_the_middle_of_a_poll_costs_one_poll_and_no_mail(company, tokens, proxy):
    """As Exchange does, the server hangs up while mails are fetched; nothing is lost, and nobody answered twice."""
    signs_in(company, tokens, ago=timedelta(minutes=1))
    for number in (1, 2, 3):
        company.account.append(an_application(number).bytes())
    with company.installation() as installation:
        poll(installation, company.rules.mailboxes[0])
        tokens.expire_access()
        company.account.append(an_application(4).bytes())
        proxy.hang_up()
        assert len(poll_once(installation)) == 1
        assert poll_once(installation) == ()
    assert renewals(tokens) == 1
    assert sorted(kept.recipients[0] for kept in company.smtp.kept) == [
        f"ann@applicant{number}.example" for number in (1, 2, 3, 4)
    ]


def test_the_server_hangs_up_within_a_fetch_when_the_token_ends(company, tokens, proxy):
    signs_in(company, tokens, ago=timedelta(minutes=1))
    company.account.append(an_application(1).bytes())

    def ends(exchange):
        tokens.expire_access()
        return hangs_up("* BYE Session invalidated - AccessTokenExpired\r\n")(exchange)

    proxy.when(r"UID FETCH .*BODY", ends)
    with company.installation() as installation:
        (down, *_) = poll_once(installation)
        assert "AccessTokenExpired" in down
        assert poll_once(installation) == ()
    assert renewals(tokens) == 1
    assert len(company.smtp.kept) == 1


def test_a_daemon_goes_on_waiting_for_mail_over_the_end_of_its_token(company, tokens, proxy):
    signs_in(company, tokens, ago=timedelta(minutes=1))
    with company.installation() as installation:
        daemon = Daemon(installation)
        daemon.start()
        try:
            assert eventually(lambda: any("IDLE" in command for command in proxy.commands))
            tokens.expire_access()
            proxy.hang_up()
            company.account.append(an_application(1).bytes())
            assert eventually(lambda: daemon.look_around() or len(company.smtp.kept) == 1)
        finally:
            daemon.stop()
    assert renewals(tokens) == 1


def test_a_consent_that_is_withdrawn_while_it_runs_is_an_alarm_until_somebody_signs_in(company, tokens, proxy):
    signs_in(company, tokens, ago=timedelta(minutes=1))
    with company.installation() as installation:
        daemon = Daemon(installation)
        daemon.start()
        try:
            assert eventually(lambda: any("IDLE" in command for command in proxy.commands))
            tokens.revoke(PERSON)
            proxy.hang_up()
            company.account.append(an_application(1).bytes())

            def alarms():
                daemon.poll_now()
                return {each.alarm.name: each.alarm.sentence for each in installation.ledger.alarms.raised()}

            assert eventually(lambda: "poll:recruitment" in alarms())
            assert "sign in again: inbox-bot login" in alarms()["poll:recruitment"]
            assert renewals(tokens) == 1, "the token server is not stormed, however often we poll"
            signs_in(company, tokens)
            assert eventually(lambda: alarms() == {} and len(company.smtp.kept) == 1)
        finally:
            daemon.stop()
    assert company.smtp.kept[0].recipients == ("ann@applicant1.example",)


def test_no_token_is_in_the_ledger_the_files_or_a_backup(company, tokens):
    found = signs_in(company, tokens)
    company.account.append(an_application(1).bytes())
    company.poll(2)
    token = found.file.read()
    secrets = [token.access.encode(), token.refresh.encode()]
    for path in company.folder.rglob("*"):
        if path.is_file() and path != found.file.path:
            content = path.read_bytes()
            assert not any(secret in content for secret in secrets), path
