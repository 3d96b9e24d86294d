"""The cursor: no UID below it is without a row; and where each mail lies."""

import pytest

from inbox_bot.core.words import Outcome
from inbox_bot.edges.ledger import CursorPassed, Ledger
from tests.unit.edges.ledger.building import (
    AT,
    DAY,
    HOUR,
    INBOX,
    MAILBOX,
    UIDVALIDITY,
    a_mail,
    a_reading,
    a_verdict,
    hash_of,
    place,
    take_in,
)


def contact(ledger: Ledger, start_uid: int = 1, left_alone: int = 0) -> None:
    ledger.intake.first_contact(
        MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=start_uid, left_alone=left_alone, at=AT
    )


def advance(ledger: Ledger, next_uid: int, listed: tuple[int, ...] = (), uidvalidity: int = UIDVALIDITY) -> None:
    ledger.intake.advance(
        MAILBOX, INBOX, uidvalidity=uidvalidity, next_uid=next_uid, listed=listed, messages=9, arrival_at=AT
    )


def test_before_first_contact_there_is_no_cursor(ledger: Ledger):
    assert ledger.intake.folder_state(MAILBOX, INBOX) is None


def test_first_contact_is_noted_once(ledger: Ledger):
    contact(ledger, start_uid=101, left_alone=100)
    contact(ledger, start_uid=201, left_alone=200)
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert (state.start_uid, state.next_uid, state.left_alone) == (101, 101, 100)
    assert (state.first_contact_at, state.last_arrival_at) == (AT, None)


def begin_earlier(ledger: Ledger, start_uid: int, listed: tuple[int, ...], uidvalidity: int = UIDVALIDITY) -> None:
    ledger.intake.begin_earlier(
        MAILBOX,
        INBOX,
        uidvalidity=uidvalidity,
        start_uid=start_uid,
        listed=listed,
        left_alone=7,
        since=AT - DAY,
        start="all",
    )


def test_taking_in_begins_earlier_once_all_that_lies_between_has_rows(ledger: Ledger):
    contact(ledger, start_uid=101, left_alone=100)
    ledger.intake.note_seen([a_mail("ann", 50), a_mail("bob", 99)], AT)
    begin_earlier(ledger, 50, (50, 99))
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert (state.start_uid, state.next_uid, state.left_alone, state.start) == (50, 101, 7, "all")
    assert state.first_contact_at == AT - DAY


@pytest.mark.parametrize(
    ("start_uid", "listed", "uidvalidity"),
    [
        pytest.param(50, (50, 99), UIDVALIDITY, id="a UID between has no row"),
        pytest.param(102, (), UIDVALIDITY, id="a step up"),
        pytest.param(50, (50,), UIDVALIDITY + 1, id="another UIDVALIDITY"),
    ],
)
def test_it_does_not_begin_earlier_over_what_was_not_taken_in(
    ledger: Ledger, start_uid: int, listed: tuple[int, ...], uidvalidity: int
):
    contact(ledger, start_uid=101, left_alone=100)
    ledger.intake.note_seen([a_mail("ann", 50)], AT)
    with pytest.raises(CursorPassed):
        begin_earlier(ledger, start_uid, listed, uidvalidity)
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert (state.start_uid, state.left_alone) == (101, 100)


def test_what_start_says_is_noted_where_it_was_not_at_first_contact(ledger: Ledger):
    contact(ledger)
    for start in ("now", "all"):
        ledger.intake.note_start(MAILBOX, INBOX, start)
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert state.start == "now"


def test_the_cursor_moves_over_uids_that_have_rows(ledger: Ledger):
    contact(ledger)
    ledger.intake.note_seen([a_mail("ann", 1), a_mail("bob", 3)], AT)
    ledger.intake.advance(
        MAILBOX,
        INBOX,
        uidvalidity=UIDVALIDITY,
        next_uid=4,
        listed=(1, 3),
        messages=2,
        highestmodseq=2**63 - 1,
        arrival_at=AT + HOUR,
    )
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert (state.next_uid, state.messages, state.highestmodseq) == (4, 2, 2**63 - 1)
    assert state.last_arrival_at == AT + HOUR


