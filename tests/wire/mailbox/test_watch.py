"""Waiting for mail: woken by IDLE, by `wake` or by time; a dead line is told, and nothing spins or hangs."""

import resource
import time

import pytest

from inbox_bot.core.rules.model import Security
from inbox_bot.edges.mailbox import MailboxDown, Woke
from inbox_bot.edges.mailbox.watch import Watch
from tests.support.servers.imap_proxy import hangs_up, says, stalls

pytestmark = pytest.mark.dovecot
MAIL = b"Subject: Application\r\n\r\nHello.\r\n"
LONG_S = 20  # longer than any of these tests lasts when all is well


@pytest.fixture
def watch(odd_mailbox):
    with odd_mailbox.watch("INBOX") as watch:
        yield watch


@pytest.fixture
def idling(watch, proxy) -> Watch:
    """A watch that has said CHANGED for its new connection, and idles."""
    assert watch.wait(LONG_S) is Woke.CHANGED
    assert watch.idles
    return watch


def make_old(watch: Watch) -> None:
    """As if this IDLE had begun longer ago than one may last."""
    watch._idle_since -= watch._renew_s + 1


def test_a_new_watch_says_changed_at_once_since_nobody_knows_what_came_before(watch):
    assert watch.wait(LONG_S) is Woke.CHANGED


def test_time_passes_when_nothing_arrives(idling):
    assert idling.wait(0.05) is Woke.NOTHING
    assert idling.idles


def test_mail_that_arrives_ends_the_wait(account, idling, in_thread):
    waiting = in_thread(lambda: idling.wait(LONG_S))
    account.append(MAIL)
    assert waiting.result(LONG_S) is Woke.CHANGED


def test_mail_that_arrives_between_two_waits_ends_the_next_one(account, idling, proxy):
    account.append(MAIL)
    assert idling.wait(LONG_S) is Woke.CHANGED
    proxy.push(b"* 2 EXISTS\r\n* 3 EXISTS\r\n")
    assert idling.wait(LONG_S) is Woke.CHANGED


def test_it_works_over_tls(dovecot, account, mailbox_of):
    mailbox = mailbox_of(account, port=dovecot.tls_port, security=Security.TLS, ca=dovecot.ca)
    with mailbox.watch("INBOX") as watch:
        assert watch.wait(LONG_S) is Woke.CHANGED
        assert watch.wait(0.05) is Woke.NOTHING
        account.append(MAIL)
        assert watch.wait(LONG_S) is Woke.CHANGED


def test_mail_that_arrives_while_idle_begins_is_not_missed(watch, proxy):
    assert watch.wait(LONG_S) is Woke.CHANGED
    make_old(watch)
    proxy.when("IDLE", says("* 7 EXISTS", "+ idling"))
    assert watch.wait(LONG_S) is Woke.CHANGED


def test_mail_told_in_one_packet_with_the_beginning_of_idle_is_not_missed(watch, proxy):
    assert watch.wait(LONG_S) is Woke.CHANGED
    make_old(watch)
    proxy.when("IDLE", says("+ idling\r\n* 7 EXISTS"))
    assert watch.wait(LONG_S) is Woke.CHANGED


@pytest.mark.parametrize(
    "line", [b"* OK Still here\r\n", b"* 3 EXPUNGE\r\n", b"* 1 FETCH (FLAGS (\\Seen))\r\n", b"\r\n", b"* 3\r\n"]
)
def test_what_is_no_arrival_does_not_end_the_wait(idling, proxy, line):
    proxy.push(line)
    assert idling.wait(0.1) is Woke.NOTHING


def test_a_line_in_two_packets_is_one_line(idling, proxy, in_thread):
    proxy.push(b"* 1 EXI")
    assert idling.wait(0.05) is Woke.NOTHING
    waiting = in_thread(lambda: idling.wait(LONG_S))
    proxy.push(b"STS\r\n")
    assert waiting.result(LONG_S) is Woke.CHANGED
    assert idling.wait(0.05) is Woke.NOTHING


def test_a_closed_line_is_down_for_now_and_does_not_spin(idling, proxy, in_thread):
    before = resource.getrusage(resource.RUSAGE_THREAD)
    proxy.hang_up()
    with pytest.raises(MailboxDown) as raised:
        idling.wait(LONG_S)
    after = resource.getrusage(resource.RUSAGE_THREAD)
    assert raised.value.temporary
    assert after.ru_utime - before.ru_utime < 0.5
    assert idling.wait(LONG_S) is Woke.CHANGED  # a new connection


def test_bye_is_down_for_now_with_its_code(idling, proxy):
    proxy.push(b"* BYE [UNAVAILABLE] shutting down\r\n")
    with pytest.raises(MailboxDown) as raised:
        idling.wait(LONG_S)
    assert (raised.value.code, raised.value.temporary) == ("UNAVAILABLE", True)


def test_a_server_that_ends_idle_by_itself_is_down_for_now(watch, proxy):
    proxy.when("IDLE", says("+ idling\r\n{tag} OK enough"))
    assert watch.wait(LONG_S) is Woke.CHANGED
    with pytest.raises(MailboxDown):
        watch.wait(LONG_S)


