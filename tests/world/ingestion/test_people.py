"""Somebody else works in the same mailbox meanwhile: nothing is lost, nothing repeated, nobody's mail expunged."""

import random

import pytest

from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionKind, ActionState, Outcome
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from inbox_bot.pipeline.outgoing.mailbox_changes import change_mailbox
from tests.support.builders.company import an_application, poll_once
from tests.support.builders.counting import everything_in
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
FILED = "Filed.Infrastructure engineer"


def deliver(company, *numbers):
    mails = [an_application(number).bytes() for number in numbers]
    for mail in mails:
        company.account.append(mail)
    return mails


@pytest.fixture
def person(company):
    """A second client; moves and copies by the mail's bytes, as a person does by what they see."""

    class Person:
        client = company.account.client()

        def uid(self, mail, folder):
            return next(uid for uid, (content, _) in company.account.messages(folder).items() if content == mail)

        def does(self, verb, mail, folder, *arguments):
            uid = self.uid(mail, folder)
            self.client.select_folder(folder)
            getattr(self.client, verb)([uid], *arguments)
            return uid

    return Person()


def test_what_a_person_moves_out_before_it_is_taken_in_is_theirs(company, person):
    mails = deliver(company, 1, 2)
    person.client.create_folder("Mine")
    person.does("move", mails[0], "INBOX", "Mine")
    company.poll()
    assert company.lies_in() == {mails[0]: ["Mine"], mails[1]: [FILED]}
    assert len(invariant.check(company, mails[1:])) == 1


def test_an_action_whose_mail_a_person_moved_away_is_done_and_not_failed(company, person):
    mails = deliver(company, 1, 2)
    person.client.create_folder("Mine")
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        person.does("move", mails[0], "INBOX", "Mine")
        carry_out(installation)
        counts = everything_in(installation.ledger).actions
    assert counts[ActionKind.MOVE, ActionState.DONE] == 2
    assert counts[ActionKind.FLAG, ActionState.DONE] == 2
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 2


def test_a_mail_that_a_person_moves_back_stays_and_nothing_happens_to_it_again(company, person):
    [mail] = deliver(company, 1)
    company.poll()
    person.does("move", mail, FILED, "INBOX")
    company.poll(3)
    assert company.lies_in() == {mail: ["INBOX"]}
    assert len(invariant.check(company, [mail])) == 1
    assert len(company.smtp.kept) == 1


def test_a_copy_that_a_person_puts_back_goes_to_other_and_is_no_second_application(company, person):
    [mail] = deliver(company, 1)
    company.poll()
    person.does("copy", mail, FILED, "INBOX")
    company.poll(2)
    assert company.lies_in() == {mail: [FILED, "Other"]}
    rows = invariant.check(company, [mail], elsewhere=[mail])
    assert [(row.outcome, row.first_outcome) for row in rows] == [(Outcome.FILED, Outcome.FILED)]
    assert len(company.smtp.kept) == 1


def test_a_copy_that_was_set_aside_and_is_moved_back_stays(company, person):
    [mail] = deliver(company, 1)
    company.poll()
    person.does("copy", mail, FILED, "INBOX")
    company.poll(2)
    person.does("move", mail, "Other", "INBOX")
    company.poll(3)
    assert company.lies_in() == {mail: [FILED, "INBOX"]}


def test_two_deliveries_of_the_same_bytes_are_one_mail_and_a_copy(company):
    mails = deliver(company, 1, 1, 2)
    company.poll(2)
    assert company.lies_in() == {mails[0]: [FILED, "Other"], mails[2]: [FILED]}
    assert len(invariant.check(company, mails, elsewhere=mails[:1])) == 2
    assert len(company.smtp.kept) == 2


