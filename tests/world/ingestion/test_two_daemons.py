"""One daemon a ledger, on SQLite and on PostgreSQL: the second ends with 3 and a clear line, and does nothing."""

import subprocess

import pytest

from inbox_bot.edges.ledger import Ledger, LedgerInUse
from inbox_bot.pipeline.installation import open_installation
from tests.support.builders.company import an_application, poll_once
from tests.support.command import Started
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def company(request, company_at):
    place = "ledger.db" if request.param == "sqlite" else request.getfixturevalue("postgres").place()
    return company_at(ledger=place)


def test_a_second_daemon_is_refused_and_the_first_goes_on(company):
    mails = [an_application(1).bytes()]
    company.account.append(mails[0])
    with company.installation() as installation:
        with (
            pytest.raises(LedgerInUse, match="another daemon holds the ledger"),
            open_installation(company.rules, company.folder),
        ):
            pass
        poll_once(installation)
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 1


def test_the_lock_of_a_daemon_that_was_killed_holds_nobody_up(company):
    place = company.rules.ledger if "://" in company.rules.ledger else str(company.folder / company.rules.ledger)
    hold = (
        "import sys; from inbox_bot.edges.ledger import Ledger; Ledger.open(sys.argv[1]); print('held', flush=True); "
        "sys.stdin.read()"
    )
    holder = Started(place, code=hold, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(LedgerInUse):
        Ledger.open(place)
    holder.kill()
    holder.wait(20)
    company.account.append(an_application(1).bytes())
    company.poll()
    assert len(company.smtp.kept) == 1


def test_polls_one_after_the_other_give_the_same_on_both(company):
    mails = [an_application(number).bytes() for number in range(3)]
    for mail in mails:
        company.account.append(mail)
    company.poll()
    company.renumber()
    company.poll(2)
    invariant.check(company, mails)
    assert len(company.smtp.kept) == 3
