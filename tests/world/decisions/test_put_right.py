"""A person decides, and everything follows: ledger, files, folder in the mailbox, flag, letter; each once."""

import json

import pytest

from inbox_bot.core.reply.why import Silence
from inbox_bot.core.review.decision import LETTERS_AT_ONCE, Decision, FileUnder, Means, NotAnApplication
from inbox_bot.core.words import ActionKind, ActionState, Outcome, Reason, Template
from inbox_bot.pipeline.decisions.correction import Intent
from inbox_bot.pipeline.decisions.decide import carry, plan_decision
from inbox_bot.pipeline.decisions.many import Many
from inbox_bot.pipeline.decisions.refused import NotDecided
from inbox_bot.pipeline.intake.poll import poll
from tests.support.builders.at_work import MINUTE, an_application, at_work
from tests.world.decisions.desk import BOSS, Desk
from tests.world.ingestion.invariant import EVER

pytestmark = pytest.mark.dovecot

HERE, OTHER = "infrastructure-engineer", "data-pipeline-engineer-intern"
FILED_THERE = "Filed.Data pipeline engineering intern"


def a_doubtful_application():
    """Nobody can tell what it is for, nor whether the file is a CV."""
    return an_application(title="hello", cv=None).text("Please see attached.").attach("x.txt", b"...", "text/plain")


def a_doubtful_application_of(number: int):
    """The same from one of many people, each with words and a file of their own."""
    name = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
    mail = an_application(f"Ann {name}", f"ann.{name}@{name}.example", title="hello", cv=None)
    return mail.text(f"Please see attached, {name}.").attach("x.txt", name.encode(), "text/plain")


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


def test_what_can_be_done_without_a_mails_bytes_is_done_and_the_rest_is_said(desk: Desk):
    desk.company.receives(an_application())
    desk.polls(2)
    for kept in desk.root.rglob("message.eml"):
        kept.unlink()
    planned = desk.decides(FileUnder(vacancy=OTHER))
    assert planned.plan.reply.why is Silence.KEPT_NO_LONGER
    desk.polls(2)
    assert desk.state() == (Outcome.FILED, [OTHER])
    assert [file.rpartition("/")[2] for file in desk.files()] == ["application.json", "cv.txt"]
    assert all(file.startswith(f"{OTHER}/") for file in desk.files())
    assert desk.folders() == [FILED_THERE]
    assert len(desk.letters()) == 1
    desk.is_whole()
    desk.decides(NotAnApplication())
    desk.polls(2)
    assert (desk.state(), desk.files(), desk.folders()) == ((Outcome.NOT_AN_APPLICATION, []), [], ["Other"])
    desk.is_whole()


def test_a_mail_that_is_gone_from_the_server_is_filed_all_the_same(desk: Desk):
    desk.company.receives(an_application())
    desk.polls(2)
    client = desk.company.installed.account.client()
    client.select_folder("Filed.Infrastructure engineer")
    client.delete_messages(client.search("ALL"))
    client.expunge()
    desk.decides(FileUnder(vacancy=OTHER))
    desk.polls(2)
    assert desk.state() == (Outcome.FILED, [OTHER])
    assert all(file.startswith(f"{OTHER}/") for file in desk.files())
    assert desk.folders() == []
    desk.is_whole()


def test_of_two_people_who_decide_within_a_poll_the_later_wins_and_both_are_on_record(desk: Desk):
    desk.company.receives(an_application())
    desk.polls(2)
    at = desk.company.clock()
    first, second = (
        plan_decision(1, Decision(wanted=wanted, by=who, means=Means.COMMAND, at=at), desk.company.installation, at)
        for who, wanted in (("ann", FileUnder(vacancy=OTHER)), ("bob", FileUnder(vacancy=None)))
    )
    carry(first, desk.company.installation, at)
    carry(second, desk.company.installation, at)
    desk.polls(2)
    assert desk.state() == (Outcome.SPECULATIVE, [None])
    assert {file.partition("/")[0] for file in desk.files()} == {"speculative"}
    rows = desk.company.installation.ledger.decisions.between(*EVER)
    assert [row.by for row in rows] == ["ann", "bob"]
    desk.is_whole()


def test_a_letter_on_its_way_keeps_a_decision_off_until_it_is_sent(desk: Desk):
    desk.company.receives(an_application())
    poll(desk.company.installation, desk.company.installation.rules.mailboxes[0])
    claimed = desk.company.installation.ledger.actions.claim([ActionKind.ANSWER], desk.company.clock() + MINUTE)
    with pytest.raises(NotDecided, match="being sent this very moment"):
        desk.decides(FileUnder(vacancy=OTHER))
    desk.company.installation.ledger.actions.settle(claimed.id, ActionState.DONE, desk.company.clock())
    desk.decides(FileUnder(vacancy=OTHER))
    assert (Template.CORRECTION, ActionState.HELD, "corrects") in desk.answers()


def test_of_very_many_decided_at_once_the_letters_are_held_and_asked_for_once(desk: Desk):
    number = LETTERS_AT_ONCE + 2
    for each in range(number):
        desk.company.receives(a_doubtful_application_of(each))
    desk.polls(2)
    at = desk.company.clock()
    many = Many(
        [
            Intent(
                message=mail,
                decision=Decision(wanted=FileUnder(vacancy=OTHER), by=BOSS, means=Means.COMMAND, at=at),
                by=BOSS,
                means=Means.COMMAND,
            )
            for mail in range(1, number + 1)
        ]
    )
    assert not [each for each in many.planned(desk.company.installation, at) if isinstance(each, NotDecided)]
    assert not [each for each in many.carried(desk.company.installation, at) if isinstance(each, NotDecided)]
    desk.polls(2)
    assert desk.letters() == []
    assert desk.answers() == [(Template.ACKNOWLEDGEMENT, ActionState.HELD, "many")] * number
    desk.is_whole()


def test_in_observe_a_decision_is_kept_and_moves_and_letters_are_held(account, smtp, tmp_path):
    with at_work(tmp_path, account, smtp, mode="observe") as company:
        desk = Desk(company)
        company.receives(a_doubtful_application())
        desk.polls()
        desk.decides(FileUnder(vacancy=OTHER))
        desk.polls(2)
        assert desk.state() == (Outcome.FILED, [OTHER])
        assert all(file.startswith(f"{OTHER}/") for file in desk.files())
        assert (desk.folders(), desk.letters()) == (["INBOX"], [])
        assert desk.answers() == [(Template.ACKNOWLEDGEMENT, ActionState.HELD, "observe")]


def test_no_number_stands_beside_an_applicant(desk: Desk):
    desk.company.receives(an_application())
    desk.polls(2)
    [path] = desk.root.rglob("application.json")
    written = json.loads(path.read_text())
    numbers = [key for key, value in written.items() if isinstance(value, int | float)]
    assert numbers == []
    assert not any(isinstance(value, float) for document in written["documents"] for value in document.values())
