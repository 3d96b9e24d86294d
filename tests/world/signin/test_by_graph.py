"""Letters by Microsoft Graph: answers wait until a mail to itself came back as a machine's, then they go once."""

import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from inbox_bot.cli.setting_up.check import findings
from inbox_bot.core.rules.model import SignInSettings
from inbox_bot.digest.send import plan_digests
from tests.support.builders.company import Company, an_application, rules_for
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.graph import GraphServer, Says
from tests.support.servers.smtp import SmtpServer
from tests.support.servers.token_server import MICROSOFT, Client
from tests.wire.signin.conftest import APP, a_mail_server, a_server, asks, settings_for

pytestmark = pytest.mark.dovecot


@pytest.fixture(scope="module")
def tokens() -> Iterator:
    yield from a_server(MICROSOFT)


@pytest.fixture(scope="module")
def server(tokens) -> Iterator[Dovecot]:
    yield from a_mail_server(asks(tokens))


@pytest.fixture
def graph(tokens) -> Iterator[GraphServer]:
    with GraphServer(tokens.ca.parent, opens=tokens.mailboxes_of) as graph:
        yield graph


@pytest.fixture
def company(server, graph, tokens, tmp_path) -> Iterator[Company]:
    account = server.account()
    (tmp_path / "secret").write_text("s3cret")
    tokens.clients = {APP: Client(secret="s3cret", mailboxes={account.user})}
    with SmtpServer() as smtp:
        rules = rules_for(account, smtp, tmp_path)
        mailbox = rules.mailboxes[0]
        more = {"client_secret": "file:secret", "send": "graph", "graph_url": graph.url}
        signin = SignInSettings.model_validate(settings_for(tokens, "app", **more))
        by_token = {"user": account.user, "password": None}
        imap, out = (each.model_copy(update=by_token) for each in (mailbox.imap, mailbox.smtp))
        mailbox = mailbox.model_copy(update={"signin": signin, "imap": imap, "smtp": out})
        yield Company(account, smtp, tmp_path, replace(rules, mailboxes=(mailbox,)))
        assert smtp.connections == 0, "SMTP is not asked"
        account.close()


def without(letter, *names):
    fields = "|".join(names).encode()
    return re.sub(rb"^(?:%s): [^\r]*\r\n" % fields, b"", letter, flags=re.MULTILINE) if names else letter


def checked(company, graph, *lost):
    """`check --send`, where the server loses these fields of what comes back."""

    def deliver():
        pause = threading.Event()
        while not graph.kept:
            pause.wait(0.05)
        company.account.deliver(without(graph.kept[-1][1], *lost))

    graph.kept.clear()
    threading.Thread(target=deliver, daemon=True).start()
    wrong = [each.sentence for each in findings(company.rules, company.folder, send=True) if not each.ok]
    graph.kept.clear()
    return wrong


def answers_to(graph, number):
    return [letter for _, letter in graph.kept if f"ann@applicant{number}.example".encode() in letter]


def alarms(company):
    with company.ledger() as ledger:
        return {each.alarm.name: each.alarm.sentence for each in ledger.alarms.raised()}


@pytest.mark.sqlite("`check` looks at the ledger's file")
def test_answers_wait_until_their_marks_are_proven_to_survive_and_then_go_once(company, graph):
    company.account.append(an_application(1).bytes())
    company.poll(2)
    assert graph.kept == []
    assert "Run `inbox-bot check --send`" in alarms(company)["way_unproven:recruitment"]
    assert checked(company, graph) == []
    company.poll(2)
    assert len(answers_to(graph, 1)) == 1
    assert "way_unproven:recruitment" not in alarms(company)


@pytest.mark.parametrize(
    ("lost", "go"),
    [
        (("Auto-Submitted",), True),
        (("X-Auto-Response-Suppress", "Message-ID"), True),
        (("Auto-Submitted", "X-Auto-Response-Suppress"), False),
        (("X-Inbox-Bot",), False),
        (("In-Reply-To",), False),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else "",
)
def test_what_may_be_lost_and_what_may_not(company, graph, lost, go):
    checked(company, graph, *lost)
    company.account.append(an_application(1).bytes())
    company.poll(2)
    assert len(answers_to(graph, 1)) == go
    assert ("way_unproven:recruitment" in alarms(company)) is not go


def test_reviewers_get_their_digest_meanwhile(company, graph):
    company.account.append(an_application(1).bytes())
    company.poll()
    with company.installation() as installation:
        tomorrow = company.now() + timedelta(days=4)
        assert plan_digests(installation.ledger, company.rules, tomorrow, set())
    company.now = lambda: tomorrow
    company.poll()
    to_reviewers = [letter for _, letter in graph.kept if f"To: {company.rules.reviewers[0].email}".encode() in letter]
    assert to_reviewers
    assert answers_to(graph, 1) == []


def test_an_answer_whose_taking_nobody_knows_is_uncertain_and_not_sent_again(company, graph):
    checked(company, graph)
    company.account.append(an_application(1).bytes())
    graph.next = [Says(breaks="half", takes=True)]
    company.poll(4)
    assert len(answers_to(graph, 1)) == 1


def test_rights_that_are_missing_are_named_with_the_lines_that_give_them(company, graph):
    graph.next = [Says(403, "ErrorAccessDenied")]
    (wrong,) = [each.sentence for each in findings(company.rules, company.folder, send=True) if not each.ok]
    assert "New-ManagementRoleAssignment -App OBJECT-ID -Role 'Application Mail.Send'" in wrong
    assert f"PrimarySmtpAddress -eq '{company.account.user}'" in wrong
