"""`inbox-bot forget`: after it, nothing of the person is found anywhere, and nobody else misses anything."""

import json
import zipfile

import pytest

from inbox_bot.core.words import Outcome, Template
from inbox_bot.daemon.reviewers import Told, tell_reviewers
from tests.support.builders.at_work import DAY, Company, an_application, at_work
from tests.support.builders.mails import a_mail
from tests.support.servers.dovecot import Account
from tests.support.servers.installation import Installed
from tests.world.decisions.desk import Desk
from tests.world.privacy import traces
from tests.world.privacy.traces import EMAIL, ID, NAME, SUBJECT, WORDS

pytestmark = pytest.mark.dovecot

HIRING = "hiring@manager.example"


def a_year_of_hers(company: Company, account: Account) -> None:
    """She applies and writes again; what people made of it lies in many places."""
    desk = Desk(company)
    company.receives(traces.application())
    company.receives(an_application("Bob Roe", "bob.roe@example.org"))
    desk.polls(2)
    company.receives(traces.further_letter())
    desk.polls(2)
    told = Told()
    for _ in range(3):
        company.clock.forward(DAY)
        tell_reviewers(company.installation, told)
    desk.polls(2)
    for kept in company.installed.smtp.kept:  # as Gmail does
        if b"Message-ID: <digest." in kept.content:
            account.append(kept.content, "Sent")
    [folder] = {path.parent for path in (company.installed.folder / "applications").rglob(traces.FILE)}
    (folder / "note.txt").write_text(traces.NOTE)
    to_her = a_mail().from_("recruitment@snowplowanalytics.com").to(EMAIL).subject("Re: your question").id("<h1@here>")
    account.append(to_her.text(f"Dear {NAME}, soon.").bytes(), "Sent")
    passed_on = (
        a_mail().from_("recruitment@snowplowanalytics.com").to(HIRING).subject(f"Fwd: {SUBJECT}").id("<h2@here>")
    )
    account.append(passed_on.header("References", ID).text(f"Look: {WORDS}").bytes(), "Sent")
    account.append(traces.application().bytes(), "Trash", internaldate=company.clock())
    desk.polls(1)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_after_it_no_trace_is_found_and_nobody_else_misses_anything(account, smtp, tmp_path, run, database, request):
    place = None if database == "sqlite" else request.getfixturevalue("postgres").place()
    with at_work(tmp_path, account, smtp, text=Installed(tmp_path, account, smtp).text(ledger=place)) as company:
        desk = Desk(company)
        a_year_of_hers(company, account)
        assert len({each.partition(" in ")[0] for each in traces.in_files(tmp_path)}) >= 10, (
            "the test looks where it is"
        )
        assert traces.in_mails(account)
        bobs = desk.mail(2)

        shown = run(f"forget {EMAIL} --json")
        assert shown.code == 0, shown.err
        said = json.loads(shown.out)
        assert said["mails"] == [1, 3]
        assert said["names"] == [NAME]
        assert {each["folder"] for each in said["folders"]} >= {"Sent", "Trash"}
        assert {each["to"] for each in said["elsewhere"]} >= {HIRING}
        assert traces.in_mails(account), "it only showed"

        archive = tmp_path.parent / f"{tmp_path.name}.zip"
        assert run(f"disclose {EMAIL} {archive}").code == 0
        assert archive.stat().st_mode & 0o777 == 0o600
        with zipfile.ZipFile(archive) as disclosed:
            names = disclosed.namelist()
            index, rows = disclosed.read("index.html").decode(), json.loads(disclosed.read("ledger.json"))
        assert any(name.endswith(traces.FILE) for name in names)
        assert sum(name.endswith(".eml") and name.startswith("mails/") for name in names) >= 5
        assert NAME in index
        assert traces.SENTENCES[0] not in index, "the CV lies beside it"
        assert {"messages", "applications", "documents", "person_keys", "answers", "sent_mails"} <= rows.keys()
        assert "Roe" not in index
        assert run(f"disclose {EMAIL} {archive}").code != 0, "it is there already, and stays"

        done = run(f"forget {EMAIL} --yes")
        assert done.code == 0, done.err
        assert "Receipt" in done.out
        letter = done.out.partition("A letter for them")[2]
        assert f"Please delete what you have of {NAME}" in letter, "whoever has copies that only they can delete"
        assert HIRING in letter
        assert traces.in_mails(account) == []
        assert traces.in_files(tmp_path) == []
        if place is not None:
            assert traces.in_tables(place) == []

        assert desk.mail(2) == bobs
        assert [mail.outcome for mail in (desk.mail(1), desk.mail(3))] == [Outcome.ERASED, Outcome.ERASED]
        desk.is_whole()
        desk.polls(2)
        desk.is_whole()
        assert run("forget").out.count("erased") == 1
        assert run(f"forget {EMAIL} --yes").code == 1, "nothing is kept of her"

        letters = len(smtp.kept)
        anew = an_application(NAME, EMAIL, cv="Sailed since").id("<wq.9@example.org>").header("In-Reply-To", ID)
        company.receives(anew.text("Dear team,\n\nI apply anew for your vacancy.\n"))
        desk.polls(3)
        fresh = desk.mail(4)
        assert (fresh.outcome, fresh.applications[0].is_update, fresh.about) == (Outcome.FILED, False, None)
        [answer] = fresh.answers  # the test's clock is days ahead of the server's: that alone holds it
        assert (answer.template, answer.why) == (Template.ACKNOWLEDGEMENT, "too_old"), "who writes again is new"

        company.receives(traces.application())
        desk.polls(3)
        assert desk.mail(5).outcome is Outcome.FILED, "what comes back is an application as any other"
        assert len(smtp.kept) == letters, "and nobody is answered twice"
        assert desk.mail(5).reply_why == "already_answered"
