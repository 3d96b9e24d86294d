"""What reviewers order by mail happens once: the ledger's part of it."""

import pytest

from inbox_bot.core.review.reviewer_mail import Refusal, ReviewerMailState
from inbox_bot.core.words import ActionKind, Kind, Outcome
from inbox_bot.edges.ledger import Ledger, StateChanged
from inbox_bot.edges.ledger.reviewing import Closing, OwnMail
from tests.unit.edges.ledger.building import AT, DAY, HOUR, MAILBOX, a_letter, a_reading, a_verdict, hash_of, take_in

JANE = "jane@example.com"
FOLLOWED = ReviewerMailState.FOLLOWED


def an_order(ledger: Ledger, name: str = "order", *, uid: int = 1, outcome: Outcome = Outcome.COMMAND) -> None:
    """A reviewer's mail is seen and committed."""
    reading = a_reading(name, sender=JANE)
    take_in(ledger, name, uid=uid, outcome=outcome, verdict=a_verdict(Kind.COMMAND), reading=reading)


def the_mail(ledger: Ledger) -> int:
    [mail] = ledger.reviewing.waiting(MAILBOX)
    return mail.id


def followed(mail: int, **more: object) -> Closing:
    return Closing(mail=mail, becomes=FOLLOWED, reviewer=JANE, **more)  # type: ignore[arg-type]


def test_a_command_waits_from_the_transaction_on_that_gives_it_its_outcome(ledger: Ledger):
    an_order(ledger)
    [mail] = ledger.reviewing.waiting(MAILBOX)
    assert (mail.raw_hash, mail.at) == (hash_of("order"), AT)
    assert ledger.reviewing.waiting("another") == ()
    assert ledger.reviewing.mails([mail.id]) == (mail,)


def test_no_other_mail_waits(ledger: Ledger):
    an_order(ledger, outcome=Outcome.NOT_AN_APPLICATION)
    assert ledger.reviewing.waiting(MAILBOX) == ()


def test_a_mail_is_followed_once(ledger: Ledger):
    an_order(ledger)
    mail = the_mail(ledger)
    ledger.reviewing.close([followed(mail)], AT)
    assert ledger.reviewing.waiting(MAILBOX) == ()
    with pytest.raises(StateChanged):
        ledger.reviewing.close([followed(mail)], AT)


def test_what_goes_with_it_is_committed_with_it_or_not_at_all(ledger: Ledger):
    an_order(ledger)
    mail = the_mail(ledger)
    told = OwnMail(letter=a_letter(JANE), once_key="review:1", mailbox=MAILBOX)
    ledger.reviewing.close([followed(mail)], AT, tokens=["ib-1"], letters=[told])
    assert ledger.reviewing.is_used("ib-1")
    claimed = ledger.actions.claim([ActionKind.TELL], AT, mailbox=MAILBOX)
    assert claimed is not None
    other = OwnMail(letter=a_letter(JANE, message_id="<review.2@c.example>"), once_key="review:2", mailbox=MAILBOX)
    with pytest.raises(StateChanged):
        ledger.reviewing.close([followed(mail)], AT, tokens=["ib-2"], letters=[other], asks=(JANE, "1;x"))
    assert not ledger.reviewing.is_used("ib-2")
    assert ledger.reviewing.question(JANE) is None
    assert ledger.actions.claim([ActionKind.TELL], AT, mailbox=MAILBOX) is None


def test_of_a_link_that_was_used_only_a_keyed_hash_is_kept(ledger: Ledger):
    an_order(ledger)
    ledger.reviewing.close([followed(the_mail(ledger))], AT, tokens=["ib-1"])
    assert not ledger.reviewing.is_used("ib-2")
    assert ledger.history.keyed("used:ib-1") != ledger.history.keyed("ib-1")


def test_a_reviewer_is_asked_one_thing_at_a_time(ledger: Ledger):
    an_order(ledger, "first", uid=1)
    an_order(ledger, "second", uid=2)
    first, second = (mail.id for mail in ledger.reviewing.waiting(MAILBOX))
    asked = ReviewerMailState.ASKED
    ledger.reviewing.close([Closing(mail=first, becomes=asked, reviewer=JANE)], AT, asks=(JANE, "1;a"))
    ledger.reviewing.close([Closing(mail=second, becomes=asked, reviewer=JANE)], AT, asks=("Jane@Example.com", "1,2;b"))
    question = ledger.reviewing.question(JANE)
    assert question is not None
    assert question.asked == "1,2;b"
    ledger.reviewing.close([followed(first, seen=asked)], AT, answered=(JANE, "1;a"))
    assert ledger.reviewing.question(JANE) == question  # another one is open by now
    ledger.reviewing.close([followed(second, seen=asked)], AT, answered=(JANE, "1,2;b"))
    assert ledger.reviewing.question(JANE) is None


def test_what_a_reviewer_orders_in_an_hour_is_counted_and_what_was_refused_is_not(ledger: Ledger):
    an_order(ledger, "first", uid=1)
    an_order(ledger, "second", uid=2)
    first, second = (mail.id for mail in ledger.reviewing.waiting(MAILBOX))
    ledger.reviewing.close([followed(first, orders=7)], AT)
    refused = Closing(mail=second, becomes=ReviewerMailState.REFUSED, reviewer=JANE, why=Refusal.WRONG_TOKEN, orders=50)
    ledger.reviewing.close([refused], AT)
    assert ledger.reviewing.ordered_since("JANE@example.com", AT - HOUR) == 7
    assert ledger.reviewing.ordered_since(JANE, AT + HOUR) == 0
    assert ledger.reviewing.ordered_since("bob@example.com", AT - HOUR) == 0


def test_what_was_refused_in_a_period_is_told(ledger: Ledger):
    an_order(ledger)
    mail = the_mail(ledger)
    ledger.reviewing.close([Closing(mail=mail, becomes=ReviewerMailState.REFUSED, why=Refusal.FORGED)], AT)
    [refused] = ledger.reviewing.refused_between(AT, AT + HOUR)
    assert (refused.id, refused.sender, refused.why) == (mail, JANE, Refusal.FORGED)
    assert ledger.reviewing.refused_between(AT + HOUR, AT + DAY) == ()


def test_a_mail_is_put_off_for_one_reviewer_until_a_moment(ledger: Ledger):
    an_order(ledger)
    mail = the_mail(ledger)
    ledger.reviewing.put_off(mail, JANE, AT + DAY)
    ledger.reviewing.put_off(mail, JANE, AT + 3 * DAY)
    assert ledger.reviewing.unseen_by("Jane@example.com", AT + 2 * DAY) == {mail}
    assert ledger.reviewing.unseen_by(JANE, AT + 3 * DAY) == frozenset()
    assert ledger.reviewing.unseen_by("bob@example.com", AT) == frozenset()
