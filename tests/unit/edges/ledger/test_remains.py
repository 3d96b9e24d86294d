"""What is left of erased mails ends by times of its own, told beforehand, and never while somebody needs it."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select, update

from inbox_bot.core.erasure.retention import Kept, LetGo
from inbox_bot.core.erasure.values import Why
from inbox_bot.core.words import ActionState
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.schema import (
    actions,
    agency_mails,
    answers,
    introduced_keys,
    introductions,
    messages,
    metadata,
    once_keys,
    refusals,
)
from tests.unit.edges.ledger.building import AT, DAY, a_mail, hash_of, place, take_in_with_answer
from tests.unit.edges.ledger.test_disputes import BOBS, BY_HALE, came
from tests.unit.edges.ledger.test_disputes import goes as everything

YEAR = 365 * DAY
NOTHING = replace(everything(), vacancies=frozenset(), speculative_before=None, agency_before=None, others_before=None)


def goes(*, introductions: datetime | None = None, answered: datetime | None = None) -> LetGo:
    return replace(NOTHING, introductions_before=introductions, answered_before=answered)


def answered(ledger: Ledger) -> int:
    """The number of a mail that was answered."""
    take_in_with_answer(ledger, "ann")
    [number] = ledger.erasures.raw_hashes(None)
    return number


def erase(ledger: Ledger, *numbers: int, at: datetime = AT + YEAR, why: Why = Why.KEPT_LONG_ENOUGH) -> None:
    with ledger._store.writing() as connection:
        connection.execute(update(actions).values(state=ActionState.DONE))
    kept = ledger.erasures.kept_of_mails(numbers, to_trash=True)
    erasure = ledger.erasures.begin(f"e{numbers}", kept, at, why=why, by=None, mailboxes=())
    assert erasure is not None
    ledger.erasures.finish(erasure, at)
    ledger.erasures.scrub(at)


def going(ledger: Ledger, soon: LetGo, at: datetime = AT + 9 * YEAR) -> dict[Kept, int]:
    ledger.expiring.announce(soon, at)
    return {each.kept: each.number for each in ledger.expiring.about_to_go()}


def end(ledger: Ledger, now: LetGo, at: datetime = AT + 9 * YEAR) -> None:
    left = ledger.expiring.remains_due(now, at, 100)
    assert left
    ledger.expiring.end("end", left, at)
    assert [each.reference for each in ledger.erasures.unfinished()] == ["end"], (
        "until the database's files are cleared"
    )
    assert ledger.erasures.scrub(at) == ("end",)


def rows(ledger: Ledger, *tables) -> list[int]:
    with ledger._store.reading() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in tables]


OF_INTRODUCTIONS = (agency_mails, introductions, introduced_keys, refusals)


def test_the_record_of_an_introduction_ends_when_the_mail_is_gone_and_its_time_is_over(ledger: Ledger):
    [hale] = came(ledger, BY_HALE)
    [refusal] = ledger.actions.answers()
    ledger.introductions.write_refusal(refusal.id, "We do not work with agencies.", AT)
    late = goes(introductions=AT + DAY)
    assert going(ledger, late) == {}, "the mail is there, with all that is on record of it"
    erase(ledger, hale)
    assert all(rows(ledger, *OF_INTRODUCTIONS))
    assert going(ledger, goes(introductions=AT)) == {}, "an agency may ask for a fee yet"
    assert going(ledger, goes()) == {}, "rules.yaml names no time"

    assert going(ledger, late) == {Kept.INTRODUCTIONS: 1}
    assert ledger.auditing.kept_too_long(late) == {Kept.INTRODUCTIONS: 1}
    assert ledger.expiring.numbers() == (), "no mail goes"
    assert ledger.expiring.due(late, AT + 9 * YEAR, 100) == ()
    assert not ledger.expiring.remains_due(late, AT + 8 * YEAR, 100), "it was not told yet by then"
    end(ledger, late)
    assert rows(ledger, *OF_INTRODUCTIONS) == [0, 0, 0, 0]
    with ledger._store.reading() as connection:
        left = [str(row) for table in metadata.sorted_tables for row in connection.execute(select(table))]
    assert not [row for row in left if "hale" in row or "Hale" in row]
    assert going(ledger, late) == {}
    assert rows(ledger, messages) == [1], "a number, for the sums of its day"


def test_what_is_in_dispute_stays_until_a_person_settles_it(ledger: Ledger):
    hale, _ = came(ledger, BY_HALE, BOBS)
    late = goes(introductions=AT + DAY)
    erase(ledger, hale)
    assert (going(ledger, late), ledger.expiring.announce(late, AT)) == ({}, (hale,))
    assert ledger.introductions.settle(hale, AT + 3 * YEAR, by="me")
    assert going(ledger, late) == {Kept.INTRODUCTIONS: 1}


@pytest.mark.parametrize("why", Why)
def test_that_a_mail_was_answered_is_known_until_its_time_after_the_erasure_is_over(ledger: Ledger, why: Why):
    ann = answered(ledger)
    after = goes(answered=AT + 2 * YEAR)
    assert going(ledger, after) == {}, "the mail is there"
    erase(ledger, ann, why=why)
    assert going(ledger, goes(answered=AT + YEAR)) == {}, "it was erased a moment ago, however old it is"
    assert going(ledger, after) == {Kept.ANSWERED: 1}
    end(ledger, after)
    assert rows(ledger, once_keys) == [0]
    with ledger._store.reading() as connection:
        assert list(connection.scalars(select(answers.c.answer_of))) == [None]
    assert going(ledger, after) == {}


def test_what_lies_in_a_folder_again_stays_known(ledger: Ledger):
    erase(ledger, answered(ledger))
    with ledger._store.writing() as connection:
        connection.execute(update(messages).values(raw_hash=hash_of("ann")))
    ledger.intake.note_seen([a_mail("ann", 2, at=place(2))], AT + YEAR)
    assert going(ledger, goes(answered=AT + 2 * YEAR)) == {}


def test_of_an_agency_the_record_goes_before_the_hash_that_it_was_answered(ledger: Ledger):
    [hale] = came(ledger, BY_HALE)
    erase(ledger, hale)
    both = goes(introductions=AT + DAY, answered=AT + 2 * YEAR)
    assert going(ledger, both) == {Kept.INTRODUCTIONS: 1}
    end(ledger, both)
    assert going(ledger, both) == {Kept.ANSWERED: 1}


def test_what_a_version_before_erased_is_counted_from_the_next_look(ledger: Ledger):
    erase(ledger, answered(ledger))
    with ledger._store.writing() as connection:
        connection.execute(update(messages).values(erased_at=None))
    assert going(ledger, goes(answered=AT + 2 * YEAR), at=AT + 3 * YEAR) == {}
    assert going(ledger, goes(answered=AT + 4 * YEAR), at=AT + 3 * YEAR) == {Kept.ANSWERED: 1}
