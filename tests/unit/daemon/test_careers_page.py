"""The daemon follows the careers page beside its work: once a day, and a page that is slow holds up nothing. What a
reviewer takes over holds from the next mail on.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.rules.model import CareersSettings
from inbox_bot.core.tokens import reply_token
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.installation import Installation, utc_now
from tests.support.builders.at_work import ADDRESS, an_application
from tests.support.servers.careers import Careers, a_page
from tests.support.servers.installation import ROOT, Installed
from tests.unit.core.review.programs import Original, gmail

JANE = "hiring@snowplowanalytics.com"
PROVEN = (
    b"Authentication-Results: mx.snowplowanalytics.com; dmarc=pass header.from=snowplowanalytics.com\r\n"
    b"Received: from relay (relay [192.0.2.9]) by mx.snowplowanalytics.com with ESMTPS;"
    b" Fri, 27 Nov 2026 08:31:07 +0000\r\n"
)


@pytest.fixture
def careers(tmp_path: Path) -> Iterator[Careers]:
    (tmp_path / "certificates").mkdir()
    with Careers(tmp_path / "certificates") as server:
        yield server


@pytest.fixture
def following(careers: Careers, tmp_path: Path, installation_at: Callable[..., Any]) -> Iterator[Callable[..., Daemon]]:
    """A daemon that follows a path of the page's server; it polls nobody."""
    (tmp_path / "rules.yaml").write_bytes((ROOT / "rules.yaml").read_bytes())
    rules = rules_file.read(tmp_path / "rules.yaml")
    days = [0]

    def at(installation: Installation, path: str) -> Daemon:
        followed = CareersSettings(page=careers.root + path, ca=str(careers.ca))
        installation.rules = replace(rules, careers=followed)
        return Daemon(installation, tmp_path / "rules.yaml")

    with installation_at(rules, tmp_path, lambda: utc_now() + timedelta(days=days[0])) as installation:
        yield lambda path, day=0: (days.__setitem__(0, day), at(installation, path))[1]


def test_it_is_asked_once_a_day_however_often_the_daemon_starts(following, careers, soon, monkeypatch):
    monkeypatch.setattr("inbox_bot.daemon.polls.poll", lambda *_: None)
    for day, asked in ((0, 1), (0, 1), (1, 2)):
        daemon = following("/jobs", day)
        state = daemon.installation.ledger.careers.page
        daemon.start()
        assert soon(lambda: daemon._jobs._careers.is_over(0) and len(careers.asked) == asked)  # noqa: B023
        assert soon(lambda: (page := state(careers.url)) is not None and page.read_at is not None)  # noqa: B023
        daemon.stop()
        assert len(careers.asked) == asked


def test_mail_is_polled_while_the_page_answers_slowly_for_ever_and_the_stop_cuts_its_line(
    following, careers, soon, monkeypatch
):
    polls: list[object] = []
    monkeypatch.setattr("inbox_bot.daemon.polls.poll", lambda *arguments: polls.append(arguments))
    monkeypatch.setattr("inbox_bot.daemon.daemon.GRACE_S", 0.1)
    daemon = following("/slow")
    daemon.start()
    assert soon(careers.slowly.is_set)
    before = len(polls)
    daemon.poll_now()
    assert soon(lambda: len(polls) > before)
    assert daemon.stop(), "the line was cut"
    page = daemon.installation.ledger.careers.page(careers.root + "/slow")
    assert page is not None
    assert page.problem is None, "that we cut it ourselves is no problem of the page's"


@pytest.mark.dovecot
def test_a_vacancy_that_a_reviewer_takes_over_is_in_force_without_a_restart_and_the_next_mail_for_it_is_filed(
    careers, installed, running, soon
):
    careers.page = a_page("Data analyst - Cork, Ireland [3 positions]")
    followed = f"\ncareers:\n  page: {careers.url}\n  ca: {careers.ca}\n"
    text = installed.text(more=followed).replace(
        "  start: all", "  start: all\n  authserv_id: mx.snowplowanalytics.com"
    )
    installed.write(text)
    daemon = running()
    assert daemon.said("careers.read")
    assert "data-analyst" not in installed.rules.read_text()

    installed.account.append(PROVEN + gmail("#V1 take over", a_digest(installed)).bytes())
    assert daemon.said("rules.reloaded"), daemon.log
    assert rules_file.read(installed.rules).vacancy("data-analyst").location == "Cork, Ireland"

    installed.account.append(an_application(title="Data analyst").bytes())
    assert soon(lambda: '"outcome": "filed"' in daemon.log), daemon.log
    assert daemon.end() == 0
    with Ledger.open(installed.folder / "ledger.db", lock=False) as ledger:
        [vacancy] = [each.vacancy for number in (1, 2) for each in ledger.reports.mail_by_number(number).applications]
    assert vacancy == "data-analyst"


def a_digest(installed: Installed) -> Original:
    """A digest of today's, as a reviewer has it."""
    with Ledger.open(installed.folder / "ledger.db", lock=False) as ledger:
        token = reply_token(ledger.history.keyed, JANE, utc_now().date())
    return Original(
        sender=ADDRESS,
        name="Snowplow Analytics inbox_bot",
        to=JANE,
        subject=f"nothing needs you [{token}]",
        message_id=f"<digest.{'0' * 40}@snowplowanalytics.com>",
        text="#V1 New on your careers page",
        markup="<p>#V1 New on your careers page</p>",
    )
