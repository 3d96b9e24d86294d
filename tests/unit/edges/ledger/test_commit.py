"""What was decided about a batch is written whole, and once."""

import hashlib

import pytest

from inbox_bot.core.message.values import Address, Document, Finding, Message, Part, Reading
from inbox_bot.core.plan.effects import Move
from inbox_bot.core.words import ActionState, Kind, Outcome, Problem, Reason, Remark, Role
from inbox_bot.edges.ledger import AlreadyDecided, Ledger, OnceConflict
from tests.support.builders.counting import everything_in
from tests.unit.edges.ledger.building import (
    ANSWERED,
    AT,
    DAY,
    HOUR,
    MAILBOX,
    a_cv,
    a_mail,
    a_plan,
    a_reading,
    an_action,
    an_answer,
    an_application,
    batch_of,
    filed_of,
    hash_of,
    planned,
    take_in,
)


def test_a_committed_mail_has_everything_that_was_decided(ledger: Ledger):
    link = Finding(remark=Remark.LINK, detail="https://drive.google.com/a")
    archive = Document(section="3", filename="x.zip", type="application/zip", findings=(link,))
    reading = a_reading("ann", documents=(a_cv(), archive))
    ledger.intake.note_seen([a_mail("ann")], AT)
    mail = planned(
        ledger,
        reading,
        a_plan(outcome=Outcome.FILED, reason=Reason.VACANCY_CLOSED, applications=(an_application(documents=(0,)),)),
    )
    ledger.intake.commit(batch_of(mail), filed_of(mail), AT + HOUR)
    row = ledger.reports.mail(MAILBOX, reading.raw_hash)
    assert row is not None
    assert (row.outcome, row.first_outcome, row.reason) == (Outcome.FILED, Outcome.FILED, Reason.VACANCY_CLOSED)
    assert (row.kind, row.sender, row.subject) == (Kind.APPLICATION, "ann@example.org", "My application")
    assert (row.seen_at, row.received_at, row.raw_path) == (AT, AT, filed_of(mail)[reading.raw_hash].raw)
    [application] = row.applications
    assert (application.name, application.vacancy, application.had_cv) == ("Ann Lee", "baker", True)
    [cv] = application.documents
    assert (cv.filename, cv.role, cv.path, cv.characters) == ("cv.pdf", Role.CV, "baker/2026/0.pdf", 7)
    [other] = row.documents
    assert (other.filename, other.path, other.findings) == ("x.zip", None, (link,))
    assert ledger.intake.waiting(MAILBOX) == ()


def test_three_people_in_one_mail_are_three_applications(ledger: Ledger):
    people = [f"{name}@example.org" for name in ("carol", "ann", "bob")]
    take_in(
        ledger,
        reading=a_reading("three", documents=(a_cv("1.pdf"), a_cv("2.pdf"), a_cv("3.pdf"))),
        name="three",
        applications=tuple(an_application(who, number=at, documents=(at,)) for at, who in enumerate(people)),
    )
    row = ledger.reports.mail(MAILBOX, hash_of("three"))
    assert row is not None
    assert [application.email for application in row.applications] == people
    assert [application.documents[0].filename for application in row.applications] == ["1.pdf", "2.pdf", "3.pdf"]


def test_a_document_is_known_by_the_hash_of_its_bytes(ledger: Ledger):
    part = Part(
        section="2",
        filename="cv.pdf",
        type="application/pdf",
        declared_type="",
        disposition="",
        content_id="",
        content=b"%PDF",
    )
    reading = Reading(
        raw_hash=hash_of("ann"),
        mailbox=MAILBOX,
        received_at=AT,
        message=Message(senders=(Address(name="", address="a@b.example"),), parts=(part,)),
        documents=(a_cv(),),
        content_hash="c",
    )
    take_in(ledger, "ann", reading=reading)
    with ledger._store.reading() as connection:
        [found] = connection.exec_driver_sql("SELECT sha256 FROM documents").scalars()
    assert found == hashlib.sha256(b"%PDF").hexdigest()


def test_hostile_text_is_kept_as_one_inert_line(ledger: Ledger):
    reading = Reading(
        raw_hash=hash_of("evil"),
        mailbox=MAILBOX,
        received_at=AT,
        message=Message(
            senders=(Address(name="\x00Eve\r\nBcc: x\u202e", address="eve\udcff@x.example"),),
            subject="a\x00\nb\ud800" + "c" * 1000,
            message_id="<\x00\udcff@x>",
        ),
        documents=(Document(section="1", filename="../../etc/\x00passwd\n", type="x", problem=Problem.UNSAFE),),
        content_hash="c",
    )
    take_in(ledger, "evil", reading=reading)
    row = ledger.reports.mail(MAILBOX, hash_of("evil"))
    assert row is not None
    for text in (row.sender, row.subject, row.message_id or "", row.documents[0].filename):
        assert len(text) <= 120
        assert text.isprintable()