@pytest.mark.parametrize(
    ("next_uid", "listed", "uidvalidity"),
    [
        pytest.param(5, (1, 4), UIDVALIDITY, id="a listed UID has no row"),
        pytest.param(1, (), UIDVALIDITY, id="a step back"),
        pytest.param(5, (), UIDVALIDITY - 1, id="another UIDVALIDITY"),
    ],
)
def test_the_cursor_refuses_and_stays(ledger: Ledger, next_uid: int, listed: tuple[int, ...], uidvalidity: int):
    contact(ledger)
    ledger.intake.note_seen([a_mail("ann", 1)], AT)
    advance(ledger, 2, (1,))
    with pytest.raises(CursorPassed):
        advance(ledger, next_uid, listed, uidvalidity)
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert state.next_uid == 2


def test_there_is_no_cursor_to_move_before_first_contact(ledger: Ledger):
    with pytest.raises(CursorPassed):
        advance(ledger, 2)


def test_what_lay_there_at_first_contact_needs_no_row(ledger: Ledger):
    contact(ledger, start_uid=101, left_alone=100)
    advance(ledger, 101, listed=(5, 100))


def test_known_uids_are_those_with_a_row_of_this_folder_and_uidvalidity(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann", 1), a_mail("bob", 5), a_mail("carol", 9)], AT)
    ledger.intake.note_seen([a_mail("dora", at=place(2, folder="Other"))], AT)
    assert ledger.intake.known_uids(MAILBOX, INBOX, UIDVALIDITY, 1, 5) == {1, 5}
    assert ledger.intake.known_uids(MAILBOX, INBOX, 1, 1, 5) == frozenset()


def test_after_a_new_uidvalidity_the_mails_are_known_by_their_bytes(ledger: Ledger):
    contact(ledger)
    take_in(ledger, "ann", uid=1)
    advance(ledger, 2, (1,))
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=5, start_uid=1, at=AT)
    state = ledger.intake.folder_state(MAILBOX, INBOX)
    assert state is not None
    assert (state.uidvalidity, state.next_uid, state.messages) == (5, 1, 0)
    [copy] = ledger.intake.note_seen([a_mail("ann", at=place(1, uidvalidity=5))], AT).copies
    assert (copy.outcome, copy.elsewhere) == (Outcome.FILED, False)
    assert ledger.reports.counts_between(AT, AT + DAY).received == 1


def test_a_mail_is_gone_from_its_old_number_once_it_is_met_again_or_its_folder_was_listed_to_the_end(ledger: Ledger):
    contact(ledger)
    here = [take_in(ledger, name, uid=uid) for uid, name in enumerate(("ann", "bob"), start=1)]
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=5, start_uid=1, at=AT)
    places = [ledger.intake.locations_of(MAILBOX, mail.raw_hash) for mail in here]
    assert places == [(place(1),), (place(2),)]
    ledger.intake.note_seen([a_mail("ann", at=place(7, uidvalidity=5))], AT)
    assert ledger.intake.locations_of(MAILBOX, here[0].raw_hash) == (place(7, uidvalidity=5),)
    assert ledger.intake.forget_old_numbers(MAILBOX, INBOX, AT) == 1
    assert ledger.intake.locations_of(MAILBOX, here[0].raw_hash) == (place(7, uidvalidity=5),)
    assert ledger.intake.locations_of(MAILBOX, here[1].raw_hash) == ()


def test_a_folder_that_is_put_back_twice_before_it_was_listed_knows_no_uid(ledger: Ledger):
    contact(ledger)
    for name in ("ann", "bob", "carol"):
        take_in(ledger, name, uid=1)
        ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, at=AT)
    assert ledger.intake.known_uids(MAILBOX, INBOX, UIDVALIDITY, 1, 10) == frozenset()
    assert ledger.intake.forget_old_numbers(MAILBOX, INBOX, AT) == 1


