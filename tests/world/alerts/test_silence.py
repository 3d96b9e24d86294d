"""A daemon that is stopped or killed can say nothing: whoever watches the ping misses it, and hears it go on."""

import signal
import subprocess
from collections.abc import Iterator
from time import monotonic

import pytest

from tests.support.command import Started
from tests.support.servers.alert import AlertServer
from tests.support.servers.dovecot import certificate_in
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.unit.daemon.conftest import eventually

pytestmark = pytest.mark.dovecot

#: The daemon as it is, but for its clockwork: a look and a ping every fifth of a second.
QUICKLY = """
from inbox_bot.cli import main
from inbox_bot.daemon import jobs
from inbox_bot.health import telling

jobs.ALARMS_S = telling.PING_S = 0.2
telling.PAUSES_S = (0.2,)
main()
"""


class Watcher(AlertServer):
    """What healthchecks.io and its like do: no ping for a while (here a second) is an alarm."""

    GRACE_S = 1.0

    def __enter__(self):
        self.last = monotonic()
        self.before = self._heard
        return super().__enter__()

    def _heard(self) -> None:
        self.last = monotonic()

    def misses_the_ping(self) -> bool:
        return monotonic() - self.last > self.GRACE_S

    def hears_more_pings(self) -> bool:
        already = self.pings
        return eventually(lambda: self.pings >= already + 2)


@pytest.fixture
def watcher(tmp_path) -> Iterator[Watcher]:
    certificate_in(tmp_path)
    with Watcher(tmp_path) as server:
        yield server


@pytest.fixture
def daemon(account, watcher, tmp_path) -> Iterator[subprocess.Popen[bytes]]:
    for name in ("ping", "webhook"):
        (tmp_path / name).write_text(watcher.url)
    ca = next(str(path) for path in tmp_path.glob("*ca*"))
    with SmtpServer() as smtp:
        installed = Installed(tmp_path, account, smtp)
        ways = f"ping: 'file:ping', webhook: 'file:webhook', ca: {ca}"
        installed.write(installed.text(more=f"\nalarm: {{{ways}}}\n"))
        with (tmp_path / "log").open("wb") as log:
            streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
            process = Started("run", "--rules", installed.rules, code=QUICKLY, **streams)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def test_the_ping_stops_with_the_daemon_goes_on_with_it_and_ends_when_it_is_killed(daemon, watcher, tmp_path):
    assert watcher.hears_more_pings(), (tmp_path / "log").read_text()
    daemon.send_signal(signal.SIGSTOP)
    assert eventually(watcher.misses_the_ping)
    daemon.send_signal(signal.SIGCONT)
    assert watcher.hears_more_pings()
    assert watcher.posted == []  # shorter than `alarm.after`: the daemon itself has nothing to say of it
    daemon.kill()
    assert eventually(watcher.misses_the_ping)
