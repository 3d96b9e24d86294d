"""Dragging in Gmail and in Exchange Online, through whole polls: what decides there, and what decides nothing.

The servers are played, after what their vendors have published (`played_imap`); everything else is the real thing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inbox_bot.core.review.moves import Question
from inbox_bot.core.words import ActionState, Outcome, Reason
from inbox_bot.pipeline import rival
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing import mailbox_changes, sent_by_server
from tests.support.builders.at_work import HOUR, an_application, at_work
from tests.support.builders.mails import a_mail
from tests.support.builders.model_server import INBOX
from tests.support.ledgers.places import put_new
from tests.support.servers.installation import Installed
from tests.support.servers.played_imap import VENDORS, ExchangeOnline, Gmail, Vendor
from tests.support.servers.postgres import Postgres
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_dragged import ROWS, an_agencys, in_doubt
from tests.world.decisions.test_no_decision import (
    asked,
    asked_in_the_digest,
    has_decided_nothing,
    number_of_mails,
)

FILED, FILED_THERE = "Filed/Infrastructure engineer", "Filed/Data science intern"
HERE, THERE = "infrastructure-engineer", "data-scientist-intern"
WITHIN = 5  # polls: without LIST-STATUS the folders are looked at in turn


@dataclass
class VendorDesk(Desk):
    """A company whose mailbox, and whose way out, are the vendor's."""

    vendor: Vendor
    smtp: SmtpServer
    _copied: int = 0

    def polls(self, times: int = 1) -> None:
        for _ in range(times):
            super().polls()
            for letter in self.smtp.kept[self._copied :]:
                self.vendor.sends(letter.wire)
            self._copied = len(self.smtp.kept)

    @property
    def round(self) -> int:
        """Within so many polls every folder was looked into."""
        return WITHIN if isinstance(self.vendor, ExchangeOnline) else 1

    def looks(self) -> None:
        """Until every folder was looked into, and the letters that follow had their further look and are sent."""
        self.polls(self.round + 2)

    def receives(self, *mails) -> None:
        for mail in mails:
            self.company.receives(mail)

    def lies_in(self) -> dict[str, int]:
        """How many mails are in INBOX and in each of our folders."""
        tops = (INBOX, "Filed", "Agencies", "Other")
        counted = {name: len(self.vendor.messages(name)) for name in self.vendor.folders()}
        return {name: count for name, count in counted.items() if count and name.split("/")[0] in tops}


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(params=VENDORS, ids=lambda vendor: vendor.__name__)
def vendor(request: pytest.FixtureRequest) -> Iterator[Vendor]:
    with request.param() as server:
        yield server
        assert server.unexpected == []


@pytest.fixture
def new(vendor: Vendor, smtp: SmtpServer, tmp_path: Path, monkeypatch) -> Iterator[VendorDesk]:
    """Nobody has looked yet."""
    put_new(tmp_path / "ledger.db")
    monkeypatch.setattr(sent_by_server, "HOSTS", frozenset({smtp.host}))
    with at_work(tmp_path, vendor, smtp) as company:
        yield VendorDesk(company, vendor, smtp)


@pytest.fixture
def on_postgres(smtp: SmtpServer, tmp_path: Path, postgres: Postgres, monkeypatch) -> Iterator[VendorDesk]:
    """The same at Gmail, its ledger on PostgreSQL."""
    monkeypatch.setattr(sent_by_server, "HOSTS", frozenset({smtp.host}))
    with Gmail() as vendor:
        text = Installed(tmp_path, vendor, smtp).text(ledger=postgres.place())  # type: ignore[arg-type]
        with at_work(tmp_path, vendor, smtp, text=text) as company:
            desk = VendorDesk(company, vendor, smtp)
            desk.polls()
            yield desk


@pytest.fixture
def desk(new: VendorDesk) -> VendorDesk:
    """Our folders are there."""
    new.polls()
    return new


def at(*vendors: type[Vendor]):
    return pytest.mark.parametrize("vendor", vendors, indirect=True, ids=lambda vendor: vendor.__name__)


def an_agencys_of(number: int):
    address = f"max@agency{number}.example"
    return an_agencys().from_(f"Max Head <{address}>").return_path(address).id(f"<candidate@agency{number}.example>")


def later_by_ann():
    return (
        a_mail()
        .from_("Ann Lee <ann.lee@example.org>")
        .to("recruitment@snowplowanalytics.com")
        .return_path("ann.lee@example.org")
        .subject("Re: Application: Infrastructure engineer")
        .id("<later@example.org>")
        .replying_to("<application.ann.lee.at.example.org@example.org>")
        .text("I forgot to say that I can start in May. Could you tell me when the interviews are?")
    )