def test_a_uid_that_a_mailbox_put_back_gives_anew_may_be_expunged_unseen_a_second_time(ledger: Ledger):
    contact(ledger)
    ledger.intake.expunged(place(1), AT)
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, at=AT)
    ledger.intake.expunged(place(1), AT + HOUR)
    assert ledger.intake.known_uids(MAILBOX, INBOX, UIDVALIDITY, 1, 10) == {1}
    assert ledger.reports.counts_between(AT, AT + DAY).outcomes == {Outcome.EXPUNGED: 2}


def test_a_uidvalidity_that_comes_back_makes_its_old_uids_unknown(ledger: Ledger):
    contact(ledger)
    take_in(ledger, "ann", uid=1)
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=1, start_uid=1, at=AT)
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=UIDVALIDITY, start_uid=1, at=AT)
    assert ledger.intake.known_uids(MAILBOX, INBOX, UIDVALIDITY, 1, 10) == frozenset()
    other = a_mail("bob", 1)
    assert ledger.intake.note_seen([other], AT).fresh == (other,)


def test_a_mail_that_waited_over_a_new_uidvalidity_says_so_in_its_history(ledger: Ledger):
    contact(ledger)
    ledger.intake.note_seen([a_mail("ann", 1)], AT)
    assert not ledger.history.of(a_reading("ann"), a_verdict(), AT).seen_before_rescan
    ledger.intake.new_uidvalidity(MAILBOX, INBOX, uidvalidity=5, start_uid=1, at=AT)
    ledger.intake.note_seen([a_mail("ann", at=place(1, uidvalidity=5)), a_mail("bob", at=place(2, uidvalidity=5))], AT)
    assert ledger.history.of(a_reading("ann"), a_verdict(), AT).seen_before_rescan
    assert not ledger.history.of(a_reading("bob"), a_verdict(), AT).seen_before_rescan


def test_the_last_uids_can_be_compared_with_what_the_server_says(ledger: Ledger):
    assert ledger.intake.spot_checks(MAILBOX, INBOX) == ()
    contact(ledger)
    for uid in range(1, 13):
        take_in(ledger, f"mail {uid}", uid=uid)
    ledger.intake.expunged(place(12), AT)
    checks = ledger.intake.spot_checks(MAILBOX, INBOX, 10)
    assert [check.uid for check in checks] == list(range(11, 1, -1))
    assert (checks[0].raw_hash, checks[0].size_bytes) == (hash_of("mail 11"), 1000)
    assert (checks[0].received_at, checks[0].message_id) == (AT, "<mail 11@example.org>")


