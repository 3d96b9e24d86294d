"""A mailbox moves for many reasons. What is nobody's decision changes no outcome and sends nothing."""

import re
import shutil
from pathlib import Path

import pytest

from inbox_bot.core.review.moves import Question
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.sections.asked import asked as digest_asked
from inbox_bot.pipeline import rival
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing import mailbox_changes
from tests.support.builders.at_work import an_application, at_work, open_again
from tests.support.builders.mails import a_mail
from tests.support.ledgers.places import put_copy
from tests.world.decisions.desk import Desk
from tests.world.decisions.dragging import drag
from tests.world.decisions.test_dragged import FILED, FILED_THERE, in_doubt
from tests.world.ingestion.invariant import EVER

pytestmark = pytest.mark.dovecot


@pytest.fixture
def met(desk: Desk) -> Desk:
    desk.polls()
    return desk


def asked(desk: Desk) -> list[Question | None]:
    return [each.question for each in desk.company.installation.ledger.drags.asked("recruitment")]


def asked_in_the_digest(desk: Desk) -> tuple[str, ...]:
    installation = desk.company.installation
    [reviewer, *_] = installation.rules.reviewers
    concern = Concern(installation.rules, reviewer)
    return digest_asked(installation.ledger, installation.rules, concern, installation.rules.wordings.of("en"))


def stays_under_review(desk: Desk, polls: int = 3) -> None:
    """Nothing was decided about the first mail, and nobody was written to."""
    desk.polls(polls)
    assert desk.mail().outcome is Outcome.REVIEW
    assert desk.letters() == []
    assert len(desk.company.installation.ledger.decisions.of_mail(1)) == 1


def has_decided_nothing(desk: Desk, mail: int = 1) -> bool:
    return len(desk.company.installation.ledger.decisions.of_mail(mail)) == 1


def number_of_mails(desk: Desk) -> int:
    return len(desk.company.installation.ledger.reports.received_between(*EVER))


def put(desk: Desk, folder: str, *mails) -> None:
    for mail in mails:
        raw = mail if isinstance(mail, bytes) else mail.bytes()
        desk.company.installed.account.append(raw, folder, internaldate=desk.company.clock())


def test_what_lay_in_a_folder_before_we_first_looked_is_left_alone(desk: Desk):
    put(desk, FILED, in_doubt())
    desk.polls(3)
    assert number_of_mails(desk) == 0
    assert desk.letters() == []


def test_a_mail_dragged_before_we_first_looked_into_the_folder_is_no_decision(desk: Desk):
    """An older version took it in, and looked into no folder but the inbox."""
    desk.company.receives(in_doubt())
    desk.polls()
    with desk.company.installation.ledger._store.writing() as connection:
        connection.exec_driver_sql("DELETE FROM folders WHERE ours")
    drag(desk, "INBOX", FILED_THERE)
    stays_under_review(desk)


@pytest.mark.parametrize("uidvalidity", [3, 4_000_000_000])
def test_a_folder_whose_uids_are_given_anew_has_decided_nothing(met: Desk, uidvalidity: int):
    met.company.receives(in_doubt())
    met.polls()
    account = met.company.installed.account
    drag(met, "INBOX", FILED_THERE)
    account.close()
    folder = account.maildir / f".{FILED_THERE}"
    uids = folder / "dovecot-uidlist"
    uids.write_bytes(re.sub(rb" V\d+ ", b" V%d " % uidvalidity, uids.read_bytes(), count=1))
    for index in folder.glob("dovecot.index*"):
        index.unlink()
    stays_under_review(met)


