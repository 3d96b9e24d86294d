"""Careful with letters: what follows from a move goes late, once, and never where nobody meant it."""

import re
from functools import partial
from pathlib import Path

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.review.moves import Question
from inbox_bot.core.words import ActionState, Kind, Outcome, Reason, Template
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import today_so_far
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.at_work import MINUTE, an_application, at_work, open_again
from tests.support.builders.mails import a_mail
from tests.support.servers.imap_proxy import ImapProxy, changes, says
from tests.support.servers.installation import Installed
from tests.world.decisions.desk import Desk
from tests.world.decisions.dragging import by_copy_and_mark, by_rewriting, drag
from tests.world.decisions.test_dragged import FILED, FILED_THERE, SPECULATIVE, an_agencys, in_doubt
from tests.world.decisions.test_no_decision import asked, has_decided_nothing, number_of_mails, put

pytestmark = pytest.mark.dovecot

HELD = ActionState.HELD


@pytest.fixture
def met(desk: Desk) -> Desk:
    desk.polls()
    return desk


def test_four_mails_dragged_from_the_inbox_end_as_a_recruiter_expects(met: Desk):
    """Filed, acknowledged once each, told in the digest as decided, nothing open."""
    for number in range(4):
        met.company.receives(in_doubt(number + 1))
    met.polls()
    ledger = met.company.installation.ledger
    assert len(ledger.reports.open_items().mails) == 4
    drag(met, "INBOX", FILED_THERE)
    met.polls()
    assert met.letters() == []
    met.polls(3)
    for number in range(1, 5):
        row = met.mail(number)
        assert (row.outcome, [each.vacancy for each in row.applications]) == (Outcome.FILED, ["data-scientist-intern"])
        assert [each.means for each in ledger.decisions.of_mail(number)][1:] == ["dragged"]
    assert sorted(to for to, _ in met.letters()) == sorted(
        f"Ann{'abcdefgh'[n]} Lee <ann{n}@applicant{n}.example>" for n in range(1, 5)
    )
    assert ledger.reports.open_items().mails == ()
    assert ledger.reports.open_items().answered == ()
    rules = met.company.installation.rules
    today = today_so_far(rules.reviewers[0], rules.company.timezone, met.company.clock() + MINUTE)
    digest = gather(ledger, rules, rules.reviewers[0], today)
    assert [(line.number, "Data science intern" in line.sentence) for line in digest.decided] == [
        (number, True) for number in range(1, 5)
    ]
    assert (digest.needs_person, digest.bunches) == ((), ())
    met.is_whole()


