"""What is handed on, page by page, on both databases."""

from datetime import timedelta

from inbox_bot.core.words import Kind, Outcome
from inbox_bot.edges.ledger import BEGINNING, Ledger, Wanted
from tests.unit.edges.ledger.building import AT, DAY, a_verdict, an_application, take_in

ALL = Wanted(start=BEGINNING, end=AT + DAY)


def test_pages_have_what_was_filed_in_the_order_of_its_numbers_and_say_what_was_taken_back(ledger: Ledger):
    for uid, (name, vacancy) in enumerate([("ann", "baker"), ("bob", "miller"), ("eve", "baker")], start=1):
        brought = (an_application(f"{name}@example.org", vacancy=vacancy),)
        take_in(ledger, name, uid=uid, at=AT + timedelta(minutes=uid), applications=brought)
    take_in(ledger, "max", uid=8, outcome=Outcome.AGENCY, verdict=a_verdict(Kind.AGENCY))
    take_in(ledger, "shy", uid=9, outcome=Outcome.REVIEW, applications=(an_application("shy@example.org"),))
    first = ledger.exports.page(ALL, 0, 2)
    second = ledger.exports.page(ALL, first[-1].id, 2)
    assert [mail.applications[0].email for mail in (*first, *second)] == [
        "ann@example.org",
        "bob@example.org",
        "eve@example.org",
    ]
    assert ledger.exports.page(ALL, second[-1].id, 2) == ()
    assert ledger.exports.number(ALL) == 3
    assert ledger.exports.number(Wanted(start=BEGINNING, end=AT + DAY, vacancy="miller")) == 1
    assert ledger.exports.number(Wanted(start=AT + DAY, end=AT + 2 * DAY)) == 0
    assert ledger.exports.withdrawn(first) == frozenset()
