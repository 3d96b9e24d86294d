"""What judgement may know of the mails before: the thread, and the same person."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.words import ActionKind, ActionState, Kind, Outcome
from inbox_bot.edges.ledger import Ledger
from tests.unit.edges.ledger.building import (
    AT,
    HOUR,
    a_cv,
    a_letter,
    a_mail,
    a_plan,
    a_reading,
    a_verdict,
    an_action,
    an_answer,
    an_application,
    batch_of,
    planned,
    send,
    take_in,
    take_in_with_answer,
)


def test_of_a_stranger_nothing_is_known(ledger: Ledger):
    take_in(ledger, "ann")
    assert ledger.history.known_of(a_reading("bob", sender="bob@example.org")) == NOTHING_KNOWN
    assert ledger.history.known_of(a_reading("nobody", sender=None)) == NOTHING_KNOWN


def test_an_earlier_mail_of_the_same_person_is_known_with_its_vacancies(ledger: Ledger):
    take_in(ledger, "ann", applications=(an_application(vacancy="baker"), an_application(vacancy="cook")))
    [earlier] = ledger.history.known_of(a_reading("later", sender="Ann@example.org")).earlier
    assert (earlier.kind, earlier.vacancies, earlier.ours) == (Kind.APPLICATION, ("baker", "cook"), False)
    assert (earlier.same_person, earlier.same_thread) == (True, False)


def test_an_earlier_mail_of_the_thread_is_known_whoever_wrote_it(ledger: Ledger):
    take_in(ledger, "ann")
    reading = a_reading("colleague", sender="chef@c.example", references=["<ann@example.org>"])
    [earlier] = ledger.history.known_of(reading).earlier
    assert (earlier.message_id, earlier.same_person, earlier.same_thread) == ("<ann@example.org>", False, True)


def test_a_mail_that_brought_the_person_s_application_is_known(ledger: Ledger):
    take_in(
        ledger,
        "forward",
        reading=a_reading("forward", sender="chef@c.example"),
        verdict=a_verdict(Kind.REFERRAL),
        applications=(an_application("ann@example.org"),),
    )
    [earlier] = ledger.history.known_of(a_reading("ann")).earlier
    assert (earlier.kind, earlier.same_person) == (Kind.REFERRAL, True)


def test_our_answer_is_known_once_it_went_out(ledger: Ledger):
    take_in_with_answer(ledger, "ann", message_id="<ours>")
    reading = a_reading("later", sender="ann@example.org", references=["<ours>"])
    assert [mail.ours for mail in ledger.history.known_of(reading).earlier] == [False]
    send(ledger, AT + HOUR)
    [ours, theirs] = ledger.history.known_of(reading).earlier
    assert (ours.ours, ours.kind, ours.message_id, ours.vacancies) == (True, Kind.OWN, "<ours>", ("baker",))
    assert (ours.same_person, ours.same_thread) == (True, True)
    assert (theirs.ours, theirs.same_thread) == (False, False)


def test_a_mail_that_still_waits_and_the_mail_itself_are_not_known(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann")], AT)
    take_in(ledger, "itself", uid=2)
    assert ledger.history.known_of(a_reading("itself")) == NOTHING_KNOWN


def test_a_mail_counts_at_most_once(ledger: Ledger):
    take_in(ledger, "ann", applications=(an_application("ann@example.org"),))
    reading = a_reading("later", sender="ann@example.org", references=["<ann@example.org>"])
    assert len(ledger.history.known_of(reading).earlier) == 1


def test_a_digest_that_a_reviewer_answers_is_known_as_ours(ledger: Ledger):
    ledger.actions.add_notice(a_letter("reviewer@c.example", message_id="<digest>"), "digest:reviewer:1", AT)
    claimed = ledger.actions.claim([ActionKind.TELL], AT)
    assert claimed is not None
    reading = a_reading("reply", sender="reviewer@c.example", references=["<digest>"])
    assert ledger.history.known_of(reading) == NOTHING_KNOWN
    ledger.actions.settle(claimed.id, ActionState.DONE, AT)
    [digest] = ledger.history.known_of(reading).earlier
    assert (digest.kind, digest.ours, digest.same_thread, digest.same_person) == (Kind.OWN, True, True, False)
    assert ledger.history.of(reading, a_verdict(), AT).answers == ()


def test_it_is_known_whether_a_cv_came_with_an_earlier_application(ledger: Ledger):
    take_in(ledger, "without", applications=(an_application(),), uid=1)
    assert [mail.had_cv for mail in ledger.history.known_of(a_reading("later", sender="ann@example.org")).earlier] == [
        False
    ]
    reading = a_reading("with", documents=(a_cv(),))
    take_in(ledger, "with", applications=(an_application(documents=(0,)),), reading=reading, uid=2, at=AT + HOUR)
    take_in(ledger, "a question", uid=3, at=AT + 2 * HOUR)
    earlier = ledger.history.known_of(a_reading("later", sender="ann@example.org")).earlier
    assert sorted(str(mail.had_cv) for mail in earlier) == ["False", "None", "True"]


def test_an_earlier_mail_tells_of_its_applications_and_whose_they_are(ledger: Ledger):
    take_in(
        ledger, "ann", applications=(an_application(vacancy="baker"), an_application("bob@example.org", vacancy="cook"))
    )
    [earlier] = ledger.history.known_of(a_reading("later", sender="ann@example.org")).earlier
    told = [(one.raw_hash, one.number, one.vacancy, one.is_senders) for one in earlier.applications]
    assert told == [(a_reading("ann").raw_hash, 0, "baker", True), (a_reading("ann").raw_hash, 1, "cook", False)]


def test_our_answer_tells_of_the_application_that_it_is_about(ledger: Ledger):
    answer = an_action(an_answer("ann@example.org", message_id="<ours>"))
    take_in(ledger, "ann", answer, applications=(an_application(vacancy="baker"),))
    send(ledger, AT + HOUR)
    [ours] = ledger.history.known_of(a_reading("x", sender="x@x.example", references=["<ours>"])).earlier
    assert (ours.ours, [(one.vacancy, one.is_senders) for one in ours.applications]) == (True, [("baker", False)])


def test_what_was_planned_in_the_same_batch_is_known(ledger: Ledger):
    plan = a_plan(outcome=Outcome.FILED, applications=(an_application(vacancy="baker"),))
    batch = batch_of(planned(ledger, a_reading("ann"), plan))
    [earlier] = ledger.history.known_of(a_reading("later", sender="ann@example.org"), batch).earlier
    assert [(one.vacancy, one.is_senders) for one in earlier.applications] == [("baker", True)]
    assert ledger.history.known_of(a_reading("bob", sender="bob@example.org"), batch) == NOTHING_KNOWN


def test_whom_an_address_presented_before_is_known_of_that_address_alone(ledger: Ledger):
    reading = a_reading("first", documents=(a_cv(),))
    take_in(ledger, "first", reading=reading, applications=(an_application("bob@example.org", documents=(0,)),))
    [earlier] = ledger.history.known_of(a_reading("later", sender="Ann@example.org")).earlier
    assert (earlier.presents, earlier.number > 0, earlier.mailbox) == (("Ann Lee",), True, "recruitment")
    [theirs] = ledger.history.known_of(a_reading("bob", sender="bob@example.org")).earlier
    assert (theirs.same_person, theirs.presents) == (True, ())
    planned_before = batch_of(
        planned(ledger, reading, a_plan(applications=(an_application("bob@example.org", documents=(0,)),)))
    )
    [earlier, *_] = ledger.history.known_of(a_reading("later", sender="ann@example.org"), planned_before).earlier
    assert earlier.presents == ("Ann Lee",)


LONG = (
    "We have followed your company for some years, and would be glad to hear what you are looking for this autumn. " * 2
)


@pytest.mark.parametrize(
    ("mailbox", "sender", "typed", "same"),
    [
        ("berlin", "ann@example.org", LONG, True),
        ("berlin", "ann@example.org", f"{LONG} 2026", True),
        ("recruitment", "ann@example.org", LONG, False),
        ("berlin", "ann@example.org", f"{LONG} And more", False),
        ("berlin", "bob@example.org", LONG, False),
    ],
    ids=["another mailbox", "other figures", "the same mailbox", "other words", "another sender"],
)
def test_the_same_letter_to_another_mailbox_is_known(ledger: Ledger, mailbox, sender, typed, same):
    first = a_reading("first", typed=LONG)
    mail = planned(ledger, first, a_plan())
    wording = ledger.history.of(first, a_verdict(), AT).wording
    ledger.intake.note_seen([a_mail("first")], AT)
    ledger.intake.commit(batch_of(replace(mail, wording=wording)), {}, AT)
    later = a_reading("later", sender=sender, typed=typed, mailbox=mailbox)
    assert [each.same_letter for each in ledger.history.known_of(later).earlier] == ([same] if "ann" in sender else [])


def test_a_few_words_are_nobodys_letter(ledger: Ledger):
    assert ledger.history.of(a_reading("x", typed="Please find my CV attached."), a_verdict(), AT).wording == ""
