"""Moves over a model of a server: very many at once, a folder that is given new numbers, and every row taken back."""

import pytest

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.edges.ledger import Ledger
from tests.support.builders.at_work import an_application
from tests.support.builders.model_server import INBOX, Stored
from tests.world.decisions.test_dragged import FILED, FILED_THERE, ROWS, SPECULATIVE, an_agencys, in_doubt
from tests.world.decisions.test_killed_drags import Office, an_office
from tests.world.ingestion.invariant import EVER

MANY = 40  # with five hundred it takes half a minute


def receive(office: Office, *mails) -> None:
    for mail in mails:
        office.server.folder(INBOX).add(Stored(mail.bytes(), office.at))


def test_a_folder_that_is_given_new_numbers_decides_nothing_and_its_mails_are_known_there():
    with an_office() as office:
        office.polls()
        receive(office, in_doubt())
        office.polls(2)
        office.drag(INBOX, FILED_THERE)
        office.polls()
        decided = office.end()
        assert decided["letters"] == 0  # it goes with the next look
        office.server.renumber(FILED_THERE)
        office.polls(2)
        found = office.end()
        assert found["letters"] == 1
        assert (found["outcomes"], found["decided"]) == (decided["outcomes"], decided["decided"])
        office.drag(FILED_THERE, INBOX)
        office.polls(2)
        assert office.end()["outcomes"][0][0] is Outcome.REVIEW  # type: ignore[index]


def many(number: int):
    letters = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
    both = "Infrastructure engineer or Data science intern"
    mail = an_application(f"Ann{letters} Lee", f"ann@applicant-{letters}.example").subject(both)
    return mail.text(f"I, {letters * 3}, apply for either: {both}.")


def test_very_many_mails_at_once_are_filed_and_their_letters_held_and_asked_for_once():
    with an_office() as office:
        office.polls()
        receive(office, *map(many, range(MANY)))
        office.polls()
        office.drag(INBOX, FILED_THERE)
        office.polls(3)
        with Ledger.open(office.folder / "ledger.db", lock=False) as ledger:
            rows = ledger.reports.received_between(*EVER)
            assert [row.outcome for row in rows] == [Outcome.FILED] * MANY
            states = {(each.state, each.why) for row in rows for each in row.answers}
            assert states - {(ActionState.CANCELLED, "corrected")} == {(ActionState.HELD, "many_moved")}
            [raised] = ledger.alarms.raised()
        assert (raised.alarm.kind, raised.alarm.parameters["number"]) == (AlarmKind.MANY_MOVED, MANY)
        assert office.end()["letters"] == 0


BACK = {name: (row.mail, row.was, row.to) for name, row in ROWS.items()} | {
    "agencies to speculative": (an_agencys(), "Agencies", SPECULATIVE),
    "filed to other": (an_application(), FILED, "Other"),
}


@pytest.mark.parametrize("name", BACK)
def test_dragging_it_back_before_its_letter_went_leaves_all_as_it_was(name: str):
    mail, was, to = BACK[name]
    with an_office() as office:
        office.polls()
        receive(office, mail)
        office.polls(3)
        before = office.end()
        office.drag(was, to)
        office.polls()
        assert office.end()["decided"] != before["decided"]
        office.drag(to, was)
        office.polls(3)
        after = office.end()
        for what in ("outcomes", "applications", "mailbox", "letters", "noticed"):
            assert after[what] == before[what], what
