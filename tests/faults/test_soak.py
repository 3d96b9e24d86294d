"""A day in short: what is lost, done twice or unaccounted for in its end would show (`make test-soak`: a long one)."""

from itertools import pairwise

import pytest

from tests.faults.shim import NoCompiler, built
from tests.faults.soak.__main__ import soaked
from tests.faults.soak.day import Asked, Kill, day
from tests.faults.soak.fares import Look, compared

SHORT = Asked(hours=2, mails=40, faults=4, kills=1, renumberings=1, seed=2, minutes=0.1)


@pytest.mark.dovecot
def test_after_a_day_of_faults_kills_and_new_numbers_everything_is_accounted_for():
    try:
        built()
    except NoCompiler as error:
        pytest.skip(str(error))
    report = soaked(SHORT)
    assert report.wrong == []
    assert report.ended_by_itself == []
    assert report.met["kill"] == SHORT.kills
    assert report.met["new UIDVALIDITY"] == SHORT.renumberings
    assert report.figures["answered_once"]


def test_a_seed_draws_the_same_day_each_time():
    assert day(SHORT) == day(SHORT)
    assert day(SHORT) != day(Asked(mails=60, seed=3))


def test_kills_leave_a_long_life_between_the_first_and_the_last():
    kills = [after for after, happening in day(Asked(mails=2_000)).happenings if isinstance(happening, Kill)]
    assert len(kills) == 30
    assert max(second - first for first, second in pairwise(kills)) > 1_500


def test_what_grows_within_the_longest_life_is_told():
    level = [Look(2, mails, 200_000_000, 20 + mails % 3, 2) for mails in range(1_000)]
    assert compared([Look(1, 0, 900_000_000, 90, 9), *level])[1] == []
    leaking = [Look(2, mails, 200_000_000 + 30_000 * mails, 20 + mails // 300, 2) for mails in range(1_000)]
    assert [each.partition(":")[0] for each in compared(leaking)[1]] == ["memory_mb", "descriptors"]
