"""`kill -9` at random moments of the real command; `python -m bench.kills` does the same 500 times over 200 mails."""

import pytest

from bench import kills

pytestmark = pytest.mark.dovecot


def test_a_dozen_kills_over_forty_mails_lose_nothing_and_do_nothing_twice(account, smtp, tmp_path):
    verdict = kills.run(account, smtp, tmp_path, kills=12, mails=40, seed=7)
    assert verdict.kills == 12
    assert len(verdict.rows) == 40
    assert verdict.sent + verdict.uncertain > 20
