"""Leaving `observe`: what was filed meanwhile is listed, and a person lets it take effect, once."""

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace

import pytest

from inbox_bot.cli.app import code_of_run
from inbox_bot.cli.looking.status import lines
from inbox_bot.core.review.decision import Means
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.health.status import status_of
from inbox_bot.pipeline.decisions.observed import observed_mails, plan_effect, take_effect
from tests.support.builders.at_work import ADDRESS, DAY, MINUTE, Clock, Company, an_application, at_work
from tests.support.builders.mails import a_mail
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.desk import BOSS, Desk

pytestmark = pytest.mark.dovecot

FILED = "Filed.Infrastructure engineer"


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def clock() -> Clock:
    """Some days ago: no server gives a mail a date that is still to come."""
    clock = Clock()
    clock.forward(-20 * DAY)
    return clock


def applicant(name: str) -> object:
    return an_application(f"{name} Lee", f"{name.lower()}@{name.lower()}.example")


def observing(tmp_path, account, smtp, clock, *mails, aged: timedelta = timedelta()) -> None:
    with at_work(tmp_path, account, smtp, mode="observe", clock=clock) as company:
        for mail in mails:
            account.append(mail.bytes(), internaldate=clock() - aged)
        company.poll()
        assert smtp.kept == ()


def takes_effect(company: Company) -> int:
    installation, done = company.installation, 0
    for mail in observed_mails(installation.ledger):
        take_effect(plan_effect(mail, installation, company.clock(), by=BOSS), installation, company.clock(), by=BOSS)
        done += 1
    return done


def test_what_was_observed_is_moved_and_answered_days_later_once_and_nothing_is_left(account, smtp, tmp_path, clock):
    observing(tmp_path, account, smtp, clock, applicant("Ann"), applicant("Bob"))
    clock.forward(9 * DAY)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        desk = Desk(company)
        desk.polls()
        assert desk.folders() == ["INBOX"]
        assert takes_effect(company) == 2
        desk.polls(3)
        assert desk.folders() == [FILED]
        assert sorted(to for to, _ in desk.letters()) == ["Ann Lee <ann@ann.example>", "Bob Lee <bob@bob.example>"]
        assert takes_effect(company) == 0
        [decided] = company.installation.ledger.decisions.of_mail(1)[1:]
        assert (decided.means, decided.by) == (Means.APPLIED, BOSS)
        desk.polls()
        assert len(desk.letters()) == 2
        desk.is_whole()


def test_an_answer_to_mail_that_was_old_at_first_sight_is_held_as_ever_and_the_mail_is_moved(
    account, smtp, tmp_path, clock
):
    observing(tmp_path, account, smtp, clock, applicant("Ann"), aged=4 * DAY)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        takes_effect(company)
        Desk(company).polls(2)
        assert Desk(company).folders() == [FILED]
        assert [(row.state, row.why) for row in company.answers(ActionState.HELD)] == [(ActionState.HELD, "too_old")]
        assert smtp.kept == ()


def test_whom_somebody_answered_by_hand_meanwhile_gets_no_second_answer(account, smtp, tmp_path, clock):
    mail = applicant("Ann")
    observing(tmp_path, account, smtp, clock, mail)
    [identity] = [value for name, value in mail.fields if name == "Message-ID"]
    by_hand = a_mail().from_(f"Hiring <{ADDRESS}>").to("ann@ann.example").id("<hand@snowplowanalytics.com>")
    account.append(by_hand.replying_to(identity).text("Dear Ann").bytes(), "Sent", clock())
    clock.forward(MINUTE)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        Desk(company).polls()
        takes_effect(company)
        Desk(company).polls(2)
        assert Desk(company).folders() == [FILED]
        assert smtp.kept == ()


def test_of_two_mails_of_one_person_the_second_adds_to_the_first(account, smtp, tmp_path, clock):
    second = an_application("Ann Lee", "ann@ann.example", cv="2026 a certificate").id("<second@ann.example>")
    observing(tmp_path, account, smtp, clock, applicant("Ann"), second)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        takes_effect(company)
        Desk(company).polls(2)
        sent = [row.template for row in company.answers(ActionState.DONE)]
        assert sent == [Template.ACKNOWLEDGEMENT, Template.APPLICATION_UPDATED]
        assert len(smtp.kept) == 2
        assert len(account.messages(FILED)) == 2


def test_a_further_delivery_and_a_further_copy_are_moved_as_they_were_planned(account, smtp, tmp_path, clock):
    mail = applicant("Ann")
    delivery = mail.another("Received", "from elsewhere.example by mx.example.com; Mon, 1 Jun 2026 09:31:00 +0000")
    observing(tmp_path, account, smtp, clock, mail, delivery, mail)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        takes_effect(company)
        Desk(company).polls(2)
        assert Desk(company).folders() == [FILED, "Other"]
        assert len(account.messages("Other")) == 2
        assert len(smtp.kept) == 1
        assert takes_effect(company) == 0


def test_what_needs_a_person_is_flagged_and_stays(account, smtp, tmp_path, clock):
    question = a_mail().from_("Cat Lee <cat@cat.example>").to(ADDRESS).return_path("cat@cat.example")
    observing(tmp_path, account, smtp, clock, question.subject("A question").text("May I work from Spain? Cat"))
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        assert Desk(company).mail().outcome is Outcome.REVIEW
        takes_effect(company)
        Desk(company).polls()
        assert Desk(company).flags("INBOX") == {"\\Flagged"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys) -> Callable[..., SimpleNamespace]:
    def run(*arguments: str, typed: str = "") -> SimpleNamespace:
        words = ["inbox-bot", "observed", *arguments, "--rules", str(tmp_path / "rules.yaml")]
        monkeypatch.setattr(sys, "argv", words)
        monkeypatch.setattr("typer.prompt", lambda question, **_: typed)
        code = code_of_run()
        said = capsys.readouterr()
        return SimpleNamespace(code=code, out=said.out, err=said.err)

    return run


def offered(company: Company) -> int:
    """What `status` says is still to be let take effect."""
    status = status_of(company.installation.ledger, company.installation.rules, company.clock())
    said = f"neither moved nor answered: {status.observed}; `inbox-bot observed` lists them"
    assert any(said in line for line in lines(status)) is bool(status.observed)
    return status.observed


def test_the_command_lists_shows_asks_once_and_does_it(account, smtp, tmp_path, clock, run):
    observing(tmp_path, account, smtp, clock, applicant("Ann"), applicant("Bob"))
    listed = run()
    assert (listed.code, len(listed.out.splitlines())) == (0, 2)
    assert "#1     Ann Lee <ann@ann.example>" in listed.out
    assert "`mode: live`" in listed.err
    assert len(run("--json").out.splitlines()) == 2
    refused = run("--apply")
    assert (refused.code, refused.out) == (2, "")
    assert "write `mode: live` into rules.yaml first" in refused.err
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        assert offered(company) == 2
        assert run("--apply", typed="1").out.endswith("nothing is done\n")
        assert len(observed_mails(company.installation.ledger)) == 2
        said = run("--apply", typed="2")
        assert said.code == 0
        assert "filed  to Filed / Infrastructure engineer; acknowledgement to ann@ann.example" in said.out
        assert "mails that take effect: 2, of them answered: 2" in said.out
        assert offered(company) == 0
        company.clock.forward(25 * DAY)
        company.poll()
        assert len(smtp.kept) == 2
    assert (run().out, run("--apply").out.count("\n")) == ("", 1)
