"""What is there, and how it comes: counters by STATUS, UIDs by range, mails into spool files, none lost in between."""

import hashlib
import re
from datetime import UTC, datetime, timedelta, timezone

import pytest

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox import (
    Absence,
    MailboxDown,
    Missing,
    SpoolFailed,
    UidValidityChanged,
)
from inbox_bot.edges.mailbox.fetching import PIECE_BYTES
from tests.support.servers.imap_proxy import changes, cuts_after, hangs_up, loses, says, stalls

pytestmark = pytest.mark.dovecot
MAIL = b"From: ann@example.com\r\nSubject: Application\r\nMessage-ID: <1@example.com>\r\n\r\nHello,\r\nmy CV.\r\n"
PLENTY = 100_000_000


def numbered(number: int, size: int = 100) -> bytes:
    return b"Subject: %d\r\n\r\n" % number + b"x" * size + b"\r\n"


def validity(mailbox, folder="INBOX") -> int:
    return mailbox.status(folder).uidvalidity


def fetched(mailbox, uids, max_bytes=PLENTY, folder="INBOX"):
    return list(mailbox.fetch(folder, validity(mailbox, folder), uids, max_bytes=max_bytes))


def summary(mails) -> list[tuple[int, bytes | str]]:
    """(uid, its bytes), or (uid, why it is missing)."""
    return [
        (mail.location.uid, str(mail.why) if isinstance(mail, Missing) else mail.spool.read_bytes()) for mail in mails
    ]


def spooled(tmp_path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "spool").glob("*")) if (tmp_path / "spool").exists() else []


# -- status ----------------------------------------------------------------------------------------------------------


def test_a_mail_that_one_answer_leaves_out_is_there(account, odd_mailbox, proxy):
    account.append(b"Subject: 1\r\n\r\n")
    status = odd_mailbox.status("INBOX")
    location = Location(mailbox="recruitment", folder="INBOX", uidvalidity=status.uidvalidity, uid=1)
    proxy.when("UID SEARCH", says("* SEARCH", "{tag} OK done"))
    assert odd_mailbox.is_present(location)
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([1])
    client.expunge()
    assert not odd_mailbox.is_present(location)


def test_a_status_counts_and_names_the_next_uid(account, mailbox):
    assert mailbox.status("INBOX").messages == 0
    uid = account.append(MAIL)
    status = mailbox.status("INBOX")
    assert (status.messages, status.uidnext) == (1, uid + 1)
    assert status.highestmodseq is not None


def test_an_idle_look_is_one_status_of_the_same_length_at_any_size(account, odd_mailbox, proxy):
    def commands_of_a_status():
        before = len(proxy.commands)
        odd_mailbox.status("INBOX")
        return proxy.commands[before:]

    odd_mailbox.status("INBOX")
    assert commands_of_a_status() == ['STATUS "INBOX" (UIDVALIDITY UIDNEXT MESSAGES HIGHESTMODSEQ)']
    for number in range(20):
        account.append(numbered(number))
    assert commands_of_a_status() == ['STATUS "INBOX" (UIDVALIDITY UIDNEXT MESSAGES HIGHESTMODSEQ)']


def test_a_status_leaves_a_selected_folder_first(account, odd_mailbox, proxy):
    account.append(MAIL)
    fetched(odd_mailbox, [1])
    odd_mailbox.status("INBOX")
    assert [command.split()[0] for command in proxy.commands[-2:]] == ["UNSELECT", "STATUS"]


def test_without_unselect_nobodys_deleted_mail_is_expunged_by_leaving(account, odd_mailbox, proxy):
    account.append(numbered(1), flags=(r"\Deleted",))
    account.append(numbered(2))
    proxy.hides("UNSELECT")
    [mail] = fetched(odd_mailbox, [2])
    odd_mailbox.flag(mail.location, [r"\Flagged"])  # the folder is selected for changes now: CLOSE would expunge
    odd_mailbox.status("INBOX")
    assert list(account.messages()) == [1, 2]


def test_modseq_is_asked_only_of_a_server_that_has_it(odd_mailbox, proxy):
    proxy.hides("CONDSTORE", "QRESYNC")
    assert odd_mailbox.status("INBOX").highestmodseq is None
    assert "HIGHESTMODSEQ" not in proxy.commands[-1]


