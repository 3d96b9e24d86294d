"""A reviewer answers, and it is done: once, acknowledged within the poll, and can be taken back."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from inbox_bot.core.alarms import Alarm, AlarmKind
from inbox_bot.core.review.decision import Means
from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.edges.ledger import LedgerUnavailable, Settlement
from inbox_bot.edges.mailbox import Absence, Mailbox, MailboxDown, Missing
from inbox_bot.health.proven import check_proof
from inbox_bot.pipeline import kept
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.reviewing import follow as following
from tests.support.builders.company import ADDRESS, an_application
from tests.support.builders.mails import MailBuilder, a_mail
from tests.unit.core.review.programs import gmail, ios_mail, outlook, thunderbird
from tests.world.reviewing.office import BOB, JANE, PASSED, RECEIVED, Office, links_of, original_of, text_of

pytestmark = pytest.mark.dovecot
NOTHING_SAID = ""
HOUR = timedelta(hours=1)
FORGED = PASSED.replace("pass", "fail")


def an_agency(number: int, domain: str = "northwind.example") -> MailBuilder:
    return (
        a_mail()
        .from_(f"Nora{number} North <nora{number}@{domain}>")
        .to(ADDRESS)
        .subject("Candidate for you")
        .id(f"<agency.{number}@{domain}>")
        .text(
            "Dear hiring manager,\n\nI am delighted to introduce an outstanding candidate from our network, "
            f"{'abcdefgh'[number]} Reed. The CV is attached together with our terms; our fee is 20 % of the "
            "first year's salary, and by interviewing a candidate you accept our terms.\n\nRegards\nNora North"
        )
    )


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    return filled(open_office())


def filled(office: Office) -> Office:
    """Three applications and an agency's mail came in."""
    for number in range(3):
        office.account.append(an_application(number).bytes())
    office.account.append(an_agency(1).bytes())
    office.look()
    return office


def numbers(office: Office) -> list[int]:
    return [mail.id for mail in office.mails() if mail.outcome is not Outcome.COMMAND]


def decided(office: Office, number: int) -> list[str | None]:
    """By whom a mail was decided by reply, and taken back."""
    rows = office.installation.ledger.decisions.of_mail(number)
    return [row.by for row in rows if row.means is Means.REPLIED]


@pytest.mark.parametrize("program", [gmail, ios_mail, outlook, thunderbird], ids=lambda program: program.__name__)
def test_an_order_is_done_within_the_poll_and_acknowledged_once(office, program):
    first, second, *_ = numbers(office)
    office.reply(program, f"#{first} speculative\n#{second} not an application", office.told())
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE
    assert office.row(second).outcome is Outcome.NOT_AN_APPLICATION
    [letter] = office.letters(JANE)
    assert "no vacancy in particular" in office.said()
    assert letter["In-Reply-To"] == "<answer-1@snowplowanalytics.com>"
    office.look()
    office.look()
    assert len(office.letters(JANE)) == 1
    assert decided(office, first) == [JANE]


def test_a_link_is_done_once_and_a_second_use_is_told_and_does_nothing(office):
    first = numbers(office)[0]
    link = office.link(f"#{first} not an application")
    office.click(link)
    office.look()
    assert office.row(first).outcome is Outcome.NOT_AN_APPLICATION
    office.reply(gmail, f"#{first} undo", office.told())
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    office.click(link)
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    assert "This link was used before." in office.said()


def test_the_link_of_an_acknowledgement_takes_it_back(office):
    first = numbers(office)[0]
    before = office.row(first)
    office.reply(gmail, f"#{first} speculative", office.told())
    office.look()
    [undo] = links_of(office.letters(JANE)[-1])
    office.click(undo)
    office.look()
    after = office.row(first)
    assert (after.outcome, [each.vacancy for each in after.applications]) == (
        before.outcome,
        [each.vacancy for each in before.applications],
    )
    assert decided(office, first) == [JANE, JANE]


def test_an_answer_to_an_acknowledgement_is_followed_as_well(office):
    first = numbers(office)[0]
    office.reply(gmail, f"#{first} speculative", office.told())
    office.look()
    office.reply(outlook, f"#{first} undo", original_of(office.letters(JANE)[-1]))
    office.look()
    assert office.row(first).outcome is Outcome.FILED


