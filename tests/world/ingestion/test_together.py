"""Changes of a batch by few commands: the same in the end as one by one, whatever breaks on the way."""

from datetime import timedelta

import pytest

from inbox_bot.core.words import ActionState
from tests.support.builders.company import an_application
from tests.support.builders.counting import everything_in
from tests.support.servers.imap_proxy import HangUp, changes, hangs_up, says
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot
MAILS = 12


def deliver(company):
    mails = [an_application(number).bytes() for number in range(MAILS)]
    for mail in mails:
        company.account.append(mail)
    return mails


def answer_is_lost():
    """The server does what was asked, and the line breaks before it can say so."""

    def lose(told: bytes) -> bytes:
        if told.startswith((b"* ", b"+")):
            return told
        raise HangUp

    return changes(lose)


def everything_is_done(company, mails) -> None:
    invariant.check(company, mails)
    with company.installation() as installation:
        counts = everything_in(installation.ledger).actions
    assert {state for _, state in counts} == {ActionState.DONE}, counts
    copies = [mail for mail, _ in company.account.messages("Sent").values()]
    assert len(copies) == len(set(copies)) == len(company.smtp.kept) == len(mails)
    for folder in company.account.folders():
        if folder.startswith("Filed."):
            assert all(rb"\Answered" in flags for _, flags in company.account.messages(folder).values())


def test_a_batch_is_moved_flagged_and_copied_by_few_commands(company_at, proxy):
    company = company_at(imap_port=proxy.port)
    mails = deliver(company)
    company.poll()
    everything_is_done(company, mails)
    commands = [command.split(" ")[0:2] for command in proxy.commands]
    assert sum(command[0] == "APPEND" for command in commands) <= 3, commands
    flagged = [command for command in proxy.commands if command.startswith("UID STORE") and "Answered" in command]
    assert len(flagged) <= 4, flagged


@pytest.mark.parametrize("command", ["APPEND", r"UID STORE.*Answered", "UID MOVE"])
@pytest.mark.parametrize("fault", [hangs_up, answer_is_lost, lambda: says("{tag} NO [LIMIT] too much at once")])
def test_whatever_breaks_a_change_of_many_each_is_done_once_in_the_end(company_at, proxy, command, fault):
    company = company_at(imap_port=proxy.port)
    mails = deliver(company)
    company.poll()
    more = [an_application(number).bytes() for number in range(MAILS, 2 * MAILS)]
    for mail in more:
        company.account.append(mail)
    proxy.when(command, fault())
    company.poll()
    later = company.now() + timedelta(minutes=10)  # what failed for now is due again
    company.now = lambda: later
    company.poll(2)
    everything_is_done(company, mails + more)