@pytest.mark.parametrize("count", [0, 3])
def test_a_server_that_tells_no_uidnext_is_looked_into(account, odd_mailbox, proxy, count):
    for number in range(count):
        account.append(numbered(number))
    proxy.when("STATUS", changes(lambda told: re.sub(rb"UIDNEXT \d+ ?", b"", told)))
    assert odd_mailbox.status("INBOX").uidnext == count + 1


def test_a_folder_that_is_not_there_needs_a_person(mailbox):
    with pytest.raises(MailboxDown) as raised:
        mailbox.status("Nowhere")
    assert "Nowhere" in raised.value.sentence


@pytest.mark.parametrize("code", ["THROTTLED", "UNAVAILABLE", "LIMIT"])
def test_a_server_in_trouble_is_down_for_now_whatever_was_asked(odd_mailbox, proxy, code):
    odd_mailbox.status("INBOX")
    proxy.when("STATUS", says("{tag} NO [%s] later" % code))  # noqa: UP031
    with pytest.raises(MailboxDown) as raised:
        odd_mailbox.status("INBOX")
    assert (raised.value.code, raised.value.temporary) == (code, True)
    assert odd_mailbox.status("INBOX").messages == 0


def test_bye_in_the_middle_of_an_answer_is_down_for_now(account, odd_mailbox, proxy):
    account.append(MAIL)
    proxy.when("EXAMINE", changes(lambda told: b"* BYE [UNAVAILABLE] shutting down\r\n"))
    with pytest.raises(MailboxDown) as raised:
        fetched(odd_mailbox, [1])
    assert (raised.value.code, raised.value.temporary) == ("UNAVAILABLE", True)
    assert summary(fetched(odd_mailbox, [1])) == [(1, MAIL)]


@pytest.mark.parametrize(
    "nonsense",
    [
        b"* STATUS INBOX (UIDNEXT\r\n",
        b"* STATUS INBOX (MESSAGES many)\r\n",
        b"\x00\xff\r\n",
        b"* " + b"x" * 1_100_000 + b"\r\n",
    ],
    ids=["cut", "no number", "bytes", "over a megabyte"],
)
def test_an_answer_that_makes_no_sense_is_down_for_now_and_never_an_empty_folder(odd_mailbox, proxy, nonsense):
    odd_mailbox.status("INBOX")
    proxy.when("STATUS", changes(lambda told: nonsense if told.startswith(b"* STATUS") else told))
    with pytest.raises(MailboxDown) as raised:
        odd_mailbox.status("INBOX")
    assert raised.value.temporary
    assert odd_mailbox.status("INBOX").messages == 0


# -- uids ------------------------------------------------------------------------------------------------------------


def test_uids_are_those_in_the_range_that_are_there(account, mailbox):
    for number in range(6):
        account.append(numbered(number))
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([3])
    client.expunge([3])
    now = validity(mailbox)
    assert mailbox.uids("INBOX", now, 2, 5) == [2, 4, 5]
    assert mailbox.uids("INBOX", now, 1, 4_294_967_295) == [1, 2, 4, 5, 6]


def test_above_the_last_uid_there_is_nothing(account, odd_mailbox, proxy):
    account.append(MAIL)
    now = validity(odd_mailbox)
    assert odd_mailbox.uids("INBOX", now, 2, 9) == []
    proxy.when("UID SEARCH", says("* SEARCH 1", "{tag} OK done"))  # as servers answer `2:*`
    assert odd_mailbox.uids("INBOX", now, 2, 9) == []


def test_an_empty_range_is_asked_of_nobody(odd_mailbox, proxy):
    assert odd_mailbox.uids("INBOX", 1, 5, 4) == []
    assert proxy.commands == []