def test_a_line_without_end_is_down_for_now(idling, proxy, in_thread):
    waiting = in_thread(lambda: idling.wait(LONG_S))
    proxy.push(b"* OK " + b"x" * 200_000)
    with pytest.raises(MailboxDown, match="without end"):
        waiting.result(LONG_S)


def test_a_flood_is_one_change_after_another_in_flat_memory(idling, proxy, in_thread):
    flood = b"".join(b"* %d EXISTS\r\n" % number for number in range(100_000))
    pushing = in_thread(lambda: proxy.push(flood))
    seen = 0
    while not pushing.done() or idling.wait(0.05) is Woke.CHANGED:
        seen += idling.wait(LONG_S) is Woke.CHANGED if not pushing.done() else 1
    assert 0 < seen < 5_000
    assert idling.wait(0.05) is Woke.NOTHING


def test_idle_is_renewed_in_time(odd_mailbox, proxy):
    with Watch(odd_mailbox._access, "INBOX", renew_s=0.02) as watch:
        assert watch.wait(LONG_S) is Woke.CHANGED
        assert watch.wait(0.2) is Woke.NOTHING
    assert proxy.commands.count("DONE") >= 2
    assert proxy.commands.count("IDLE") >= 3


def test_renewal_is_within_nine_minutes(watch):
    assert watch._renew_s <= 9 * 60


def test_done_that_is_never_answered_ends_in_bounded_time(idling, proxy, monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.mailbox.watch.ANSWER_S", 0.2)
    proxy.when("DONE", stalls())
    make_old(idling)
    with pytest.raises(MailboxDown, match="in time"):
        idling.wait(LONG_S)


def test_idle_that_is_never_granted_ends_in_bounded_time(watch, proxy, monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.mailbox.watch.ANSWER_S", 0.2)
    proxy.when("IDLE", stalls())
    with pytest.raises(MailboxDown, match="in time"):
        watch.wait(LONG_S)


@pytest.mark.parametrize("step", ["CONNECT", "LOGIN", "EXAMINE", "IDLE"])
def test_a_line_that_breaks_on_the_way_is_down_for_now_and_the_next_wait_works(watch, proxy, step):
    proxy.when(step, hangs_up())
    with pytest.raises(MailboxDown) as raised:
        watch.wait(LONG_S)
    assert raised.value.temporary
    assert watch.wait(LONG_S) is Woke.CHANGED


def test_wake_ends_the_wait_that_goes_on(idling, proxy, in_thread):
    waiting = in_thread(lambda: idling.wait(LONG_S))
    idling.wake()
    assert waiting.result(5) is Woke.WOKEN


def test_wake_ends_the_next_wait_where_none_goes_on_and_only_that(idling):
    idling.wake()
    idling.wake()
    assert idling.wait(LONG_S) is Woke.WOKEN
    assert idling.wait(0.05) is Woke.NOTHING


@pytest.mark.parametrize("silence", ["DONE", "IDLE"])
def test_wake_ends_a_wait_for_a_server_that_is_silent(idling, proxy, in_thread, silence):
    proxy.when(silence, stalls())
    make_old(idling)
    seen = len(proxy.commands)
    waiting = in_thread(lambda: idling.wait(LONG_S))
    proxy.await_command(silence, 2 if silence == "IDLE" else 1)
    idling.wake()
    assert waiting.result(5) is Woke.WOKEN
    assert len(proxy.commands) > seen


def test_without_idle_only_time_passes_and_wake_works(odd_mailbox, proxy, in_thread):
    proxy.hides("IDLE")
    with odd_mailbox.watch("INBOX") as watch:
        assert watch.wait(LONG_S) is Woke.CHANGED
        assert not watch.idles
        assert watch.wait(0.05) is Woke.NOTHING
        waiting = in_thread(lambda: watch.wait(LONG_S))
        watch.wake()
        assert waiting.result(5) is Woke.WOKEN
    assert "IDLE" not in proxy.commands


def test_idle_that_is_offered_and_refused_is_done_without(odd_mailbox, proxy):
    proxy.when("IDLE", says("{tag} NO not today"), times=9)
    with odd_mailbox.watch("INBOX") as watch:
        assert watch.wait(LONG_S) is Woke.CHANGED
        assert not watch.idles
        assert watch.wait(0.05) is Woke.NOTHING
    assert proxy.commands.count("IDLE") == 1


def test_a_folder_that_is_not_there_is_told(odd_mailbox):
    with odd_mailbox.watch("Nowhere") as watch, pytest.raises(MailboxDown, match="Nowhere"):
        watch.wait(LONG_S)


def test_nothing_is_changed_in_the_mailbox_by_watching(account, idling, proxy):
    account.append(MAIL)
    idling.wait(LONG_S)
    assert "EXAMINE" in " ".join(proxy.commands)
    assert not any(command.startswith("SELECT") for command in proxy.commands)


def test_waiting_costs_next_to_no_cpu(idling):
    began, used = time.monotonic(), time.thread_time()
    idling.wait(0.5)
    assert time.thread_time() - used < 0.1 * (time.monotonic() - began)
