"""The trial's parts, put together as the compose file does, on a Dovecot of this machine."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from inbox_bot.demo.samples import samples
from inbox_bot.demo.seed import seed
from tests.deploy.files import ROOT
from tests.support import command
from tests.support.servers.dovecot import Account


@pytest.mark.dovecot
def test_the_seeded_mailbox_is_looked_after(account: Account, tmp_path: Path):
    server = account.server
    assert seed(server.host, server.port, account.user, account.password) == len(samples())
    assert seed(server.host, server.port, account.user, account.password) == 0  # a second `up` adds nothing
    relay = subprocess.Popen(
        [sys.executable, "-m", "inbox_bot.demo.relay", "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    assert relay.stdout is not None
    try:
        port = relay.stdout.readline().partition("127.0.0.1:")[2].partition(";")[0]
        text = (ROOT / "deploy" / "trial" / "rules.yaml").read_text()
        text = text.replace("user: recruitment", f"port: {server.port}\n    user: {account.user}", 1)
        text = text.replace("port: 2525", f"port: {port}").replace("/var/lib/inbox-bot", str(tmp_path))
        (tmp_path / "rules.yaml").write_text(text)
        environment = {
            **os.environ,
            "INBOX_BOT_PASSWORD": account.password,
            "INBOX_BOT_RULES": str(tmp_path / "rules.yaml"),
        }
        done = command.run("poll", env=environment)
        assert (done.returncode, done.stderr) == (0, "")
        assert len(done.stdout.splitlines()) == len(samples())
        told = [relay.stdout.readline() for _ in range(3)]
        assert all(line.startswith("mail to ") for line in told)
        assert command.run("health", env=environment).returncode == 0
    finally:
        relay.send_signal(signal.SIGTERM)
        assert relay.wait(10) == 0
        relay.stdout.close()
