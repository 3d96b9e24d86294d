"""One sending by two ways: what makes two mails one, and what doesn't."""

from dataclasses import replace

import pytest

from inbox_bot.core.judgement.verdict import Sending, Way
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.deliveries import delivery_of, is_the_same_sending, untagged
from tests.unit.core.reply.circumstances import a_message, a_reading, a_verdict

DIRECT = delivery_of(a_reading(), a_verdict())


def through_our_list(**changes):
    """The same mail, come through the list, which put its own address into From."""
    via = Address(name="'Ann Lee' via Jobs", address="jobs@example.com")
    message = a_message(senders=(via,), subject="[jobs] Application as engineer", text="…\n-- \nYou get this mail …")
    ann = Address(name="Ann Lee", address="ann.lee@example.org")
    sending = Sending(way=Way.OUR_LIST, person=ann, answer_to=ann)
    return replace(delivery_of(a_reading(message), replace(a_verdict(), sending=sending)), **changes)


def test_a_mail_and_its_copy_through_our_list_are_one_sending_whichever_comes_first():
    assert is_the_same_sending(through_our_list(), DIRECT)
    assert is_the_same_sending(DIRECT, through_our_list())


@pytest.mark.parametrize(
    "other",
    [
        {"message_id": "<other@example.org>"},
        {"message_id": None},
        {"writer": "bob.ray@example.net"},
        {"writer": ""},
        {"subject": "Application as analyst"},
        {"documents": frozenset({"another"})},
    ],
)
def test_what_differs_in_anything_but_the_lists_additions_is_another(other):
    assert not is_the_same_sending(through_our_list(**other), DIRECT)
    assert not is_the_same_sending(replace(DIRECT, message_id=None), replace(DIRECT, message_id=None))


def test_a_document_that_the_first_delivery_had_not_is_never_lost():
    bare = replace(DIRECT, documents=frozenset())
    assert is_the_same_sending(bare, DIRECT)
    assert not is_the_same_sending(DIRECT, bare)


@pytest.mark.parametrize(
    ("subject", "as_written"),
    [
        ("[jobs] Application", "application"),
        ("[EXTERNAL] [jobs] Application", "application"),
        ("Re: [jobs] Application", "application"),
        ("(jobs)  Application ", "application"),
        ("Application [urgent]", "application [urgent]"),
        ("[" * 200, "[" * 80),
        ("", ""),
    ],
)
def test_a_lists_tag_is_no_part_of_a_subject(subject, as_written):
    assert untagged(subject) == as_written