def test_a_copy_noted_by_a_poll_that_died_is_set_aside_by_the_next(company, person, monkeypatch):
    [mail] = deliver(company, 1)
    company.poll()
    person.does("copy", mail, FILED, "INBOX")
    with company.installation() as installation, monkeypatch.context() as patch:
        patch.setattr(
            type(installation.ledger.actions), "put_aside", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            poll_once(installation)
    company.poll(2)
    assert company.lies_in() == {mail: [FILED, "Other"]}


def test_reading_flagging_and_marking_as_unread_hide_nothing_and_repeat_nothing(company_at, person):
    company = company_at(mode=Mode.OBSERVE)
    mails = deliver(company, 1, 2, 3)
    person.does("add_flags", mails[0], "INBOX", [rb"\Seen", rb"\Flagged"])
    company.poll()
    person.does("add_flags", mails[1], "INBOX", [rb"\Seen"])
    person.does("remove_flags", mails[0], "INBOX", [rb"\Seen"])
    company.poll(2)
    assert [row.attempts for row in invariant.check(company, mails)] == [1, 1, 1]


def test_what_a_person_marked_deleted_is_expunged_by_nobody_but_that_person(company, person):
    mails = deliver(company, 1, 2)
    person.does("delete_messages", mails[0], "INBOX")
    company.poll()
    flags = dict(company.account.messages(FILED).values())
    assert rb"\Deleted" in flags[mails[0]]
    invariant.check(company, mails)


def test_a_deleted_mail_that_is_restored_is_known(company, person):
    [mail] = deliver(company, 1)
    company.poll()
    uid = person.does("delete_messages", mail, FILED)
    person.client.uid_expunge([uid])
    company.account.append(mail)
    company.poll(2)
    assert company.lies_in() == {mail: ["INBOX"]}
    assert len(invariant.check(company, [mail])) == 1
    assert len(company.smtp.kept) == 1


@pytest.mark.parametrize("folders", [("Jobs", "INBOX"), ("INBOX", "Jobs")])
def test_a_watched_folder_that_is_deleted_is_told_and_holds_up_no_other(company_at, person, folders):
    person.client.create_folder("Jobs")
    company = company_at(folders=folders)
    poison = an_application(1).header("X-Dies", "yes").bytes()
    company.account.append(poison)
    company.poll()
    person.client.delete_folder("Jobs")
    [mail] = deliver(company, 2)
    company.reader.heals = True
    assert ["'Jobs' can't be used" in sentence for sentence in company.poll()] == [True]
    assert company.lies_in() == {poison: [FILED], mail: [FILED]}
    person.client.create_folder("Jobs")
    assert not company.poll()
    invariant.check(company, [poison, mail])


def test_a_target_folder_that_is_renamed_between_two_mails_is_made_again(company, person):
    first = deliver(company, 1)
    company.poll()
    person.client.rename_folder("Filed", "Archive")
    second = deliver(company, 2)
    company.poll(2)
    assert company.lies_in() == {first[0]: ["Archive.Infrastructure engineer"], second[0]: [FILED]}
    invariant.check(company, first + second)


def test_a_target_folder_that_is_renamed_between_the_move_and_the_flag_fails_nothing(company, person):
    """\\Answered is still to be set when the folder gets another name."""
    [mail] = deliver(company, 1)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        session = installation.sessions["recruitment"]
        outbox, session.outbox = session.outbox, None  # type: ignore[assignment]
        with pytest.raises(AttributeError):
            carry_out(installation)
        change_mailbox(installation, installation.rules.mailboxes[0])
        person.client.rename_folder("Filed", "Archive")
        session.outbox = outbox
        carry_out(installation)
        counts = everything_in(installation.ledger).actions
    assert {state for _, state in counts} == {ActionState.DONE}, counts
    invariant.check(company, [mail])


def test_a_target_folder_that_is_made_anew_between_the_move_and_the_flag_fails_nothing(company, person):
    deliver(company, 1)
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])
        change_mailbox(installation, installation.rules.mailboxes[0])
        person.client.delete_folder(FILED)
        person.client.create_folder(FILED)
        carry_out(installation)
        counts = everything_in(installation.ledger).actions
    assert {state for _, state in counts} == {ActionState.DONE}, counts
    assert len(company.smtp.kept) == 1
    assert company.lies_in() == {}


def test_a_copy_of_a_mail_whose_folder_was_renamed_stays_where_the_person_put_it(company, person):
    [mail] = deliver(company, 1)
    company.poll()
    person.does("copy", mail, FILED, "INBOX")
    person.client.rename_folder("Filed", "Archive")
    company.poll(2)
    assert company.lies_in() == {mail: ["Archive.Infrastructure engineer", "INBOX"]}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_person_who_does_everything_at_once_loses_us_nothing(company, person, seed):
    chance = random.Random(seed)
    person.client.create_folder("Mine")
    mails: list[bytes] = []
    touched: set[bytes] = set()
    for step in range(12):
        mails += deliver(company, step)
        if step % 3 == 2:
            company.poll()
        mail = chance.choice(mails)
        touched.add(mail)
        for folder in company.lies_in().get(mail, [])[:1]:
            verb = chance.choice(["read", "flag", "move", "copy", "back", "delete"])
            if verb == "read":
                person.does("fetch", mail, folder, ["BODY[]"])
            elif verb == "flag":
                person.does("add_flags", mail, folder, [rb"\Flagged"])
            elif verb == "delete":
                uid = person.does("delete_messages", mail, folder)
                person.client.uid_expunge([uid])
            elif verb == "copy":
                person.does("copy", mail, folder, "INBOX")
            elif (verb == "move" and folder != "Mine") or folder != "INBOX":
                person.does("move", mail, folder, "Mine" if verb == "move" else "INBOX")
    company.poll(3)
    rows = invariant.check(company, mails, elsewhere=touched)
    assert len({row.raw_hash for row in rows}) == len(rows)
