"""The pure parts: how folders are spelled, what header fields say, what a NO means."""

import time
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from imapclient import imap_utf7

from inbox_bot.edges.mailbox.headers import thread_header
from inbox_bot.edges.mailbox.names import PART_LIMIT_BYTES, Spelling, folder_name
from inbox_bot.edges.mailbox.response_codes import refused, reply_of

DOT, SLASH, FLAT = Spelling(delimiter="."), Spelling(delimiter="/"), Spelling(delimiter=None)
COURIER = Spelling(prefix="INBOX.", delimiter=".")


@pytest.mark.parametrize(
    ("parts", "spelling", "name"),
    [
        (("Filed", "Engineer"), DOT, "Filed.Engineer"),
        (("Filed", "Engineer"), SLASH, "Filed/Engineer"),
        (("Filed", "Engineer"), COURIER, "INBOX.Filed.Engineer"),
        (("Filed", "Engineer"), FLAT, "Filed-Engineer"),
        (("Filed", "C/C++"), SLASH, "Filed/C-C++"),
        (("Filed", "C/C++"), DOT, "Filed.C-C++"),  # Dovecot's Maildir refuses the slash too
        (("Filed", "Sr. Engineer, Node.js"), DOT, "Filed.Sr Engineer, Node-js"),
        (("Filed", "Sr. Engineer, Node.js"), SLASH, "Filed/Sr. Engineer, Node.js"),
        (("Filed", "100 % remote *"), DOT, "Filed.100 - remote -"),
        (("INBOX",), COURIER, "INBOX"),
        (("inbox",), DOT, "INBOX"),
        (("INBOX", "Done"), COURIER, "INBOX.Done"),
        (("..", "~root", "#shared"), SLASH, "_/root/shared"),
        (("Filed", "  \r\n\t"), DOT, "Filed._"),
        (("Filed", "a\r\nb\x00c"), DOT, "Filed.a b c"),
        (("Entwürfe", "東京"), DOT, "Entwürfe.東京"),
    ],
)
def test_a_folder_is_spelled_as_the_server_can(parts, spelling, name):
    assert folder_name(parts, spelling) == name


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(max_size=150), min_size=1, max_size=3),
    st.sampled_from([DOT, SLASH, COURIER, Spelling(delimiter="^")]),
)
def test_any_parts_make_a_name_of_as_many_levels_that_nothing_escapes_from(parts, spelling):
    name = folder_name(parts, spelling)
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in name)
    own = name.removeprefix(spelling.prefix)
    levels = own.split(spelling.delimiter)
    assert name == "INBOX" or len(levels) == len(parts)
    assert all(level not in ("", ".", "..") for level in levels)
    assert not set(own.replace(spelling.delimiter, "")) & set("%*\\/")
    assert all(len(imap_utf7.encode(level)) <= PART_LIMIT_BYTES for level in levels)
    assert imap_utf7.decode(imap_utf7.encode(name)) == name
    assert folder_name(parts, spelling) == name


def test_header_fields_are_read_folded_repeated_and_in_any_case():
    header = thread_header(
        7,
        b"message-id:<own@us>\r\nIN-REPLY-TO:\r\n <a@x>\r\nReferences: <r1@x>\r\n\t<r2@x> junk <r3@x>\r\n"
        b"To: one@x.org\r\nTo: =?utf-8?q?B?= <TWO@X.org>\r\nDate: Mon, 1 Jun 2026 12:00:00 -0000\r\n\r\n",
    )
    assert (header.uid, header.message_id, header.in_reply_to) == (7, "<own@us>", ("<a@x>",))
    assert header.references == ("<r1@x>", "<r2@x>", "<r3@x>")
    assert header.to == ("one@x.org", "two@x.org")
    assert header.date == datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "date",
    [
        b"",
        b"yesterday",
        b"Mon, 99 Jun 2026 12:00:00",
        b"1 Jan 2026 99:00:00 +0000",
        b"31 Dec 9999 23:59:59 -2359",
        b"\xff",
    ],
)
def test_a_date_that_makes_no_sense_is_none(date):
    assert thread_header(1, b"Date: " + date + b"\r\n").date is None


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2_000))
def test_no_header_bytes_break_the_reading(header):
    thread_header(1, header)


@pytest.mark.parametrize(
    "piece", [b"<", b"<a@", b"a@", b"References: ", b"x" * 64, b"\r\n ", b": ", b"To:\t", b"((", b"=?utf-8?q?"]
)
def test_a_hostile_header_is_read_in_linear_time(piece):
    hostile = b"To: " + piece * (1_000_000 // len(piece))
    began = time.process_time()
    thread_header(1, hostile)
    assert time.process_time() - began < 2  # quadratic would be minutes


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("[OVERQUOTA] Quota exceeded", "OVERQUOTA", "Quota exceeded"),
        ("[BADCHARSET (UTF-8)] no", "BADCHARSET", "no"),
        ("[TRYCREATE]", "TRYCREATE", ""),
        ("no code [HERE] but text", None, "no code [HERE] but text"),
        ("[lower] case", None, "[lower] case"),
        ("", None, ""),
        ("[UNAVAILABLE] two\r\nlines\x1b[31m", "UNAVAILABLE", "two lines [31m"),
        ("[LIMIT] Maximum number of connections from user+IP exceeded (=2)", "LIMIT", None),
        ("Maximum number of connections from user+IP exceeded", "LIMIT", None),
        (
            "[ALERT] Too many simultaneous connections. (Failure)",
            "LIMIT",
            "Too many simultaneous connections. (Failure)",
        ),
        ("Too many open connections", "LIMIT", None),
    ],
)
def test_an_answer_is_its_code_and_inert_words(text, code, words):
    answer = reply_of(text)
    assert (answer.code, answer.text) == (code, text.removeprefix("[LIMIT] ") if words is None else words)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("move failed: [OVERQUOTA] full", "OVERQUOTA"),
        ("fetch failed: no", None),
        ("UID command error: BAD [b'[CLIENTBUG] what?']", "CLIENTBUG"),
        ("STATUS command error: BAD [b'Error in IMAP command']", "BAD"),
    ],
)
def test_a_no_or_bad_is_told_from_an_error_of_the_library(error, code):
    assert refused(error).code == code


@pytest.mark.parametrize("error", ["command: UID => got more than 1000000 bytes", "socket error: EOF", "uneven number"])
def test_what_the_server_did_not_say_is_no_answer(error):
    assert refused(error) is None
