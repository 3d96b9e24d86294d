"""A token is renewed ahead of its end, by one at a time, and a no is a pause and not a storm."""

import multiprocessing
import os
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from inbox_bot.edges.access import AccessRefused
from inbox_bot.edges.signin.source import AHEAD_S, TokenSource
from tests.support.servers.token_server import Answer, Client
from tests.wire.signin.conftest import APP, USER, sign_in_person


class Clocks:
    """Both clocks, which a test turns."""

    def __init__(self):
        self.wall, self.steady = datetime.now(UTC), 1_000.0

    def pass_(self, seconds):
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


@pytest.fixture
def clocks():
    return Clocks()


def source_of(found, clocks):
    return TokenSource(
        mailbox="jobs",
        obtain=found.obtain,
        file=found.file,
        now=lambda: clocks.wall,
        monotonic=lambda: clocks.steady,
    )


@pytest.fixture
def found(microsoft, sign_in_to):
    """A sign-in of a person."""
    found = sign_in_to(microsoft, "device")
    sign_in_person(microsoft, found)
    return found


def asked(server):
    """How often the token server was asked."""
    return len(server.forms)


def test_a_token_is_shown_until_five_minutes_before_its_end_and_then_another(microsoft, found, clocks):
    source = source_of(found, clocks)
    first = source.current()
    clocks.pass_(3600 - AHEAD_S - 30)
    assert (source.current(), asked(microsoft)) == (first, 0)
    clocks.pass_(60)
    second = source.current()
    assert second != first
    assert (source.current(), asked(microsoft)) == (second, 1)
    assert found.file.read().access == second


def test_the_new_refresh_token_is_kept_and_the_person_stays_known(microsoft, found, clocks):
    before = found.file.read()
    source = source_of(found, clocks)
    for _ in range(3):
        clocks.pass_(3600)
        source.current()
    after = found.file.read()
    assert after.refresh != before.refresh
    assert (after.user, after.signed_in_at) == (USER, before.signed_in_at)
    assert asked(microsoft) == 3


def test_a_server_that_keeps_the_refresh_token_as_it_is_gives_none_anew(microsoft, found, clocks):
    microsoft.rotates = False
    before = found.file.read().refresh
    clocks.pass_(3600)
    source_of(found, clocks).current()
    assert found.file.read().refresh == before


def test_nobody_signed_in_says_how_to(microsoft, sign_in_to, clocks):
    with pytest.raises(AccessRefused, match="nobody has signed in for it yet: inbox-bot login"):
        source_of(sign_in_to(microsoft, "device"), clocks).current()
    assert asked(microsoft) == 0


# A no


def test_a_withdrawn_consent_is_told_and_asked_again_after_a_quarter_of_an_hour(microsoft, found, clocks):
    source = source_of(found, clocks)
    clocks.pass_(3600)
    microsoft.revoke(USER)
    for _ in range(4):
        with pytest.raises(AccessRefused, match=r"AADSTS50173.*: sign in again: inbox-bot login") as refused:
            source.current()
        assert not refused.value.temporary
        clocks.pass_(200)
    assert asked(microsoft) == 1
    clocks.pass_(101)
    with pytest.raises(AccessRefused):
        source.current()
    assert asked(microsoft) == 2


def test_a_refusal_ahead_of_the_end_is_told_at_once_and_not_when_the_token_ends(microsoft, found, clocks):
    """The alarm comes five minutes earlier so, and the reason is the token server's and not the mail server's."""
    source = source_of(found, clocks)
    source.current()
    microsoft.revoke(USER)
    clocks.pass_(3600 - AHEAD_S + 1)
    with pytest.raises(AccessRefused, match="sign in again"):
        source.current()


def test_whoever_signs_in_again_is_believed_at_once(microsoft, found, clocks):
    source = source_of(found, clocks)
    clocks.pass_(3600)
    microsoft.revoke(USER)
    with pytest.raises(AccessRefused):
        source.current()
    clocks.pass_(1)
    sign_in_person(microsoft, found, ago=datetime.now(UTC) - clocks.wall)
    assert source.current() == found.file.read().access


def test_whoever_signs_out_is_believed_at_once(found, clocks):
    source = source_of(found, clocks)
    source.current()
    assert found.file.forget()
    with pytest.raises(AccessRefused, match="nobody has signed in"):
        source.current()


def test_at_google_a_refusal_names_the_seven_days_of_an_app_in_testing(google, sign_in_to, clocks):
    found = sign_in_to(google, "browser")
    sign_in_person(google, found)
    google.revoke(USER)
    clocks.pass_(3600)
    with pytest.raises(AccessRefused, match="every 7 days, the app is External and in testing: make it Internal"):
        source_of(found, clocks).current()


# A mail server's no


def test_a_mail_server_that_refuses_a_token_gets_another_one(microsoft, found, clocks):
    source = source_of(found, clocks)
    first = source.current()
    clocks.pass_(60)
    source.renew()
    assert source.current() != first
    assert asked(microsoft) == 1


def test_a_token_of_a_moment_ago_is_not_renewed_since_the_refusal_is_not_its_fault(microsoft, found, clocks):
    source = source_of(found, clocks)
    clocks.pass_(3600)
    source.current()
    source.renew()
    assert asked(microsoft) == 1


# No answer


