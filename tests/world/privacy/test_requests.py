"""What people ask for about their data: told besides what becomes of the mail, settled by a person alone."""

import json
from pathlib import Path

import pytest

from inbox_bot.core.words import Outcome, Reason, Right
from tests.support.builders.at_work import an_application, at_work
from tests.support.builders.mails import a_mail
from tests.world.decisions.desk import Desk

pytestmark = pytest.mark.dovecot
ADDRESS = "recruitment@snowplowanalytics.com"


def test_they_are_listed_settled_opened_again_and_go_with_whom_they_are_of(account, smtp, tmp_path: Path, run):
    with at_work(tmp_path, account, smtp) as company:
        desk = Desk(company)
        asks = "Please also tell me what data you have about me from 2023."
        applies = an_application().text(f"Dear team,\n\nI apply for the position. {asks}\n\nAnn Lee")
        company.receives(applies)
        company.receives(
            a_mail()
            .from_("Bob Ray <bob@ray.example>")
            .to(ADDRESS)
            .subject("My data")
            .id("<bob@ray.example>")
            .text("Please delete my personal data.\n\nBob Ray")
        )
        desk.polls(3)
        ann, bob = desk.mail(1), desk.mail(2)
        assert (ann.outcome, len(ann.answers)) == (Outcome.FILED, 1), "an application is one, whatever it asks besides"
        assert (bob.outcome, bob.reason, bob.answers) == (Outcome.REVIEW, Reason.ERASURE_REQUEST, ())
        ledger = company.installation.ledger
        assert [(row.message, row.right) for row in ledger.requests.open()] == [(1, Right.ACCESS), (2, Right.ERASURE)]

    listed = [json.loads(line) for line in run("requests --json").out.splitlines()]
    assert [(each["id"], each["asks_for"], each["overdue"]) for each in listed] == [
        (1, "access", False),
        (2, "erasure", False),
    ]
    shown = run("requests").out
    assert "inbox-bot disclose 1 1.zip" in shown
    assert "inbox-bot forget 2" in shown
    assert "asked for by law: 2" in run("status").out
    assert "to be answered by" in run("show 1").out

    assert run("settle 1").code == 0
    assert run("settle 1").code == 1, "settled already"
    assert [json.loads(line)["id"] for line in run("requests --json").out.splitlines()] == [2]
    assert run("undo 1").code == 0
    assert len(run("requests --json").out.splitlines()) == 2
    assert run("settle 77").code == 1

    receipt = json.loads(run("forget bob@ray.example --yes --json").out.splitlines()[-1])
    assert receipt["requests"] == 1
    assert [json.loads(line)["id"] for line in run("requests --json").out.splitlines()] == [1]
