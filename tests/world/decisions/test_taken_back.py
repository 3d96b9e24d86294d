"""Moves over a model of a server: a folder that is given new numbers, and each row of the table taken back."""

from datetime import timedelta

import pytest

from inbox_bot.core.words import Outcome
from tests.support.builders.at_work import an_application
from tests.support.builders.model_server import INBOX, Stored
from tests.world.decisions.test_dragged import FILED, FILED_THERE, an_agencys, in_doubt
from tests.world.decisions.test_killed_drags import Office, an_office

FIGHT_IS_OVER = timedelta(hours=2)


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


BACK = {
    "that nobody can tell the meaning of": (in_doubt(), [FILED_THERE, "Agencies", "Other"]),
    "of an agency": (an_agencys(), [FILED, "Agencies.Refuse"]),
    "that applies": (an_application(), [FILED_THERE, INBOX]),
}


@pytest.mark.parametrize("name", BACK)
def test_a_mail_that_is_dragged_back_before_its_letter_went_is_as_it_was(name: str):
    mail, folders = BACK[name]
    with an_office() as office:
        office.polls()
        receive(office, mail)
        office.polls(2)
        before = office.end()
        [was] = [folder for folder, _ in before["mailbox"] if folder != "Sent"]  # type: ignore[attr-defined]
        for folder in folders:
            office.at += FIGHT_IS_OVER
            decided = office.end()["decided"]
            office.drag(was, folder)
            office.polls()
            assert office.end()["decided"] != decided
            office.drag(folder, was)
            office.polls(2)
            after = office.end()
            for what in ("outcomes", "applications", "mailbox", "letters", "noticed"):
                assert after[what] == before[what], (folder, what)
