"""Forty applicants of one vacancy, on Dovecot: three kept, two answered, one withdrawn, one bounced; 33 hear of it."""

import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_bot.core.reply.why import Spared
from inbox_bot.core.words import ActionState
from inbox_bot.pipeline.decisions.closing import Begun, Shown, ask_to_close, confirm_closing, stop_closing
from tests.support.builders.at_work import ADDRESS, HOUR, MINUTE, Company, an_application, at_work, open_again, read
from tests.support.builders.mails import a_mail
from tests.support.servers.dovecot import Account
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.closing_killed import die

pytestmark = pytest.mark.dovecot
VACANCY = "infrastructure-engineer"
FIRST, LAST = ["Ada", "Ben", "Cem", "Dan", "Eve", "Fay", "Gil", "Hal"], ["Ash", "Birch", "Cedar", "Dale", "Elm"]
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]
KEPT, ANSWERED, WITHDRAWN, BOUNCED = NAMES[:3], NAMES[3:5], NAMES[5], NAMES[6]
OPEN = NAMES[7:]


@pytest.fixture
def company(account: Account, tmp_path: Path) -> Iterator[Company]:
    with SmtpServer() as smtp, at_work(tmp_path, account, smtp) as company:
        yield company


def address(name: str) -> str:
    return f"{name.replace(' ', '.').lower()}@gmail.com"


def turns_down(company: Company) -> Counter[str]:
    mails = [read(kept) for kept in company.installed.smtp.kept]
    return Counter(str(mail["To"]).rpartition("<")[2].strip(">") for mail in mails if "further" in str(mail))


def test_thirty_three_of_forty_hear_of_it_once_each_through_a_kill(company: Company):
    for name in NAMES:
        company.receives(an_application(name, address(name)))
    for _ in range(3):
        company.poll()
        company.clock.forward(2 * MINUTE)
    for number, name in enumerate(ANSWERED):
        by_hand = a_mail().from_(ADDRESS).to(address(name)).subject("Interview").id(f"<{number}@hand.example>")
        account = company.installed.account
        account.append(by_hand.without("Date").bytes(), "Sent", internaldate=company.clock())
    withdraws = a_mail().from_(f"{WITHDRAWN} <{address(WITHDRAWN)}>").to(ADDRESS).subject("My application")
    company.receives(withdraws.id("<w@gmail.com>").text("I withdraw my application as infrastructure engineer."))
    company.poll()
    company.installation.ledger.notices.note_bounce(None, address(BOUNCED).replace(".", "", 1), company.clock())

    # Shown, confirmed with another number, confirmed; stopped within the hour; and all of it once more.
    vacancy = company.installation.rules.vacancy(VACANCY)
    assert vacancy is not None
    for stopped in (True, False):
        company.clock.forward(MINUTE)
        shown = ask_to_close(vacancy, company.installation, company.clock(), by="boss", names=KEPT)
        assert isinstance(shown, Shown)
        assert {each.name for each in shown.to} == set(OPEN)
        assert {each.name: each.spared for each in shown.spared} == {
            **dict.fromkeys(KEPT, Spared.KEPT),
            **dict.fromkeys(ANSWERED, Spared.ANSWERED),
            WITHDRAWN: Spared.WITHDRAWN,
            BOUNCED: Spared.BOUNCED,
        }
        company.clock.forward(MINUTE)
        assert isinstance(confirm_closing(vacancy, 33, company.installation, company.clock(), by="boss"), Begun)
        if stopped:
            company.clock.forward(59 * MINUTE)
            company.poll()
            assert stop_closing(vacancy, company.installation, company.clock(), by="boss").stopped == 33
            company.clock.forward(2 * HOUR)
            company.poll()
    assert turns_down(company) == Counter()

    # The hour is over. The daemon is killed when it has asked for the eighth letter, and started again.
    company.clock.forward(HOUR)
    company.installation.ledger.close()  # its lock is the next daemon's
    there = company.installed
    process = multiprocessing.get_context("forkserver").Process(
        target=die, args=(there.rules, there.folder, company.clock(), 8)
    )
    process.start()
    process.join(120)
    assert process.exitcode == -signal.SIGKILL
    assert turns_down(company) == Counter()
    with open_again(company.installed, company.clock) as again:
        for _ in range(4):
            again.clock.forward(2 * MINUTE)
            again.poll()
        assert turns_down(again) == Counter(map(address, OPEN))  # 33, once each
        again.clock.forward(30 * HOUR)
        again.poll()
        assert turns_down(again).total() == 33
        assert again.answers(ActionState.UNCERTAIN) == ()