def stay_under_review(desk: VendorDesk, *mails: int) -> None:
    """Nothing was decided about these mails, and nobody was written to."""
    desk.looks()
    assert [desk.mail(number).outcome for number in mails] == [Outcome.REVIEW] * len(mails)
    assert all(has_decided_nothing(desk, number) for number in mails)
    assert desk.letters() == []


# -- what decides ----------------------------------------------------------------------------------------------------

#: By the row of the table: a mail, and its sender's address.
MOVED = {
    "inbox to a vacancy": (in_doubt(1), "ann1@applicant1.example"),
    "inbox to speculative": (in_doubt(2), "ann2@applicant2.example"),
    "inbox to agencies": (in_doubt(3), "ann3@applicant3.example"),
    "inbox to refuse without a sign": (in_doubt(4), "ann4@applicant4.example"),
    "inbox to other": (in_doubt(5), "ann5@applicant5.example"),
    "a vacancy to another": (an_application("Bea Fox", "bea.fox@fox.example"), "bea.fox@fox.example"),
    "a vacancy to the inbox": (an_application("Cid Roe", "cid.roe@roe.example"), "cid.roe@roe.example"),
    "agencies to refuse": (an_agencys_of(1), "max@agency1.example"),
    "agencies to a vacancy": (an_agencys_of(2), "max@agency2.example"),
}


def spelt(folder: str) -> str:
    return folder.replace(".", "/")


def test_each_row_of_the_table_lands_and_is_answered_once(desk: VendorDesk):
    assert MOVED.keys() == ROWS.keys()
    desk.receives(*(mail for mail, _ in MOVED.values()))
    desk.looks()
    letters = len(desk.letters())
    for name, (_, address) in MOVED.items():
        desk.vendor.drag(spelt(ROWS[name].was), spelt(ROWS[name].to), address)
    desk.polls(desk.round)
    numbers = {desk.mail(number).sender_address: number for number in range(1, len(MOVED) + 1)}
    outcomes = {name: desk.mail(numbers[address]).outcome for name, (_, address) in MOVED.items()}
    assert outcomes == {name: row.outcome for name, row in ROWS.items()}
    desk.looks()
    for name, (_, address) in MOVED.items():
        row, found = ROWS[name], desk.mail(numbers[address])
        answers = [(each.template, each.state, each.why) for each in found.answers]
        standing = tuple(each for each in answers if each[1] is not ActionState.CANCELLED)
        vacancies = tuple(each.vacancy for each in found.applications)
        assert (name, found.outcome, vacancies, standing) == (name, row.outcome, row.vacancies, row.answers)
        assert found.folder == spelt(row.to)
    assert len(desk.letters()) - letters == 4
    assert number_of_mails(desk) == len(MOVED)
    desk.is_whole()


@pytest.mark.postgres
def test_each_row_of_the_table_lands_with_the_ledger_on_postgresql(on_postgres: VendorDesk):
    test_each_row_of_the_table_lands_and_is_answered_once(on_postgres)
    undone = on_postgres.mail(1)
    on_postgres.vendor.drag(undone.folder, INBOX, undone.sender_address)
    on_postgres.looks()
    assert on_postgres.mail(1).outcome is Outcome.REVIEW
    assert on_postgres.company.installation.ledger.decisions.bearing(1).in_force == ()


# -- what is no decision ---------------------------------------------------------------------------------------------


def test_what_lay_in_a_folder_and_a_folder_that_is_numbered_anew_or_was_away_decide_nothing(new: VendorDesk):
    new.vendor.append(in_doubt(3).bytes(), FILED)
    new.polls()
    new.receives(in_doubt(1), in_doubt(2))
    new.polls()
    new.vendor.drag(INBOX, FILED_THERE, "ann1@")
    new.vendor.renumber(FILED_THERE)
    new.vendor.rename(FILED, "Elsewhere")
    new.polls(new.round)
    new.vendor.drag(INBOX, "Elsewhere", "ann2@")
    new.polls()
    new.vendor.rename("Elsewhere", FILED)
    stay_under_review(new, 1, 2)
    assert number_of_mails(new) == 2


