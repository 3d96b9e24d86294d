"""`kill -9` at random moments of the real command; `python -m bench.kills` does the same 500 times over 200 mails."""

import pytest

from bench import kills
from tests.support.ledgers import on_postgresql

pytestmark = pytest.mark.dovecot


def test_a_dozen_kills_over_sixty_mails_lose_nothing_do_nothing_twice_and_leave_no_fetched_mail(
    account, smtp, tmp_path, monkeypatch
):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "elsewhere"))
    (tmp_path / "elsewhere").mkdir()
    mails, deaths = on_postgresql.fewer(60), on_postgresql.fewer(12)
    verdict = kills.run(account, smtp, tmp_path, kills=deaths, mails=mails, seed=7)
    assert verdict.kills == deaths
    assert len(verdict.rows) == mails
    assert verdict.sent + verdict.uncertain > mails // 2
    assert list((tmp_path / ".ledger.db.spool").iterdir()) == []
    assert not list((tmp_path / "elsewhere").rglob("*.eml"))
