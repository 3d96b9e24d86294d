"""The daemon as a process: mail that arrives, signals in the middle of a batch, an end within ten seconds."""

import resource
import signal
import socket
import subprocess
from collections import Counter
from email import message_from_bytes

import pytest

from inbox_bot.core.words import ActionState, Template
from inbox_bot.daemon import Daemon
from inbox_bot.demo.expected import EXPECTED
from inbox_bot.demo.samples import samples
from inbox_bot.edges import rules_file
from inbox_bot.pipeline.installation import open_installation
from tests.support.command import COMMAND
from tests.support.servers.postgres import Postgres, PostgresMissing
from tests.support.servers.smtp import At, Hang

pytestmark = pytest.mark.dovecot
STOP_S = 10


def answered(smtp):
    return Counter(message_from_bytes(kept.content)["In-Reply-To"] for kept in smtp.kept)


def test_mail_is_answered_as_it_arrives_through_a_second_daemon_and_a_pause(installed, running, smtp):
    daemon = running()
    assert daemon.said("daemon.started")
    for number, sample in enumerate(samples()[:3], start=1):
        installed.account.append(sample.raw)
        smtp.wait_for(number)  # less than a poll's interval: IDLE wakes it, and what came in is carried out at once
    second = installed.ask("run")
    assert second.returncode == 3
    assert "another daemon holds the ledger" in second.stderr
    daemon.process.send_signal(signal.SIGSTOP)
    installed.account.append(samples()[3].raw)
    assert installed.ask("health").returncode == 0
    daemon.process.send_signal(signal.SIGCONT)
    smtp.wait_for(4)
    assert daemon.end() == 0
    for folder in (".ledger.db.spool", "tmp"):
        assert list((installed.folder / folder).iterdir()) == []  # no fetched mail stays behind


def test_a_crash_writes_no_core(running):
    daemon = running(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (1 << 20, 1 << 20)))
    assert daemon.said("daemon.started")
    assert resource.prlimit(daemon.process.pid, resource.RLIMIT_CORE) == (0, 0)


@pytest.mark.sqlite("a ledger's file is checked")
def test_a_ledger_is_checked_after_a_kill_and_not_after_a_stop(running):
    for number, checked in [(signal.SIGKILL, 0), (signal.SIGTERM, 1), (signal.SIGTERM, 1)]:
        daemon = running()
        started = daemon.log.count('"daemon.started"')
        assert daemon.said("daemon.started", started + 1)
        assert daemon.log.count('"ledger.checked"') == checked
        daemon.end(number)


def test_signals_in_the_middle_of_a_batch_lose_nothing_and_answer_nothing_twice(installed, running, smtp):
    mails = samples()[:10]
    answers = sum(isinstance(EXPECTED[mail.name].answer, Template) for mail in mails)
    for mail in mails:
        installed.account.append(mail.raw)
    daemon = running()
    assert daemon.said("daemon.started")
    for number in (signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2):
        daemon.process.send_signal(number)
    assert daemon.said("message.finished")
    assert daemon.end(signal.SIGTERM) == 0  # in hand: what is read is committed, the rest comes with the next start
    daemon = running()
    assert daemon.said("message.finished", len(mails))
    smtp.wait_for(answers)
    assert daemon.end(signal.SIGINT) == 0
    assert set(answered(smtp).values()) == {1}
    assert (len(smtp.kept), daemon.log.count("message.finished")) == (answers, len(mails))


def test_a_server_that_hangs_at_the_final_dot_does_not_keep_us_and_the_answer_is_uncertain(
    installed, smtp, monkeypatch
):
    monkeypatch.setattr(
        "inbox_bot.daemon.daemon.GRACE_S", 0.1
    )  # what is longer than this is cut off; 6 s outside of tests
    smtp.at(At.DOT, Hang())
    installed.account.append(samples()[0].raw)
    with open_installation(rules_file.read(installed.rules), installed.folder) as installation:
        daemon = Daemon(installation, installed.rules)
        daemon.start()
        smtp.wait_until_hanging()
        assert daemon.stop()
        (answer,) = installation.ledger.actions.answers()
        assert answer.state is ActionState.UNCERTAIN
    smtp.release()


def test_it_tells_the_service_manager_that_it_is_ready_alive_and_stopping(installed, running, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(20)
        installed.environment["NOTIFY_SOCKET"] = str(tmp_path / "notify")
        daemon = running()
        told = [manager.recv(1000).decode() for _ in range(3)]
        assert told[0] == "READY=1"
        assert "WATCHDOG=1" in told
        assert any(line.startswith("STATUS=") for line in told)
        assert daemon.end() == 0
        while "STOPPING=1" not in told:
            told.append(manager.recv(1000).decode())


@pytest.mark.sqlite("looks into a ledger's file")
def test_closed_standard_streams_do_not_reach_the_ledger(installed, smtp):
    installed.account.append(samples()[0].raw)
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'exec "{COMMAND}" run --rules "{installed.rules}" 0<&- 1>&- 2>&-'],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # no terminal either
    )
    try:
        smtp.wait_for(1)
        process.terminate()
        assert process.wait(STOP_S) == 0
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
    assert (installed.folder / "ledger.db").read_bytes().startswith(b"SQLite format 3\0")


def test_a_pipe_that_nobody_reads_any_longer_does_not_end_it(installed, running, smtp):
    daemon = running(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert daemon.process.stdout is not None
    daemon.process.stdout.readline()
    daemon.process.stdout.close()
    installed.account.append(samples()[0].raw)
    smtp.wait_for(1)
    assert daemon.end() == 0


@pytest.mark.postgres
def test_on_postgresql_it_works_the_same_and_outlives_a_restart_of_the_server(installed, running, smtp, soon):
    try:
        server = Postgres()
    except PostgresMissing as missing:
        pytest.skip(str(missing))
    try:
        installed.write(installed.text(ledger=f'"{server.place()}"'))
        daemon = running()
        assert daemon.said("daemon.started")
        installed.account.append(samples()[0].raw)
        smtp.wait_for(1)
        assert soon(lambda: installed.ask("health").returncode == 0)  # a poll that is cut off waits a minute
        server.drop_connections()
        installed.account.append(samples()[1].raw)
        smtp.wait_for(2)
        assert installed.ask("run").returncode == 3  # the lock was taken again, too
        assert daemon.end() == 0
        assert set(answered(smtp).values()) == {1}
    finally:
        server.stop()
