"""UIDs that change their meaning: a new UIDVALIDITY, a temporary one, one in two folders, a mailbox put back."""

import re
from datetime import timedelta

import pytest

from inbox_bot.core.rules.model import Mode
from inbox_bot.core.words import ActionState
from inbox_bot.pipeline.intake import poll as poll_module
from inbox_bot.pipeline.intake.poll import poll
from inbox_bot.pipeline.outgoing.carry_out import carry_out
from tests.support.builders.company import an_application, poll_once
from tests.support.servers.imap_proxy import changes, hangs_up, says
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
UIDVALIDITY = re.compile(rb"UIDVALIDITY \d+")


def deliver(company, *numbers, folder="INBOX"):
    mails = [an_application(number).bytes() for number in numbers]
    for mail in mails:
        company.account.append(mail, folder)
    return mails


def outcomes(company):
    with company.ledger() as ledger:
        return [(row.raw_hash, row.outcome, row.attempts) for row in ledger.reports.received_between(*invariant.EVER)]


def alarms(company):
    with company.ledger() as ledger:
        return {each.alarm.name: each.alarm.sentence for each in ledger.alarms.raised()}


def number_differently(proxy, number, times=10_000):
    """The server says another UIDVALIDITY wherever it says one."""
    proxy.when(
        r"STATUS|SELECT|EXAMINE", changes(lambda said: UIDVALIDITY.sub(b"UIDVALIDITY %d" % number, said)), times=times
    )


def test_a_new_uidvalidity_gives_no_new_outcome_and_no_answer_and_is_told_once(company_at):
    company = company_at(mode=Mode.OBSERVE)
    mails = deliver(company, *range(6))
    company.poll()
    before = outcomes(company)
    company.renumber()
    mails += deliver(company, 6)
    company.poll()
    assert outcomes(company)[:6] == before
    assert len(outcomes(company)) == 7
    invariant.check(company, mails)
    assert "numbered the mails of INBOX anew" in alarms(company)["uids:recruitment/INBOX"]
    assert not company.smtp.kept


def test_the_notice_of_new_numbers_ends_after_a_weekend(company_at):
    company = company_at(mode=Mode.OBSERVE)
    deliver(company, 1)
    company.poll()
    company.renumber()
    company.poll()
    began = company.now()
    company.now = lambda: began.replace(year=began.year + 1)
    company.poll()
    assert not alarms(company)


def test_answers_that_were_due_go_out_once_over_a_new_uidvalidity(company):
    mails = deliver(company, *range(4))
    with company.installation() as installation:
        poll(installation, installation.rules.mailboxes[0])  # taken in, nothing carried out
    company.renumber()
    company.poll(2)
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 4


@pytest.mark.parametrize("restore", [False, True], ids=["a new number", "the same number"])
def test_a_move_that_waits_is_made_although_the_first_look_at_new_numbers_breaks_off(behind_proxy, proxy, restore):
    """The numbers we knew mean nothing any more, and the new ones are not known yet: the mail is not gone."""
    company = behind_proxy
    mails = deliver(company, 2)
    company.poll()
    company.keep("yesterday")
    [mail] = deliver(company, 1)
    proxy.when("UID MOVE", says("{tag} NO [UNAVAILABLE] later"))
    company.poll()
    if restore:
        company.restore_mailbox("yesterday")
        mails += deliver(company, 3)
        company.account.append(mail)
    else:
        company.renumber()
    now = company.now()
    company.now = lambda: now + timedelta(hours=1)
    proxy.when(r"UID FETCH.*BODY.PEEK\[\]", hangs_up())
    assert company.poll()  # broken off, and what is due is carried out all the same
    assert company.lies_in()[mail] == ["INBOX"]
    company.now = lambda: now + timedelta(hours=2)
    company.poll(2)
    assert company.lies_in()[mail] == ["Filed.Infrastructure engineer"]
    invariant.check(company, [mail, *mails])


def test_nothing_is_moved_before_the_uids_were_compared_for_they_may_mean_other_mails(behind_proxy, proxy):
    """The daemon's jobs begin together: what waited to be moved since yesterday, and the look that sees the backup."""
    company = behind_proxy
    mails = deliver(company, 2)
    company.poll()
    company.keep("yesterday")
    gone = deliver(company, 1)
    proxy.when("UID MOVE", says("{tag} NO [UNAVAILABLE] later"))
    company.poll()
    company.restore_mailbox("yesterday")
    mails += deliver(company, 3)  # gets the UID of what was to be moved
    now = company.now()
    company.now = lambda: now + timedelta(hours=1)
    with company.installation() as installation:
        carry_out(installation)
        poll_once(installation)
    invariant.check(company, [*mails, *gone], elsewhere=gone)


def test_new_numbers_between_the_look_at_a_folder_and_the_mail_that_waits_there_end_no_poll(
    behind_proxy, proxy, monkeypatch
):
    company = behind_proxy
    mail = an_application(1).header("X-Dies", "yes").bytes()
    company.account.append(mail)
    company.poll()
    look = poll_module._look_until_it_holds

    def look_and_number_differently(folder, counters):
        whole = look(folder, counters)
        number_differently(proxy, 7)
        return whole

    with monkeypatch.context() as patch:
        patch.setattr(poll_module, "_look_until_it_holds", look_and_number_differently)
        assert not company.poll()
    proxy.heals()
    company.reader.heals = True
    company.poll(2)
    invariant.check(company, [mail])


