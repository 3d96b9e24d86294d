"""A sample of what is done to a cluster (all: `make test-cluster`)."""

from pathlib import Path

import pytest

from tests.faults.cluster import breaking
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postgres import Postgres, PostgresMissing

pytestmark = [pytest.mark.dovecot, pytest.mark.postgres]


def test_however_workers_are_broken_off_nothing_is_lost_filed_twice_or_answered_twice(dovecot: Dovecot, tmp_path: Path):
    try:
        postgres = Postgres(is_killed=True)
    except PostgresMissing as missing:
        pytest.skip(str(missing))
    try:
        with breaking(tmp_path, dovecot, postgres, seed=5) as cluster:
            report = cluster.go(4)
    finally:
        postgres.stop()
    assert report.wrong == []
    assert report.points == 4