def test_what_is_not_understood_is_asked_back_with_the_nearest_verb_and_the_rest_is_done(office):
    first, second, *_ = numbers(office)
    office.reply(gmail, f"#{first} speculativ\n#{second} vacancy infrastucture enginer\n#999 refuse", office.told())
    office.look()
    said = office.said()
    assert "Did you mean “speculative”?" in said
    assert "did you mean “Infrastructure engineer”?" in said
    assert "there is no mail #999" in said
    assert office.row(first).outcome is Outcome.FILED


def test_a_mail_without_any_order_is_answered_kindly_and_once(office):
    office.reply(gmail, "Thanks, have a nice weekend!", office.told())
    office.look()
    office.look()
    [letter] = office.letters(JANE)
    assert str(letter["Subject"]).startswith("Not understood")


def test_two_orders_that_contradict_each_other_do_nothing(office):
    first, second, *_ = numbers(office)
    office.reply(gmail, f"#{first} speculative\n#{first} not an application\n#{second} speculative", office.told())
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    assert office.row(second).outcome is Outcome.SPECULATIVE
    assert f"Of mail {first} you want two different things" in office.said()


def test_filing_and_answering_are_one_decision(office):
    first = numbers(office)[0]
    office.reply(gmail, f"#{first} speculative\n#{first} drop", office.told())
    office.look()
    [row] = [row for row in office.installation.ledger.decisions.of_mail(first) if row.means is Means.REPLIED]
    assert row.decision is not None
    assert office.row(first).outcome is Outcome.SPECULATIVE


@pytest.mark.parametrize("proof", [NOTHING_SAID, "Authentication-Results: evil.example; dmarc=pass\r\n"])
def test_where_nothing_proves_the_reviewer_they_are_asked_and_a_yes_does_it(office, proof):
    first, second, *_ = numbers(office)
    office.reply(gmail, f"#{first} speculative", office.told(), proof=proof)
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    [question] = office.letters(JANE)
    assert str(question["Subject"]).startswith("Please confirm")
    office.reply(gmail, f"#{second} not an application", office.told(), proof=proof)
    office.look()
    assert len(office.letters(JANE)) == 2
    office.reply(ios_mail, "Yes", original_of(question), proof=proof)  # the older question is no more
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    office.reply(ios_mail, "Yes", original_of(office.letters(JANE)[1]), proof=proof)
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE
    assert office.row(second).outcome is Outcome.NOT_AN_APPLICATION
    assert decided(office, first) == decided(office, second) == [JANE]
    office.reply(ios_mail, "Yes", original_of(office.letters(JANE)[1]), proof=proof)
    office.look()
    assert decided(office, first) == [JANE]


def test_more_than_five_letters_are_asked_for_first(open_office):
    office = open_office()
    for number in range(7):
        office.account.append(an_agency(number, f"firm{number}.example").bytes())
    office.look()
    held = [mail for mail in office.mails() if mail.outcome is Outcome.AGENCY]
    assert len(held) == 7
    office.reply(gmail, " ".join(f"#{mail.id}" for mail in held) + " answer", office.told())
    office.look()
    assert "7 letters would go out" in office.said()
    assert office.letters("firm0.example") == []
    office.reply(gmail, "yes", original_of(office.letters(JANE)[-1]))
    office.look()
    office.look()
    assert [len(office.letters(f"firm{number}.example")) for number in range(7)] == [1] * 7


def test_a_refusal_of_somebody_who_is_no_agency_is_asked_for_first(office):
    first = numbers(office)[0]
    office.reply(gmail, f"#{first} refuse", office.told())
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    assert "a refusal can't be unsaid" in office.said()


@pytest.mark.parametrize(
    ("sender", "proof"),
    [(JANE, FORGED), ("eve@evil.example", NOTHING_SAID), (BOB, PASSED)],
    ids=["forged", "a stranger", "another reviewer with Jane's code"],
)
def test_what_is_not_the_reviewers_is_met_with_silence_and_noted(office, sender, proof):
    first = numbers(office)[0]
    office.send(gmail(f"#{first} speculative", office.told()).from_(sender).id("<x@y.example>"), proof)
    before = len(office.outgoing.kept)
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    assert office.letters(JANE) == office.letters(BOB) == []
    if sender != "eve@evil.example":
        now = office.clock()
        assert len(office.installation.ledger.reviewing.refused_between(now - HOUR, now)) == 1
        assert len(office.outgoing.kept) == before