def test_while_the_token_server_is_down_the_token_at_hand_is_good_until_its_end(microsoft, found, clocks):
    source = source_of(found, clocks)
    first = source.current()
    microsoft.next = [Answer(status=503), Answer(status=503)]
    clocks.pass_(3600 - AHEAD_S + 1)
    assert source.current() == first
    assert source.current() == first
    assert asked(microsoft) == 1
    clocks.pass_(AHEAD_S)
    with pytest.raises(AccessRefused, match=r"no token can be had now: 127\.0\.0\.1 can't answer now \(503\)") as down:
        source.current()
    assert down.value.temporary
    clocks.pass_(11)
    assert source.current() != first


def test_a_token_server_that_names_its_pause_is_left_alone_so_long(microsoft, found, clocks):
    source = source_of(found, clocks)
    microsoft.next = [Answer(status=429, headers={"Retry-After": "120"})]
    clocks.pass_(3600)
    for pause in (0, 60, 59):
        clocks.pass_(pause)
        with pytest.raises(AccessRefused, match="429"):
            source.current()
    assert asked(microsoft) == 1
    clocks.pass_(2)
    source.current()


# Clocks


def test_a_wall_clock_that_jumps_neither_lengthens_a_token_nor_ends_it(microsoft, found, clocks):
    source = source_of(found, clocks)
    first = source.current()
    clocks.wall += timedelta(days=3)
    assert source.current() == first
    clocks.wall -= timedelta(days=30)
    assert source.current() == first
    clocks.steady += 3600
    assert source.current() != first


def test_a_token_from_the_future_is_renewed_since_nobody_knows_how_old_it_is(microsoft, sign_in_to, clocks):
    found = sign_in_to(microsoft, "device")
    sign_in_person(microsoft, found, ago=timedelta(hours=-2))
    source_of(found, clocks).current()
    assert asked(microsoft) == 1


# Several at once


def test_four_connections_that_need_a_token_at_once_ask_once(microsoft, found, clocks):
    source = source_of(found, clocks)
    clocks.pass_(3600)
    with ThreadPoolExecutor(4) as threads:
        tokens = set(threads.map(lambda _: source.current(), range(8)))
    assert len(tokens) == 1
    assert asked(microsoft) == 1


def _renew(found, begin, told):
    begin.wait()
    told.put(found.source().current())


def test_two_processes_that_renew_at_once_use_a_refresh_token_that_is_good_for_one_use_once(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "device")
    sign_in_person(microsoft, found, ago=timedelta(hours=2))
    forked = multiprocessing.get_context("fork")
    begin, told = forked.Event(), forked.Queue()
    others = [forked.Process(target=_renew, args=(found, begin, told)) for _ in range(4)]
    for each in others:
        each.start()
    begin.set()
    tokens = {told.get(timeout=30) for _ in others}
    for each in others:
        each.join(30)
    assert len(tokens) == 1
    assert asked(microsoft) == 1
    assert found.file.read().access in tokens


def test_a_process_that_waits_for_another_s_renewal_takes_its_token(microsoft, found, clocks):
    source = source_of(found, clocks)
    source.current()
    clocks.pass_(3600)
    got = []
    with found.file.locked():
        waiting = threading.Thread(target=lambda: got.append(source.current()))
        waiting.start()
        sign_in_person(microsoft, found, ago=datetime.now(UTC) - clocks.wall)
    waiting.join(20)
    assert got == [found.file.read().access]
    assert asked(microsoft) == 0


# The file


def test_tokens_are_kept_for_their_owner_alone_whatever_the_umask(microsoft, sign_in_to):
    found = sign_in_to(microsoft, "device")
    before = os.umask(0)
    try:
        sign_in_person(microsoft, found)
        with found.file.locked():
            pass
    finally:
        os.umask(before)
    folder = found.file.path.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()} == {0o600}
    assert len(list(folder.iterdir())) == 2  # the tokens, and the lock


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_what_root_signs_in_to_is_the_daemons_to_read(microsoft, sign_in_to, tmp_path):
    os.chown(tmp_path, 12_345, 23_456)
    found = sign_in_to(microsoft, "device")
    sign_in_person(microsoft, found)
    with found.file.locked():
        pass
    folder = found.file.path.parent
    owners = {(each.stat().st_uid, each.stat().st_gid) for each in (folder, *folder.iterdir())}
    assert owners == {(12_345, 23_456)}


def test_a_full_disk_costs_no_token(microsoft, found, clocks, monkeypatch):
    source = source_of(found, clocks)
    clocks.pass_(3600)

    def no_space(token):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(found.file, "write", no_space)
        first = source.current()
        assert source.current() == first
    clocks.pass_(3600)
    second = source.current()
    assert second != first
    assert found.file.read().access == second
    assert asked(microsoft) == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b"\xff\xfe", b'{"access": 1}', b"{" * 100_000])
def test_a_damaged_file_says_so_and_holds_up_nothing_else(microsoft, found, clocks, content):
    found.file.path.write_bytes(content)
    with pytest.raises(AccessRefused, match="is damaged: sign in anew"):
        source_of(found, clocks).current()


def test_a_folder_that_can_t_be_written_to_says_so(microsoft, found, clocks, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    clocks.pass_(3600)
    monkeypatch.setattr(found.file, "locked", denied)
    with pytest.raises(AccessRefused, match="the folder of tokens can't be written to: Permission denied"):
        source_of(found, clocks).current()


def test_no_secret_is_shown_where_values_are_printed(microsoft, found, sign_in_to, tmp_path):
    token = found.file.read()
    (tmp_path / "secret").write_text("s3cret")
    microsoft.clients[APP] = Client(secret="s3cret")
    app = sign_in_to(microsoft, "app", client_secret="file:secret")
    shown = repr((token, found, app, app.server))
    assert token.access not in shown
    assert token.refresh not in shown
    assert "s3cret" not in shown
