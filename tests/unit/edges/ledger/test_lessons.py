"""What a decision teaches is written with it, looked up for the next such mail, and gone when it is taken back."""

from inbox_bot.core.judgement.taught import NOTHING_TAUGHT, Fact, Lesson, Taught, Teaches
from inbox_bot.core.review.decision import Decision, Means, SetApart
from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import Ledger, PutRight
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    MAILBOX,
    a_plan,
    a_reading,
    a_verdict,
    an_application,
    hash_of,
    take_in,
)

AGENCY = Lesson(teaches=Teaches.AGENCY, about="ann@heads.example", domain="heads.example")
TITLE = Lesson(teaches=Teaches.TITLE, about="cloud wizard", means="baker")


def number_of(ledger: Ledger, name: str = "ann") -> int:
    mail = ledger.reports.mail(MAILBOX, hash_of(name))
    assert mail is not None
    return mail.id


def decide(ledger: Ledger, name: str, taught: Taught | None, at=AT, *, undoes: int | None = None) -> int:
    """A person decides about a mail, or takes that back."""
    message = number_of(ledger, name)
    decision = None if undoes else Decision(wanted=SetApart(), means=Means.DRAGGED, at=at)
    right = PutRight(
        message=message,
        mailbox=MAILBOX,
        fingerprint=None,
        bearing=ledger.decisions.bearing(message),
        was={},
        plan=a_plan(outcome=Outcome.AGENCY),
        mail=None,
        read_again=False,
        filed=None,
        replaces=frozenset(),
        decision=decision,
        undoes=undoes,
        by=None,
        means=Means.DRAGGED,
        taught=taught,
    )
    return ledger.decisions.put_right(right, at)


def teaching(*lessons: Lesson, at=AT) -> Taught:
    return Taught(lessons=lessons, who="Ann Lee", at=at, moved=True)


def facts_for(ledger: Ledger, name: str = "later", sender: str = "bob@b.example", subject: str = "Hello"):
    return ledger.history.known_of(a_reading(name, sender=sender, subject=subject)).facts


def test_it_is_found_by_address_domain_and_wording(ledger: Ledger):
    take_in(ledger)
    decide(ledger, "ann", teaching(AGENCY, TITLE))
    of_agency = Fact(lesson=AGENCY, message=number_of(ledger), who="Ann Lee", at=AT, moved=True)
    assert facts_for(ledger, sender="ann@heads.example") == (of_agency,)
    assert facts_for(ledger, sender="another@heads.example") == (of_agency,)
    [of_title] = facts_for(ledger, subject="Application: cloud wizard")
    assert of_title.lesson == TITLE
    assert facts_for(ledger) == ()


def test_a_later_decision_takes_its_place_and_one_about_the_letter_alone_leaves_it(ledger: Ledger):
    take_in(ledger)
    decide(ledger, "ann", teaching(AGENCY))
    decide(ledger, "ann", teaching(TITLE))
    decide(ledger, "ann", None)
    assert [fact.lesson for fact in ledger.lessons.all()] == [TITLE]


def test_undone_with_the_decision(ledger: Ledger):
    take_in(ledger)
    decide(ledger, "ann", teaching(AGENCY))
    undone = ledger.decisions.bearing(number_of(ledger)).in_force[-1].id
    decide(ledger, "ann", NOTHING_TAUGHT, undoes=undone)
    assert ledger.lessons.all() == ()


def test_a_mail_that_is_looked_at_again_is_told_what_was_decided_before_it_came(ledger: Ledger):
    take_in(ledger, "ann", at=AT, reading=a_reading(sender="ann@heads.example"))
    decide(ledger, "ann", teaching(AGENCY, at=AT + HOUR))
    assert facts_for(ledger, "ann", sender="ann@heads.example") == ()
    take_in(ledger, "second", uid=2, at=AT + DAY, reading=a_reading("second", sender="ann@heads.example"))
    assert len(facts_for(ledger, "second", sender="ann@heads.example")) == 1


def test_the_same_person_is_known_at_the_other_address_as_well(ledger: Ledger):
    take_in(ledger, applications=(an_application("ann@home.example"),), verdict=a_verdict(email="ann@home.example"))
    take_in(ledger, "office", uid=2, reading=a_reading("office", sender="ann@office.example"))
    same = Lesson(teaches=Teaches.PERSON, about="ann@office.example", means="ann@home.example")
    assert not _is_known(ledger)
    decide(ledger, "office", teaching(same))
    assert _is_known(ledger)


def _is_known(ledger: Ledger) -> bool:
    """Whether a letter from the office is known to be of the one who applied from home."""
    earlier = ledger.history.known_of(a_reading("letter", sender="ann@office.example")).earlier
    return any(one.is_senders for mail in earlier for one in mail.applications)


def test_what_was_learned_of_the_same_before_is_told_with_what_was_learned_in_a_period(ledger: Ledger):
    for number, days in enumerate((0, 2, 4), start=1):
        take_in(ledger, f"mail {number}", uid=number)
        decide(ledger, f"mail {number}", teaching(AGENCY, at=AT + days * DAY), AT + days * DAY)
    told = [fact.message for fact in ledger.lessons.between(AT + DAY, AT + 3 * DAY)]
    assert told == [number_of(ledger, "mail 1"), number_of(ledger, "mail 2")]
    assert ledger.lessons.between(AT + 5 * DAY, AT + 6 * DAY) == ()
