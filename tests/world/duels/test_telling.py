"""A rule tells a reviewer about every mail, and the reviewer's mail comes back to us, by whatever gateway."""

import pytest

from tests.support.builders.at_work import ADDRESS, MINUTE, an_application, read
from tests.support.builders.houses import in_each_house
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.world.duels.router import MARKS, Post, delivered, without

pytestmark = pytest.mark.dovecot

ROUNDS = 10
TELLING = """rules:
  - name: Tell me everything
    when: {from: "*"}
    then: {tell: hiring@snowplowanalytics.com}
"""


@pytest.mark.parametrize(
    ("house", "gateway"),
    in_each_house([("as it is", ()), ("no marks", MARKS), ("nothing", (*MARKS, "return-path"))]),
    indirect=["house"],
)
def test_a_reviewer_whose_mail_is_forwarded_to_us_is_told_of_each_mail_once(house, account, tmp_path, gateway):
    with SmtpServer() as smtp:
        text = Installed(tmp_path, account, smtp).text().replace("rules:\n", TELLING, 1)
        with house.at_work(tmp_path, account, smtp, text=text) as company:
            post = Post(smtp)
            company.receives(an_application())
            for _ in range(ROUNDS):
                company.poll()
                for kept in post.new():
                    if kept.recipients == ("hiring@snowplowanalytics.com",):
                        company.receives(without(delivered(kept), *gateway))
                company.clock.forward(MINUTE)
            told = [read(kept)["To"] for kept in smtp.kept if "hiring@" in kept.recipients[0]]
            assert len(told) == 1
            assert len(smtp.kept) == 2, "and the applicant has one answer"
            assert all(ADDRESS not in kept.recipients for kept in smtp.kept)
