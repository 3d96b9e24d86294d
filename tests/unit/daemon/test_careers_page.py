"""The daemon follows the careers page beside its work: once a day, and a page that is slow holds up nothing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inbox_bot.core.rules.model import CareersSettings
from inbox_bot.daemon import Daemon
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import Installation, utc_now
from tests.support.servers.careers import Careers
from tests.support.servers.installation import ROOT


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
