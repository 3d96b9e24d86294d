"""Servers that no test machine has, as dialogues (tests/dialogues): scripted from what is public, not recorded."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_bot.core.message.values import Location, RawMail
from inbox_bot.core.rules.model import MailboxSettings, Security
from inbox_bot.edges.access import Access, Credentials, Proof
from inbox_bot.edges.ledger import Ledger
from inbox_bot.edges.mailbox import (
    Appended,
    FlagFailed,
    Flagged,
    Mailbox,
    MailboxDown,
    Missing,
    Moved,
    MoveFailed,
    Woke,
)
from inbox_bot.health.check import CheckResult, check_mailbox
from tests.support.servers.scripted_imap import DIALOGUES, ScriptedImap, read_dialogue

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
USER = "recruitment@example.org"
KOELN = "Bewerbungen/Köln"
Stage = Callable[..., tuple[Mailbox, ScriptedImap]]


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """`stage("gmail", "a scene")`: a mailbox on that server. All of the scene must be asked, and nothing unknown."""
    servers: list[ScriptedImap] = []
    with ExitStack() as stack:

        def play(
            name: str, scene: str | None = None, password: str = "secret", **token: object
        ) -> tuple[Mailbox, ScriptedImap]:
            server = stack.enter_context(ScriptedImap(read_dialogue(name), scene))
            servers.append(server)
            mailbox = Mailbox(
                name="recruitment",
                access=Access(
                    host=server.host,
                    port=server.port,
                    security=Security.NONE,
                    credentials=Credentials(user=USER, **({"secret": lambda: password} | token)),
                    read_s=5,
                ),
                spool=tmp_path / "spool",
                largest_bytes=1_000_000,
            )
            stack.callback(mailbox.hang_up)
            return mailbox, server

        yield play
    for server in servers:
        assert server.unexpected == []
        assert server.unsaid() == []


def down(mailbox: Mailbox, ask: Callable[[Mailbox], object] = lambda mailbox: mailbox.status("INBOX")) -> MailboxDown:
    with pytest.raises(MailboxDown) as raised:
        ask(mailbox)
    assert "secret" not in raised.value.sentence
    return raised.value


def fetched(mailbox: Mailbox, folder: str, uidvalidity: int, uids: list[int]) -> list[RawMail | Missing]:
    return list(mailbox.fetch(folder, uidvalidity, uids, max_bytes=1_000_000))


def place(uid: int, uidvalidity: int, folder: str = "INBOX") -> Location:
    return Location(mailbox="recruitment", folder=folder, uidvalidity=uidvalidity, uid=uid)


def test_every_dialogue_says_in_its_first_line_where_it_comes_from():
    names = sorted(path.stem for path in DIALOGUES.glob("*.txt"))
    assert {"gmail", "exchange-online", "imap4rev1-alone", "courier-like"} <= set(names)
    for name in names:
        assert "scripted from" in read_dialogue(name).origin.lower()


def test_exchange_is_asked_folder_by_folder(stage):
    mailbox, server = stage("exchange-online")
    assert mailbox.glance(["INBOX", "Sent Items"]) is None
    assert server.count("LIST") == 0


# -- Gmail -----------------------------------------------------------------------------------------------------------


def test_gmail_offers_after_login_what_we_use(stage):
    mailbox, _ = stage("gmail")
    assert {"MOVE", "UIDPLUS", "CONDSTORE", "IDLE", "UNSELECT", "SPECIAL-USE", "X-GM-EXT-1"} <= mailbox.capabilities()
    assert mailbox.status("INBOX").highestmodseq == 4211


def test_gmails_folders_have_names_in_the_accounts_language_and_sent_is_known_by_its_mark(stage):
    mailbox, _ = stage("gmail")
    names = [folder.name for folder in mailbox.folders()]
    assert names[2:] == [KOELN, "[Gmail]", "[Gmail]/Alle Nachrichten", "[Gmail]/Entwürfe", *names[-2:]]
    assert mailbox.sent_folder() == "[Gmail]/Gesendet"


def test_gmail_tells_of_several_labels_by_one_command_and_which_are_not_there(stage):
    mailbox, server = stage("gmail")
    glance = mailbox.glance(["INBOX", KOELN, "Agencies"])
    assert glance.told == {folder: mailbox.status(folder) for folder in ("INBOX", KOELN)}
    assert glance.missing == {"Agencies"}
    assert server.count('LIST "" (') == 1


def test_a_mail_with_two_labels_comes_from_both_folders_and_is_one_mail_by_its_raw_hash(stage, tmp_path):
    mailbox, _ = stage("gmail")
    mails = []
    for folder in ("INBOX", KOELN):
        status = mailbox.status(folder)
        uids = mailbox.uids(folder, status.uidvalidity, 1, status.uidnext - 1)
        mails += fetched(mailbox, folder, status.uidvalidity, uids)
    labels = {place(4, 1), place(9, 2, KOELN)}
    assert {mail.location for mail in mails} == labels
    assert len({mail.spool.read_bytes() for mail in mails}) == 1
    with Ledger.open(tmp_path / "ledger.db") as ledger:
        first = ledger.intake.note_seen(mails[:1], AT)
        assert [mail.location for mail in first.fresh] == [place(4, 1)]
        second = ledger.intake.note_seen(mails, AT)
        assert [copy.at for copy in second.copies] == [place(9, 2, KOELN)]
        assert len(ledger.intake.waiting("recruitment")) == 1
        assert set(ledger.intake.locations_of("recruitment", mails[0].raw_hash)) == labels


def test_moving_a_mail_takes_one_label_away_and_leaves_the_other(stage):
    mailbox, _ = stage("gmail", "moving takes a label away")
    moved = mailbox.move(place(4, 1), ("Filed", "Data Engineer"))
    assert moved == Moved(to=place(1, 3, "Filed/Data Engineer"), folder="Filed/Data Engineer")
    assert not mailbox.is_present(place(4, 1))
    assert mailbox.is_present(place(9, 2, KOELN))


def test_throttled_behind_an_ok_is_an_ok(stage):
    mailbox, _ = stage("gmail", "slowed down")
    assert mailbox.status("INBOX").messages == 1


@pytest.mark.parametrize(
    ("scene", "code", "temporary", "says"),
    [
        ("too many connections", "LIMIT", True, "Too many simultaneous connections."),
        ("too much at login", "ALERT", True, "exceeded command or bandwidth limits"),
        ("lockdown", "ALERT", True, "Lockdown in sector 4"),
        ("login in the browser", "WEBALERT", False, "https://support.google.com/mail/accounts/answer/78754"),
        ("login in the browser, in one line", "WEBALERT", False, "Web login required."),
        ("app password", "ALERT", False, "https://support.google.com/accounts/answer/185833"),
        ("imap is off", "ALERT", False, "visit your Gmail settings page"),
        ("wrong password", "AUTHENTICATIONFAILED", False, "Invalid credentials"),
        ("throttled", "THROTTLED", True, "slow down"),
        ("no more bandwidth", "OVERQUOTA", True, "bandwidth limits"),
        ("no more bandwidth, and goodbye", "OVERQUOTA", True, "bandwidth limits"),
        ("session expired", "BYE", True, "Session expired"),
    ],
)
def test_what_gmails_refusals_mean(stage, scene, code, temporary, says):
    mailbox, _ = stage("gmail", scene)
    failure = down(mailbox)
    assert (failure.code, failure.temporary) == (code, temporary)
    assert says in failure.sentence


def test_a_lock_out_for_bandwidth_ends_the_fetch_and_is_no_missing_mail(stage):
    mailbox, server = stage("gmail", "no more bandwidth for mails")
    failure = down(mailbox, lambda mailbox: fetched(mailbox, "INBOX", 1, [4]))
    assert (failure.code, failure.temporary) == ("OVERQUOTA", True)
    assert server.count("UID FETCH 4 (BODY") == 1
    assert server.count("UID SEARCH") == 0


def test_a_session_that_expires_during_idle_ends_the_watch_for_now(stage):
    mailbox, _ = stage("gmail", "session expired while watched")
    with mailbox.watch("INBOX") as watch:
        assert watch.wait(5) is Woke.CHANGED
        failure = down(mailbox, lambda _: [watch.wait(5) for _ in range(3)])
    assert (failure.code, failure.temporary) == ("BYE", True)
    assert "Session expired" in failure.sentence


# -- Exchange Online -------------------------------------------------------------------------------------------------


def test_exchange_has_move_and_uidplus_but_no_modseq_to_ask_for(stage):
    mailbox, _ = stage("exchange-online", "moved")
    assert mailbox.status("INBOX").highestmodseq is None
    assert mailbox.move(place(5, 14), ("Filed",)) == Moved(to=place(1, 19, "Filed"), folder="Filed")


def test_exchange_marks_no_sent_folder_and_it_is_known_by_its_name(stage):
    mailbox, _ = stage("exchange-online")
    assert mailbox.sent_folder() == "Sent Items"


def test_a_keyword_that_exchange_does_not_keep_is_left_out(stage):
    mailbox, _ = stage("exchange-online", "a keyword is not kept")
    result = mailbox.flag(place(5, 14), [r"\Answered", "$Filed"])
    assert result == Flagged(set=frozenset({r"\Answered"}), left_out=frozenset({"$Filed"}))


def test_a_substitute_for_a_mail_that_exchange_cannot_convert_comes_as_it_is(stage):
    mailbox, _ = stage("exchange-online")
    first, second = fetched(mailbox, "INBOX", 14, [5, 7])
    assert b"My CV is attached." in first.spool.read_bytes()
    assert b"Retrieval using the IMAP4 protocol failed" in second.spool.read_bytes()
    assert first.received_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("scene", "ask", "code", "temporary", "says"),
    [
        ("authenticated but not connected", "sent", "UNAVAILABLE", True, "authenticated but not connected"),
        ("not connected in the middle", "move", "UNAVAILABLE", True, "authenticated but not connected"),
        ("throttled", "move", "THROTTLED", True, "299961 milliseconds"),
        ("throttled by NO", "fetch", "THROTTLED", True, "299609 milliseconds"),
        ("server unavailable", "status", "UNAVAILABLE", True, "Server Unavailable"),
        ("connection is closed", "status", "BYE", True, "Connection is closed. 13"),
        ("in use", "status", "INUSE", True, "being moved"),
        ("login failed", "status", "AUTHENTICATIONFAILED", False, "LOGIN failed."),
    ],
)
def test_what_exchanges_refusals_mean(stage, scene, ask, code, temporary, says):
    asked = {
        "sent": lambda mailbox: mailbox.sent_folder(),
        "status": lambda mailbox: mailbox.status("INBOX"),
        "move": lambda mailbox: mailbox.move(place(5, 14), ("Filed",)),
        "fetch": lambda mailbox: fetched(mailbox, "INBOX", 14, [5, 7]),
    }
    mailbox, _ = stage("exchange-online", scene)
    failure = down(mailbox, asked[ask])
    assert (failure.code, failure.temporary) == (code, temporary)
    assert says in failure.sentence


def test_a_refused_authenticate_is_for_a_person_and_is_not_tried_by_login_as_well(stage):
    mailbox, server = stage("exchange-online", "authenticate failed", password="sécret-ß")
    failure = down(mailbox)
    assert (failure.code, failure.temporary) == ("AUTHENTICATIONFAILED", False)
    assert server.count("LOGIN") == 0


def test_a_connection_that_exchange_closes_during_idle_ends_the_watch_for_now(stage):
    mailbox, _ = stage("exchange-online", "connection is closed while watched")
    with mailbox.watch("INBOX") as watch:
        failure = down(mailbox, lambda _: [watch.wait(5) for _ in range(3)])
    assert (failure.code, failure.temporary) == ("BYE", True)


# -- IMAP4rev1 alone -------------------------------------------------------------------------------------------------


def test_capabilities_that_were_withdrawn_at_login_are_not_used(stage):
    mailbox, _ = stage("imap4rev1-alone")
    assert mailbox.capabilities() == {"IMAP4REV1"}
    with mailbox.watch("INBOX") as watch:
        assert watch.wait(5) is Woke.CHANGED
        assert not watch.idles


def test_without_uidnext_in_status_the_last_mails_uid_stands_in(stage):
    mailbox, server = stage("imap4rev1-alone")
    status = mailbox.status("INBOX")
    assert (status.messages, status.uidnext, status.uidvalidity) == (2, 4393, 3857529045)
    assert server.count("SELECT") == 0
    assert server.count("CLOSE") == 0, "it would expunge, and a server may refuse it"
    assert mailbox.uids("INBOX", 3857529045, 4393, 5000) == []


def test_folder_names_with_blanks_quotes_backslashes_and_digits_are_read_as_they_are(stage):
    mailbox, _ = stage("imap4rev1-alone")
    folders = {folder.name: folder for folder in mailbox.folders()}
    assert list(folders) == [
        "INBOX",
        "Applications 2026",
        'Ann\'s "best" list',
        "back\\slash (old)",
        "2026",
        "Archive",
        "sent items",
    ]
    assert folders["Archive"].delimiter is None
    assert mailbox.sent_folder() == "sent items"
    assert mailbox.folder_name(("Filed", "C/C++ Engineer")) == "Filed/C-C++ Engineer"


def test_a_date_that_is_none_is_the_moment_of_asking_and_odd_flags_are_kept(stage):
    mailbox, _ = stage("imap4rev1-alone")
    described = mailbox.describe("INBOX", 3857529045, [4390, 4392])
    assert described[4390].received_at == datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
    assert described[4390].flags == {r"\Seen", "NonJunk", "$Label1", r"\X-Odd"}
    assert described[4392].flags == frozenset()
    assert abs((datetime.now(UTC) - described[4392].received_at).total_seconds()) < 3600


def test_mails_whose_dates_and_flags_are_odd_come_whole(stage):
    mailbox, _ = stage("imap4rev1-alone")
    assert len({mail.spool.read_bytes() for mail in fetched(mailbox, "INBOX", 3857529045, [4390, 4392])}) == 1


def test_a_move_is_a_copy_and_a_mark_and_nothing_is_expunged(stage):
    mailbox, server = stage("imap4rev1-alone", "a move is a copy and a mark")
    folder = 'Ann\'s "best" list/Filed'
    moved = mailbox.move(place(4392, 3857529045), ('Ann\'s "best" list', "Filed"))
    assert moved == Moved(to=None, folder=folder, original_marked=True)
    assert not any("EXPUNGE" in command or command == "CLOSE" for command in server.commands)


# -- like Courier ----------------------------------------------------------------------------------------------------


def test_folders_lie_below_inbox_and_one_that_is_missing_is_created_at_trycreate(stage):
    mailbox, server = stage("courier-like", "the target folder is missing")
    moved = mailbox.move(place(12, 1141066543), ("Filed", "Data Engineer"))
    assert moved == Moved(to=None, folder="INBOX.Filed.Data Engineer", original_marked=True)
    assert server.count("CREATE") == 1
    assert not any("EXPUNGE" in command for command in server.commands)


def test_the_copy_of_an_answer_goes_to_sent_below_inbox(stage):
    mailbox, _ = stage("courier-like", "the copy goes to Sent")
    sent = mailbox.sent_folder()
    assert sent == "INBOX.Sent"
    assert mailbox.append(sent, b"Subject: x\r\n\r\nx\r\n", [r"\Seen"], AT) == Appended(to=None, folder=sent)


def test_a_folder_that_opens_read_only_is_changed_neither_now_nor_later(stage):
    mailbox, _ = stage("courier-like", "the folder opens read-only")
    flagged = mailbox.flag(place(12, 1141066543), [r"\Answered"])
    moved = mailbox.move(place(12, 1141066543), ("Other",))
    assert isinstance(flagged, FlagFailed)
    assert isinstance(moved, MoveFailed)
    assert [(each.code, each.temporary) for each in (flagged, moved)] == [("READ-ONLY", False)] * 2


def test_where_no_flag_lasts_none_is_set(stage):
    mailbox, server = stage("courier-like", "no flag lasts")
    flags = frozenset({r"\Answered", "$Filed"})
    assert mailbox.flag(place(12, 1141066543), flags) == Flagged(set=frozenset(), left_out=flags)
    assert server.count("UID STORE") == 0


def test_a_flag_that_is_refused_is_not_tried_again_in_a_read_only_folder(stage):
    mailbox, _ = stage("courier-like", "flags are refused")
    failed = mailbox.flag(place(12, 1141066543), [r"\Answered"])
    assert isinstance(failed, FlagFailed)
    assert (failed.code, failed.temporary) == ("READ-ONLY", False)


def test_a_move_that_got_no_further_than_the_copy_is_not_tried_again_since_each_try_would_copy(stage):
    mailbox, server = stage("courier-like", "marking is refused after the copy")
    failed = mailbox.move(place(12, 1141066543), ("Other",))
    assert isinstance(failed, MoveFailed)
    assert not failed.temporary
    assert server.count("UID COPY") == 1


def test_an_original_that_the_server_will_not_expunge_stays_marked_beside_its_copy(stage):
    mailbox, _ = stage("courier-like", "expunging is refused")
    moved = mailbox.move(place(12, 1141066543), ("Other",))
    assert moved == Moved(to=place(3, 1141066600, "INBOX.Other"), folder="INBOX.Other", original_marked=True)


# -- what check says of them -----------------------------------------------------------------------------------------


def checked(mailbox: Mailbox, server: ScriptedImap, **settings: object) -> list[CheckResult]:
    """What `check` finds there; with `signin` no password is written."""
    at = {"host": server.host, "user": USER} | ({} if "signin" in settings else {"password": "file:password"})
    rules = MailboxSettings.model_validate({"address": USER, "imap": at, "smtp": at} | settings)
    return list(check_mailbox(rules, mailbox))


@pytest.mark.parametrize(
    ("name", "quirk"),
    [
        ("gmail", "this is Gmail: folders are labels, All Mail keeps what is moved, and a user has 15 connections"),
        ("exchange-online", "this is Exchange: it keeps no keywords, and 'authenticated but not connected' means"),
    ],
)
def test_check_says_what_is_otherwise_at_such_a_server_and_nothing_of_another_one(stage, name, quirk):
    found = checked(*stage(name))
    assert all(each.ok for each in found)
    assert [each.sentence.startswith(quirk) for each in found if each.sentence.startswith("this is")] == [True]


@pytest.mark.parametrize(("name", "lacks"), [("imap4rev1-alone", ["MOVE", "UIDPLUS", "IDLE"]), ("gmail", [])])
def test_check_says_what_a_server_lacks_and_what_is_done_without(stage, name, lacks):
    found = checked(*stage(name))
    told = [each.sentence.partition(":")[0] for each in found if each.sentence.startswith("the server has no")]
    assert told == [f"the server has no {word}" for word in lacks]


def test_at_exchange_check_has_the_line_that_keeps_what_colleagues_send_as_the_shared_mailbox(stage):
    signin = {"provider": "microsoft", "flow": "device", "tenant": "t", "client_id": "c", "user": "jane@example.org"}
    found = checked(*stage("exchange-online"), address="jobs@example.org", signin=signin)
    line = f"Set-Mailbox -Identity {USER} -MessageCopyForSentAsEnabled $true -MessageCopyForSendOnBehalfEnabled $true"
    assert [each.ok for each in found if each.sentence.endswith(line)] == [True]


# -- tokens ----------------------------------------------------------------------------------------------------------

XOAUTH2 = f"user={USER}\1auth=Bearer t0ken\1\1"


def spoken(server: ScriptedImap) -> list[str]:
    """What the client said behind each AUTHENTICATE, decoded."""
    return [b64decode(said).decode() for said in server.commands if " " not in said and said not in ("CAPABILITY", "")]


@pytest.mark.parametrize("name", ["exchange-online", "gmail"])
def test_a_token_logs_in_by_what_the_server_offers_for_it(stage, name):
    mailbox, server = stage(name, "a token", secret=lambda: "t0ken", proof=Proof.BEARER)
    mailbox.capabilities()
    bearer = f"n,a={USER},\1host={server.host}\1port={server.port}\1auth=Bearer t0ken\1\1"
    assert spoken(server) == [{"exchange-online": XOAUTH2, "gmail": bearer}[name]]


@pytest.mark.parametrize(
    ("name", "scene", "mechanism", "word"),
    [
        ("gmail", "a token that is refused", "OAUTHBEARER", "AQ=="),  # RFC 7628 §3.2.3: a single 0x01
        ("exchange-online", "a token that no renewal helps", "XOAUTH2", ""),  # an empty line
    ],
)
def test_an_error_that_is_told_as_a_challenge_is_answered_so_that_the_no_can_come(stage, name, scene, mechanism, word):
    mailbox, server = stage(name, scene, secret=lambda: "t0ken", proof=Proof.BEARER, renew=lambda: None)
    failure = down(mailbox, lambda mailbox: mailbox.capabilities())
    begin = server.commands.index(f"AUTHENTICATE {mechanism}")
    assert server.commands[begin + 2] == word
    assert len(server.commands) == begin + 3, "the token is not said a second time"
    assert "(401" in failure.sentence


def test_a_token_that_has_expired_is_renewed_once(stage):
    tokens = ["t0ken", "fresh"]
    mailbox, server = stage(
        "exchange-online",
        "a token that has expired",
        secret=lambda: tokens[0],
        proof=Proof.BEARER,
        renew=lambda: tokens.pop(0),
    )
    mailbox.capabilities()
    assert spoken(server) == [XOAUTH2, XOAUTH2.replace("t0ken", "fresh")]


def test_a_token_that_no_renewal_helps_needs_a_person_and_is_not_shown_again_for_a_quarter_of_an_hour(stage):
    now = [1_000.0]
    mailbox, server = stage(
        "exchange-online",
        "a token that no renewal helps",
        secret=lambda: "t0ken",
        proof=Proof.BEARER,
        renew=lambda: None,
        monotonic=lambda: now[0],
    )
    for moment, tries in ((1_000.0, 1), (1_899.0, 1), (1_901.0, 2)):
        now[0] = moment
        failure = down(mailbox, lambda mailbox: mailbox.status("INBOX"))
        assert (failure.code, failure.temporary) == ("AUTHENTICATIONFAILED", False)
        assert "t0ken" not in failure.sentence
        assert server.count("AUTHENTICATE") == tries