def test_our_own_move_that_we_did_not_live_to_note_is_no_decision(desk: VendorDesk, monkeypatch):
    desk.receives(an_application())
    installation = desk.company.installation
    poll(installation, installation.rules.mailboxes[0])

    class Killed(BaseException):
        pass

    def dies(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(installation.ledger.intake, "moved", dies)
        with pytest.raises(Killed):
            mailbox_changes.change_mailbox(installation, installation.rules.mailboxes[0])
    assert desk.lies_in() == {FILED: 1}
    installation.ledger.recover()
    desk.looks()
    assert desk.mail().outcome is Outcome.FILED
    assert has_decided_nothing(desk)
    assert (number_of_mails(desk), len(desk.letters())) == (1, 1)
    desk.is_whole()


def test_a_drag_within_the_second_in_which_we_move_the_mail_is_a_decision(desk: VendorDesk):
    desk.receives(an_application())
    poll(desk.company.installation, desk.company.installation.rules.mailboxes[0])
    desk.vendor.drag(INBOX, FILED_THERE)
    desk.looks()
    assert desk.state() == (Outcome.FILED, [THERE])
    assert (desk.lies_in(), len(desk.letters())) == ({FILED_THERE: 1}, 1)


def test_another_inbox_bot_at_work_here_decides_nothing(desk: VendorDesk):
    desk.receives(in_doubt())
    desk.polls()
    installation = desk.company.installation
    rival.report(installation, installation.rules.mailboxes[0], "12345678")
    desk.vendor.drag(INBOX, FILED_THERE)
    stay_under_review(desk, 1)


def test_a_copy_or_a_label_alone_is_asked_about_until_one_of_the_two_is_gone(desk: VendorDesk):
    """At Gmail, somebody gives two mails the label: of one it is taken off, the other is archived."""
    desk.receives(in_doubt(1), in_doubt(2))
    desk.polls()
    desk.vendor.copy(INBOX, FILED_THERE)
    stay_under_review(desk, 1, 2)
    assert asked(desk) == [Question.COPY, Question.COPY]
    for line in asked_in_the_digest(desk):
        assert f"{FILED_THERE}: Somebody copied it into a folder of ours" in line
    desk.vendor.delete(FILED_THERE, "ann1@")
    desk.vendor.archive("ann2@")
    desk.looks()
    assert desk.state() == (Outcome.REVIEW, [None])
    assert has_decided_nothing(desk, 1)
    assert (desk.mail(2).outcome, desk.mail(2).folder) == (Outcome.FILED, FILED_THERE)
    assert [to for to, _ in desk.letters()] == ["Annc Lee <ann2@applicant2.example>"]
    assert asked(desk) == []


@pytest.mark.parametrize("folder", [f"{FILED}/Shortlist"])
def test_archiving_starring_reading_deleting_and_folders_that_people_make_decide_nothing(desk: VendorDesk, folder: str):
    desk.receives(in_doubt(1), an_application(), an_application("Bea Fox", "bea.fox@fox.example"))
    desk.looks()
    letters = len(desk.letters())
    for mail in desk.vendor.folder(INBOX).mails.values():
        mail.flags |= {"\\Seen", "\\Flagged"}
    desk.vendor.archive()
    desk.vendor.delete(FILED, "bea.fox@")
    desk.vendor.copy(FILED, folder)
    desk.looks()
    desk.vendor.drag(FILED, folder)
    desk.looks()
    desk.vendor.drag(folder, FILED)
    desk.looks()
    assert [desk.mail(number).outcome for number in (1, 2, 3)] == [Outcome.REVIEW, Outcome.FILED, Outcome.FILED]
    assert all(has_decided_nothing(desk, number) for number in (1, 2, 3))
    assert (number_of_mails(desk), len(desk.letters())) == (3, letters)


def test_a_whole_conversation_moved_at_once_is_one_decision(desk: VendorDesk):
    """Gmail moves what was sent with it as well: our answer, and what a colleague wrote by hand."""
    desk.receives(an_application())
    desk.looks()
    by_hand = (
        a_mail()
        .from_("Rita Boss <rita@snowplowanalytics.com>")
        .to("ann.lee@example.org")
        .subject("Re: Application: Infrastructure engineer")
        .id("<by-hand@snowplowanalytics.com>")
        .replying_to("<application.ann.lee.at.example.org@example.org>")
        .text("Dear Ann, we shall talk on Monday.")
    )
    desk.vendor.sends(by_hand.bytes())
    desk.receives(later_by_ann())
    desk.looks()
    assert [desk.mail(number).outcome for number in (1, 2)] == [Outcome.FILED, Outcome.CORRESPONDENCE]
    letters = len(desk.letters())
    for folder in (FILED, INBOX):
        desk.vendor.drag(folder, FILED_THERE)
    desk.vendor.copy(desk.vendor.sent, FILED_THERE)
    desk.looks()
    assert desk.state() == (Outcome.FILED, [THERE])
    assert desk.mail(2).outcome is Outcome.CORRESPONDENCE
    assert has_decided_nothing(desk, 2)
    assert (number_of_mails(desk), len(desk.letters())) == (2, letters)
    assert desk.company.installation.ledger.reports.open_items().mails == ()


@at(ExchangeOnline)
def test_what_imapsync_puts_beside_what_is_there_decides_nothing(desk: VendorDesk):
    """Gmail takes no second mail of the same bytes."""
    desk.receives(an_application(), in_doubt(2))
    desk.looks()
    for folder in (FILED, INBOX):
        desk.vendor.copy(folder, folder)
    desk.looks()
    assert [desk.mail(number).outcome for number in (1, 2)] == [Outcome.FILED, Outcome.REVIEW]
    assert has_decided_nothing(desk, 1)
    assert has_decided_nothing(desk, 2)
    assert len(desk.letters()) == 1


@at(Gmail)
def test_a_filed_mail_that_is_given_the_inboxs_label_as_well_stays_filed(desk: VendorDesk):
    """“Move to inbox” in a search or in All Mail takes no label away: that one is a further copy."""
    desk.receives(an_application())
    desk.looks()
    desk.vendor.copy(FILED, INBOX)
    desk.looks()
    assert desk.mail().outcome is Outcome.FILED
    assert has_decided_nothing(desk)
    assert (number_of_mails(desk), len(desk.letters())) == (1, 1)
    assert desk.lies_in() == {FILED: 1, "Other": 1}


# -- never in the inbox ----------------------------------------------------------------------------------------------


def test_what_a_rule_puts_into_a_folder_is_answered_only_as_the_judge_alone_would_have(desk: VendorDesk):
    """A filter of Gmail's that skips the inbox, a rule of Exchange's that moves what comes.

    And "always move this conversation": a later letter is joined, and shown to a person.
    """
    desk.vendor.append(an_application().bytes(), FILED)
    desk.vendor.append(an_application("Bea Fox", "bea.fox@fox.example").bytes(), FILED_THERE)
    desk.vendor.append(in_doubt().bytes(), FILED_THERE)
    desk.looks()
    found = {desk.mail(number).sender_address: desk.mail(number).answers for number in (1, 2, 3)}
    held = [(ActionState.HELD, "asked_first")]
    assert {
        address: [(each.state, each.why) for each in answers if each.state is not ActionState.CANCELLED]
        for address, answers in found.items()
    } == {
        "ann.lee@example.org": [(ActionState.DONE, None)],
        "bea.fox@fox.example": held,
        "ann1@applicant1.example": held,
    }
    assert desk.lies_in() == {FILED: 1, FILED_THERE: 2}
    desk.vendor.append(later_by_ann().bytes(), FILED)
    desk.looks()
    later = desk.mail(4)
    assert (later.outcome, later.reason) == (Outcome.CORRESPONDENCE, Reason.APPLICANT_WRITES)
    assert later.about is not None
    assert 4 in [mail.id for mail in desk.company.installation.ledger.reports.open_items().mails]
    assert len(desk.letters()) == 1


# -- how cheaply -----------------------------------------------------------------------------------------------------


def test_an_idle_poll_asks_gmail_once_for_all_folders_and_exchange_for_a_few_in_turn(desk: VendorDesk):
    desk.receives(an_application(), in_doubt(2))
    desk.looks()
    desk.company.clock.forward(2 * HOUR)  # for an hour after the last arrival a gap is looked at
    desk.polls()
    ours = [name for name in desk.vendor.folders() if name.split("/")[0] in ("Filed", "Agencies", "Other")]
    asked_for = []
    for _ in range(WITHIN):
        before = len(desk.vendor.commands)
        desk.polls()
        asked_for.append(desk.vendor.commands[before:])
    if isinstance(desk.vendor, Gmail):
        assert {tuple(command.split(" ")[0] for command in commands) for commands in asked_for} == {("LIST",)}
        return
    everything = [command for commands in asked_for for command in commands]
    assert {command.split(" ")[0] for command in everything} == {"STATUS"}
    assert max(map(len, asked_for)) <= 2 + -(-len(ours) // WITHIN)  # INBOX and Sent Items each time
    assert {name for name in ours if any(f'"{name}"' in command for command in everything)} == set(ours)
