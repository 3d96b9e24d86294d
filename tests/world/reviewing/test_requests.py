"""A reviewer answers the digest that a request is settled, and takes it back."""

import pytest

from inbox_bot.core.words import Outcome
from tests.support.builders.company import ADDRESS, an_application
from tests.support.builders.mails import a_mail
from tests.unit.core.review.programs import gmail
from tests.world.reviewing.office import links_of

pytestmark = pytest.mark.dovecot


def test_it_is_settled_by_an_answer_and_open_again_by_its_link(open_office):
    office = open_office()
    office.account.append(an_application(0).bytes())
    asks = a_mail().from_("Bob Ray <bob@ray.example>").to(ADDRESS).subject("My data").id("<bob@ray.example>")
    office.account.append(asks.text("Please delete my personal data.\n\nBob Ray").bytes())
    office.look()
    requests = office.installation.ledger.requests
    [open_] = requests.open()
    office.reply(gmail, f"#{open_.message} settled", office.told())
    office.look()
    assert requests.open() == ()
    assert "what it asks for is settled" in office.said()
    assert office.row(open_.message).outcome is Outcome.REVIEW, "the mail stays what it is"
    [back] = [link for link in links_of(office.letters("jane")[-1]) if "undo" in link]
    office.click(back)
    office.look()
    assert [row.message for row in requests.open()] == [open_.message]
    assert "is open again" in office.said()
    office.reply(gmail, "#1 settled", office.told())
    office.look()
    assert "asks for nothing about anybody's data" in office.said()
