"""A reviewer closes a vacancy by answering the digest: it is shown, confirmed by its number, and may be stopped."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from inbox_bot.core.review.declining import DecliningState
from inbox_bot.core.words import ActionState, Template
from tests.support.builders.company import an_application
from tests.unit.core.review.programs import gmail, outlook
from tests.world.reviewing.office import BOB, JANE, Office, links_of, original_of, text_of

pytestmark = pytest.mark.dovecot
HOUR, ENGINEER = timedelta(hours=1), "infrastructure-engineer"
NOT_PROVEN = ""


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    office = open_office()
    for number in range(4):
        office.account.append(an_application(number).bytes())
    office.look()
    return office


def turned_down(office: Office) -> list[str]:
    rows = office.installation.ledger.actions.answers((ActionState.DONE,))
    return sorted(row.to for row in rows if row.template is Template.DECLINE)


def passes(office: Office, time: timedelta) -> None:
    office.clock.now += time
    for _ in range(3):
        office.look()
        office.clock.now += timedelta(minutes=2)


def test_close_is_shown_confirmed_by_its_number_and_goes_after_the_hour(office: Office):
    office.reply(gmail, f"close {ENGINEER} except #2", office.told())
    office.look()
    shown = office.letters(JANE)[-1]
    assert "Closing a vacancy" in shown["Subject"]
    assert "3 applicants for “Infrastructure engineer” would be turned down:" in text_of(shown)
    assert "#2 Annb Lee (ann@applicant1.example): The person who closes the vacancy keeps" in text_of(shown)
    assert "their own mailboxes is not seen" in text_of(shown)
    assert f"inbox-bot vacancies close {ENGINEER}" in text_of(shown)
    assert f"close {ENGINEER} 3" in text_of(shown).replace("\xa0", " ")
    passes(office, HOUR)
    assert turned_down(office) == []  # nobody has confirmed it

    office.reply(outlook, f"close {ENGINEER} 3", original_of(shown))
    office.look()
    assert "3 letters go out from" in office.said()
    passes(office, HOUR)
    assert turned_down(office) == [f"ann@applicant{number}.example" for number in (0, 2, 3)]


def test_a_link_in_the_acknowledgement_stops_it(office: Office):
    office.reply(gmail, f"close {ENGINEER}", office.told())
    office.look()
    office.reply(gmail, f"close {ENGINEER} 4", original_of(office.letters(JANE)[-1]))
    office.look()
    [stop] = links_of(office.letters(JANE)[-1])
    office.click(stop)
    office.look()
    assert "Stopped: 4 are not written to." in office.said()
    passes(office, 2 * HOUR)
    assert turned_down(office) == []
    office.click(stop)  # once more: it is used up
    office.look()
    assert "Nothing was done" in office.said()


def test_the_answer_to_our_list_with_nothing_typed_confirms_nothing(office: Office):
    office.reply(gmail, f"close {ENGINEER}", office.told())
    office.look()
    shown = original_of(office.letters(JANE)[-1])
    office.reply(gmail, "What is this?", shown)
    office.reply(gmail, f"close {ENGINEER} 5", shown)
    office.look()
    assert "look again, and confirm it with its number" in office.said()
    office.reply(gmail, f"close {ENGINEER} 4", shown, proof=NOT_PROVEN)
    office.look()
    assert "does not show that this mail came from you" in office.said()
    passes(office, 2 * HOUR)
    assert turned_down(office) == []
    assert office.installation.ledger.declinings.about((DecliningState.WAITING,), vacancy=ENGINEER) == ()


def test_another_reviewer_may_stop_it_and_an_unknown_vacancy_is_asked_back(office: Office):
    office.reply(gmail, f"close {ENGINEER}", office.told())
    office.look()
    office.reply(gmail, f"close {ENGINEER} 4", original_of(office.letters(JANE)[-1]))
    office.reply(gmail, "close infrastructure ingineer\nclose the door", office.told(BOB))
    office.look()
    assert "did you mean “Infrastructure engineer”?" in office.said(BOB)
    office.reply(gmail, f"Schließen: {ENGINEER} rückgängig", office.told(BOB))
    office.look()
    assert "Stopped: 4 are not written to." in office.said(BOB)
    passes(office, 2 * HOUR)
    assert turned_down(office) == []


def test_decline_is_asked_first_and_goes_after_the_hour_unless_it_is_undone(office: Office):
    office.reply(gmail, "#1 decline\n#3 decline", office.told())
    office.look()
    asked = office.letters(JANE)[-1]
    assert "Please confirm" in asked["Subject"]
    assert "a letter that turns somebody down can't be unsaid" in text_of(asked)
    passes(office, HOUR)
    assert turned_down(office) == []
    office.reply(gmail, "yes", original_of(asked))
    office.look()
    assert office.said().count("1 letter goes out from") == 2
    office.reply(gmail, "#3 undo", office.told())
    office.look()
    assert "Stopped: nobody is written to about mail #3." in office.said()
    passes(office, HOUR)
    assert turned_down(office) == ["ann@applicant0.example"]
    office.reply(gmail, "#1 decline", office.told())
    office.look()
    assert "turned down before" in office.said()
