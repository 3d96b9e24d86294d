"""A reviewer confirms what a new `keep` lets go, from the digest, and takes it back."""

from datetime import timedelta

import pytest

from inbox_bot.core.rules.keep import KeepSettings
from inbox_bot.pipeline.privacy.retaining import look
from tests.support.builders.company import an_application
from tests.unit.core.review.programs import gmail
from tests.world.reviewing.office import BOB, Office, links_of

pytestmark = pytest.mark.dovecot


def keep_of(office: Office, **keep: str) -> None:
    office.rules_become(keep=KeepSettings.model_validate(keep))
    look(office.installation.ledger, office.installation.rules, office.clock())


def offered(office: Office, reviewer: str = "jane") -> list[str]:
    """The links of the newest letter that speak of `keep`."""
    return [link for link in links_of(office.letters(reviewer)[-1]) if "body=keep" in link]


def test_a_keep_is_confirmed_by_a_digests_link_as_it_was_shown_and_taken_back(open_office):
    office = open_office()
    expiring = office.installation.ledger.expiring
    office.account.append(an_application(0).bytes())
    office.look()
    keep_of(office, filed="6 months after closing", raw="5 days")
    office.clock.now += timedelta(days=1)
    office.tell()
    told = office.said()
    assert "filed: 6 months after its vacancy closes" in told
    assert "raw: 5 days after it came" in told
    [yes] = offered(office)

    keep_of(office, filed="1 month after closing")
    office.click(yes)
    office.look()
    assert not expiring.standing().confirmed_at, "it is another keep than the one that was shown"
    assert "not the one that you were shown" in office.said()

    office.clock.now += timedelta(days=1)
    office.tell()
    [yes] = offered(office)
    office.click(yes, "stranger@example.org")
    office.look()
    assert not expiring.standing().confirmed_at
    office.click(yes)
    office.look()
    assert expiring.standing().confirmed_by == "jane@snowplowanalytics.com"
    assert "It keeps filed: 1 month after its vacancy closes" in office.said()
    [back] = offered(office)

    office.clock.now += timedelta(days=1)
    office.tell()
    assert "jane@snowplowanalytics.com confirmed it" in office.said(BOB)
    office.click(back)
    office.look()
    assert not expiring.standing().confirmed_at
    assert "Nothing is erased" in office.said()


def test_it_may_be_written_by_hand_and_not_by_whoever_looks_after_a_part(open_office):
    office = open_office()
    office.look()
    keep_of(office, agency="1 month")
    code = offered_code(office)
    bob = office.installation.rules.reviewers[1].model_copy(update={"vacancies": ("data-scientist-intern",)})
    office.rules_become(reviewers=(office.installation.rules.reviewers[0], bob))
    office.reply(gmail, f"keep {code}", office.told(BOB))
    office.look()
    assert not office.installation.ledger.expiring.standing().confirmed_at
    assert "who looks after all mailboxes" in office.said(BOB)
    office.reply(gmail, f"keep {code}\nkeep {code} undo", office.told())
    office.look()
    assert "two things" in office.said()
    office.reply(gmail, f"keep {code}", office.told())
    office.look()
    assert office.installation.ledger.expiring.standing().confirmed_at


def offered_code(office: Office) -> str:
    office.clock.now += timedelta(days=1)
    office.tell()
    [yes] = offered(office)
    return yes.partition("body=keep%20")[2][:8]
