"""From observing to live: the first answer that truly goes out to a person is the acknowledgement."""

from collections.abc import Iterator

import pytest

from inbox_bot.core.words import ActionState, Template
from tests.support.builders.at_work import MINUTE, Clock, an_application, at_work
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


def test_somebody_who_applied_while_it_observed_is_thanked_for_the_application_first(account, smtp, tmp_path):
    clock = Clock()
    with at_work(tmp_path, account, smtp, mode="observe", clock=clock) as company:
        company.receives(an_application())
        company.poll()
        assert company.whys() == [(ActionState.HELD, "observe")]
    clock.forward(MINUTE)
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        company.receives(an_application(cv="2025 another certificate").id("<second@example.org>"))
        company.poll()
        [sent] = company.answers(ActionState.DONE)
        assert sent.template is Template.ACKNOWLEDGEMENT
        clock.forward(MINUTE)
        company.receives(an_application(cv="2026 a third certificate, of Kubernetes").id("<third@example.org>"))
        company.poll()
        assert [row.template for row in company.answers()][-1] is Template.APPLICATION_UPDATED