def test_the_very_mail_once_more_from_sent_does_nothing(office):
    first = numbers(office)[0]
    answer = office.reply(gmail, f"#{first} speculative", office.told())
    office.look()
    office.reply(gmail, f"#{first} undo", office.told())
    office.look()
    office.send(answer)
    office.account.append(RECEIVED.encode() + answer.bytes())
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    assert decided(office, first) == [JANE, JANE]


def test_of_two_reviewers_the_later_wins_and_both_are_told(office):
    first = numbers(office)[0]
    office.reply(gmail, f"#{first} speculative", office.told(JANE))
    office.look()
    office.reply(gmail, f"#{first} not an application", office.told(BOB))
    office.look()
    assert office.row(first).outcome is Outcome.NOT_AN_APPLICATION
    assert JANE in office.said(BOB)
    assert f"{BOB} decided otherwise" in office.said(JANE)
    assert len(office.letters(JANE)) == 2
    [undo] = links_of(office.letters(JANE)[-1])
    office.click(undo, JANE)
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE


def test_in_observe_the_decision_is_kept_and_the_reviewer_alone_is_written_to(open_office):
    office = filled(open_office(mode=Mode.OBSERVE))
    first = numbers(office)[0]
    office.reply(gmail, f"#{first} speculative", office.told())
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE
    assert len(office.outgoing.kept) == len(office.letters(JANE)) == 1
    assert {answer.state for answer in office.row(first).answers} == {ActionState.HELD}


def test_status_list_and_help_are_told(office):
    office.reply(gmail, "status\nlist\nhelp", office.told())
    office.look()
    said = office.said()
    assert "Received today: 5." in said
    assert "1 refusal of an agency waits for your yes." in said
    assert "· undo: Take the last decision back." in said


def test_the_list_names_those_whom_nobody_has_answered(office):
    told = office.told()
    office.clock.now += timedelta(days=11)  # type: ignore[attr-defined]
    office.reply(gmail, "list", told)
    office.look()
    said = office.said()
    assert "No person has answered" in said
    assert f"#{numbers(office)[0]} " in said.partition("No person has answered")[2]


def test_a_mail_that_is_put_off_is_not_shown_for_three_days(office):
    first = numbers(office)[0]
    office.reply(gmail, f"#{first} later", office.told())
    office.look()
    assert office.installation.ledger.reviewing.unseen_by(JANE, office.clock()) == {first}
    assert "three days" in office.said()


def test_more_than_a_hundred_orders_in_an_hour_are_not_followed(office):
    first = numbers(office)[0]
    for _ in range(2):
        office.reply(gmail, "\n".join(f"#{number} speculative" for number in range(1000, 1060)), office.told())
        office.look()
    assert "More than a hundred orders in an hour" in office.said()
    office.reply(gmail, f"#{first} speculative", office.told())
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE


def test_ten_wrong_codes_in_an_hour_raise_an_alarm(office):
    for _ in range(10):
        wrong = office.told(BOB)
        office.send(gmail("#1 refuse", wrong).from_(JANE).id(f"<{office.clock().timestamp()}@x.example>"))
    office.look()
    assert [each.alarm.kind.value for each in office.installation.ledger.alarms.raised()] == ["wrong_codes"]


