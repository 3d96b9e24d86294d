"""We and other machines, answering each other over IMAP and SMTP: each duel ends by itself, after two answers at most.

All opponents write in all rounds, at one mailbox; half-way the daemon is started anew, or both workers are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from inbox_bot.core.reply.why import Hold, Silence, Stop
from inbox_bot.core.words import ActionState, Outcome
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import MailRow
from tests.support.builders.at_work import DAY, HOUR, MINUTE, Company, an_application
from tests.support.builders.houses import in_each_house
from tests.support.servers.smtp import SmtpServer
from tests.world.duels.opponents import OPPONENTS, ticket_system, with_an_address_that_changes
from tests.world.duels.router import Post, one_round

pytestmark = pytest.mark.dovecot

ROUNDS = 12
SECONDS = timedelta(seconds=5)
ALL = pytest.mark.parametrize("opponent", OPPONENTS, ids=lambda opponent: opponent.__name__)


@dataclass
class Duels:
    """How they went."""

    company: Company
    letters: list[tuple[datetime, str, EmailMessage]]  #: what we sent: when, to which opponent

    def letters_to(self, opponent) -> list[datetime]:
        return [at for at, name, _ in self.letters if name == opponent.__name__]

    def mails_of(self, opponent) -> list[MailRow]:
        now = self.company.clock()
        domain = opponent(0, None).message().senders[0].domain
        return [
            mail
            for mail in self.company.installation.ledger.reports.received_between(now - 30 * DAY, now + DAY)
            if mail.sender.rstrip(">").endswith(domain)
        ]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(each.values, id=each.id, marks=each.marks)
        for each in in_each_house([("hours late", 7 * HOUR), ("at once", SECONDS)])
    ],
)
def duels(request, house_called, dovecot, tmp_path_factory) -> Iterator[Duels]:
    name, pause = request.param
    house = house_called(name)
    letters: list[tuple[datetime, str, EmailMessage]] = []
    last: dict[str, EmailMessage] = {}
    with SmtpServer() as smtp:
        post = Post(smtp)
        with house.at_work(tmp_path_factory.mktemp("duels"), dovecot.account(), smtp) as company:
            clock, installed = company.clock, company.installed
            for number in range(ROUNDS // 2):
                last = one_round(company, post, OPPONENTS, number, last)
                letters += [(clock(), name, letter) for name, letter in last.items()]
                clock.forward(pause)
        with house.again(installed, clock) as company:
            for number in range(ROUNDS // 2, ROUNDS):
                last = one_round(company, post, OPPONENTS, number, last)
                letters += [(clock(), name, letter) for name, letter in last.items()]
                clock.forward(pause)
            yield Duels(company, letters)


@ALL
def test_at_most_two_answers(duels, opponent):
    sent = duels.letters_to(opponent)
    for begin in sent:
        assert len([at for at in sent if begin <= at < begin + DAY]) <= 2
    if opponent is not with_an_address_that_changes:
        assert len(sent) <= 2


def test_nobody_hears_twice_from_us_but_the_machine_of_many_addresses_and_it_at_each_only_once(duels):
    recipients = [letter["To"] for _, _, letter in duels.letters]
    assert len(set(recipients)) == len(recipients)


def test_a_machine_that_says_so_gets_no_answer_at_all(duels):
    assert duels.letters_to(ticket_system) == []
    assert {mail.reply_why for mail in duels.mails_of(ticket_system)} == {Stop.AUTO_SUBMITTED}


@ALL
def test_what_is_not_answered_is_held_or_stopped_and_says_why(duels, opponent):
    mails = duels.mails_of(opponent)
    assert len(mails) == ROUNDS
    for mail in mails:
        assert mail.outcome is not None
        if mail.answers:
            [answer] = mail.answers
            assert answer.state is ActionState.DONE or (answer.state is ActionState.HELD and answer.why in list(Hold))
        else:
            assert mail.reply_why in [*Stop, Silence.ADDS_NOTHING]


def test_the_digest_tells_of_every_answer_that_waits_for_a_person(duels):
    company, now = duels.company, duels.company.clock()
    period = Period(day=now.date(), begins=now - 30 * DAY, ends=now + DAY)
    digest = gather(
        company.installation.ledger, company.installation.rules, company.installation.rules.reviewers[0], period
    )
    listed = {line.number for line in digest.needs_person}
    held = [
        row
        for row in company.answers(ActionState.HELD)
        if row.why != Hold.ANSWERED_BY_HAND
        and company.installation.ledger.reports.mail(row.mailbox, row.raw_hash).id not in listed
    ]
    assert sum(bunch.number for bunch in digest.bunches) == len(held)
    assert listed
    assert held


def test_thirty_people_are_answered_while_every_machine_writes(house, account, tmp_path):
    """Two lines, word for word the same, from one provider's domain: only their names and CVs tell them apart."""
    people = [f"person{chr(97 + number // 10)}{number % 10}@gmx.de" for number in range(30)]
    with SmtpServer() as smtp, house.at_work(tmp_path, account, smtp) as company:
        post, last = Post(smtp), {}
        for number in range(10):
            for address in people[number * 3 : number * 3 + 3]:
                name = f"Pat {address.partition('@')[0].title()}"
                company.receives(an_application(name, address, cv=f"Number {address} in the marathon"))
            last = one_round(company, post, OPPONENTS, number, last)
            company.clock.forward(SECONDS)
        for _ in range(2):  # the minute's pace
            company.clock.forward(MINUTE)
            company.poll()
        sent = [recipient for kept in smtp.kept for recipient in kept.recipients]
        assert sorted(each for each in sent if each.endswith("@gmx.de")) == sorted(people)
        assert len(sent) <= len(people) + 2 * len(OPPONENTS)
        mails = company.installation.ledger.reports.received_between(company.clock() - DAY, company.clock())
        assert {mail.outcome for mail in mails if "@gmx.de" in mail.sender} == {Outcome.FILED}
