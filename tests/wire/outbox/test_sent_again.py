"""Somebody sends their application once more, from the Sent folder: one application, and no second answer."""

from collections.abc import Iterator

import pytest

from inbox_bot.core.words import ActionState, Outcome
from tests.support.builders.at_work import ADDRESS, DAY, Clock, Company, an_application, at_work
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


def two_months_ago() -> Clock:
    """A server gives no mail a date that is still to come."""
    clock = Clock()
    clock.forward(-60 * DAY)
    return clock


def once_more(number: int, **changes: str) -> MailBuilder:
    return an_application(**changes).id(f"<once.more.{number}@example.org>")


def outcomes(company: Company) -> list[tuple[Outcome | None, str | None]]:
    ledger = company.installation.ledger
    mails = ledger.reports.received_between(company.clock() - 400 * DAY, company.clock() + DAY)
    return [(mail.outcome, mail.reason) for mail in sorted(mails, key=lambda mail: mail.id)]


def applications(company: Company) -> int:
    return len(list((company.installation.folder / "applications").rglob("application.json")))


def withdrawal() -> MailBuilder:
    mail = a_mail().from_("Ann Lee <ann.lee@example.org>").to(ADDRESS).return_path("ann.lee@example.org")
    return mail.subject("My application").id("<no@example.org>").text("I withdraw my application. Kind regards, Ann")


def test_within_thirty_days_it_is_put_away_and_later_added_to_the_first_with_one_answer(account, smtp, tmp_path):
    clock = two_months_ago()
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        company.receives(an_application())
        company.poll()
        for number in range(2):
            clock.forward(10 * DAY)
            company.receives(once_more(number))
            company.poll()
        company.poll()
        assert outcomes(company) == [("filed", None), ("duplicate", "sent_again"), ("duplicate", "sent_again")]
        assert applications(company) == 1
        assert len(smtp.kept) == 1
        assert len(account.messages("Other")) == 2
        clock.forward(11 * DAY)
        company.receives(once_more(2))
        company.poll()
        assert outcomes(company)[-1] == ("filed", None)
        assert applications(company) == 1
        assert len(smtp.kept) == 1


def test_twice_in_one_batch_it_is_one_application(account, smtp, tmp_path):
    with at_work(tmp_path, account, smtp) as company:
        company.receives(an_application())
        company.receives(once_more(0))
        company.poll()
        assert outcomes(company) == [("filed", None), ("duplicate", "sent_again")]
        assert len(company.answers()) == 1


def test_whoever_withdrew_applies_anew(account, smtp, tmp_path):
    clock = two_months_ago()
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        for mail in (an_application(), withdrawal(), once_more(0)):
            company.receives(mail)
            company.poll()
            clock.forward(8 * DAY)
        assert [outcome for outcome, _ in outcomes(company)] == ["filed", "correspondence", "filed"]
        assert applications(company) == 2


def test_for_another_vacancy_it_is_another_application(account, smtp, tmp_path):
    clock = two_months_ago()
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        company.receives(an_application())
        company.receives(once_more(0, title="Data scientist intern"))
        company.poll()
        assert [outcome for outcome, _ in outcomes(company)] == ["filed", "filed"]
        assert {row.vacancy for row in company.answers(ActionState.DONE)} == {
            "infrastructure-engineer",
            "data-scientist-intern",
        }


def test_with_a_question_above_it_a_person_hears_of_it_as_before(account, smtp, tmp_path):
    """ "Did you get this?" is no duplicate: it is filed beside the first, or read by somebody."""
    asked = "Dear team,\n\ndid you get this? I have heard nothing.\n\n> please find my application attached.\n"
    with at_work(tmp_path, account, smtp) as company:
        company.receives(an_application())
        again = (
            an_application().id("<asked@example.org>").subject("Re: Application: Infrastructure engineer").text(asked)
        )
        company.receives(again)
        company.poll()
        assert outcomes(company)[1][0] is not Outcome.DUPLICATE


def test_what_was_filed_before_this_was_known_of_it_is_answered_as_ever(account, smtp, tmp_path):
    """A mail that a former version took in has no substance: its letter sent again is an update, as it was then."""
    clock = two_months_ago()
    with at_work(tmp_path, account, smtp, clock=clock) as company:
        company.receives(an_application())
        company.poll()
        with company.installation.ledger._store.writing() as connection:
            connection.exec_driver_sql("UPDATE messages SET substance = NULL")
        clock.forward(8 * DAY)
        company.receives(once_more(0))
        company.poll()
        assert [outcome for outcome, _ in outcomes(company)] == ["filed", "filed"]