def test_a_moved_mail_lies_in_its_new_place_only(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.moved(place(1), place(40, folder="Filed.Baker"), AT)
    assert ledger.intake.locations_of(MAILBOX, hash_of("ann")) == (place(40, folder="Filed.Baker"),)


def test_a_move_to_nobody_knows_where_leaves_no_place(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.moved(place(1), None, AT)
    assert ledger.intake.locations_of(MAILBOX, hash_of("ann")) == ()
    ledger.intake.moved(place(1), place(2), AT)  # not there any more: nothing to move
    assert ledger.intake.locations_of(MAILBOX, hash_of("ann")) == ()


def test_a_waiting_mail_that_is_gone_is_expunged_and_counts(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann", 1)], AT)
    ledger.intake.expunged(place(1), AT)
    counts = ledger.reports.counts_between(AT, AT + DAY)
    assert (counts.received, counts.outcomes, counts.waiting) == (1, {Outcome.EXPUNGED: 1}, 0)
    assert ledger.intake.waiting(MAILBOX) == ()


def test_a_waiting_mail_with_another_copy_still_waits(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann", 1), a_mail("ann", 2)], AT)
    ledger.intake.expunged(place(1), AT)
    [waiting] = ledger.intake.waiting(MAILBOX)
    assert waiting.locations == (place(2),)


def test_a_decided_mail_that_is_gone_keeps_its_outcome(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.expunged(place(1), AT)
    row = ledger.reports.mail(MAILBOX, hash_of("ann"))
    assert row is not None
    assert row.outcome is Outcome.FILED


def test_a_uid_that_was_gone_before_we_saw_its_bytes_has_a_row_and_is_passed(ledger: Ledger):
    contact(ledger)
    ledger.intake.expunged(place(1), AT)
    ledger.intake.expunged(place(1), AT)
    advance(ledger, 2, listed=(1,))
    counts = ledger.reports.counts_between(AT, AT + DAY)
    assert (counts.received, counts.outcomes) == (1, {Outcome.EXPUNGED: 1})


def test_an_expunged_mail_that_somebody_brings_back_is_read_and_counts_once(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann", 1)], AT)
    ledger.intake.expunged(place(1), AT)
    brought_back = a_mail("ann", 2)
    assert ledger.intake.note_seen([brought_back], AT).fresh == (brought_back,)
    take_in(ledger, "ann", uid=2)
    counts = ledger.reports.counts_between(AT, AT + DAY)
    assert (counts.received, counts.outcomes) == (1, {Outcome.EXPUNGED: 1})
    assert counts.changes == {(Outcome.EXPUNGED, Outcome.FILED): 1}


def test_a_message_that_waits_and_lies_nowhere_is_lost(ledger: Ledger):
    ledger.intake.note_seen([a_mail("ann", 1), a_mail("bob", 2)], AT)
    assert not ledger.intake.lost(MAILBOX, hash_of("ann"), AT)
    ledger.intake.moved(place(1), None, AT)
    assert [waiting.locations for waiting in ledger.intake.waiting(MAILBOX)] == [(), (place(2),)]
    assert ledger.intake.lost(MAILBOX, hash_of("ann"), AT)
    assert not ledger.intake.lost(MAILBOX, hash_of("ann"), AT)
    assert ledger.reports.counts_between(AT, AT + DAY).outcomes == {Outcome.EXPUNGED: 1}


def test_further_copies_of_a_decided_mail_are_found_by_their_folder(ledger: Ledger):
    take_in(ledger, "ann", uid=1)
    ledger.intake.note_seen([a_mail("ann", 5), a_mail("ann", 6)], AT)
    ledger.intake.note_seen([a_mail("waits", 7), a_mail("waits", 8)], AT)
    assert ledger.intake.further_copies(MAILBOX, INBOX) == ((hash_of("ann"), place(5)), (hash_of("ann"), place(6)))
    assert ledger.intake.further_copies(MAILBOX, INBOX, since=AT) == ()
    assert ledger.intake.further_copies(MAILBOX, "Other") == ()
    ledger.intake.expunged(place(1), AT)
    assert ledger.intake.further_copies(MAILBOX, INBOX) == ((hash_of("ann"), place(6)),)


@pytest.mark.parametrize("note", ["note", "found_again", "note_along"])
def test_a_mail_that_we_moved_there_since_the_look_at_the_folder_is_no_move_of_a_persons(ledger: Ledger, note: str):
    """A poll lists our folder, our move of a mail is committed, and then the poll notes what it met there."""
    take_in(ledger, "ann", uid=1)
    take_in(ledger, "bob", uid=2)
    ann, bob = (row.id for row in ledger.reports.received_between(AT, AT + DAY))
    here, there = place(40, folder="Filed.Baker"), place(41, folder="Filed.Baker")
    ledger.intake.moved(place(1), here, AT)
    getattr(ledger.drags, note)([(here, ann), (there, bob)], AT)
    assert ledger.intake.locations_of(MAILBOX, hash_of("ann")) == (here,)
    assert there in ledger.intake.locations_of(MAILBOX, hash_of("bob"))
    assert {each.message for each in ledger.drags.noticed(MAILBOX)} == ({bob} if note == "note" else set())
