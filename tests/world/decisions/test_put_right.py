"""A person decides, and everything follows: ledger, files, folder in the mailbox, flag, letter; each once."""

import pytest

from inbox_bot.core.review.decision import FileUnder, Means
from inbox_bot.core.words import ActionState, Outcome, Reason, Template
from tests.support.builders.at_work import an_application
from tests.world.decisions.desk import BOSS, Desk

pytestmark = pytest.mark.dovecot

HERE, OTHER = "infrastructure-engineer", "data-pipeline-engineer-intern"
FILED_THERE = "Filed.Data pipeline engineering intern"


def a_doubtful_application():
    """Nobody can tell what it is for, nor whether the file is a CV."""
    return an_application(title="hello", cv=None).text("Please see attached.").attach("x.txt", b"...", "text/plain")


def test_a_mail_in_review_that_is_filed_under_a_vacancy_is_filed_acknowledged_once_and_open_no_more(desk: Desk):
    desk.company.receives(a_doubtful_application())
    desk.polls()
    assert desk.state()[0] is Outcome.REVIEW
    assert desk.flags("INBOX") == {"\\Flagged"}
    desk.decides(FileUnder(vacancy=OTHER))
    desk.polls(3)
    assert desk.state() == (Outcome.FILED, [OTHER])
    assert [file.rpartition("/")[2] for file in desk.files()] == ["application.json", "message.eml", "x.txt"]
    assert all(file.startswith(f"{OTHER}/2026/Ann Lee-") for file in desk.files())
    assert desk.kept_aside() == []
    assert desk.folders() == [FILED_THERE]
    assert desk.flags(FILED_THERE) == {"\\Answered"}
    assert desk.answers() == [(Template.ACKNOWLEDGEMENT, ActionState.DONE, None)]
    assert len(desk.letters()) == 1
    assert desk.company.installation.ledger.reports.open_items().mails == ()
    desk.is_whole()


def test_a_filed_application_goes_to_another_vacancy_and_back_and_its_letter_was_right_after_all(desk: Desk):
    desk.company.receives(an_application())
    desk.polls(2)
    before = desk.state(), desk.files(), desk.folders(), desk.flags("Filed.Infrastructure engineer")
    desk.decides(FileUnder(vacancy=OTHER))
    desk.polls(2)
    assert desk.state() == (Outcome.FILED, [OTHER])
    assert all(file.startswith(f"{OTHER}/2026/") for file in desk.files())
    assert desk.folders() == [FILED_THERE]
    assert desk.answers() == [
        (Template.ACKNOWLEDGEMENT, ActionState.DONE, None),
        (Template.CORRECTION, ActionState.HELD, "corrects"),
    ]
    desk.is_whole()
    desk.undoes()
    desk.polls(2)
    assert (desk.state(), desk.files(), desk.folders(), desk.flags("Filed.Infrastructure engineer")) == before
    assert desk.answers() == [(Template.ACKNOWLEDGEMENT, ActionState.DONE, None)]
    assert len(desk.letters()) == 1
    desk.is_whole()


def test_what_was_decided_is_on_record(desk: Desk):
    desk.company.receives(an_application())
    desk.polls()
    desk.decides(FileUnder(vacancy=OTHER))
    desk.undoes()
    judged, decided, undone = desk.company.installation.ledger.decisions.of_mail(1)
    assert (judged.means, judged.judge is not None, judged.became["vacancies"]) == (None, True, [HERE])
    assert {each["rule"] for each in judged.evidence if each["about"] == "vacancy"}
    assert all(len(each["quote"]) <= 120 for each in judged.evidence)
    assert (decided.means, decided.by, decided.decision.wanted) == (Means.COMMAND, BOSS, FileUnder(vacancy=OTHER))
    assert (decided.was["vacancies"], decided.became["vacancies"]) == ([HERE], [OTHER])
    assert (undone.undoes, undone.became["vacancies"]) == (decided.id, [HERE])


def test_a_letter_that_was_sent_again_is_an_application_of_its_own_where_a_person_says_so(desk: Desk):
    desk.company.receives(an_application())
    desk.polls()
    desk.company.receives(an_application().id("<again@example.org>"))
    desk.polls()
    assert (desk.mail(2).outcome, desk.mail(2).reason) == (Outcome.DUPLICATE, Reason.SENT_AGAIN)
    desk.decides(FileUnder(vacancy=OTHER), mail=2)
    desk.polls(2)
    assert desk.mail(2).outcome is Outcome.FILED
    assert desk.folders() == [FILED_THERE, "Filed.Infrastructure engineer"]
    desk.is_whole()
    desk.undoes(mail=2)
    desk.polls(2)
    assert (desk.mail(2).outcome, desk.mail(2).reason) == (Outcome.DUPLICATE, Reason.SENT_AGAIN)
    assert desk.folders() == ["Filed.Infrastructure engineer", "Other"]
    desk.is_whole()
