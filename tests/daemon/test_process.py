"""The daemon as a process: mail that arrives, signals in the middle of a batch, an end within ten seconds."""

import itertools
import signal
import socket
import subprocess
import time
from collections import Counter
from email import message_from_bytes

import pytest

from inbox_bot.demo.samples import samples
from tests.servers.installation import COMMAND
from tests.servers.smtp import At, Hang

pytestmark = pytest.mark.dovecot
ANSWERS = 14  # to the samples
STOP_S = 10


def answered(smtp):
    return Counter(message_from_bytes(kept.content)["In-Reply-To"] for kept in smtp.kept)


def test_mail_is_answered_as_it_arrives_and_again_by_idle(installation, running, smtp, soon):
    daemon = running()
    assert daemon.said("daemon.started")
    for number, sample in enumerate(samples()[:3], start=1):
        installation.account.append(sample.raw)
        smtp.wait_for(number)  # less than a poll's interval: IDLE wakes it, and what came in is carried out at once
    assert installation.ask("health").returncode == 0
    began = time.monotonic()
    assert daemon.end() == 0
    assert time.monotonic() - began < STOP_S
    assert list((installation.folder / "tmp").iterdir()) == []  # no fetched mail stays behind


def test_signals_in_the_middle_of_a_batch_lose_nothing_and_answer_nothing_twice(installation, running, smtp, soon):
    for sample in samples():
        installation.account.append(sample.raw)
    others = itertools.cycle([signal.SIGHUP, signal.SIGUSR1, signal.SIGUSR2])
    daemon = running()
    assert daemon.said("daemon.started")
    for number in range(1, 5):
        daemon.process.send_signal(next(others))
        assert daemon.said("message.finished", number)
    assert daemon.end(signal.SIGTERM) == 0  # in hand: what is read is committed, the rest comes with the next start
    daemon = running()
    assert soon(lambda: len(smtp.kept) >= ANSWERS)
    assert daemon.said("message.finished", len(samples()))
    assert soon(lambda: not installation.ask("answers", "pending").stdout)
    assert daemon.end(signal.SIGINT) == 0
    assert set(answered(smtp).values()) == {1}
    assert len(smtp.kept) == ANSWERS
    assert daemon.log.count("message.finished") == len(samples())


def test_a_server_that_hangs_at_the_final_dot_does_not_keep_us_and_the_answer_is_uncertain(installation, running, smtp):
    smtp.at(At.DOT, Hang())
    daemon = running()
    installation.account.append(samples()[0].raw)
    smtp.wait_until_hanging()
    began = time.monotonic()
    assert daemon.end() == 0
    assert time.monotonic() - began < STOP_S
    assert len(installation.ask("answers", "uncertain").stdout.splitlines()) == 1
    smtp.release()
    daemon = running()
    assert daemon.said("daemon.started", 2)
    assert daemon.end() == 0
    assert len(installation.ask("answers", "uncertain").stdout.splitlines()) == 1


def test_a_pause_by_sigstop_is_slept_through(installation, running, smtp):
    daemon = running()
    assert daemon.said("daemon.started")
    installation.account.append(samples()[0].raw)
    smtp.wait_for(1)
    daemon.process.send_signal(signal.SIGSTOP)
    installation.account.append(samples()[1].raw)
    assert installation.ask("health").returncode == 0
    daemon.process.send_signal(signal.SIGCONT)
    smtp.wait_for(2)
    assert daemon.end() == 0


def test_it_tells_the_service_manager_that_it_is_ready_alive_and_stopping(installation, running, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(20)
        installation.environment["NOTIFY_SOCKET"] = str(tmp_path / "notify")
        daemon = running()
        told = [manager.recv(1000).decode() for _ in range(3)]
        assert told[0] == "READY=1"
        assert "WATCHDOG=1" in told
        assert any(line.startswith("STATUS=") for line in told)
        assert daemon.end() == 0
        while "STOPPING=1" not in told:
            told.append(manager.recv(1000).decode())


def test_closed_standard_streams_do_not_reach_the_ledger(installation, smtp):
    installation.account.append(samples()[0].raw)
    process = subprocess.Popen(
        ["/bin/sh", "-c", f'exec "{COMMAND}" run --rules "{installation.rules}" 0<&- 1>&- 2>&-'],
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
    assert installation.ask("health").returncode == 0
    assert (installation.folder / "ledger.db").read_bytes().startswith(b"SQLite format 3\0")


def test_a_pipe_that_nobody_reads_any_longer_does_not_end_it(installation, running, smtp):
    daemon = running(stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert daemon.process.stdout is not None
    daemon.process.stdout.readline()
    daemon.process.stdout.close()
    installation.account.append(samples()[0].raw)
    smtp.wait_for(1)
    assert daemon.end() == 0


def test_a_second_daemon_is_refused_with_a_sentence(installation, running):
    daemon = running()
    assert daemon.said("daemon.started")
    second = installation.ask("run")
    assert second.returncode == 3
    assert "another daemon holds the ledger" in second.stderr
    assert daemon.end() == 0
