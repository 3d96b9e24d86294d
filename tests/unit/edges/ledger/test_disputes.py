"""What is in dispute with an agency is kept: until a person settles it, or its time is over. On both databases."""

from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import update

from inbox_bot.core.erasure.retention import Kept, LetGo
from inbox_bot.core.erasure.values import Why
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.ledger.introductions import statements
from inbox_bot.edges.ledger.introductions.rows import introduce_again
from inbox_bot.edges.ledger.schema import actions
from tests.support.builders.mails import MailBuilder
from tests.unit.core.judgement.building import RULES
from tests.unit.edges.ledger.building import AT, DAY
from tests.unit.edges.ledger.test_introductions import applies, introduces, number_of, of_their_own, take_in

LATER = AT + 400 * DAY
BOB = of_their_own("Bob Ray", "bob@example.net")


def goes(since: datetime = AT) -> LetGo:
    return LetGo(
        vacancies=frozenset(each.id for each in RULES.vacancies),
        filed_before=LATER,
        speculative_before=LATER,
        agency_before=LATER,
        others_before=LATER,
        raw_before=None,
        disputed_since=since,
    )


def came(ledger: Ledger, *mails: MailBuilder, day: int = 0) -> list[int]:
    """They come, one a day, and nothing is left to do about any of them."""
    numbers = [number_of(ledger, take_in(ledger, mail, day + number)) for number, mail in enumerate(mails)]
    with ledger._store.writing() as connection:
        connection.execute(update(actions).values(state=ActionState.DONE))
    return numbers


def kept_back(ledger: Ledger, since: datetime = AT) -> list[int]:
    return list(ledger.expiring.announce(goes(since), LATER))


def about_to_go(ledger: Ledger) -> list[int]:
    return list(ledger.expiring.numbers())


BY_HALE = introduces("hale", ("Bob Ray", BOB))
BY_KENT = introduces("kent", ("Bob Ray", BOB))
ANNS = applies("Ann Lee", "ann@example.org")
BOBS = applies("Bob Ray", "bob@example.net")


@pytest.mark.parametrize("mails", [(BY_HALE, BOBS), (BOBS, BY_HALE)], ids=["introduced first", "applied first"])
def test_an_introduction_and_the_application_of_the_same_person_stay(ledger: Ledger, mails: tuple[MailBuilder, ...]):
    first, second, anns = came(ledger, *mails, ANNS)
    assert kept_back(ledger) == [first, second]
    assert about_to_go(ledger) == [anns]
    assert ledger.auditing.kept_too_long(goes()) == {Kept.FILED: 1}
    assert ledger.expiring.due(goes(), LATER, 10) == (anns,)


def test_all_applications_of_the_same_person_stay(ledger: Ledger):
    once_more = applies("Bob Ray", "bob@example.net").id("<more@example.net>").subject("Application: Data engineer")
    numbers = came(ledger, BY_HALE, BOBS, once_more.text("I also apply for this one.\n"))
    assert kept_back(ledger) == numbers


def test_two_agencies_introductions_of_one_person_stay_and_one_agency_s_own_do_not(ledger: Ledger):
    hale, _ = came(ledger, BY_HALE, introduces("hale", ("Bob Ray", BOB)).id("<again@hale.example>").text("Again.\n"))
    assert kept_back(ledger) == []
    [kent] = came(ledger, BY_KENT, day=2)
    assert {hale, kent} <= set(kept_back(ledger))


def test_what_is_a_question_is_in_no_dispute(ledger: Ledger):
    came(ledger, introduces("hale", letter="I am delighted to present my candidate Bob Ray for your role."), BOBS)
    assert len(ledger.introductions.met_between(AT, LATER)) == 1
    assert kept_back(ledger) == []


def test_what_was_announced_and_comes_into_dispute_is_not_erased(ledger: Ledger):
    [bobs] = came(ledger, BOBS)
    assert (kept_back(ledger), about_to_go(ledger)) == ([], [bobs])
    came(ledger, BY_HALE, day=1)
    assert ledger.expiring.due(goes(), LATER, 10) == ()


def test_a_person_settles_it_and_takes_that_back(ledger: Ledger):
    hale, bobs = came(ledger, BY_HALE, BOBS)
    assert ledger.introductions.settle(hale, AT + 2 * DAY, by="me")
    assert (kept_back(ledger), about_to_go(ledger)) == ([], [hale, bobs])
    assert ledger.introductions.reopen(hale)
    assert (kept_back(ledger), about_to_go(ledger)) == ([hale, bobs], [])
    assert not ledger.introductions.settle(bobs, AT + 2 * DAY, by="me"), "an applicant's mail introduces nobody"


@pytest.mark.parametrize("settled", [0, 1])
def test_of_two_agencies_mails_either_settles_it(ledger: Ledger, settled: int):
    mails = came(ledger, BY_HALE, BY_KENT)
    assert kept_back(ledger) == mails
    ledger.introductions.settle(mails[settled], AT + 2 * DAY, by=None)
    assert kept_back(ledger) == []


def test_what_comes_after_it_was_settled_is_a_new_dispute(ledger: Ledger):
    hale, bobs = came(ledger, BY_HALE, BOBS)
    ledger.introductions.settle(hale, AT + 2 * DAY, by="me")
    [kent] = came(ledger, BY_KENT, day=3)
    assert kept_back(ledger) == [hale, bobs, kent]


def test_it_ends_by_itself_when_the_later_of_the_two_mails_came_long_ago(ledger: Ledger):
    hale, bobs = came(ledger, BY_HALE, BOBS)
    assert kept_back(ledger, AT + DAY) == [hale, bobs]
    assert kept_back(ledger, AT + 2 * DAY) == []


def test_a_mail_that_no_agency_wrote_after_all_is_in_none(ledger: Ledger):
    done = take_in(ledger, BY_HALE)
    came(ledger, BOBS, day=1)
    with ledger._store.writing() as connection:
        no_agencys = replace(done.plan, is_an_agencys=False, agencys_mail=None, introductions=())
        introduce_again(
            connection, ledger.introductions._key, number_of(ledger, done), no_agencys, AT, read_again=False
        )
    assert kept_back(ledger) == []


def test_a_person_who_asks_is_forgotten_although_an_agency_disputes_them(ledger: Ledger):
    hale, bobs = came(ledger, BY_HALE, BOBS)
    [whom] = ledger.erasures.candidates(address="bob@example.net")
    kept = ledger.erasures.kept_of(whom, ())
    assert ledger.erasures.begin("e1", kept, AT, why=Why.ASKED, by="me", mailboxes=("recruitment",)) is not None
    mail = ledger.reports.mail_by_number(bobs)
    assert mail is not None
    assert mail.outcome is Outcome.ERASED
    assert kept_back(ledger) == []
    assert about_to_go(ledger) == [hale]


def test_what_very_many_mails_say_tells_nobody(ledger: Ledger, monkeypatch: pytest.MonkeyPatch):
    """A switchboard's number, or a form's words: else each mail would stay because of all others."""
    numbers = came(ledger, BY_HALE, BY_KENT, introduces("webb", ("Bob Ray", BOB)))
    assert kept_back(ledger) == numbers
    monkeypatch.setattr(statements, "IN_DISPUTE", statements.IN_DISPUTE.params(of_many=2))
    assert kept_back(ledger) == []
