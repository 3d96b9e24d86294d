"""`keep` does what it says: told a week before, confirmed once, and never by a clock that jumped."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import Outcome
from inbox_bot.daemon.reviewers import Told, tell_reviewers
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.sections.keeping import to_confirm
from inbox_bot.pipeline.privacy.pending import go_on
from inbox_bot.pipeline.privacy.told import kept_notes
from tests.support.builders.at_work import DAY, Clock, Company, an_application, at_work, open_again
from tests.support.servers.installation import Installed
from tests.world.decisions.desk import Desk
from tests.world.decisions.test_commands import doubtful, newsletter, of_an_agency

pytestmark = pytest.mark.dovecot

KEEP = """
keep: {filed: 1 month after closing, agency: 14 days, not_an_application: 14 days, raw: 5 days}
"""
TITLE = "    title: Infrastructure engineer\n"


def rules_text(installed: Installed, clock: Clock, keep: str) -> str:
    closes = (clock() + 2 * DAY).date().isoformat()
    return installed.text(more=keep).replace(TITLE, f"{TITLE}    closes: {closes}\n", 1)


def pass_days(company: Company, days: int) -> None:
    """The daemon at work, day by day."""
    for _ in range(days):
        company.clock.forward(DAY)
        assert go_on(company.installation) == ()


def told(company: Company) -> str:
    return " ".join(kept_notes(company.installation.ledger, company.installation.rules, company.clock()))


def digests_in_sent(company: Company) -> list[bytes]:
    """The digests of two days, as Gmail keeps them in Sent."""
    told, installed = Told(), company.installed
    for _ in range(2):
        company.clock.forward(DAY)
        tell_reviewers(company.installation, told)
    Desk(company).polls(1)
    digests = [kept.content for kept in installed.smtp.kept if b"Message-ID: <digest." in kept.content]
    for digest in digests:
        installed.account.append(digest, "Sent")
    return digests


def waiting(company: Company) -> str:
    """What a digest shows of a `keep` that nobody has confirmed."""
    rules = company.installation.rules
    concern = Concern(rules, rules.reviewers[0])
    return " ".join(each.sentence for each in to_confirm(company.installation.ledger, rules, concern, ENGLISH))


def test_what_was_kept_long_enough_goes_and_nothing_else(account, smtp, tmp_path: Path, run):
    clock = Clock()
    installed = Installed(tmp_path, account, smtp)
    with at_work(tmp_path, account, smtp, text=rules_text(installed, clock, ""), clock=clock) as company:
        desk = Desk(company)
        company.receives(an_application("Bea Moss", "bea@moss.example"))  # 1: filed
        company.receives(of_an_agency())  # 2: its refusal is held
        company.receives(newsletter().from_("News <news@letters.example>"))  # 3: no application
        company.receives(doubtful().from_("Dot <dot@doubt.example>").id("<dot@doubt.example>"))  # 4: needs a person
        company.receives(an_application("Cy Poe", "cy@poe.example", title="Data pipeline engineering intern"))  # 5
        desk.polls(3)
        digests = digests_in_sent(company)
        pass_days(company, 60)
        assert len(company.installation.ledger.erasures.newest()) == 0, "without keep everything stays"
        assert "nothing is ever erased" in run("keep").out
        was = [desk.mail(number).outcome for number in range(1, 6)]
        assert (was[0], was[1], was[2]) == (Outcome.FILED, Outcome.AGENCY, Outcome.NOT_AN_APPLICATION)
        assert was[3:] == [Outcome.REVIEW, Outcome.FILED]

    installed.write(rules_text(installed, Clock(clock() - 60 * DAY), KEEP))
    with open_again(installed, clock) as company:
        desk = Desk(company)
        ledger = company.installation.ledger
        pass_days(company, 9)
        assert ledger.erasures.newest() == (), "a new keep waits for a person"
        assert "nothing is erased until it is confirmed" in waiting(company)
        assert ledger.expiring.confirm(fingerprint_of(company.installation.rules), clock(), by="me")
        assert "Within seven days" in told(company)

        clock.forward(400 * DAY)
        assert go_on(company.installation) == ()
        assert ledger.erasures.newest() == (), "a clock that jumped is not believed"
        assert not ledger.expiring.standing().confirmed_at
        ledger.expiring.confirm(fingerprint_of(company.installation.rules), clock(), by="me")
        pass_days(company, 6)
        assert ledger.erasures.newest() == (), "it is told a week before"
        pass_days(company, 3)
        gone = {number for number in range(1, 6) if desk.mail(number).outcome is Outcome.ERASED}
        assert gone == {1, 3}, "not what is held, nor what needs a person, nor what keep does not name"
        assert {file.split("/")[2].partition("-")[0] for file in desk.files()} == {"Cy Poe"}
        naming = sum(b"Bea Moss" in each for each in digests)
        assert naming > 0
        assert len(account.messages("Trash")) == 3 + naming, "the application, its answer, the newsletter, digests"
        assert not any(b"Bea Moss" in content for content, _ in account.messages("Sent").values())
        left = len(account.messages("Sent")) - (len(digests) - naming)
        assert left == 1, "the answer to whom nothing was erased of"
        assert not account.messages("Filed.Infrastructure engineer")
        assert [each.trail for each in ledger.erasures.unfinished()] == []
        counts = ledger.reports.counts_between(clock() - timedelta(days=900), clock())
        assert counts.received == 5 == sum(counts.outcomes.values()) + counts.waiting
        desk.is_whole()


def test_the_command_shows_what_goes_and_asks_once(account, smtp, tmp_path, run):
    clock = Clock()
    installed = Installed(tmp_path, account, smtp)
    text = rules_text(installed, clock, KEEP)
    with at_work(tmp_path, account, smtp, text=text, clock=clock) as company:
        company.installed.account.append(newsletter().bytes(), internaldate=clock() - 40 * DAY)
        Desk(company).polls(1)
        asked = run("keep", typed="n\n")
        assert "1 within a week: mails that have to do with no application" in asked.out
        assert json.loads(run("keep --json").out)["confirmed_at"] is None
        assert "Confirmed." in run("keep", typed="y\n").out
        said = json.loads(run("keep --json").out)
        assert (said["about_to_go"], said["mails"]) == ({"not_an_application": 1}, [1])
        assert said["confirmed_at"]
        checked = run("check")
        assert "erased daily, a week after it was told" in checked.out