def test_a_mail_without_a_sender_is_committed(ledger: Ledger):
    take_in(ledger, "nobody", reading=a_reading("nobody", sender=None), outcome=Outcome.REVIEW)
    row = ledger.reports.mail(MAILBOX, hash_of("nobody"))
    assert row is not None
    assert (row.sender, row.outcome) == ("", Outcome.REVIEW)


def test_a_mail_has_one_outcome(ledger: Ledger):
    reading = take_in(ledger, "ann")
    with pytest.raises(AlreadyDecided):
        ledger.intake.commit(batch_of(planned(ledger, reading, a_plan(outcome=Outcome.REVIEW))), {}, AT)
    row = ledger.reports.mail(MAILBOX, reading.raw_hash)
    assert row is not None
    assert row.outcome is Outcome.FILED


def test_a_mail_that_was_never_noted_can_not_be_committed(ledger: Ledger):
    with pytest.raises(AlreadyDecided):
        ledger.intake.commit(batch_of(planned(ledger, a_reading("ann"), a_plan())), {}, AT)


def test_an_empty_batch_is_nothing(ledger: Ledger):
    ledger.intake.commit(batch_of(), {}, AT)


def test_a_once_key_that_is_taken_stops_the_whole_batch(ledger: Ledger):
    take_in(ledger, "ann", an_action(an_answer(), "ack:ann:baker:1"), uid=1)
    ledger.intake.note_seen([a_mail("bob", 2), a_mail("carol", 3)], AT)
    bob = planned(ledger, a_reading("bob"), a_plan(an_action(Move(folder=("Filed",)))))
    carol = planned(ledger, a_reading("carol"), a_plan(an_action(an_answer(), "ack:ann:baker:1")))
    with pytest.raises(OnceConflict) as conflict:
        ledger.intake.commit(batch_of(bob, carol), filed_of(bob, carol), AT)
    assert conflict.value.keys == ("ack:ann:baker:1",)
    assert {waiting.raw_hash for waiting in ledger.intake.waiting(MAILBOX)} == {hash_of("bob"), hash_of("carol")}
    assert len(ledger.actions.answers()) == 1
    assert sum(everything_in(ledger).actions.values()) == 1


def test_a_once_key_twice_in_a_batch_stops_it_too(ledger: Ledger):
    ledger.intake.note_seen([a_mail("bob", 2), a_mail("carol", 3)], AT)
    mails = [
        planned(ledger, a_reading(name), a_plan(an_action(an_answer(), "answer:same"))) for name in ("bob", "carol")
    ]
    with pytest.raises(OnceConflict):
        ledger.intake.commit(batch_of(*mails), {}, AT)
    assert ledger.actions.answers() == ()


def test_what_waits_for_the_answer_may_stand_before_it_in_the_plan(ledger: Ledger):
    take_in(ledger, "ann", ANSWERED, an_action(an_answer(), "answer:1"), an_action(Move(folder=("Filed",))))
    states = everything_in(ledger).actions
    assert sum(states.values()) == 3
    assert {state for _, state in states} == {ActionState.PENDING}


def test_a_fingerprint_needs_the_ledger_s_key(ledger: Ledger, tmp_path):
    reading = a_reading("ann")
    with Ledger.open(tmp_path / "another.db") as another:
        assert another.history.fingerprint(reading) != ledger.history.fingerprint(reading)
    again = a_reading("delivered again", content="content of ann")
    assert ledger.history.fingerprint(again) == ledger.history.fingerprint(reading)


def test_mails_that_could_not_be_read_are_not_taken_for_one_another(ledger: Ledger):
    unread = [a_reading(name, problem=Problem.TIMEOUT) for name in ("ann", "bob")]
    assert ledger.history.fingerprint(unread[0]) != ledger.history.fingerprint(unread[1])


def test_counts_add_up_over_a_batch(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    take_in(ledger, "news", uid=2, outcome=Outcome.NOT_AN_APPLICATION)
    ledger.intake.note_seen([a_mail("waits", 3)], AT)
    take_in(ledger, "tomorrow", uid=4, at=AT + DAY)
    counts = ledger.reports.counts_between(AT, AT + DAY)
    assert (counts.received, counts.waiting) == (3, 1)
    assert counts.outcomes == {Outcome.FILED: 1, Outcome.NOT_AN_APPLICATION: 1}
    assert ledger.reports.waiting_count() == 1
