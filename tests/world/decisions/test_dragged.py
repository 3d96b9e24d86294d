"""Dragging a mail is deciding: each row of the table, in each way that mail programs drag."""

from dataclasses import dataclass, replace

import pytest

from inbox_bot.core.review.decision import Means
from inbox_bot.core.words import ActionState, Outcome, Template
from inbox_bot.edges.mailbox import Mailbox
from tests.support.builders.at_work import an_application
from tests.support.builders.mails import a_mail
from tests.world.decisions.desk import Desk
from tests.world.decisions.dragging import WAYS, drag

pytestmark = pytest.mark.dovecot

HERE, THERE = "infrastructure-engineer", "data-scientist-intern"
FILED, FILED_THERE, SPECULATIVE = "Filed.Infrastructure engineer", "Filed.Data science intern", "Filed.Speculative"
HELD, DONE = ActionState.HELD, ActionState.DONE


def a_doubtful_application():
    """Nobody can tell what it is for."""
    return an_application(title="hello").text("Dear team,\n\nplease see my CV: one of two positions.\n")


def in_doubt(number=1):
    name, address = f"Ann{'abcdefgh'[number]} Lee", f"ann{number}@applicant{number}.example"
    return (
        an_application(name, address)
        .subject("Application: Infrastructure engineer or Data science intern")
        .text("I apply for either: Infrastructure engineer or Data science intern.")
    )


def an_agencys():
    return (
        a_mail()
        .from_("Max Head <max@headhunters.example>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("max@headhunters.example")
        .subject("A candidate for you")
        .id("<candidate.1@headhunters.example>")
        .text(
            "Dear client,\n\nwe are a recruitment agency and would like to introduce our candidate Ann Lee for your "
            "position as Infrastructure engineer. Our fee is 20 % of the first annual salary; our terms of business "
            "are attached.\n"
        )
        .attach("terms.txt", b"Terms of business: our introduction fee is 20 %.", "text/plain")
    )


@dataclass(frozen=True)
class Row:
    """A row of the table, and what a recruiter finds afterwards."""

    mail: object
    was: str
    to: str
    outcome: Outcome
    vacancies: tuple[str | None, ...] = ()
    answers: tuple[tuple[Template, ActionState, str | None], ...] = ()
    letters: int = 0
    flags: frozenset[str] = frozenset()
    top: str | None = None  #: the folder on disk that its documents are in


ACKNOWLEDGED = ((Template.ACKNOWLEDGEMENT, DONE, None),)
ROWS = {
    "inbox to a vacancy": Row(
        in_doubt(), "INBOX", FILED_THERE, Outcome.FILED, (THERE,), ACKNOWLEDGED, 1, frozenset({"\\Answered"}), THERE
    ),
    "inbox to speculative": Row(
        in_doubt(),
        "INBOX",
        SPECULATIVE,
        Outcome.SPECULATIVE,
        (None,),
        ((Template.SPECULATIVE, DONE, None),),
        1,
        frozenset({"\\Answered"}),
        "speculative",
    ),
    "inbox to agencies": Row(
        in_doubt(), "INBOX", "Agencies", Outcome.AGENCY, (), ((Template.AGENCY_REJECTION, HELD, "agency_policy"),)
    ),
    "agencies to refuse": Row(
        an_agencys(),
        "Agencies",
        "Agencies.Refuse",
        Outcome.AGENCY,
        (),
        ((Template.AGENCY_REJECTION, DONE, None),),
        1,
        frozenset({"\\Answered"}),
    ),
    "inbox to refuse without a sign": Row(
        in_doubt(), "INBOX", "Agencies.Refuse", Outcome.AGENCY, (), ((Template.AGENCY_REJECTION, HELD, "asked_first"),)
    ),
    "inbox to other": Row(in_doubt(), "INBOX", "Other", Outcome.NOT_AN_APPLICATION),
    "a vacancy to another": Row(
        an_application(),
        FILED,
        FILED_THERE,
        Outcome.FILED,
        (THERE,),
        (*ACKNOWLEDGED, (Template.CORRECTION, HELD, "corrects")),
        1,
        frozenset({"\\Answered"}),
        THERE,
    ),
    "agencies to a vacancy": Row(
        an_agencys(), "Agencies", FILED, Outcome.FILED, (HERE,), ACKNOWLEDGED, 1, frozenset({"\\Answered"}), HERE
    ),
    "a vacancy to the inbox": Row(
        an_application(),
        FILED,
        "INBOX",
        Outcome.REVIEW,
        (HERE,),
        ACKNOWLEDGED,
        1,
        frozenset({"\\Answered", "\\Flagged"}),
        HERE,
    ),
}


@pytest.fixture
def met(desk: Desk) -> Desk:
    """Our folders are there from the first poll."""
    desk.polls()
    return desk


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", ROWS)
def test_a_move_lands_with_the_next_poll_and_its_letter_with_the_one_after_once(met: Desk, name: str, way: str):
    row = ROWS[name]
    met.company.receives(row.mail)
    met.polls(3)
    before = len(met.letters())
    assert met.folders() == [row.was]
    drag(met, row.was, row.to, WAYS[way])
    met.polls()
    assert (met.mail().outcome, len(met.letters())) == (row.outcome, before)
    met.polls(3)
    assert met.state() == (row.outcome, list(row.vacancies))
    assert met.folders() == [row.to]
    assert met.flags(row.to) - {"\\Seen"} == set(row.flags)
    assert met.answers() == list(row.answers)
    assert len(met.letters()) == row.letters
    tops = {file.partition("/")[0] for file in met.files()}
    assert tops == ({row.top} if row.top else set())
    decided = met.company.installation.ledger.decisions.of_mail(1)
    assert [each.means for each in decided] == [None, Means.DRAGGED]
    met.is_whole()


def test_a_move_is_seen_though_one_answer_of_the_server_leaves_it_out(met: Desk, monkeypatch):
    met.company.receives(an_application())
    met.polls(3)
    drag(met, FILED, FILED_THERE)
    uids, left_out = Mailbox.uids, []

    def once_without(self, folder, *asked):
        if folder == FILED_THERE and not left_out:
            left_out.append(folder)
            return []
        return uids(self, folder, *asked)

    monkeypatch.setattr(Mailbox, "uids", once_without)
    met.polls()
    assert left_out
    assert met.state() == (Outcome.FILED, [THERE])


def test_a_move_is_seen_though_its_folder_was_left_out_of_the_list_of_folders_once(met: Desk, monkeypatch):
    met.company.receives(an_application())
    met.polls(3)
    drag(met, FILED, FILED_THERE)
    told = []

    def once_without(self, folders):
        glance = glance_at(self, folders)
        if told:
            return glance
        told.append(glance)
        return replace(glance, told={}, missing=frozenset(glance.told) - {"INBOX"})

    glance_at = Mailbox.glance
    monkeypatch.setattr(Mailbox, "glance", once_without)
    met.polls(2)
    assert told
    assert met.state() == (Outcome.FILED, [THERE])
