"""A filter's bad word stops the answer; its good word proves nothing."""

import pytest

from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.why import Stop
from tests.unit.core.reply.circumstances import a_proposal, with_header


@pytest.mark.parametrize(
    "fields",
    [
        [("X-Spam-Flag", "YES")],
        [("X-Spam-Flag", "yes")],
        [("X-Spam-Status", "Yes, score=9.1 required=5.0 tests=A")],
        [("X-MS-Exchange-Organization-SCL", "5")],
        [("X-MS-Exchange-Organization-SCL", " 9 ")],
        [("X-Spam-Flag", "NO"), ("X-Spam-Flag", "YES")],
        [("X-Spam-Status", "No, score=-1"), ("X-Spam-Flag", "YES")],
    ],
)
def test_a_bad_verdict_stops(fields):
    assert may_answer(a_proposal(with_header(*fields))) is Stop.SPAM


@pytest.mark.parametrize(
    "fields",
    [
        [("X-Spam-Flag", "NO")],
        [("X-Spam-Status", "No, score=1.0 required=5.0")],
        [("X-Spam-Status", "Yesterday")],
        [("X-MS-Exchange-Organization-SCL", "-1")],
        [("X-MS-Exchange-Organization-SCL", "1")],
        [("X-MS-Exchange-Organization-SCL", "none")],
        [("X-Spam-Level", "*****")],
    ],
)
def test_a_good_or_odd_verdict_does_not(fields):
    assert may_answer(a_proposal(with_header(*fields))) is None


def test_a_good_verdict_makes_no_automatic_mail_answerable():
    mail = with_header(("X-Spam-Flag", "NO"), ("Auto-Submitted", "auto-replied"))
    assert may_answer(a_proposal(mail)) is Stop.AUTO_SUBMITTED
