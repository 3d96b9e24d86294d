"""A worker begins where it may, leaves nothing of dead ones behind, and says why it can't begin."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from inbox_bot.daemon import Daemon, worker
from inbox_bot.edges.ledger import Ledger, LedgerInUse, LockLost
from tests.support import command
from tests.support.servers.installation import Installed
from tests.support.servers.postgres import Postgres

HEARD = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2)


@pytest.mark.sqlite("a worker does not share a file")
def test_on_a_file_a_worker_says_what_to_do(tmp_path: Path):
    (tmp_path / "rules.yaml").write_text((Path(__file__).parents[3] / "rules.yaml").read_text())
    done = command.run("run", "--cluster", "--rules", tmp_path / "rules.yaml")
    assert done.returncode == 2
    assert "move it by `inbox-bot move-to --ledger postgresql://" in done.stderr
    assert not list(tmp_path.glob("*.db*"))


@pytest.fixture
def ledger(postgres: Postgres) -> Iterator[Ledger]:
    with Ledger.open(postgres.place(), shared=True) as ledger:
        yield ledger


@pytest.mark.postgres
def test_each_worker_has_a_spool_of_its_own_and_removes_what_dead_ones_left(ledger: Ledger, tmp_path: Path):
    spool = tmp_path / "spool"
    first = worker.own_spool(ledger, spool)
    for left in (spool / "left", first):
        left.mkdir(exist_ok=True)
        (left / "mail.eml").write_bytes(b"of somebody")
    (spool / "left.eml").write_bytes(b"of somebody")
    with Ledger.open(ledger._store.engine.url.render_as_string(hide_password=False), shared=True) as other:
        second = worker.own_spool(other, spool)
        assert sorted(spool.iterdir()) == sorted((first, second))
        assert (first / "mail.eml").exists()
    assert worker.own_spool(ledger, spool).exists()
    assert not second.exists()


@pytest.mark.dovecot
@pytest.mark.postgres
def test_beside_a_daemon_that_does_not_share_a_worker_gives_up_after_a_minute(
    installed: Installed, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
):
    place = postgres.place()
    installed.write(installed.text(ledger=f'"{place}"'))
    monkeypatch.setattr(worker, "AGAIN_S", (0.0,))
    monkeypatch.setattr(worker, "IN_USE_S", 0.0)
    with Ledger.open(place), pytest.raises(LedgerInUse):
        worker.work(worker.rules_file.read(installed.rules), installed.rules)


@pytest.mark.dovecot
@pytest.mark.postgres
def test_who_is_told_to_stop_while_the_database_ends_does_not_begin_anew(
    installed: Installed, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
):
    installed.write(installed.text(ledger=f'"{postgres.place()}"'))
    run = Daemon.run

    def told_at_the_end(daemon: Daemon) -> bool:
        daemon.ask_to_stop()
        run(daemon)
        signal.raise_signal(signal.SIGTERM)
        raise LockLost

    monkeypatch.setattr(Daemon, "run", told_at_the_end)
    were = {number: signal.getsignal(number) for number in HEARD}
    try:
        assert worker.work(worker.rules_file.read(installed.rules), installed.rules)
    finally:
        for number, handler in were.items():
            signal.signal(number, handler)
