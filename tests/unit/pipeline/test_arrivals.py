"""The cursor's arithmetic: when a folder is looked into, and which UIDs are listed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.edges.ledger import FolderState, SpotCheck
from inbox_bot.edges.mailbox import Described, FolderStatus
from inbox_bot.pipeline.cursor import Look, first_from, is_another_mailbox, look_for, looks_different, unknown

AT = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
STATE = FolderState(
    uidvalidity=7,
    start_uid=1,
    next_uid=1001,
    highestmodseq=50,
    messages=40,
    left_alone=0,
    first_contact_at=AT - timedelta(days=30),
    last_arrival_at=AT - timedelta(days=1),
)
SAME = FolderStatus(uidvalidity=7, uidnext=1001, messages=40, highestmodseq=50)
WINDOW = Look(first=801, last=1000)


@pytest.mark.parametrize(
    ("state", "status", "look"),
    [
        (STATE, SAME, None),
        (STATE, replace(SAME, uidnext=1003), Look(first=801, last=1002)),
        (STATE, replace(SAME, messages=41), WINDOW),  # a lower UID turned up
        (STATE, replace(SAME, messages=39), WINDOW),
        (STATE, replace(SAME, highestmodseq=51), WINDOW),
        (replace(STATE, highestmodseq=None), replace(SAME, highestmodseq=None), None),
        (replace(STATE, last_arrival_at=AT - timedelta(minutes=59)), SAME, WINDOW),
        (replace(STATE, last_arrival_at=AT - timedelta(minutes=61)), SAME, None),
        (replace(STATE, last_arrival_at=AT + timedelta(days=365)), SAME, None),  # the clock went back a year
        (replace(STATE, last_arrival_at=None), SAME, None),
        (replace(STATE, start_uid=990), replace(SAME, messages=41), Look(first=990, last=1000)),
        (replace(STATE, next_uid=5), replace(SAME, uidnext=9), Look(first=1, last=8)),
    ],
)
def test_a_folder_is_looked_into_when_a_number_changed_or_something_arrived_within_the_hour(state, status, look):
    assert look_for(state, status, AT) == look


@pytest.mark.parametrize(
    ("status", "other"),
    [
        (SAME, False),
        (replace(SAME, uidnext=2000), False),
        (replace(SAME, uidvalidity=8), True),
        (replace(SAME, uidvalidity=6), True),
        (replace(SAME, uidnext=1000), True),
        (replace(SAME, uidnext=1000, uidnext_told=False), False),  # the highest mail was moved away
    ],
)
def test_other_numbers_or_a_uidnext_that_went_back_mean_another_mailbox(status, other):
    assert is_another_mailbox(STATE, status) is other


CHECK = SpotCheck(uid=5, raw_hash="h", size_bytes=100, received_at=AT, message_id="<a@example.org>")
THERE = Described(uid=5, size_bytes=100, received_at=AT, flags=frozenset())


@pytest.mark.parametrize(
    ("there", "ids", "different"),
    [
        ({5: THERE}, {5: "<a@example.org>"}, False),
        ({5: THERE}, {}, False),
        ({}, {}, False),  # people move and delete mail
        ({5: replace(THERE, size_bytes=101)}, {5: "<a@example.org>"}, True),
        ({5: replace(THERE, received_at=AT + timedelta(seconds=1))}, {5: "<a@example.org>"}, True),
        ({5: THERE}, {5: "<b@example.org>"}, True),
        ({6: replace(THERE, uid=6, size_bytes=1)}, {6: "<b@example.org>"}, False),
    ],
)
def test_a_uid_that_means_another_mail_gives_a_restored_mailbox_away(there, ids, different):
    assert looks_different([CHECK], there, ids) is different


def test_a_mail_of_which_no_message_id_is_known_is_compared_by_size_and_date():
    assert not looks_different([replace(CHECK, message_id=None)], {5: THERE}, {5: "<b@example.org>"})


def test_taking_in_begins_at_the_first_mail_of_that_moment_or_later():
    there = {uid: replace(THERE, uid=uid, received_at=AT + timedelta(days=uid)) for uid in (3, 5, 9)}
    assert first_from(there, AT + timedelta(days=5), 20) == 5
    assert first_from(there, AT + timedelta(days=4), 20) == 5
    assert first_from(there, AT + timedelta(days=10), 20) == 20


def test_new_is_what_is_listed_and_has_no_row():
    assert unknown([9, 3, 5], {5}) == [3, 9]
    assert unknown([], {5}) == []