def test_a_uidvalidity_that_is_another_for_one_poll_changes_nothing(behind_proxy, proxy):
    """RFC 2683 §3.4.3: a server that says 1 for a while, and then the old number again."""
    mails = deliver(behind_proxy, 1, 2)
    behind_proxy.poll()
    before = outcomes(behind_proxy)
    mails += deliver(behind_proxy, 3)
    number_differently(proxy, 1)
    behind_proxy.poll()
    proxy.heals()
    behind_proxy.poll(2)
    assert outcomes(behind_proxy)[:2] == before
    invariant.check(behind_proxy, mails)
    assert len(behind_proxy.smtp.kept) == 3


def test_a_uidvalidity_that_changes_between_two_commands_is_noticed_and_nothing_is_lost(behind_proxy, proxy):
    mails = deliver(behind_proxy, 1, 2, 3)
    proxy.when(r"EXAMINE", changes(lambda said: UIDVALIDITY.sub(b"UIDVALIDITY 77", said)), times=1)
    behind_proxy.poll(2)
    invariant.check(behind_proxy, mails)
    assert len(behind_proxy.smtp.kept) == 3


def test_two_folders_with_one_uidvalidity_and_the_same_uids_are_two_folders(company_at, proxy):
    company = company_at(imap_port=proxy.port, folders=("INBOX", "Jobs"), mode=Mode.OBSERVE)
    mails = deliver(company, 1, 2) + deliver(company, 3, 4, folder="Jobs")
    number_differently(proxy, 7)
    company.poll(2)
    invariant.check(company, mails)
    with company.ledger() as ledger:
        assert ledger.intake.folder_state("recruitment", "INBOX").uidvalidity == 7
        assert ledger.intake.folder_state("recruitment", "Jobs").uidvalidity == 7


def test_the_same_bytes_in_two_watched_folders_are_one_mail(company_at):
    company = company_at(folders=("INBOX", "Jobs"))
    [mail] = deliver(company, 1)
    deliver(company, 1, folder="Jobs")
    company.poll(2)
    rows = invariant.check(company, [mail], elsewhere=[mail])
    assert len(rows) == 1
    assert sorted(company.lies_in()[mail]) == ["Filed.Infrastructure engineer", "Other"]
    assert len(company.smtp.kept) == 1


def test_after_start_now_a_new_uidvalidity_takes_in_nothing_of_what_was_left_alone(company_at):
    company = company_at(start="now")
    old = deliver(company, 1, 2)
    company.poll()
    began = company.now()
    new = [an_application(3).bytes()]
    company.account.append(new[0], internaldate=began.replace(microsecond=0).replace(year=began.year + 1))
    company.poll()
    company.renumber()
    company.poll(2)
    rows = invariant.check(company, new)
    assert len(rows) == 1
    assert all(company.lies_in()[mail] == ["INBOX"] for mail in old)
    assert len(company.smtp.kept) == 1


def test_a_mail_that_came_between_start_now_and_a_new_uidvalidity_is_not_lost(company_at):
    company = company_at(start="now")
    began = company.now()
    company.account.append(an_application(1).bytes(), internaldate=began.replace(year=began.year - 1))
    company.poll()
    mail = an_application(2).bytes()
    company.account.append(mail, internaldate=began.replace(microsecond=0))
    company.renumber()
    company.poll()
    assert len(invariant.check(company, [mail])) == 1


def test_yesterdays_mailbox_put_back_under_todays_ledger_is_answered_nothing_again(company):
    mails = deliver(company, 1, 2, 3)
    company.account.close()
    with company.installation():
        pass  # a ledger to be kept with it
    company.keep("yesterday")
    company.poll()
    assert len(company.smtp.kept) == 3
    before = outcomes(company)
    company.restore_mailbox("yesterday")
    company.poll(2)
    assert outcomes(company) == before
    assert len(company.smtp.kept) == 3
    invariant.check(company, mails)


def test_a_mailbox_put_back_that_gives_its_uids_anew_loses_no_mail(company_at):
    """UIDVALIDITY is the same, and the UIDs mean other mails: the spot check of the last ones sees it."""
    company = company_at(mode=Mode.OBSERVE)
    mails = deliver(company, *range(3))
    company.poll()
    company.keep("yesterday")
    deliver(company, 3, 4)
    company.poll()
    company.restore_mailbox("yesterday")
    mails += deliver(company, 5, 6)  # they get the UIDs of 3 and 4
    company.poll()
    rows = invariant.check(company, mails)
    assert len(rows) == 7
    assert not company.smtp.kept
    assert all(answer.state is ActionState.HELD for row in rows for answer in row.answers)


def test_a_uidnext_that_goes_back_while_the_house_is_open_loses_no_mail(company_at):
    company = company_at(mode=Mode.OBSERVE)
    mails = deliver(company, *range(3))
    company.poll()
    company.keep("yesterday")
    deliver(company, 3, 4)
    with company.installation() as installation:
        poll_once(installation)
        installation.sessions["recruitment"].mailbox.close()
        company.restore_mailbox("yesterday")
        mails += deliver(company, 5)
        poll_once(installation)
    assert len(invariant.check(company, mails)) == 6


def test_uids_that_change_while_the_house_is_open_are_noticed_by_the_number_alone(company_at):
    company = company_at(mode=Mode.OBSERVE)
    mails = deliver(company, 1)
    with company.installation() as installation:
        poll_once(installation)
        company.account.close()
        installation.sessions["recruitment"].mailbox.close()
        company.renumber()
        mails += deliver(company, 2)
        poll_once(installation)
    invariant.check(company, mails)