def test_a_large_folder_is_listed_in_windows_from_the_top(account, mailbox, monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.mailbox.queries.UIDS_AT_ONCE", 4)
    for number in range(11):
        account.append(numbered(number))
    now = validity(mailbox)
    assert mailbox.uids("INBOX", now, 1, 1_000_000) == list(range(1, 12))
    assert mailbox.uids("INBOX", now, 3, 9) == list(range(3, 10))


def test_what_is_expunged_between_two_windows_hides_nothing(account, odd_mailbox, proxy, monkeypatch):
    monkeypatch.setattr("inbox_bot.edges.mailbox.queries.UIDS_AT_ONCE", 4)
    for number in range(12):
        account.append(numbered(number))
    client, now = account.client(), validity(odd_mailbox)
    client.select_folder("INBOX")

    def expunge(told: bytes) -> bytes:
        if told.startswith(b"* SEARCH"):
            client.delete_messages([2, 6, 10])
            client.expunge([2, 6, 10])
        return told

    proxy.when("UID SEARCH", changes(expunge))
    assert set(odd_mailbox.uids("INBOX", now, 1, 1_000_000)) >= set(range(1, 13)) - {2, 6, 10}


# -- fetch -----------------------------------------------------------------------------------------------------------


def test_a_mail_comes_whole_with_what_the_server_knows_of_it(account, mailbox):
    at = datetime(2026, 3, 29, 2, 30, tzinfo=timezone(timedelta(hours=2)))
    uid = account.append(MAIL, internaldate=at, flags=(r"\Flagged", "$Label1"))
    [mail] = fetched(mailbox, [uid])
    assert mail.spool.read_bytes() == MAIL
    assert mail.raw_hash == hashlib.sha256(MAIL).hexdigest()
    assert mail.size_bytes == len(MAIL)
    assert mail.received_at == at
    assert mail.received_at.tzinfo is UTC
    assert mail.flags == {r"\Flagged", "$Label1"}
    assert (mail.location.mailbox, mail.location.folder, mail.location.uid) == ("recruitment", "INBOX", uid)
    assert not mail.headers_only


def test_fetching_leaves_no_trace_in_the_mailbox(account, mailbox):
    account.append(MAIL)
    account.append(numbered(2, 3 * PIECE_BYTES))
    fetched(mailbox, [1, 2])
    assert [flags for _, flags in account.messages().values()] == [(), ()]


def test_mails_come_in_the_order_asked_for(account, mailbox):
    for number in range(5):
        account.append(numbered(number))
    assert [mail.location.uid for mail in fetched(mailbox, [4, 2, 5, 1])] == [4, 2, 5, 1]


def test_small_mails_share_commands(account, odd_mailbox, proxy):
    for number in range(30):
        account.append(numbered(number, 2_000))
    assert len(fetched(odd_mailbox, list(range(1, 31)))) == 30
    assert len([command for command in proxy.commands if "BODY.PEEK" in command]) == 1


@pytest.mark.parametrize("size", [PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 5 * PIECE_BYTES // 2])
def test_a_large_mail_comes_in_pieces_and_whole(account, mailbox, size):
    head = b"Subject: large\r\n\r\n"
    mail = head + (b"0123456789abcde\n" * (size // 16 + 1)).replace(b"\n", b"\r\n")[: size - len(head) - 2] + b"\r\n"
    account.append(mail)
    [fetched_mail] = fetched(mailbox, [1])
    stored = account.messages()[1][0]
    assert fetched_mail.spool.read_bytes() == stored
    assert fetched_mail.raw_hash == hashlib.sha256(stored).hexdigest()


@pytest.mark.parametrize("told", [10, 3 * PIECE_BYTES])
def test_a_wrong_size_by_the_server_cuts_nothing_off(account, odd_mailbox, proxy, told):
    account.append(numbered(1, 3 * PIECE_BYTES // 2))
    wrong = changes(lambda answer: re.sub(rb"RFC822.SIZE \d+", b"RFC822.SIZE %d" % told, answer))
    proxy.when("RFC822.SIZE", wrong, times=2)
    [mail] = fetched(odd_mailbox, [1])
    assert mail.spool.read_bytes() == account.messages()[1][0]


def test_above_the_limit_only_the_header_comes(account, mailbox_of):
    account.append(b"Subject: huge\r\n\r\n" + b"x" * 50_000)
    account.append(MAIL)
    [huge, small] = fetched(mailbox_of(account, largest_bytes=10_000), [1, 2])
    assert huge.headers_only
    assert huge.spool.read_bytes() == b"Subject: huge\r\n\r\n"
    assert huge.size_bytes == len(account.messages()[1][0])
    assert (small.headers_only, small.spool.read_bytes()) == (False, MAIL)


def test_two_huge_mails_with_one_header_are_two(account, mailbox_of):
    for size in (50_000, 50_001, 50_000):
        account.append(b"Subject: huge\r\n\r\n" + b"x" * size)
    hashes = [mail.raw_hash for mail in fetched(mailbox_of(account, largest_bytes=10_000), [1, 2, 3])]
    assert hashes[0] == hashes[2] != hashes[1]


def test_a_batch_ends_before_the_mail_that_would_be_too_much(account, mailbox):
    for number in range(4):
        account.append(numbered(number, 1_000))
    assert [mail.location.uid for mail in fetched(mailbox, [1, 2, 3, 4], max_bytes=2_500)] == [1, 2]
    assert [mail.location.uid for mail in fetched(mailbox, [1, 2], max_bytes=10)] == [1]


@pytest.mark.parametrize(
    "mail", [b"", b"\n", b"no header\n", b"Subject: x\n", b"From x\n\nlone\nLF\n", b"a: \xff\x80\n\n\xfe"]
)
def test_odd_mails_come_like_any_other(account, mailbox, mail):
    account.deliver(mail)
    [uid] = account.messages()
    assert summary(fetched(mailbox, [uid])) == [(uid, mail.replace(b"\n", b"\r\n"))]


def test_spool_files_are_for_nobody_else(account, mailbox):
    account.append(MAIL)
    [mail] = fetched(mailbox, [1])
    assert mail.spool.stat().st_mode & 0o077 == 0


def test_a_disk_that_refuses_is_no_fault_of_the_mailbox(account, mailbox_of, tmp_path):
    account.append(MAIL)
    (tmp_path / "file").write_text("in the way")
    mailbox = mailbox_of(account, spool=tmp_path / "file")
    with pytest.raises(SpoolFailed):
        fetched(mailbox, [1])
    assert mailbox.status("INBOX").messages == 1


# -- what does not come ----------------------------------------------------------------------------------------------


def test_a_mail_expunged_by_somebody_else_is_expunged_and_the_next_one_comes(account, mailbox):
    for number in range(3):
        account.append(numbered(number))
    now, client = validity(mailbox), account.client()
    client.select_folder("INBOX")
    mails = mailbox.fetch("INBOX", now, [1, 2, 3], max_bytes=PLENTY)
    client.delete_messages([2])
    client.expunge([2])
    assert summary(mails) == [(1, numbered(0)), (2, "expunged"), (3, numbered(2))]


def test_a_mail_expunged_while_its_folder_is_selected_is_expunged(account, odd_mailbox, proxy):
    for number in range(3):
        account.append(numbered(number))
    client = account.client()
    client.select_folder("INBOX")

    def expunge(told: bytes) -> bytes:
        if b"RFC822.SIZE" in told:
            client.delete_messages([2])
            client.expunge([2])
        return told

    proxy.when("RFC822.SIZE", changes(expunge))
    assert summary(fetched(odd_mailbox, [1, 2, 3])) == [(1, numbered(0)), (2, "expunged"), (3, numbered(2))]


def test_ok_without_data_is_asked_for_again_singly(account, odd_mailbox, proxy):
    for number in range(3):
        account.append(numbered(number))
    proxy.when("BODY.PEEK", loses(r"UID 2\b"))
    assert summary(fetched(odd_mailbox, [1, 2, 3])) == [(1, numbered(0)), (2, numbered(1)), (3, numbered(2))]


def test_ok_without_data_twice_from_a_server_that_lists_the_mail_means_later(account, odd_mailbox, proxy):
    for number in range(2):
        account.append(numbered(number))
    proxy.when("BODY.PEEK", loses(r"UID 2\b"), times=2)
    assert summary(fetched(odd_mailbox, [1, 2])) == [(1, numbered(0)), (2, "later")]


@pytest.mark.parametrize("given", [b"NIL", b'""'])
def test_an_empty_body_of_a_mail_that_has_a_size_means_later(account, odd_mailbox, proxy, given):
    account.append(MAIL)
    proxy.when(
        "BODY.PEEK",
        changes(lambda told: b"* 1 FETCH (UID 1 BODY[]<0> " + given + b")\r\n" if b"FETCH (" in told else told),
        times=3,
    )
    assert summary(fetched(odd_mailbox, [1])) == [(1, "later")]


def test_ok_to_everything_without_any_data_loses_nothing(account, odd_mailbox, proxy):
    for number in range(2):
        account.append(numbered(number))
    proxy.when("UID FETCH", loses("FETCH"), times=2)
    assert [why for _, why in summary(fetched(odd_mailbox, [1, 2]))] == ["later", numbered(1)]


def test_one_mail_the_server_refuses_spoils_it_for_nobody_else(account, odd_mailbox, proxy):
    for number in range(3):
        account.append(numbered(number))
    proxy.when(r"FETCH 1,2,3 .*BODY", says("{tag} NO [SERVERBUG] message 2 is damaged"))
    proxy.when(r"FETCH 2 .*BODY", says("{tag} NO [SERVERBUG] message 2 is damaged"))
    mails = fetched(odd_mailbox, [1, 2, 3])
    assert summary(mails) == [(1, numbered(0)), (2, "later"), (3, numbered(2))]
    assert (mails[1].why, mails[1].sentence) == (Absence.LATER, "message 2 is damaged")


@pytest.mark.parametrize("after", [0, 30, 200, 50_000])
def test_a_line_cut_within_a_mail_gives_no_part_of_it(account, odd_mailbox, proxy, tmp_path, after):
    account.append(numbered(1, 60_000))
    proxy.when("BODY.PEEK", cuts_after(after))
    with pytest.raises(MailboxDown) as raised:
        fetched(odd_mailbox, [1])
    assert raised.value.temporary
    assert spooled(tmp_path) == []
    assert summary(fetched(odd_mailbox, [1])) == [(1, numbered(1, 60_000))]


def test_a_line_cut_between_two_pieces_gives_no_part_of_the_mail(account, odd_mailbox, proxy, tmp_path):
    account.append(numbered(1, 2 * PIECE_BYTES))
    proxy.when(rf"<{PIECE_BYTES}\.", hangs_up())
    with pytest.raises(MailboxDown):
        fetched(odd_mailbox, [1])
    assert spooled(tmp_path) == []


def test_mails_that_came_before_the_line_was_cut_are_kept(account, odd_mailbox, proxy):
    account.append(numbered(1))
    account.append(numbered(2, 2 * PIECE_BYTES))
    proxy.when(r"FETCH 2 .*BODY", hangs_up())
    mails = odd_mailbox.fetch("INBOX", validity(odd_mailbox), [1, 2], max_bytes=PLENTY)
    assert next(mails).spool.read_bytes() == numbered(1)
    with pytest.raises(MailboxDown):
        next(mails)


def test_silence_within_a_mail_ends_in_bounded_time(account, impatient, proxy):
    account.append(MAIL)
    proxy.when("BODY.PEEK", stalls())
    with pytest.raises(MailboxDown, match="in time"):
        fetched(impatient, [1])


def test_packets_of_a_few_bytes_change_nothing(account, odd_mailbox, proxy):
    account.append(MAIL)
    proxy.piece = 3
    assert summary(fetched(odd_mailbox, [1])) == [(1, MAIL)]


def test_metadata_refused_for_one_mail_spoils_it_for_nobody_else(account, odd_mailbox, proxy):
    for number in range(3):
        account.append(numbered(number))
    proxy.when(r"FETCH 1,2,3 .*SIZE", says("{tag} NO [SERVERBUG] message 2 is damaged"))
    proxy.when(r"FETCH 2 .*SIZE", says("{tag} NO [SERVERBUG] message 2 is damaged"))
    assert summary(fetched(odd_mailbox, [1, 2, 3])) == [(1, numbered(0)), (2, "later"), (3, numbered(2))]


def test_news_about_another_mail_is_not_taken_for_this_one(account, odd_mailbox, proxy):
    for number in range(3):
        account.append(numbered(number))
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([1])
    client.expunge([1])
    add = changes(lambda told: told if told.startswith(b"*") else b"* 2 FETCH (FLAGS (\\Answered))\r\n" + told)
    proxy.when("FETCH", add, times=9)  # the second mail is UID 3
    [mail] = fetched(odd_mailbox, [2])
    assert mail.flags == frozenset()
    assert odd_mailbox.flags_of(mail.location) == frozenset()


# -- UIDVALIDITY -----------------------------------------------------------------------------------------------------


def recreate(account, folder: str) -> None:
    client = account.client()
    client.delete_folder(folder)
    client.create_folder(folder)
    client.append(folder, numbered(99))


def test_a_folder_that_was_recreated_is_noticed_by_everything_that_names_uids(account, mailbox):
    account.append(MAIL, "Jobs")
    [mail] = fetched(mailbox, [1], folder="Jobs")
    before = mail.location.uidvalidity
    recreate(account, "Jobs")
    asks = {
        "uids": lambda: mailbox.uids("Jobs", before, 1, 9),
        "fetch": lambda: list(mailbox.fetch("Jobs", before, [1], max_bytes=PLENTY)),
        "describe": lambda: mailbox.describe("Jobs", before, [1]),
        "headers": lambda: mailbox.headers("Jobs", before, [1]),
        "is_present": lambda: mailbox.is_present(mail.location),
        "flags_of": lambda: mailbox.flags_of(mail.location),
        "move": lambda: mailbox.move(mail.location, ("Other",)),
        "flag": lambda: mailbox.flag(mail.location, [r"\Answered"]),
    }
    for name, ask in asks.items():
        with pytest.raises(UidValidityChanged) as raised:
            ask()
        assert (raised.value.expected, raised.value.found) == (before, validity(mailbox, "Jobs")), name
    assert account.messages("Jobs") == {1: (numbered(99), ())}


def test_a_folder_recreated_under_a_session_that_has_it_selected_takes_no_change(account, mailbox):
    account.append(MAIL, "Jobs")
    [mail] = fetched(mailbox, [1], folder="Jobs")
    mailbox.flag(mail.location, [r"\Flagged"])  # selected for changes, and stays so
    recreate(account, "Jobs")
    for ask in (lambda: mailbox.flag(mail.location, [r"\Answered"]), lambda: mailbox.move(mail.location, ("Other",))):
        with pytest.raises((UidValidityChanged, MailboxDown)):
            ask()
    assert account.messages("Jobs") == {1: (numbered(99), ())}


@pytest.mark.parametrize("sizes", [(100, 100), (3 * PIECE_BYTES,)], ids=["a group", "pieces"])
def test_a_folder_recreated_while_its_mails_are_read_gives_none_of_them(account, odd_mailbox, proxy, tmp_path, sizes):
    for number, size in enumerate(sizes):
        account.append(numbered(number, size), "Jobs")
    before = validity(odd_mailbox, "Jobs")

    def recreated(told: bytes) -> bytes:
        if told.startswith(b"* "):
            recreate(account, "Jobs")
        return told

    proxy.when("BODY.PEEK", changes(recreated))
    with pytest.raises((UidValidityChanged, MailboxDown)):
        list(odd_mailbox.fetch("Jobs", before, [1, 2][: len(sizes)], max_bytes=PLENTY))
    assert spooled(tmp_path) == []


def test_uidvalidity_that_changes_between_two_commands_is_noticed(account, odd_mailbox, proxy):
    account.append(numbered(1))
    account.append(numbered(2, 3 * PIECE_BYTES))
    mails = odd_mailbox.fetch("INBOX", validity(odd_mailbox), [1, 2], max_bytes=PLENTY)
    next(mails)
    proxy.hang_up()
    proxy.when("EXAMINE", changes(lambda told: re.sub(rb"UIDVALIDITY \d+", b"UIDVALIDITY 1", told)))
    with pytest.raises(MailboxDown):
        next(mails)
    proxy.when("EXAMINE", changes(lambda told: re.sub(rb"UIDVALIDITY \d+", b"UIDVALIDITY 1", told)))
    with pytest.raises(UidValidityChanged):
        odd_mailbox.uids("INBOX", 5, 1, 9)


# -- headers, find, folders ------------------------------------------------------------------------------------------


def test_headers_say_what_a_sent_mail_answers(account, mailbox):
    account.append(
        b"Message-ID: <sent@us>\r\nIn-Reply-To: <theirs@x>\r\nReferences: <a@x>\r\n <theirs@x>\r\n"
        b'To: "Ann, the applicant" <Ann@Example.com>, b@c.d\r\nCc: <e@f.g>\r\n'
        b"Date: Tue, 24 Nov 2026 10:00:00 +0100\r\n\r\nHi\r\n",
        "Sent",
    )
    [header] = mailbox.headers("Sent", validity(mailbox, "Sent"), [1])
    assert header.message_id == "<sent@us>"
    assert header.in_reply_to == ("<theirs@x>",)
    assert header.references == ("<a@x>", "<theirs@x>")
    assert header.to == ("ann@example.com", "b@c.d", "e@f.g")
    assert header.date == datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_find_gives_exactly_the_mails_with_that_id(account, mailbox):
    for identity in (b"<1@example.com>", b"<21@example.com>", b"<1@example.com>x", b"<1@example.com>"):
        account.append(b"Message-ID: " + identity + b"\r\n\r\n")
    found = mailbox.find("INBOX", "<1@example.com>")
    assert [location.uid for location in found] == [1, 3, 4]
    assert mailbox.find("INBOX", "<none@example.com>") == []
    assert mailbox.find("Nowhere", "<1@example.com>") == []
    assert mailbox.find("INBOX", '<"quoted\\ id"@x>') == []
    assert mailbox.find("INBOX", "<a\r\nb@x>") == []
    assert mailbox.find("INBOX", "<ä@x>") == []


def test_the_sent_folder_is_found_by_its_mark_or_by_its_name(dovecot, account, mailbox_of, proxy):
    assert mailbox_of(account).sent_folder() is None
    account.client().create_folder("Sent")
    assert mailbox_of(account).sent_folder() == "Sent"
    other = dovecot.account()
    other.client().create_folder("Sent Items")
    proxy.when("LIST", changes(lambda told: told.replace(rb"\Sent", b"")))
    assert mailbox_of(other, through=proxy).sent_folder() == "Sent Items"


def test_a_missing_sent_folder_is_looked_for_once_an_hour_and_whenever_a_letter_needs_it(
    account, mailbox_of, proxy, monkeypatch
):
    now = [1000.0]
    monkeypatch.setattr("inbox_bot.edges.mailbox.mailbox.monotonic", lambda: now[0])
    mailbox = mailbox_of(account, through=proxy)
    assert [mailbox.sent_folder() for _ in range(60)] == [None] * 60
    asked = proxy.commands.count('LIST "" "*"')
    now[0] += 3599
    assert mailbox.sent_folder() is None
    assert proxy.commands.count('LIST "" "*"') == asked
    account.client().create_folder("Sent")
    now[0] += 1
    assert mailbox.sent_folder() == "Sent"
    assert proxy.commands.count('LIST "" "*"') == asked + 1
    now[0] += 7200
    assert mailbox.sent_folder(afresh=True) == "Sent"
    assert proxy.commands.count('LIST "" "*"') == asked + 1


def test_a_sent_folder_that_was_made_since_is_found_where_a_letter_needs_it(account, mailbox):
    assert mailbox.sent_folder() is None
    account.client().create_folder("Sent")
    assert mailbox.sent_folder() is None
    assert mailbox.sent_folder(afresh=True) == "Sent"


def test_the_sent_folder_that_a_copy_makes_is_known_at_once(mailbox):
    assert mailbox.sent_folder() is None
    mailbox.append(("Sent",), b"Subject: x\r\n\r\nx\r\n")
    assert mailbox.sent_folder() == "Sent"


def test_folders_are_listed_with_their_delimiter(account, mailbox):
    account.client().create_folder("Löwen.Zähne")
    found = {folder.name: folder.delimiter for folder in mailbox.folders()}
    assert found == {"INBOX": ".", "Löwen": ".", "Löwen.Zähne": "."}


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(1989, 12, 31, tzinfo=UTC)])
def test_a_date_of_arrival_from_before_there_was_such_mail_is_none(account, mailbox, at):
    """A server that lost it says the epoch: such a mail is not old, and its answer waits for nobody."""
    began = datetime.now(UTC)
    uid = account.append(MAIL, internaldate=at)
    described = mailbox.describe("INBOX", validity(mailbox), [uid])[uid]
    assert described.received_at >= began
