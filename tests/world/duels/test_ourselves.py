"""Two companies that both run inbox_bot, and mail that sets them at each other: two mailboxes, two ledgers.

The second company calls everything an application, by a rule of its own, and so does ours: a rule must not be able to
make a loop. What carries their mails is a gateway that leaves them as they are, takes our marks out, or takes the ids
of the thread out as well.
"""

import pytest

from inbox_bot.core.words import ActionState
from tests.support.builders.at_work import ADDRESS, MINUTE, Company, an_application
from tests.support.builders.houses import in_each_house
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.world.duels.router import MARKS, Post, delivered, without

pytestmark = pytest.mark.dovecot

ROUNDS = 10
OTHER = "jobs@othercompany.example"
CREDULOUS = """rules:
  - name: Everything is an application
    when: {from: "*"}
    then: {kind: application, answer: acknowledgement}
"""
IDS = ("in-reply-to", "references", "message-id")


@pytest.fixture
def smtp():
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def companies(house, dovecot, smtp, tmp_path):
    """Ours and the other one, by their addresses."""
    ours, others = dovecot.account(), dovecot.account()
    text = Installed(tmp_path, ours, smtp).text().replace("rules:\n", CREDULOUS, 1)
    other = Installed(tmp_path, others, smtp).text().replace("rules:\n", CREDULOUS, 1)
    other = other.replace(ADDRESS, OTHER).replace("snowplowanalytics.com", "othercompany.example")
    other = other.replace("Snowplow Analytics", "Other Company")
    with (
        house.at_work(tmp_path / "ours", ours, smtp, text=text) as company,
        house.at_work(tmp_path / "theirs", others, smtp, text=other) as second,
    ):
        yield {ADDRESS: company, OTHER: second}


def carry(post: Post, companies: dict[str, Company], gateway: tuple[str, ...]) -> None:
    for kept in post.new():
        companies[kept.recipients[0]].receives(without(delivered(kept), *gateway))


@pytest.mark.parametrize(
    ("house", "gateway"),
    in_each_house(
        [
            ("as they are", ()),
            ("no marks", MARKS),
            ("no marks, no ids", (*MARKS, *IDS)),
            ("no marks, no ids, no null sender", (*MARKS, *IDS, "return-path")),
        ]
    ),
    indirect=["house"],
)
def test_two_of_us_stop_after_two_answers_whatever_lies_between(companies, smtp, gateway):
    post = Post(smtp)
    companies[ADDRESS].receives(an_application("Jobs", OTHER))
    for number in range(ROUNDS):
        for address, other in ((ADDRESS, OTHER), (OTHER, ADDRESS)):
            companies[address].poll()
            carry(post, companies, gateway)
            if number % 3 == 2:  # somebody who wants to see us quarrel
                companies[address].receives(an_application("Jobs", other, to=address).id(f"<{number}@{other}>"))
            companies[address].clock.forward(MINUTE)
    assert len(smtp.kept) >= 2, "each answered the other once"
    for company in companies.values():
        assert {row.state for row in company.answers()} <= {ActionState.DONE, ActionState.HELD}
        assert len([row for row in company.answers() if row.state is ActionState.DONE]) <= 2
        assert company.installation.ledger.reports.waiting_count() == 0
