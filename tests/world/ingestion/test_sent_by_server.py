"""A mail server that files what it sends, as Gmail's and Microsoft 365's do: one copy in Sent, and nobody's answer."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.core.rules.model import Provider, SignInSettings
from inbox_bot.core.words import ActionState
from inbox_bot.pipeline.outgoing import sent_by_server
from tests.support.builders.company import ADDRESS, an_application
from tests.support.builders.mails import a_mail
from tests.support.ledgers.places import connected
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


@pytest.fixture
def filing(company, monkeypatch):
    """The company, whose mail server files Sent."""
    monkeypatch.setattr(sent_by_server, "HOSTS", frozenset({company.smtp.host}))
    company.begin = datetime.now(UTC)
    return company


def later(company, **time):
    company.now = lambda: company.begin + timedelta(**time)
    company.poll()


def filed_by_the_server(company, change=lambda wire: wire):
    """What the server does moments after it took the letter."""
    (kept,) = company.smtp.kept
    company.account.append(change(kept.wire), "Sent", flags=("\\Seen",))


def in_sent(company):
    return len(company.account.messages("Sent")) if "Sent" in company.account.folders() else 0


def answers(company):
    with company.ledger() as ledger:
        rows = ledger.reports.received_between(*invariant.EVER)
        return [answer.state for row in rows for answer in row.answers]


def with_another_id(wire):
    return re.sub(rb"^Message-ID: .*\r\n", b"Message-ID: <DB9PR02MB@eurprd02.prod.test>\r\n", wire, flags=re.MULTILINE)


@pytest.mark.parametrize("change", [lambda wire: wire, with_another_id], ids=["as sent", "with another Message-ID"])
def test_the_servers_copy_is_the_only_one(filing, change):
    filing.account.append(an_application(1).bytes())
    later(filing, seconds=0)
    assert in_sent(filing) == 0, "the server has not filed it yet"
    filed_by_the_server(filing, change)
    for minute in range(1, 30):
        later(filing, minutes=minute)
    assert in_sent(filing) == 1
    assert answers(filing) == [ActionState.DONE]


def test_a_copy_with_another_id_is_noted_as_nobodys_answer(filing):
    filing.account.append(an_application(1).bytes())
    later(filing, seconds=0)
    filed_by_the_server(filing, with_another_id)
    filing.account.append(
        a_mail()
        .from_(f"Jane <{ADDRESS}>")
        .to("ann@applicant9.example")
        .id("<by-hand.9@snowplowanalytics.com>")
        .replying_to("<application.9@applicant9.example>")
        .text("Dear Ann, come on Monday.")
        .bytes(),
        "Sent",
    )
    later(filing, minutes=2)
    with connected(filing.folder / "ledger.db") as ledger:
        noted = list(ledger.exec_driver_sql("SELECT message_id FROM sent_mails").scalars())
    assert noted == ["<by-hand.9@snowplowanalytics.com>"]
    with filing.ledger() as ledger:
        assert ledger.alarms.raised() == ()


def test_where_the_server_files_nothing_after_all_ours_is_put_there(filing):
    filing.account.append(an_application(1).bytes())
    for minute in range(0, 40, 2):
        later(filing, minutes=minute)
    assert in_sent(filing) == 1


@pytest.mark.parametrize(("provider", "files"), [("microsoft", True), ("google", True), ("custom", False)])
def test_the_clouds_are_known_to_file(company, provider, files):
    signin = SignInSettings.model_validate({"provider": provider, "flow": "browser"})
    rules = company.rules.mailboxes[0]
    assert not sent_by_server.files_sent(rules)
    smtp = rules.smtp.model_copy(update={"password": None})
    assert sent_by_server.files_sent(rules.model_copy(update={"signin": signin, "smtp": smtp})) is files
    assert Provider(provider) is signin.provider
