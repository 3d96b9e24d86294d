"""One sending directly and through recruitment@'s own list: one application, one answer, whichever comes first."""

import pytest

from inbox_bot.core.words import Outcome
from tests.support.builders.company import ADDRESS, an_application
from tests.world.ingestion import invariant

pytestmark = pytest.mark.dovecot


def through_our_list(mail, *, rewritten):
    """As a Google Group hands it on: tag, footer, fields; and with `rewritten` its own address in From."""
    fields = dict(mail.fields)
    passed = mail.subject(f"[recruitment] {fields['Subject']}").text(
        f"{mail.plain}\n\n-- \nYou get this from the list."
    )
    if rewritten:
        passed = passed.from_(f"'Ann Lee' via Recruitment <{ADDRESS}>").reply_to(fields["From"])
    passed = passed.header("Precedence", "list").header("List-ID", "<recruitment.snowplowanalytics.com>")
    return passed.header("List-Post", f"<mailto:{ADDRESS}>")


@pytest.mark.parametrize("rewritten", [False, True], ids=["as it was", "rewritten"])
@pytest.mark.parametrize("first", ["directly", "through the list"])
@pytest.mark.parametrize("polls", ["in one poll", "one poll each"])
def test_a_mail_that_comes_directly_and_through_our_list_is_one_application(company, rewritten, first, polls):
    mail = an_application(1)
    ways = [mail, through_our_list(mail, rewritten=rewritten)]
    for way in ways if first == "directly" else reversed(ways):
        company.account.append(way.bytes())
        if polls == "one poll each":
            company.poll()
    company.poll()
    rows = invariant.check(company, [way.bytes() for way in ways])
    assert sorted(row.outcome for row in rows) == sorted([Outcome.FILED, Outcome.DUPLICATE])
    answers = 0 if rewritten and first == "through the list" else 1  # no border of ours shows that our list sent it
    assert len(company.smtp.kept) == answers