def test_a_slip_that_is_put_back_before_the_next_look_sends_nothing(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    before = met.state(), met.flags("INBOX"), met.files()
    drag(met, "INBOX", FILED_THERE)
    met.polls()
    assert met.mail().outcome is Outcome.FILED
    drag(met, FILED_THERE, "INBOX")
    met.polls(4)
    assert (met.state(), met.flags("INBOX") - {"\\Seen"}, met.files()) == before
    assert met.letters() == []
    assert met.company.installation.ledger.decisions.bearing(1).in_force == ()
    met.is_whole()


def test_a_mail_that_is_moved_on_before_its_letter_went_has_it_held(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    drag(met, "INBOX", FILED_THERE)
    met.polls()
    met.company.installed.account.client().create_folder("Mine")
    drag(met, FILED_THERE, "Mine")
    met.polls(3)
    assert met.letters() == []
    assert met.answers() == [(Template.ACKNOWLEDGEMENT, HELD, "moved_on")]


def test_dragging_back_takes_the_decision_back_and_dragging_again_decides_anew_and_writes_once(met: Desk):
    met.company.receives(an_application())
    met.polls(2)
    drag(met, FILED, FILED_THERE)
    met.polls(2)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    drag(met, FILED_THERE, FILED)
    met.polls(2)
    assert met.state() == (Outcome.FILED, ["infrastructure-engineer"])
    assert met.company.installation.ledger.decisions.bearing(1).in_force == ()
    assert met.answers() == [(Template.ACKNOWLEDGEMENT, ActionState.DONE, None)]
    assert len(met.letters()) == 1
    met.is_whole()


def test_a_mail_that_is_moved_every_minute_decides_three_times_and_is_asked_about(met: Desk):
    met.company.receives(an_application())
    met.polls(2)
    for _ in range(4):
        drag(met, FILED, FILED_THERE)
        met.polls()
        drag(met, FILED_THERE, FILED)
        met.polls()
    assert len(met.company.installation.ledger.decisions.of_mail(1)) == 4
    assert asked(met) == [Question.FIGHT]
    assert len(met.letters()) == 1


def test_more_than_twenty_letters_out_of_one_look_are_held_and_asked_for_once(met: Desk):
    for letter in "abcdefghijklmnopqrstuv":
        mail = an_application(f"Ann{letter} Lee", f"ann@applicant-{letter}.example")
        both = "Infrastructure engineer or Data science intern"
        met.company.receives(mail.subject(both).text(f"I, {letter * 9}, apply for either: {both}."))
    met.polls()
    assert len(met.company.installation.ledger.reports.open_items().mails) == 22
    drag(met, "INBOX", FILED_THERE)
    met.polls(3)
    rows = [met.mail(number) for number in range(1, 23)]
    assert {row.outcome for row in rows} == {Outcome.FILED}
    assert met.letters() == []
    assert {(state, why) for _, state, why in met.answers()} == {(HELD, "many_moved")}
    [raised] = met.company.installation.ledger.alarms.raised()
    assert (raised.alarm.kind, raised.alarm.parameters["number"]) == (AlarmKind.MANY_MOVED, 22)


def test_what_was_answered_by_hand_is_filed_and_not_answered_again(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    by_hand = (
        a_mail()
        .from_("Rita Boss <rita@snowplowanalytics.com>")
        .to("ann1@applicant1.example")
        .subject("Re: Application")
        .id("<by-hand@snowplowanalytics.com>")
        .replying_to("<application.ann1.at.applicant1.example@applicant1.example>")
        .text("Dear Ann, thank you.")
    )
    met.company.installed.account.append(by_hand.bytes(), "Sent")
    drag(met, "INBOX", FILED_THERE)
    met.polls(3)
    assert met.mail().outcome is Outcome.FILED
    assert met.letters() == []


def test_an_original_that_is_only_marked_deleted_was_moved(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    drag(met, "INBOX", FILED_THERE, by_copy_and_mark)
    met.polls(3)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert len(met.letters()) == 1


def test_a_mail_that_the_server_renders_anew_where_it_is_moved_is_known_by_what_its_sender_wrote(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    drag(met, "INBOX", FILED_THERE, by_rewriting)
    met.polls(3)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert number_of_mails(met) == 1
    assert (met.folders(), len(met.letters())) == ([FILED_THERE], 1)


def silent_about_places(proxy: ImapProxy) -> None:
    """The server offers UIDPLUS, and does not say where mail went (RFC 4315 §3: a server SHOULD)."""
    without = partial(re.sub, rb"\[COPYUID [^\]]*\] ?", b"")
    proxy.when("UID (MOVE|COPY) ", changes(without), times=1000)


@pytest.mark.parametrize("lacking", ["MOVE", "UIDPLUS", "MOVE UIDPLUS", "LIST-STATUS", "CONDSTORE QRESYNC", "COPYUID"])
def test_on_a_server_that_lacks_something_our_own_moves_decide_nothing_and_peoples_do(
    account, smtp, tmp_path: Path, lacking: str
):
    with ImapProxy(account.server.host, account.server.port) as proxy:
        proxy.hides(*lacking.split())
        if lacking == "COPYUID":
            silent_about_places(proxy)
        installed = Installed(tmp_path, account, smtp)
        text = installed.text().replace(f"port: {account.server.port},", f"port: {proxy.port},")
        with at_work(tmp_path, account, smtp, text=text) as company:
            desk = Desk(company)
            desk.polls()
            company.receives(an_application())
            company.receives(in_doubt(2))
            desk.polls(8)
            assert has_decided_nothing(desk, 1)
            assert len(desk.letters()) == 1
            drag(desk, "INBOX", FILED_THERE)
            desk.polls(8)
            assert desk.mail(2).outcome is Outcome.FILED
            assert [each.vacancy for each in desk.mail(2).applications] == ["data-scientist-intern"]
            assert len(desk.letters()) == 2


@pytest.mark.parametrize("lost", ["rights", "name"])
def test_a_folder_that_mail_is_taken_from_and_that_is_refused_or_renamed_decides_nothing_and_holds_up_no_drag(
    account, smtp, tmp_path: Path, lost: str
):
    with ImapProxy(account.server.host, account.server.port) as proxy:
        text = (
            Installed(tmp_path, account, smtp).text().replace(f"port: {account.server.port},", f"port: {proxy.port},")
        )
        text = text.replace("  start: all\n", "  start: all\n  folders: [INBOX, Applications]\n")
        person = account.client()
        person.create_folder("Applications")
        with at_work(tmp_path, account, smtp, text=text) as company:
            desk = Desk(company)
            put(desk, "Applications", in_doubt(1))
            desk.polls()
            company.receives(in_doubt(2))
            desk.polls()
            if lost == "rights":
                proxy.when("(EXAMINE|SELECT|STATUS) .?Applications", says("{tag} NO [NOPERM] Not yours"), times=1000)
            else:
                person.rename_folder("Applications", "Elsewhere")
            drag(desk, "INBOX", FILED_THERE)
            for _ in range(3):
                company.clock.forward(MINUTE)
                with pytest.raises(MailboxDown, match="Applications"):
                    poll(company.installation, company.installation.rules.mailboxes[0])
                assert carry_out(company.installation) == ()
            assert (desk.mail(2).outcome, len(desk.letters())) == (Outcome.FILED, 1)
            proxy.heals()
            if lost == "name":
                person.rename_folder("Elsewhere", "Applications")
            desk.polls(2)
            assert (desk.mail(1).outcome, has_decided_nothing(desk, 1)) == (Outcome.REVIEW, True)
            drag(desk, "Applications", FILED_THERE)
            desk.polls(3)
            assert (desk.mail(1).outcome, len(desk.letters())) == (Outcome.FILED, 2)


# -- never in a watched folder ---------------------------------------------------------------------------------------


def test_a_mail_put_into_our_folder_unseen_is_answered_where_the_judge_alone_would_have_sent_the_same(met: Desk):
    put(met, FILED, an_application())
    met.polls()
    assert met.letters() == []
    met.polls(3)
    assert met.state() == (Outcome.FILED, ["infrastructure-engineer"])
    assert met.answers() == [(Template.ACKNOWLEDGEMENT, ActionState.DONE, None)]
    assert met.folders() == [FILED]
    met.is_whole()


def test_what_the_judge_would_have_answered_otherwise_is_held(met: Desk):
    put(met, FILED_THERE, an_application())
    met.polls(4)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert met.answers() == [(Template.ACKNOWLEDGEMENT, HELD, "asked_first")]
    assert met.letters() == []
    assert met.folders() == [FILED_THERE]
    met.is_whole()


def test_what_the_judge_would_not_have_answered_is_held(met: Desk):
    put(met, FILED_THERE, in_doubt())
    put(met, "Agencies.Refuse", an_application("Bea Fox", "bea.fox@example.org"))
    met.polls(4)
    assert [met.mail(number).outcome for number in (2, 1)] == [Outcome.FILED, Outcome.AGENCY]
    assert {(state, why) for _, state, why in met.answers()} == {(HELD, "asked_first")}
    assert met.letters() == []


def test_an_agency_put_into_refuse_unseen_is_held_since_the_judge_alone_refuses_nobody(met: Desk):
    put(met, "Agencies.Refuse", an_agencys())
    met.polls(4)
    assert met.mail().outcome is Outcome.AGENCY
    assert met.letters() == []
    assert [state for _, state, _ in met.answers()] == [HELD]


def test_a_letter_of_an_application_put_there_unseen_is_joined_and_shown_to_a_person(met: Desk):
    met.company.receives(an_application())
    met.polls(3)
    later = (
        a_mail()
        .from_("Ann Lee <ann.lee@example.org>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("ann.lee@example.org")
        .subject("Re: Application: Infrastructure engineer")
        .id("<later@example.org>")
        .replying_to("<application.ann.lee.at.example.org@example.org>")
        .text("Could you tell me when the interviews are?")
    )
    put(met, FILED, later)
    met.polls(3)
    assert (met.mail(2).outcome, met.mail(2).reason) == (Outcome.CORRESPONDENCE, Reason.APPLICANT_WRITES)
    assert met.mail(2).about is not None
    assert [mail.id for mail in met.company.installation.ledger.reports.open_items().mails] == [2]
    assert len(met.letters()) == 1


@pytest.mark.parametrize("folder", [FILED, "Agencies.Refuse"])
def test_our_own_answer_dragged_out_of_sent_changes_nothing_and_writes_nothing(met: Desk, folder: str):
    """The copy of our letter, moved or copied: the application is as it was, and the letter is nobody's application."""
    met.company.receives(an_application())
    met.polls(3)
    before, written = (met.state(), met.files()), met.answers()
    person = met.company.installed.account.client()
    person.select_folder("Sent")
    [letter] = person.search("ALL")
    person.copy([letter], folder)
    met.polls(3)
    drag(met, "Sent", folder)
    met.polls(3)
    assert (met.state(), met.files()) == before
    assert (met.answers(), len(met.letters()), asked(met)) == (written, 1, [])
    for number in range(2, number_of_mails(met) + 1):
        assert (met.mail(number).kind, met.mail(number).outcome) == (Kind.OWN, Outcome.NOT_AN_APPLICATION)
        assert has_decided_nothing(met, number)
    met.is_whole()


@pytest.mark.parametrize("folder", [FILED, "Agencies.Refuse", "Other", "INBOX"])
def test_a_bounce_decides_nothing_wherever_it_is_dragged(met: Desk, folder: str):
    bounce = (
        a_mail()
        .return_path("")
        .from_("Mail Delivery System <mailer-daemon@mx.example.net>")
        .subject("Undelivered Mail Returned to Sender")
        .id("<bounce.1@mx.example.net>")
        .text("I'm sorry to have to inform you that your message could not be delivered: user unknown.")
    )
    met.company.receives(bounce)
    met.polls(2)
    assert met.mail().kind is Kind.BOUNCE
    [was] = met.folders()
    if was != folder:
        drag(met, was, folder)
    met.polls(3)
    assert (met.mail().outcome, met.letters()) == (Outcome.NOT_AN_APPLICATION, [])
    assert has_decided_nothing(met)


def test_a_strangers_newsletter_dragged_to_a_vacancy_is_filed_and_nobody_is_written_to(met: Desk):
    met.company.receives(
        a_mail()
        .from_("News <news@letters.example>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("news@letters.example")
        .subject("Our news in June")
        .id("<news.1@letters.example>")
        .header("List-Unsubscribe", "<https://letters.example/off>")
        .header("Precedence", "bulk")
        .text("Our news in June. Unsubscribe at any time.")
    )
    met.polls(2)
    [was] = met.folders()
    drag(met, was, FILED)
    met.polls(3)
    assert met.letters() == []
    assert met.folders() == [FILED]
    met.is_whole()


def test_an_enquiry_dragged_to_a_vacancy_is_kept_there_and_nobody_is_written_to(met: Desk):
    met.company.receives(
        a_mail()
        .from_("Carl Dee <carl.dee@example.net>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("carl.dee@example.net")
        .subject("Question about the Infrastructure engineer position")
        .id("<question.1@example.net>")
        .text("Is the position still open, and may one work from home?")
    )
    met.polls()
    assert met.mail().outcome is Outcome.REVIEW
    drag(met, "INBOX", FILED)
    met.polls(3)
    assert met.letters() == []
    assert met.company.installation.ledger.reports.open_items().mails == ()
    met.is_whole()


# -- rules.yaml and its folders --------------------------------------------------------------------------------------


def with_rules(account, smtp, folder: Path, change) -> str:
    return change(Installed(folder, account, smtp).text())


def test_a_mail_dragged_to_a_closed_vacancy_is_filed_there_and_told_that_it_is_closed(account, smtp, tmp_path: Path):
    def closed(text: str) -> str:
        return text.replace("    title: Data science intern\n", "    title: Data science intern\n    open: false\n")

    with at_work(tmp_path, account, smtp, text=with_rules(account, smtp, tmp_path, closed)) as company:
        desk = Desk(company)
        desk.polls()
        company.receives(in_doubt())
        desk.polls()
        drag(desk, "INBOX", FILED_THERE)
        desk.polls(3)
        assert (desk.mail().outcome, desk.mail().reason) == (Outcome.FILED, Reason.VACANCY_CLOSED)
        assert [template for template, _, _ in desk.answers()] == [Template.VACANCY_CLOSED]


def test_a_vacancy_that_is_no_longer_in_rules_yaml_is_asked_about(account, smtp, tmp_path: Path):
    with at_work(tmp_path, account, smtp) as company:
        desk = Desk(company)
        desk.polls()
        company.receives(in_doubt())
        desk.polls()
        installed, clock = company.installed, company.clock
    text = installed.rules.read_text().replace("title: Data science intern", "title: Data scientist (intern)")
    installed.write(text)
    with open_again(installed, clock) as company:
        desk = Desk(company)
        drag(desk, "INBOX", FILED_THERE)
        desk.polls(3)
        assert desk.mail().outcome is Outcome.REVIEW
        assert (desk.letters(), asked(desk)) == ([], [Question.UNKNOWN_FOLDER])


def two_of_one_title(text: str) -> str:
    return text.replace("title: Data science intern", "title: Infrastructure engineer")


def all_in_one(text: str) -> str:
    return text.replace("  start: all\n", "  start: all\n  move_to: {filed: Filed}\n")


@pytest.mark.parametrize(("change", "folder"), [(two_of_one_title, FILED), (all_in_one, "Filed")])
def test_a_folder_of_several_vacancies_is_asked_about_where_the_judge_is_not_sure(
    account, smtp, tmp_path: Path, change, folder: str
):
    with at_work(tmp_path, account, smtp, text=with_rules(account, smtp, tmp_path, change)) as company:
        desk = Desk(company)
        desk.polls()
        company.receives(
            an_application()
            .subject("Application: Infrastructure engineer or Data pipeline engineering intern")
            .text("I apply for either: Infrastructure engineer or Data pipeline engineering intern.")
        )
        desk.polls()
        assert desk.mail().outcome is Outcome.REVIEW
        drag(desk, "INBOX", folder)
        desk.polls(3)
        assert desk.mail().outcome is Outcome.REVIEW
        assert (desk.letters(), asked(desk)) == ([], [Question.WHICH])


def with_a_cv_elsewhere():
    """The judge is sure of the vacancy, and a person is to fetch the CV."""
    letter = "I hereby apply for the data science internship. My CV: https://drive.example.net/cv"
    return an_application(title="data science internship", cv=None).text(letter)


def other_is_for_agencies(text: str) -> str:
    return text.replace("  start: all\n", "  start: all\n  move_to: {agency: Other}\n")


def test_a_folder_of_two_outcomes_is_asked_about_and_changes_nothing(account, smtp, tmp_path: Path):
    """To be set apart, or no application at all: nothing that was judged says which."""
    with at_work(tmp_path, account, smtp, text=with_rules(account, smtp, tmp_path, other_is_for_agencies)) as company:
        desk = Desk(company)
        desk.polls()
        company.receives(in_doubt())
        desk.polls()
        before = desk.state(), desk.files()
        drag(desk, "INBOX", "Other")
        desk.polls(3)
        assert (desk.state(), desk.files()) == before
        assert (desk.letters(), asked(desk)) == ([], [Question.WHICH])


@pytest.mark.parametrize(("change", "folder"), [(two_of_one_title, FILED), (all_in_one, "Filed")])
def test_in_a_folder_of_several_vacancies_the_one_is_meant_that_was_judged(
    account, smtp, tmp_path: Path, change, folder: str
):
    with at_work(tmp_path, account, smtp, text=with_rules(account, smtp, tmp_path, change)) as company:
        desk = Desk(company)
        desk.polls()
        company.receives(with_a_cv_elsewhere())
        desk.polls()
        assert desk.state()[0] is Outcome.REVIEW
        drag(desk, "INBOX", folder)
        desk.polls(3)
        assert desk.state() == (Outcome.FILED, ["data-scientist-intern"])
        assert (desk.folders(), len(desk.letters()), asked(desk)) == ([folder], 1, [])


@pytest.mark.parametrize(
    ("then", "state", "question"),
    [
        ("vacancy: data-scientist-intern", (Outcome.FILED, ["data-scientist-intern"]), []),
        ("answer: none", None, [Question.WHICH]),
    ],
)
def test_the_folder_of_a_rule_means_what_the_rule_says_and_else_is_asked_about(
    account, smtp, tmp_path: Path, then: str, state, question
):
    def with_a_rule(text: str) -> str:
        fair = f"  - {{name: Fair, when: {{subject: job fair}}, then: {{{then}, folder: Fair}}}}\n"
        return text.replace("\nrules:\n", f"\nrules:\n{fair}")

    with at_work(tmp_path, account, smtp, text=with_rules(account, smtp, tmp_path, with_a_rule)) as company:
        desk = Desk(company)
        desk.polls()
        company.receives(in_doubt())
        desk.polls()
        before = desk.state()
        drag(desk, "INBOX", "Fair")
        desk.polls(3)
        assert desk.state() == (state or before)
        assert (desk.folders(), len(desk.letters()), asked(desk)) == (["Fair"], 1 if state else 0, question)


def test_two_people_who_drag_a_mail_to_different_places_decide_in_turn_and_it_is_answered_once(met: Desk):
    met.company.receives(in_doubt())
    met.polls()
    drag(met, "INBOX", FILED_THERE)
    met.polls()
    drag(met, FILED_THERE, SPECULATIVE)
    met.polls(4)
    assert met.state() == (Outcome.SPECULATIVE, [None])
    assert len(met.letters()) == 1
    met.is_whole()


def test_copies_in_two_folders_with_the_original_gone_are_asked_about_and_send_nothing(met: Desk):
    """Two people at once, or one who made two labels: it is not clear which is meant."""
    met.company.receives(in_doubt())
    met.polls()
    person = met.company.installed.account.client()
    person.select_folder("INBOX")
    for folder in (FILED_THERE, FILED):
        person.copy([1], folder)
    person.delete_messages([1])
    person.uid_expunge([1])
    met.polls(4)
    assert met.mail().outcome is Outcome.REVIEW
    assert (met.letters(), asked(met)) == ([], [Question.COPY, Question.COPY])
    person.select_folder(FILED)
    person.delete_messages([1])
    person.uid_expunge([1])
    met.polls(3)
    assert met.state() == (Outcome.FILED, ["data-scientist-intern"])
    assert len(met.letters()) == 1
