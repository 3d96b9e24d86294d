"""Hundreds of mails dragged at once: each is filed, no letter goes out, and a person is asked for them once.

Over a model of a server; ledger, filing and the pipeline are the real ones.
"""

from datetime import timedelta

from inbox_bot.core.alarms import AlarmKind
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import today_so_far
from inbox_bot.edges.ledger import Ledger
from tests.support.builders.company import example_rules
from tests.support.builders.mails import a_mail
from tests.support.builders.model_server import INBOX, Stored
from tests.support.ledgers import on_postgresql
from tests.world.decisions.test_dragged import FILED_THERE
from tests.world.decisions.test_killed_drags import Office, an_office

MAILS = on_postgresql.fewer(200)  # each costs as much as the other: five hundred end the same
EITHER = "Infrastructure engineer or Data science intern"


def receive(office: Office) -> None:
    """Mails of so many people that nobody can tell the vacancy of; numbers in letters, since likeness has no digits."""
    for number in range(MAILS):
        name = "Ann" + "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
        mail = (
            a_mail()
            .from_(f"{name} Lee <{name}@applicant{number}.example>")
            .to("recruitment@snowplowanalytics.com")
            .return_path(f"{name}@applicant{number}.example")
            .subject(f"Application: {EITHER}")
            .id(f"<application@applicant{number}.example>")
            .text(f"Dear team,\n\nI, {name} Lee, apply for either: {EITHER}.\n")
        )
        office.server.folder(INBOX).add(Stored(mail.bytes(), office.at))


def test_hundreds_of_mails_dragged_at_once_are_filed_and_their_letters_held_and_asked_for_once():
    with an_office() as office:
        office.polls()
        receive(office)
        office.polls()
        assert {outcome for outcome, _ in office.end()["outcomes"]} == {Outcome.REVIEW}
        office.drag(INBOX, FILED_THERE)
        office.polls(2)
        end = office.end()
        assert [outcome for outcome, _ in end["outcomes"]] == [Outcome.FILED] * MAILS
        assert end["applications"] == [["data-scientist-intern"]] * MAILS
        assert end["mailbox"] == [(FILED_THERE, MAILS)]
        assert [(state, why) for _, state, why in end["answers"]] == [(ActionState.HELD, "many_moved")] * MAILS
        assert (end["letters"], end["noticed"]) == (0, ())
        rules, later = example_rules(), office.at + timedelta(hours=1)
        with Ledger.open(office.folder / "ledger.db", lock=False) as ledger:
            [raised] = ledger.alarms.raised()
            today = today_so_far(rules.reviewers[0], rules.company.timezone, later)
            digest = gather(ledger, rules, rules.reviewers[0], today)
        assert (raised.alarm.kind, raised.alarm.parameters["number"]) == (AlarmKind.MANY_MOVED, MAILS)
        [bunch] = digest.bunches
        assert (bunch.number, digest.needs_person) == (MAILS, ())
        assert [line.sentence.partition(" ")[0] for line in digest.decided] == [str(MAILS)]
