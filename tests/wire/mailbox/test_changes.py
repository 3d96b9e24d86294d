"""Moving, flagging, putting there: on Dovecot as it is, and on servers that have less or say no."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inbox_bot.core.message.values import Location
from inbox_bot.edges.mailbox import (
    Appended,
    AppendFailed,
    FlagFailed,
    Flagged,
    Gone,
    MailboxDown,
    Moved,
    MoveFailed,
    UidsNotCompared,
)
from tests.support.servers.imap_proxy import changes, hangs_up, loses, says, stalls

pytestmark = pytest.mark.dovecot
MAIL = b"Subject: Application\r\nMessage-ID: <1@example.com>\r\n\r\nHello.\r\n"
LEAST = (
    "MOVE",
    "UIDPLUS",
    "IDLE",
    "CONDSTORE",
    "QRESYNC",
    "SPECIAL-USE",
    "NAMESPACE",
    "UNSELECT",
    "LITERAL+",
    "ENABLE",
)


def put(account, mailbox, mail=MAIL, folder="INBOX", flags=()) -> Location:
    uid = account.append(mail, folder, flags=flags)
    return Location(mailbox="recruitment", folder=folder, uidvalidity=mailbox.status(folder).uidvalidity, uid=uid)


# -- move ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layout", "parts", "folder"),
    [
        ("plain.test", ("Agencies",), "Agencies"),
        ("plain.test", ("Filed", "C/C++ Engineer"), "Filed.C-C++ Engineer"),
        ("plain.test", ("Filed", "Sr. Node.js Engineer"), "Filed.Sr Node-js Engineer"),
        ("slash.test", ("Filed", "C/C++ Engineer"), "Filed/C-C++ Engineer"),
        ("slash.test", ("Filed", "Sr. Node.js Engineer"), "Filed/Sr. Node.js Engineer"),
        ("slash.test", ("Filed", "../../escape"), "Filed/-..-escape"),
        ("prefix.test", ("Filed", "Köln & 東京"), "INBOX.Filed.Köln & 東京"),
        ("prefix.test", ("INBOX", "Done"), "INBOX.Done"),
    ],
)
def test_a_mail_moves_to_a_folder_that_is_created_as_the_server_spells_it(dovecot, mailbox_of, layout, parts, folder):
    account = dovecot.account(layout)
    mailbox = mailbox_of(account)
    location = put(account, mailbox)
    moved = mailbox.move(location, parts)
    assert moved == Moved(to=replace(location, folder=folder, uidvalidity=moved.to.uidvalidity, uid=1), folder=folder)
    assert folder in account.folders()
    assert account.messages() == {}
    assert account.messages(folder) == {1: (MAIL, ())}
    assert mailbox.is_present(moved.to)
    assert not mailbox.is_present(location)


def test_nothing_changes_where_uids_were_not_compared_since_the_line_was_lost(account, mailbox_of):
    mailbox = mailbox_of(account, compared_first=["INBOX"])
    mail = put(account, mailbox)
    for change in (
        lambda: mailbox.move(mail, ("Filed",)),
        lambda: mailbox.move_all([mail], ("Filed",)),
        lambda: mailbox.flag(mail, ["\\Flagged"]),
    ):
        with pytest.raises(UidsNotCompared):
            change()
        assert not mailbox.is_compared()
        mailbox.compared("INBOX")
        assert not mailbox.needs_comparing("INBOX")
        assert mailbox.is_compared()
        mailbox.close()
        assert not mailbox.is_compared()
    assert account.messages() == {mail.uid: (MAIL, ())}
    assert mailbox.needs_comparing("INBOX")
    mailbox.compared("INBOX")
    assert isinstance(mailbox.move(mail, ("Filed",)), Moved)


def test_what_lies_in_a_folder_that_nobody_compares_is_changed_at_once(account, mailbox_of):
    mailbox = mailbox_of(account, compared_first=["INBOX"])
    mail = put(account, mailbox, folder="Filed")
    assert isinstance(mailbox.move(mail, ("Other",)), Moved)


def test_a_folder_we_create_is_subscribed_to(account, mailbox):
    mailbox.move(put(account, mailbox), ("Filed", "Engineer"))
    assert [name for _, _, name in account.client().list_sub_folders()] == ["Filed.Engineer"]


def test_a_mail_keeps_its_flags_and_date_when_it_moves(account, mailbox):
    at = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
    account.append(MAIL, internaldate=at, flags=(r"\Seen", "$Label1"))
    location = Location(mailbox="recruitment", folder="INBOX", uidvalidity=mailbox.status("INBOX").uidvalidity, uid=1)
    to = mailbox.move(location, ("Other",)).to
    described = mailbox.describe("Other", to.uidvalidity, [to.uid])[to.uid]
    assert (described.received_at, described.flags) == (at, {r"\Seen", "$Label1"})


def test_every_move_of_many_is_told_its_own_place(account, mailbox):
    locations = [put(account, mailbox) for _ in range(5)]
    assert [mailbox.move(each, ("Other",)).to.uid for each in locations] == [1, 2, 3, 4, 5]
    assert [mailbox.move(each, ("Other",)) for each in locations] == [Gone(location=each) for each in locations]


def test_a_mail_that_is_there_already_stays(account, mailbox):
    location = put(account, mailbox)
    assert mailbox.move(location, ("INBOX",)) == Moved(to=location, folder="INBOX")
    assert mailbox.move(replace(location, uid=9), ("INBOX",)) == Gone(location=replace(location, uid=9))


def test_moving_what_a_person_moved_or_deleted_is_no_failure(account, mailbox):
    moved, deleted = put(account, mailbox), put(account, mailbox)
    mailbox.flag(moved, [r"\Flagged"])  # the session has the folder selected from before
    client = account.client()
    client.create_folder("Mine")
    client.select_folder("INBOX")
    client.move([moved.uid], "Mine")
    client.delete_messages([deleted.uid])
    client.expunge([deleted.uid])
    assert mailbox.move(moved, ("Other",)) == Gone(location=moved)
    assert mailbox.move(deleted, ("Other",)) == Gone(location=deleted)
    assert account.messages("Mine") == {1: (MAIL, (rb"\Flagged",))}


def test_a_mail_that_arrived_after_the_folder_was_selected_is_not_gone(account, mailbox, mailbox_of):
    first = put(account, mailbox)
    mailbox.flag(first, [r"\Flagged"])
    later = replace(first, uid=account.append(MAIL))
    assert mailbox.move(later, ("Other",)).to.uid == 1
    latest = replace(first, uid=account.append(MAIL))
    assert mailbox.flag(latest, [r"\Flagged"]) == Flagged(set=frozenset({r"\Flagged"}), left_out=frozenset())


def test_a_target_folder_renamed_by_a_person_is_created_again(account, mailbox):
    locations = [put(account, mailbox), put(account, mailbox)]
    mailbox.move(locations[0], ("Filed", "Engineer"))
    account.client().rename_folder("Filed.Engineer", "Filed.Engineers of old")
    assert mailbox.move(locations[1], ("Filed", "Engineer")).folder == "Filed.Engineer"
    assert len(account.messages("Filed.Engineers of old")) == 1


@pytest.mark.parametrize(
    ("hidden", "mail_left", "told"),
    [
        (("MOVE",), False, True),  # COPY, \Deleted, UID EXPUNGE
        (("UIDPLUS",), False, False),  # MOVE, without being told where to
        (("MOVE", "UIDPLUS"), True, False),  # COPY and \Deleted: nothing may be expunged
        (LEAST, True, False),
    ],
    ids=["no MOVE", "no UIDPLUS", "neither", "IMAP4rev1 alone"],
)
def test_a_server_with_less_moves_all_the_same_and_never_expunges_others(
    account, odd_mailbox, proxy, hidden, mail_left, told
):
    other = account.append(b"Subject: a person's\r\n\r\n", flags=(r"\Deleted",))
    proxy.hides(*hidden)
    location = put(account, odd_mailbox)
    moved = odd_mailbox.move(location, ("Filed", "Engineer"))
    assert (moved.to is not None, moved.folder, moved.original_marked) == (told, "Filed.Engineer", mail_left)
    assert list(account.messages()) == [other, location.uid] if mail_left else [other]
    assert account.messages("Filed.Engineer")[1][0] == MAIL
    if mail_left:
        assert account.messages()[location.uid][1] == (rb"\Deleted",)
    assert odd_mailbox.move(replace(location, uid=99), ("Filed", "Engineer")) == Gone(
        location=replace(location, uid=99)
    )
    assert len(account.messages("Filed.Engineer")) == 1


@pytest.mark.parametrize(
    ("answer", "code", "temporary"),
    [
        ("{tag} NO [OVERQUOTA] Quota exceeded", "OVERQUOTA", True),
        ("{tag} NO [NOPERM] not yours", "NOPERM", False),
        ("{tag} NO [CANNOT] never", "CANNOT", False),
        ("{tag} NO [INUSE] locked", "INUSE", True),
        ("{tag} NO [SERVERBUG] oops", "SERVERBUG", True),
        ("{tag} NO [X-NEW-CODE] hm", "X-NEW-CODE", True),
        ("{tag} NO just no", None, True),
        ("{tag} BAD what?", "BAD", False),
    ],
)
def test_a_refused_move_is_a_value_with_its_code(account, odd_mailbox, proxy, answer, code, temporary):
    account.client().create_folder("Other")
    location = put(account, odd_mailbox)
    proxy.when("UID MOVE", says(answer))
    failed = odd_mailbox.move(location, ("Other",))
    assert isinstance(failed, MoveFailed)
    assert (failed.code, failed.temporary) == (code, temporary)
    assert list(account.messages()) == [location.uid]
    assert odd_mailbox.move(location, ("Other",)).to.uid == 1  # the session goes on


def test_a_real_quota_leaves_the_mail_where_it_is(dovecot, mailbox_of, proxy):
    account = dovecot.account("full.test")
    proxy.hides("MOVE")
    mailbox = mailbox_of(account, through=proxy)
    location = put(account, mailbox, b"Subject: large\r\n\r\n" + b"x" * 20_000)
    failed = mailbox.move(location, ("Other",))
    assert (type(failed), failed.code, failed.temporary) == (MoveFailed, "OVERQUOTA", True)
    assert list(account.messages()) == [location.uid]
    account.close()


def test_a_missing_folder_is_created_even_if_the_server_does_not_say_so(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when("UID MOVE", says("{tag} NO mailbox does not exist"))
    assert odd_mailbox.move(location, ("Other",)).to.uid == 1


def test_a_folder_is_created_once_not_for_ever(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when("UID MOVE", says("{tag} NO [TRYCREATE] missing"), times=9)
    assert odd_mailbox.move(location, ("Other",)).code == "TRYCREATE"
    assert len([command for command in proxy.commands if command.startswith("CREATE")]) == 1


def test_a_folder_that_may_not_be_created_is_told(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when("CREATE", says("{tag} NO [NOPERM] no new folders"))
    failed = odd_mailbox.move(location, ("Other",))
    assert (type(failed), failed.code, failed.temporary) == (MoveFailed, "NOPERM", False)


def test_a_read_only_mailbox_is_told_and_still_read(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    read_only = changes(lambda told: told.replace(b"[READ-WRITE]", b"[READ-ONLY]"))
    proxy.when("^SELECT", read_only, times=2)
    moved, flagged = odd_mailbox.move(location, ("Other",)), odd_mailbox.flag(location, [r"\Answered"])
    assert (type(moved), moved.code, moved.temporary) == (MoveFailed, "READ-ONLY", False)
    assert (type(flagged), flagged.code, flagged.temporary) == (FlagFailed, "READ-ONLY", False)
    assert odd_mailbox.is_present(location)


def test_a_no_for_reading_only_does_not_break_the_next_command(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when("STORE", says("{tag} NO [READ-ONLY] changed just now"))
    assert odd_mailbox.flag(location, [r"\Answered"]).code == "READ-ONLY"
    assert odd_mailbox.uids("INBOX", location.uidvalidity, 1, 9) == [location.uid]


@pytest.mark.parametrize("code", ["THROTTLED", "UNAVAILABLE", "LIMIT"])
def test_a_server_in_trouble_refuses_no_move_it_is_down(account, odd_mailbox, proxy, code):
    location = put(account, odd_mailbox)
    proxy.when("UID MOVE", says(f"{{tag}} NO [{code}] later"))
    with pytest.raises(MailboxDown) as raised:
        odd_mailbox.move(location, ("Other",))
    assert (raised.value.code, raised.value.temporary) == (code, True)


@pytest.mark.parametrize("fault", [hangs_up, stalls])
@pytest.mark.parametrize("command", ["UID COPY", "UID STORE", "UID EXPUNGE", "CREATE"])
def test_a_line_that_breaks_at_any_step_of_a_move_loses_nothing(account, impatient, proxy, command, fault):
    proxy.hides("MOVE")
    location = put(account, impatient)
    proxy.when(command, fault())
    with pytest.raises(MailboxDown):
        impatient.move(location, ("Other",))
    result = impatient.move(location, ("Other",))
    assert isinstance(result, Moved | Gone)
    assert account.messages() == {}
    assert {mail for mail, _ in account.messages("Other").values()} == {MAIL}


# -- flag ------------------------------------------------------------------------------------------------------------


def test_flags_are_added_to_those_there(account, mailbox):
    location = put(account, mailbox, flags=(r"\Seen",))
    assert mailbox.flag(location, [r"\Answered", "$Filed"]) == Flagged(
        set=frozenset({r"\Answered", "$Filed"}), left_out=frozenset()
    )
    assert mailbox.flags_of(location) == {r"\Seen", r"\Answered", "$Filed"}


def test_flagging_twice_is_flagging_once(account, mailbox):
    location = put(account, mailbox)
    assert [mailbox.flag(location, [r"\Answered"]).set for _ in range(2)] == [{r"\Answered"}] * 2


def test_keywords_are_set_only_where_the_folder_keeps_them(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when("SELECT", changes(lambda told: told.replace(rb" \*)]", b")]")), times=3)
    assert odd_mailbox.flag(location, [r"\Answered", "$Filed"]) == Flagged(
        set=frozenset({r"\Answered"}), left_out=frozenset({"$Filed"})
    )
    assert odd_mailbox.flags_of(location) == {r"\Answered"}


def test_where_no_flag_lasts_none_is_set(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when(
        "SELECT", changes(lambda told: told if b"PERMANENTFLAGS" not in told else b"* OK [PERMANENTFLAGS ()] none\r\n")
    )
    assert odd_mailbox.flag(location, [r"\Answered"]) == Flagged(set=frozenset(), left_out=frozenset({r"\Answered"}))
    assert not any("STORE" in command for command in proxy.commands)


@pytest.mark.parametrize("keyword", ["two words", "par(en", 'q"uote', "new\r\nline", "ümlaut", "", "\\", "a" * 101])
def test_a_keyword_that_is_no_atom_is_left_out(account, mailbox, keyword):
    location = put(account, mailbox)
    assert mailbox.flag(location, [keyword, r"\Answered"]) == Flagged(
        set=frozenset({r"\Answered"}), left_out=frozenset({keyword})
    )


def test_flagging_a_mail_that_is_gone_is_no_failure(account, mailbox):
    location = put(account, mailbox)
    mailbox.flag(location, [r"\Flagged"])
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([location.uid])
    client.expunge([location.uid])
    assert mailbox.flag(location, [r"\Answered"]) == Gone(location=location)
    assert mailbox.flags_of(location) is None
    assert mailbox.flag(replace(location, uid=99), [r"\Answered"]) == Gone(location=replace(location, uid=99))


def test_a_server_that_does_not_repeat_the_flags_has_set_them(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    proxy.when("STORE", changes(lambda told: b"" if b"FETCH" in told else told), times=2)
    assert odd_mailbox.flag(location, [r"\Answered"]).set == {r"\Answered"}


def test_news_about_another_mail_is_no_proof_that_this_one_is_there(account, odd_mailbox, proxy):
    location = put(account, odd_mailbox)
    gone = replace(location, uid=7)
    proxy.when("STORE", says("* 7 FETCH (FLAGS (\\Answered))", "{tag} OK done"), times=2)
    assert odd_mailbox.flag(gone, [r"\Answered"]) == Gone(location=gone)


# -- append ----------------------------------------------------------------------------------------------------------


def test_a_copy_goes_into_sent_with_its_date_and_flags(account, mailbox):
    at = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)
    put_there = mailbox.append(mailbox.sent_folder() or ("Sent",), MAIL, [r"\Seen"], at)
    assert put_there.folder == "Sent"
    assert account.messages("Sent") == {1: (MAIL, (rb"\Seen",))}
    assert mailbox.describe("Sent", put_there.to.uidvalidity, [1])[1].received_at == at
    assert mailbox.find("Sent", "<1@example.com>") == [put_there.to]


def test_append_creates_the_folder_it_needs(account, mailbox):
    assert mailbox.append(("Archive", "Köln"), MAIL).folder == "Archive.Köln"
    assert account.messages("Archive.Köln")[1][0] == MAIL


def test_without_uidplus_an_appended_mail_is_there_but_nobody_says_where(account, odd_mailbox, proxy):
    proxy.hides("UIDPLUS")
    assert odd_mailbox.append("INBOX", MAIL) == Appended(to=None, folder="INBOX")
    assert len(account.messages()) == 1


def test_a_refused_append_is_a_value_with_its_code(dovecot, mailbox_of, account, odd_mailbox, proxy):
    full = dovecot.account("full.test")
    failed = mailbox_of(full).append(("Sent",), b"Subject: x\r\n\r\n" + b"x" * 20_000)
    assert (type(failed), failed.code, failed.temporary) == (AppendFailed, "OVERQUOTA", True)
    proxy.when("APPEND", says("{tag} NO [TOOBIG] too large"))
    assert odd_mailbox.append("INBOX", MAIL).temporary is False
    assert odd_mailbox.append("INBOX", MAIL).to.uid == 1


def test_after_a_line_broken_at_the_end_of_append_the_mail_can_be_found(account, odd_mailbox, proxy):
    def cut(told: bytes) -> bytes:
        return hangs_up()(None) if b"APPENDUID" in told else told

    proxy.when("APPEND", changes(cut))
    with pytest.raises(MailboxDown):
        odd_mailbox.append("INBOX", MAIL)
    assert [location.uid for location in odd_mailbox.find("INBOX", "<1@example.com>")] == [1]


# -- many at once ----------------------------------------------------------------------------------------------------


def test_many_mails_move_by_one_command_and_each_is_told_its_place(account, odd_mailbox, proxy):
    locations = [put(account, odd_mailbox, b"Subject: %d\r\n\r\n" % number) for number in range(5)]
    asked = [locations[3], locations[0], locations[4], locations[1]]
    before = len(proxy.commands)
    results = odd_mailbox.move_all(asked, ("Filed", "Engineer"))
    moves = [command for command in proxy.commands[before:] if command.startswith("UID MOVE")]
    assert len(moves) == 2  # the first was told that the folder is missing
    there = account.messages("Filed.Engineer")
    for location, result in zip(asked, results, strict=True):
        assert there[result.to.uid][0] == b"Subject: %d\r\n\r\n" % (location.uid - 1)
    assert list(account.messages()) == [3]


def test_of_many_mails_those_gone_are_told_and_the_rest_moves(account, mailbox):
    locations = [put(account, mailbox) for _ in range(4)]
    mailbox.flag(locations[0], [r"\Flagged"])
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([2])
    client.expunge([2])
    results = mailbox.move_all(locations, ("Other",))
    assert [type(result) for result in results] == [Moved, Gone, Moved, Moved]
    assert [result.to.uid for result in results if isinstance(result, Moved)] == [1, 2, 3]


@pytest.mark.parametrize("hidden", [("MOVE",), ("UIDPLUS",), ("MOVE", "UIDPLUS")])
def test_many_mails_move_one_by_one_where_the_server_has_less(account, odd_mailbox, proxy, hidden):
    proxy.hides(*hidden)
    locations = [put(account, odd_mailbox) for _ in range(3)]
    assert all(isinstance(result, Moved) for result in odd_mailbox.move_all(locations, ("Other",)))
    assert len(account.messages("Other")) == 3


def test_a_refused_move_of_many_says_why_for_each(account, odd_mailbox, proxy):
    account.client().create_folder("Other")
    locations = [put(account, odd_mailbox) for _ in range(3)]
    proxy.when("UID MOVE", says("{tag} NO [OVERQUOTA] full"), times=3)
    results = odd_mailbox.move_all(locations, ("Other",))
    assert [type(result) for result in results] == [MoveFailed, MoveFailed, Moved]
    assert results[0].code == "OVERQUOTA"


def test_mails_of_several_folders_move_in_the_order_asked(account, mailbox):
    here, there = put(account, mailbox), put(account, mailbox, folder="Mine")
    results = mailbox.move_all([there, here, there], ("Other",))
    assert [result.to.uid for result in results] == [1, 2, 1]
    assert mailbox.move_all([], ("Other",)) == []


@pytest.mark.parametrize("copyuid", [b"1 1:4294967295 1:4294967295", b"x", b"1 1 ", b"1 9:1 3", b"1 1,2,3 4:6"])
def test_a_copyuid_that_makes_no_sense_costs_neither_memory_nor_the_mail(account, odd_mailbox, proxy, copyuid):
    location = put(account, odd_mailbox)
    account.client().create_folder("Other")
    proxy.when("UID MOVE", changes(lambda told: told.replace(b"[COPYUID", b"[COPYUID " + copyuid + b"] [")))
    result = odd_mailbox.move(location, ("Other",))
    assert isinstance(result, Moved | Gone)
    assert [mail for mail, _ in account.messages("Other").values()] == [MAIL]


@pytest.mark.parametrize("count", [1, 3])
def test_mails_that_left_are_moved_though_the_server_does_not_say_where_to(account, odd_mailbox, proxy, count):
    account.client().create_folder("Other")
    locations = [put(account, odd_mailbox, b"Subject: %d\r\n\r\n" % number) for number in range(count)]
    proxy.when("UID MOVE", loses("COPYUID"), times=9)
    assert odd_mailbox.move_all(locations, ("Other",)) == [Moved(to=None, folder="Other")] * count
    assert len(account.messages("Other")) == count
    assert isinstance(odd_mailbox.move(locations[0], ("Other",)), Gone)


def test_many_mails_are_flagged_by_one_command(account, odd_mailbox, proxy):
    locations = [put(account, odd_mailbox, b"Subject: %d\r\n\r\n" % number) for number in range(5)]
    results = odd_mailbox.flag_all(locations, [r"\Answered"])
    assert len([command for command in proxy.commands if command.startswith("UID STORE")]) == 1
    assert results == [Flagged(set=frozenset({r"\Answered"}), left_out=frozenset())] * 5
    assert {flags for _, flags in account.messages().values()} == {(rb"\Answered",)}


def test_many_mails_that_bear_their_flag_already_are_asked_for_by_one_command(account, odd_mailbox, proxy):
    locations = [put(account, odd_mailbox, b"Subject: %d\r\n\r\n" % number) for number in range(9)]
    odd_mailbox.flag_all(locations[:8], [r"\Answered"])
    before = len(proxy.commands)
    results = odd_mailbox.flag_all(locations, [r"\Answered"])
    assert results == [Flagged(set=frozenset({r"\Answered"}), left_out=frozenset())] * 9
    assert len([each for each in proxy.commands[before:] if "STORE" in each or "SEARCH" in each]) <= 2


def test_of_many_mails_to_flag_those_gone_are_told_and_the_rest_is_flagged(account, mailbox):
    locations = [put(account, mailbox) for _ in range(3)]
    mailbox.flag(locations[0], [r"\Flagged"])
    client = account.client()
    client.select_folder("INBOX")
    client.delete_messages([2])
    client.expunge([2])
    results = mailbox.flag_all(locations, [r"\Answered"])
    assert [type(result) for result in results] == [Flagged, Gone, Flagged]
    assert [rb"\Answered" in flags for _, flags in account.messages().values()] == [True, True]


def test_a_refused_flag_of_many_says_why_for_each(account, odd_mailbox, proxy):
    locations = [put(account, odd_mailbox) for _ in range(3)]
    proxy.when("UID STORE", says("{tag} NO [OVERQUOTA] full"), times=3)
    results = odd_mailbox.flag_all(locations, [r"\Answered"])
    assert [type(result) for result in results] == [FlagFailed, FlagFailed, Flagged]


def copies(count: int) -> list[bytes]:
    return [b"Subject: %d\r\nMessage-ID: <%d@us>\r\n\r\nThanks.\r\n" % (number, number) for number in range(count)]


AT = datetime(2026, 1, 2, 9, 30, tzinfo=UTC)


def test_many_copies_are_put_there_by_one_command(account, odd_mailbox, proxy):
    results = odd_mailbox.append_all("Sent", copies(4), [r"\Seen"], AT)
    assert results == [Appended(to=None, folder="Sent")] * 4
    assert [mail for mail, _ in account.messages("Sent").values()] == copies(4)
    assert {flags for _, flags in account.messages("Sent").values()} == {(rb"\Seen",)}
    sent = odd_mailbox.status("Sent")
    described = odd_mailbox.describe("Sent", sent.uidvalidity, [1, 2, 3, 4])
    assert {each.received_at for each in described.values()} == {AT}
    appends = [command for command in proxy.commands if command.startswith("APPEND")]
    assert len(appends) == 2  # the first was told that the folder is missing


def test_many_copies_are_put_there_one_by_one_where_the_server_has_less(account, odd_mailbox, proxy):
    proxy.hides("MULTIAPPEND")
    results = odd_mailbox.append_all("Sent", copies(3), [r"\Seen"], AT)
    assert [type(result) for result in results] == [Appended] * 3
    assert [mail for mail, _ in account.messages("Sent").values()] == copies(3)


def test_many_copies_that_are_refused_together_are_put_there_one_by_one(account, odd_mailbox, proxy):
    account.client().create_folder("Sent")
    proxy.when("APPEND", says("{tag} NO [TOOBIG] too many at once"))
    results = odd_mailbox.append_all("Sent", copies(3), [r"\Seen"], AT)
    assert [type(result) for result in results] == [Appended] * 3
    assert [mail for mail, _ in account.messages("Sent").values()] == copies(3)
