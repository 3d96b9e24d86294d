"""`kill -9` at random moments of the real command; `python -m bench.kills` does the same 500 times over 200 mails."""

import pytest

from bench import kills

pytestmark = pytest.mark.dovecot


def test_a_dozen_kills_over_sixty_mails_lose_nothing_do_nothing_twice_and_leave_no_fetched_mail(
    account, smtp, tmp_path, monkeypatch
):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    verdict = kills.run(account, smtp, tmp_path, kills=12, mails=60, seed=7)
    assert verdict.kills == 12
    assert len(verdict.rows) == 60
    assert verdict.sent + verdict.uncertain > 30
    assert list((tmp_path / ".ledger.db.spool").iterdir()) == []
    assert not list((tmp_path / "elsewhere").rglob("*.eml"))
