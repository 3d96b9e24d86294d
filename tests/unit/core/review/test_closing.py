"""What follows `close`: which vacancy, and whether it is shown, confirmed with a number, or stopped."""

import pytest

from inbox_bot.core.review.closing import ClosingOrder, closing_of
from inbox_bot.core.review.orders import Order, written_in
from inbox_bot.core.review.verbs import Verb
from inbox_bot.core.review.wishes import NoSuchVacancy
from inbox_bot.core.rules.model import Vacancy

INTERN = Vacancy.model_validate({"id": "data-scientist-intern", "title": "Data scientist (intern)"})
SECOND = Vacancy.model_validate({"id": "engineer-b", "title": "Engineer 2"})
FIRST = Vacancy.model_validate({"id": "engineer", "title": "Engineer"})
UNDO = Vacancy.model_validate({"id": "undo-tools", "title": "Developer of undo"})
VACANCIES = (INTERN, SECOND, FIRST, UNDO)


def ordered(line: str) -> ClosingOrder | NoSuchVacancy:
    [order] = written_in(line).orders
    assert order.verb is Verb.CLOSE
    return closing_of(order.argument, VACANCIES)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("close data-scientist-intern", ClosingOrder(vacancy=INTERN)),
        ("Please close: Data scientist (intern).", ClosingOrder(vacancy=INTERN)),
        ("close data scientist", ClosingOrder(vacancy=INTERN)),
        ("close data-scientist-intern 33", ClosingOrder(vacancy=INTERN, number=33)),
        ("“close\xa0data-scientist-intern\xa033”", ClosingOrder(vacancy=INTERN, number=33)),
        ("close data-scientist-intern undo", ClosingOrder(vacancy=INTERN, undo=True)),
        ("Schließen: data-scientist-intern rückgängig", ClosingOrder(vacancy=INTERN, undo=True)),
        ("close data-scientist-intern except Ann Lee, #12", ClosingOrder(vacancy=INTERN, names=("ann lee", "#12"))),
        ("close data-scientist-intern, except: #12 & #13", ClosingOrder(vacancy=INTERN, names=("#12", "#13"))),
        ("schließen data-scientist-intern außer Ann Lee", ClosingOrder(vacancy=INTERN, names=("ann lee",))),
        ("fermer data-scientist-intern sauf Ann Lee", ClosingOrder(vacancy=INTERN, names=("ann lee",))),
        ("sluiten data-scientist-intern behalve #3", ClosingOrder(vacancy=INTERN, names=("#3",))),
        ("cerrar data-scientist-intern salvo #3", ClosingOrder(vacancy=INTERN, names=("#3",))),
        ("close engineer 2", ClosingOrder(vacancy=FIRST, number=2)),  # an id, as we write it
        ("close Engineer-B", ClosingOrder(vacancy=SECOND)),
        ("close engineer-b 2", ClosingOrder(vacancy=SECOND, number=2)),
        ("close developer of undo", ClosingOrder(vacancy=UNDO)),
        ("close undo-tools undo", ClosingOrder(vacancy=UNDO, undo=True)),
    ],
)
def test_what_is_wanted_of_which_vacancy(line, wanted):
    assert ordered(line) == wanted


@pytest.mark.parametrize("line", ["close the door", "close baker 3", "close 33", "close except Ann"])
def test_where_no_vacancy_is_named_nothing_is_wanted(line):
    assert isinstance(ordered(line), NoSuchVacancy)


@pytest.mark.parametrize("line", ["close", "close.", "#12 close", "Yours\nclose", "we close data-scientist-intern 33"])
def test_these_lines_close_nothing(line):
    assert [order for order in written_in(line).orders if order.verb is Verb.CLOSE] == []


def test_decline_is_said_of_a_mail_and_no_longer_means_an_agencys_refusal():
    assert written_in("#12 decline").orders == (Order(number=12, verb=Verb.DECLINE),)
    assert written_in("#12 absagen").orders == (Order(number=12, verb=Verb.DECLINE),)
    assert written_in("#12 reject").orders == (Order(number=12, verb=Verb.REFUSE),)