def interrupted_before_it_is_closed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger breaks when everything was decided, and nothing of it is acknowledged yet."""

    def broken(*_: object, **__: object) -> None:
        raise LedgerUnavailable("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(office.installation.ledger.reviewing, "close", broken)
        with pytest.raises(LedgerUnavailable):
            office.look()


def test_what_was_decided_before_an_interruption_is_not_decided_again(office, monkeypatch):
    first, second, *_ = numbers(office)
    office.reply(gmail, f"#{first} speculative\n#{second} not an application", office.told())
    interrupted_before_it_is_closed(office, monkeypatch)
    assert office.letters(JANE) == []
    office.look()
    assert decided(office, first) == decided(office, second) == [JANE]
    assert len(office.letters(JANE)) == 1
    assert f"#{first}" in office.said()
    assert f"#{second}" in office.said()


def the_mailbox_breaks(monkeypatch: pytest.MonkeyPatch, *, for_a_while: bool = True) -> None:
    """Where a mail that lies there alone is asked for."""

    def broken(*_: object) -> None:
        raise MailboxDown("the line was cut", temporary=for_a_while)

    monkeypatch.setattr(kept, "fetched_file", broken)


def test_an_order_about_a_mail_that_can_not_be_fetched_now_is_done_as_soon_as_it_can(office, monkeypatch):
    first, *_, agency = numbers(office)
    office.reply(gmail, f"#{first} speculative\n#{agency} not an agency", office.told())
    with monkeypatch.context() as patched:
        the_mailbox_breaks(patched)
        office.look()
        office.look()
    assert office.letters(JANE) == []
    office.look()
    office.look()
    assert decided(office, first) == decided(office, agency) == [JANE]
    assert office.row(agency).outcome is not Outcome.AGENCY
    assert len(office.letters(JANE)) == 1
    assert f"#{first}" in office.said()
    assert f"#{agency}" in office.said()


def test_an_order_about_a_mail_that_the_server_lists_and_does_not_give_waits_for_it(office, monkeypatch):
    *_, agency = numbers(office)
    office.reply(gmail, f"#{agency} not an agency", office.told())
    mail = office.row(agency)
    [place] = office.installation.ledger.intake.locations_of(mail.mailbox, mail.raw_hash)
    fetch = Mailbox.fetch

    def but_not_this(self, folder, *asked, **how):
        if folder == place.folder:
            return iter([Missing(location=place, why=Absence.LATER)])
        return fetch(self, folder, *asked, **how)

    with monkeypatch.context() as patched:
        patched.setattr(Mailbox, "fetch", but_not_this)
        office.look()
    assert office.letters(JANE) == []
    office.look()
    assert decided(office, agency) == [JANE]


@pytest.mark.parametrize(("for_a_while", "waited"), [(True, HOUR), (False, timedelta())], ids=["an hour", "for good"])
def test_what_can_not_be_fetched_for_an_hour_or_for_good_is_told_with_the_reason(
    office, monkeypatch, for_a_while, waited
):
    first, *_, agency = numbers(office)
    office.reply(gmail, f"#{first} speculative\n#{agency} not an agency", office.told())
    the_mailbox_breaks(monkeypatch, for_a_while=for_a_while)
    if waited:
        office.look()
        assert office.letters(JANE) == []
        office.clock.now += waited
    office.look()
    assert len(office.letters(JANE)) == 1
    assert "can't be asked for it: the line was cut" in office.said()
    assert decided(office, first) == [JANE]
    assert decided(office, agency) == []


def test_an_undoing_that_was_interrupted_undoes_once(office, monkeypatch):
    first = numbers(office)[0]
    for verb in ("speculative", "not an application"):
        office.reply(gmail, f"#{first} {verb}", office.told())
        office.look()
    office.reply(gmail, f"#{first} undo", office.told())
    interrupted_before_it_is_closed(office, monkeypatch)
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE
    assert len(decided(office, first)) == 3


def test_a_fault_in_one_mail_keeps_no_other_from_being_followed(office, monkeypatch):
    first, second, *_ = numbers(office)
    told = office.told()
    office.reply(gmail, f"#{first} speculative", told)
    office.reply(gmail, f"#{second} speculative", told)
    real, calls = following.examine, []

    def at_fault(*given: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == 1:
            raise ZeroDivisionError
        return real(*given, **named)

    monkeypatch.setattr(following, "examine", at_fault)
    office.look()
    assert (office.row(first).outcome, office.row(second).outcome) == (Outcome.FILED, Outcome.SPECULATIVE)
    office.look()
    assert office.row(first).outcome is Outcome.SPECULATIVE


def test_an_applicant_is_asked_for_a_cv_that_can_be_read(office):
    locked = a_mail().from_("Lee Lock <lee@lock.example>").to(ADDRESS).id("<l@lock.example>")
    locked = locked.subject("Infrastructure engineer").text("I apply as infrastructure engineer, my CV is attached.")
    office.account.append(locked.attach("cv.pdf", b"", "application/pdf").bytes())
    office.look()
    mail = office.mails()[-1]
    assert mail.outcome is Outcome.REVIEW
    assert office.letters("lee@lock.example") == []
    office.reply(gmail, f"#{mail.id} ask for a readable CV", office.told())
    office.look()
    office.look()
    [letter] = office.letters("lee@lock.example")
    assert "We couldn't find a CV in your email" in text_of(letter)
    row = office.row(mail.id)
    assert (row.outcome, len(row.applications)) == (Outcome.CORRESPONDENCE, 1)


def test_check_says_how_reviewers_are_proven_here(office):
    office.reply(gmail, "status", office.told())
    office.look()
    rules = office.installation.rules
    box = office.installation.sessions[rules.mailboxes[0].name].mailbox
    found = check_proof(rules, rules.mailboxes[0], box)
    assert found.ok
    assert str(found.sentence).startswith("1 of the last 1 mails of reviewers and colleagues are proven.")


def test_what_teaches_something_of_a_whole_domain_is_asked_for_first(open_office):
    office = open_office()
    for number in range(3):
        office.account.append(an_agency(number).bytes())
    office.look()
    first, second, third = numbers(office)
    office.reply(gmail, f"#{first} not an agency", office.told())
    office.look()
    assert office.row(first).outcome is not Outcome.AGENCY
    office.reply(gmail, f"#{second} not an agency", office.told())
    office.look()
    assert office.row(second).outcome is Outcome.AGENCY
    assert "everybody who writes from northwind.example" in office.said()
    office.reply(gmail, f"#{first} undo", office.told())
    office.look()
    office.reply(gmail, f"#{third} not an agency", office.told())
    office.look()
    assert office.row(third).outcome is not Outcome.AGENCY


def test_the_documents_of_a_mail_are_mailed_to_the_reviewer_who_asks_and_an_agencys_are_not(office):
    first, *_, agency = numbers(office)
    office.reply(gmail, f"#{first}, #{agency} documents", office.told())
    office.look()
    [letter] = office.letters(JANE)
    files = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    assert list(files) == ["Anna Lee - cv-0.txt"]
    assert "Site reliability engineer" in str(files["Anna Lee - cv-0.txt"])
    assert f"#{agency}" in office.said()


def test_the_answers_to_a_domain_are_kept_back_by_a_word_and_let_go_by_the_link_of_the_acknowledgement(open_office):
    office = open_office()
    office.account.append(an_application(0).bytes())
    poll(office.installation, office.installation.rules.mailboxes[0])
    ledger = office.installation.ledger
    now = office.clock()
    domain = "applicant0.example"
    waiting = ledger.actions.claim_many([ActionKind.ANSWER], now)
    later = now + 9 * HOUR
    put_off = [
        Settlement(id=each.id, state=ActionState.PENDING, why="domain_rate", next_try_at=later) for each in waiting
    ]
    ledger.actions.settle_many(put_off, now)
    office.click(office.link(f"hold {domain}"), proof=NOTHING_SAID)
    office.look()
    assert f"The answers to {domain} that wait are kept back." in office.said()
    assert {row.state for row in ledger.actions.answers()} == {ActionState.PENDING}, "asked first"
    office.reply(gmail, "yes", original_of(office.letters(JANE)[-1]), proof=NOTHING_SAID)
    office.look()
    assert f"1 answer to {domain} is kept back until you let it go." in office.said()
    assert {(row.state, row.why) for row in ledger.actions.answers()} == {(ActionState.HELD, "kept_back")}
    [back] = links_of(office.letters(JANE)[-1])
    office.click(back)
    office.look()
    office.look()
    assert {row.state for row in ledger.actions.answers()} == {ActionState.DONE}


def test_a_link_from_before_the_ledger_was_put_back_from_a_copy_is_asked_about(office):
    first = numbers(office)[0]
    restored = Alarm(kind=AlarmKind.RESTORED, about="recruitment", parameters={"moment": office.clock()})
    office.installation.ledger.alarms.raise_(restored, office.clock())
    office.click(office.link(f"#{first} speculative"))
    office.look()
    assert office.row(first).outcome is Outcome.FILED
    assert "whether this link was used before" in office.said()
