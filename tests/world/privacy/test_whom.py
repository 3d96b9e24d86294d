"""Whom `forget` means, and whom it doesn't; and what stands in its way."""

import json

import pytest

from inbox_bot.core.words import Outcome
from tests.support.builders.at_work import an_application, at_work
from tests.support.builders.mails import a_mail
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_commands import of_an_agency, three_people

pytestmark = pytest.mark.dovecot

HOUSEHOLD = "family@roe.example"
BOSS = "jane.boss@snowplowanalytics.com"


def test_each_is_told_from_others_who_share_something_with_them(account, smtp, tmp_path, run):
    reviewers = f'\nreviewers: [{{email: "{BOSS}"}}]\n'
    with at_work(tmp_path, account, smtp, text=None) as company:
        text = company.installed.text()
        assert text.count("\nreviewers:") == 1
        company.installed.write(text.partition("\nreviewers:")[0] + reviewers)
        desk = Desk(company)
        company.receives(an_application("Bob Roe", HOUSEHOLD))  # 1
        desk.polls(2)
        company.receives(an_application("Zoe Roe", HOUSEHOLD, cv="Sailed to Iceland").id("<zoe@roe.example>"))  # 2
        company.receives(three_people())  # 3
        company.receives(of_an_agency())  # 4
        company.receives(an_application("Jane Boss", BOSS))  # 5
        desk.polls(2)

        assert run("forget nobody@nowhere.example").code == 1
        assert "nothing is kept of" in run("forget nobody@nowhere.example").err
        both = run(f"forget {HOUSEHOLD}")
        assert both.code == 1
        assert "Bob Roe" in both.err
        assert "Zoe Roe" in both.err

        [(tmp_path / "applications").joinpath(file).unlink() for file in desk.files() if "Bob" in file and "cv" in file]
        done = run("forget #1 --json --yes")
        shown, receipt = map(json.loads, done.out.splitlines())
        assert (done.code, shown["mails"], receipt["pending"]) == (0, [1], [])
        assert desk.mail(1).outcome is Outcome.ERASED
        assert desk.mail(2).outcome is Outcome.FILED, "she shares his address, and is somebody else"
        assert any("Zoe" in file for file in desk.files())

        ann = json.loads(run('forget "Ann Lee" --json').out)
        assert ann["mails"] == []
        assert ann["stays"] == [{"mail": 3, "why": "others_too"}]
        assert desk.mail(4).outcome is Outcome.AGENCY
        assert run("forget #4 --yes").code == 0
        assert desk.mail(4).outcome is Outcome.ERASED

        account.append(a_mail().from_("jobs@x.example").to(BOSS).text("About something else").bytes(), "Archive")
        boss = json.loads(run(f"forget {BOSS} --json --yes").out.splitlines()[0])
        assert boss["mails"] == [5], "what they sent as an applicant"
        assert len(account.messages("Archive")) == 1, "and not what a reviewer's address has to do with"
        desk.is_whole()


def test_a_mailbox_that_is_down_is_done_later_and_a_mail_that_is_being_read_first(account, smtp, tmp_path, run):
    with at_work(tmp_path, account, smtp) as company:
        desk = Desk(company)
        company.receives(an_application())
        desk.polls(2)
        right = (tmp_path / "password").read_text()
        (tmp_path / "password").write_text("wrong\n")
        down = run("forget ann.lee@example.org --yes")
        assert down.code == 3
        assert "not finished yet" in down.out
        assert desk.files() == [], "what can be reached is gone"
        assert "waits for: recruitment" in run("forget").out
        assert account.messages("Filed.Infrastructure engineer")

        (tmp_path / "password").write_text(right)
        company.receives(an_application(cv=None).id("<new@example.org>").text("Dear team, I apply again."))
        desk.polls(2)  # she applies anew before it is finished
        assert run("forget").code == 0
        assert not account.messages("Filed.Infrastructure engineer")
        assert desk.mail(2).outcome is not Outcome.ERASED, "a later mail starts fresh"
        assert len(desk.folders()) == 1
        desk.is_whole()

        store = company.installation.ledger._store
        with store.writing() as connection:
            connection.exec_driver_sql("UPDATE messages SET in_hand = true WHERE id = 2")
        candidates = company.installation.ledger.erasures.candidates(mail=2)
        kept = company.installation.ledger.erasures.kept_of(candidates[0], ())
        begun = company.installation.ledger.erasures.begin(
            "ref", kept, company.clock(), why="asked", by=None, mailboxes=()
        )
        assert begun is None, "a mail is being read: what is planned of it may refer to what is erased"

    done = run("forget #2 --yes")
    assert done.code == 0, "the daemon that read it is dead: nobody waits for it"
    assert "Receipt" in done.out
    assert not list((tmp_path / "applications").rglob("cv*"))