def test_a_folder_that_was_away_and_comes_back_has_decided_nothing(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    person = met.company.installed.account.client()
    person.rename_folder(FILED_THERE, "Elsewhere")
    met.polls()
    drag(met, "INBOX", "Elsewhere")
    met.polls()
    person.rename_folder("Elsewhere", FILED_THERE)
    stays_under_review(met)


def test_a_folder_renamed_to_one_of_ours_as_a_whole_has_decided_nothing(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    person = met.company.installed.account.client()
    person.create_folder("Mine")
    drag(met, "INBOX", "Mine")
    met.polls()
    person.delete_folder(FILED_THERE)
    person.rename_folder("Mine", FILED_THERE)
    stays_under_review(met)


def test_a_folder_of_ours_that_is_deleted_as_a_whole_changes_nothing_and_is_not_made_again(met: Desk):
    met.company.receives(an_application())
    met.polls(2)
    met.company.installed.account.client().delete_folder(FILED)
    met.polls(2)
    assert met.mail().outcome is Outcome.FILED
    assert has_decided_nothing(met)
    assert FILED not in met.company.installed.account.folders()


def test_under_a_ledger_that_was_put_back_what_was_moved_since_is_no_decision(account, smtp, tmp_path: Path):
    with at_work(tmp_path, account, smtp) as company:
        desk = Desk(company)
        company.receives(in_doubt())
        desk.polls()
        installed, clock = company.installed, company.clock
        company.installation.ledger._store.engine.dispose()
    put_copy(tmp_path / "ledger.db", tmp_path / "kept.db")
    with open_again(installed, clock) as company:
        desk = Desk(company)
        company.receives(an_application("Bea Fox", "bea.fox@example.org"))
        desk.polls(2)  # answered: Sent tells that a ledger is gone
        drag(desk, "INBOX", FILED_THERE)
        desk.polls(3)
        assert len(desk.letters()) == 2
        company.installation.ledger._store.engine.dispose()
    put_copy(tmp_path / "kept.db", tmp_path / "ledger.db")
    with open_again(installed, clock) as company:
        desk = Desk(company)
        desk.polls(3)
        assert len(desk.letters()) == 2
        assert has_decided_nothing(desk)


def test_our_own_move_that_we_did_not_live_to_note_is_no_decision(met: Desk, monkeypatch):
    """Killed between MOVE and its record."""
    met.company.receives(an_application())
    poll(met.company.installation, met.company.installation.rules.mailboxes[0])

    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(met.company.installation.ledger.intake, "moved", dies)
        with pytest.raises(Killed):
            mailbox_changes.change_mailbox(met.company.installation, met.company.installation.rules.mailboxes[0])
    assert met.folders() == [FILED]
    met.company.installation.ledger.recover()
    met.polls(3)
    assert met.mail().outcome is Outcome.FILED
    assert has_decided_nothing(met)
    assert len(met.letters()) == 1
    met.is_whole()


def test_dragging_a_mail_to_where_we_are_about_to_move_it_is_no_decision(met: Desk):
    met.company.receives(an_application())
    poll(met.company.installation, met.company.installation.rules.mailboxes[0])
    drag(met, "INBOX", FILED)
    met.polls(3)
    assert has_decided_nothing(met)
    assert met.folders() == [FILED]
    assert len(met.letters()) == 1
    met.is_whole()


def test_dragging_a_mail_elsewhere_within_the_second_in_which_we_move_it_is_a_decision(met: Desk):
    """Our own move, still due, does not drag it back."""
    met.company.receives(an_application())
    poll(met.company.installation, met.company.installation.rules.mailboxes[0])
    drag(met, "INBOX", FILED_THERE)
    met.polls(4)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert met.folders() == [FILED_THERE]
    assert len(met.letters()) == 1


def test_a_copy_alone_is_asked_about_and_is_a_move_once_the_original_is_gone(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    person = met.company.installed.account.client()
    person.select_folder("INBOX")
    person.copy([1], FILED_THERE)
    stays_under_review(met)
    assert asked(met) == [Question.COPY]
    [line] = asked_in_the_digest(met)
    assert line.startswith("#1 Ann")
    assert "Filed/Data science intern: Somebody copied it into a folder of ours" in line
    person.select_folder("INBOX")
    person.delete_messages([1])
    person.uid_expunge([1])
    met.polls(3)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert (len(met.letters()), asked(met)) == (1, [])


def test_a_copy_that_is_taken_away_again_is_asked_about_no_longer(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    person = met.company.installed.account.client()
    person.select_folder("INBOX")
    person.copy([1], FILED_THERE)
    met.polls()
    person.select_folder(FILED_THERE)
    person.delete_messages([1])
    person.uid_expunge([1])
    stays_under_review(met)
    assert asked(met) == []


@pytest.mark.parametrize("folder", [f"{FILED}.Shortlist", "Archive", "Junk", "Trash"])
def test_folders_that_people_make_decide_nothing(met: Desk, folder: str):
    met.company.receives(an_application())
    met.polls(2)
    met.company.installed.account.client().create_folder(folder)
    drag(met, FILED, folder)
    met.polls(2)
    assert met.mail().outcome is Outcome.FILED
    assert has_decided_nothing(met)
    drag(met, folder, FILED)
    met.polls(2)
    assert has_decided_nothing(met)
    assert len(met.letters()) == 1


def test_read_marks_flags_and_deletion_decide_nothing(met: Desk):
    met.company.receives(an_application())
    met.polls(2)
    person = met.company.installed.account.client()
    person.select_folder(FILED)
    person.add_flags([1], ["\\Seen", "\\Flagged", "Important"])
    met.polls()
    person.remove_flags([1], ["\\Flagged"])
    met.polls()
    person.delete_messages([1])
    person.uid_expunge([1])
    met.polls(2)
    assert met.mail().outcome is Outcome.FILED
    assert has_decided_nothing(met)
    assert len(met.letters()) == 1


def test_what_imapsync_puts_beside_what_is_there_decides_nothing(met: Desk):
    met.company.receives(an_application())
    met.company.receives(in_doubt(2))
    met.polls(3)
    account = met.company.installed.account
    for folder in (FILED, "INBOX"):
        for raw, _ in account.messages(folder).values():
            account.append(raw, folder)
    met.polls(3)
    assert [met.mail(number).outcome for number in (1, 2)] == [Outcome.FILED, Outcome.REVIEW]
    assert has_decided_nothing(met, 1)
    assert has_decided_nothing(met, 2)
    assert len(met.letters()) == 1


def test_a_mailbox_that_is_put_back_as_it_was_yesterday_decides_nothing(met: Desk):
    """What we moved since is back in the inbox, and gone from where we moved it."""
    account = met.company.installed.account
    home = account.server.home(account.user)
    account.close()
    shutil.copytree(home, home.with_name("kept"))
    met.company.receives(an_application())
    met.company.receives(in_doubt(2))
    met.polls(3)
    raws = [raw for folder in (FILED, "INBOX") for raw, _ in account.messages(folder).values()]
    account.close()
    met.company.installation.sessions["recruitment"].mailbox.close()
    shutil.rmtree(home)
    shutil.move(home.with_name("kept"), home)
    for path in (home, *home.rglob("*")):
        account.server.give(path)
    put(met, "INBOX", an_application("Bea Fox", "bea.fox@example.org"), *raws)
    met.polls(4)
    assert [met.mail(number).outcome for number in (1, 2)] == [Outcome.FILED, Outcome.REVIEW]
    assert has_decided_nothing(met, 1)
    assert has_decided_nothing(met, 2)


def test_another_inbox_bot_at_work_here_decides_nothing(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    installation = met.company.installation
    rival.report(installation, installation.rules.mailboxes[0], "12345678")
    drag(met, "INBOX", FILED_THERE)
    stays_under_review(met)


def test_a_mail_that_another_inbox_bot_has_marked_was_moved_by_it(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    person = met.company.installed.account.client()
    person.select_folder("INBOX")
    person.add_flags([1], ["InboxBot-12345678"])
    drag(met, "INBOX", FILED_THERE)
    stays_under_review(met)


def test_a_whole_conversation_moved_at_once_is_one_decision(met: Desk):
    """The application, our answer, a colleague's mail by hand, and what the applicant wrote later."""
    met.company.receives(an_application())
    met.polls(3)
    account = met.company.installed.account
    [(ours, _)] = account.messages("Sent").values()
    later = (
        a_mail()
        .from_("Ann Lee <ann.lee@example.org>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("ann.lee@example.org")
        .subject("Re: Application: Infrastructure engineer")
        .id("<later@example.org>")
        .replying_to("<application.ann.lee.at.example.org@example.org>")
        .text("I forgot to say that I can start in May. Could you tell me when the interviews are?")
    )
    by_hand = (
        a_mail()
        .from_("Rita Boss <rita@snowplowanalytics.com>")
        .to("ann.lee@example.org")
        .subject("Re: Application: Infrastructure engineer")
        .id("<by-hand@snowplowanalytics.com>")
        .replying_to("<application.ann.lee.at.example.org@example.org>")
        .text("Dear Ann, we shall talk on Monday.")
    )
    account.append(by_hand.bytes(), "Sent")
    met.company.receives(later)
    met.polls(2)
    assert [met.mail(number).outcome for number in (1, 2)] == [Outcome.FILED, Outcome.CORRESPONDENCE]
    person = account.client()
    for folder in (FILED, "INBOX"):
        drag(met, folder, FILED_THERE)
    person.append(FILED_THERE, ours)
    person.append(FILED_THERE, by_hand.bytes())
    letters = len(met.letters())
    met.polls(4)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert met.mail(2).outcome is Outcome.CORRESPONDENCE
    assert has_decided_nothing(met, 2)
    assert number_of_mails(met) == 2
    assert len(met.letters()) == letters
    assert [mail.id for mail in met.company.installation.ledger.reports.open_items().mails] == []


@pytest.mark.parametrize("mode", ["observe"])
def test_in_observe_decisions_are_kept_and_letters_held(account, smtp, tmp_path: Path, mode: str):
    with at_work(tmp_path, account, smtp, mode=mode) as company:
        desk = Desk(company)
        account.client().create_folder(FILED_THERE)
        company.receives(in_doubt())
        desk.polls(2)
        drag(desk, "INBOX", FILED_THERE)
        desk.polls(3)
        assert desk.state() == (Outcome.FILED, ["data-scientist-intern"])
        assert [(state, why) for _, state, why in desk.answers()] == [(ActionState.HELD, "observe")]
        assert desk.letters() == []
        assert "Agencies" not in account.folders()
