"""What the daemon takes from a worker: bounded, validated, or the worker's end."""

import contextlib
import pickle
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime

import msgpack
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import a_cv

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.message.values import Document, Message
from inbox_bot.core.words import Problem
from inbox_bot.edges.reading.frames import FRAME_LIMIT, FrameBroken, FrameLate, packed, receive, unpacked
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.shapes import ShapeWrong, as_lists, as_value
from tests.support.builders.mails import a_mail, read_mail

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | st.text() | st.binary(),
    lambda entries: st.lists(entries, max_size=4) | st.dictionaries(st.text(), entries, max_size=3),
    max_leaves=20,
)


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_list_or_no_frame(body):
    with contextlib.suppress(FrameBroken):
        assert isinstance(unpacked(body), list)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xc1",
        b"\x91" * 100_000,
        b"\xdd\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        msgpack.packb({"a": 1}),
        msgpack.packb([{"a": 1}]),
        msgpack.packb([msgpack.ExtType(1, b"x")]),
        msgpack.packb([msgpack.Timestamp(1)]),
        msgpack.packb("text"),
        msgpack.packb(["a"]) + b"more",
        pickle.dumps(["a"]),
    ],
)
def test_what_is_no_bounded_list_of_plain_values_is_no_frame(body):
    with pytest.raises(FrameBroken):
        unpacked(body)


@settings(max_examples=100)
@given(PLAIN)
def test_lists_are_a_message_or_have_the_wrong_shape(lists):
    for shape in (Message, Document):
        with pytest.raises(ShapeWrong):
            as_value(shape, lists)


@given(at=st.integers(0, 23), wrong=PLAIN)
def test_a_message_with_one_field_of_another_type_has_the_wrong_shape_or_is_a_message(at, wrong):
    lists = as_lists(Message())
    lists[at % len(lists)] = wrong
    with contextlib.suppress(ShapeWrong):
        assert isinstance(as_value(Message, lists), Message)


def test_values_arrive_as_they_were():
    inner = a_mail().subject("inner").attach("cv.pdf", a_cv()).bytes()
    message = read_mail(
        a_mail().header("Reply-To", "b@example.org").attach("inner.eml", inner, "message/rfc822").bytes()
    )
    message = replace(message, date=datetime(2026, 1, 5, 10, 0, 1, tzinfo=UTC))
    documents = documents_of(message)
    frame = unpacked(packed(["message", as_lists(message), as_lists(documents)])[4:])
    assert as_value(Message, frame[1]) == message
    assert tuple(as_value(Document, lists) for lists in frame[2]) == documents


def test_lone_surrogates_never_reach_the_daemon():
    assert unpacked(packed(["a\ud800b"])[4:]) == ["a?b"]


def test_a_length_beyond_the_limit_is_refused_before_it_is_read():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall((FRAME_LIMIT + 1).to_bytes(4, "big"))
        with pytest.raises(FrameBroken):
            receive(ours, time.monotonic() + 5)


def test_a_line_that_ends_within_a_frame_is_broken():
    ours, theirs = socket.socketpair()
    with ours:
        theirs.sendall(b"\x00\x00\x00\x09abc")
        theirs.close()
        with pytest.raises(FrameBroken):
            receive(ours, time.monotonic() + 5)


def test_a_frame_that_drips_is_late_at_the_deadline():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x00\x00\x00\x09abc")
        with pytest.raises(FrameLate):
            receive(ours, time.monotonic() + 0.05)


READY = 'from inbox_bot.edges.reading.frames import packed; s = socket.socket(fileno=settings["descriptor"]); '
READY += 's.sendall(packed(["ready", True, 0, False])); asked = b""\n'
READY += 'while len(asked) < 4 or len(asked) < 4 + int.from_bytes(asked[:4], "big"): asked += s.recv(9999)\n'
READY += 's.sendall(packed(["taken"]))\n'
MESSAGE = "from inbox_bot.edges.reading.shapes import as_lists; from inbox_bot.core.message.values import *\n"
MESSAGE += 's.sendall(packed(["message", as_lists(Message()), ""]))\n'
DOCUMENT = 'as_lists(Document(section="9", filename="x", type="y"))'


@pytest.mark.parametrize(
    "code",
    [
        's.sendall(b"\\xff" * 100)',
        's.sendall(b"\\x00\\x00\\x00\\x04junk")',
        's.sendall(packed(["message", [], ""]))',
        's.sendall(packed(["message", "text", ""]))',
        's.sendall(packed(["done", [], False]))',
        's.sendall(packed(["problem", "no such problem", []]))',
        's.sendall(packed(["approve", "everything"]))',
        "s.sendall(packed([]))",
        "import pickle; p = pickle.dumps(['message']); s.sendall(len(p).to_bytes(4, 'big') + p)",
        "os.kill(os.getpid(), signal.SIGKILL)",
        "os.abort()",
        "s.close()",
        "z = bytes(1 << 20)\ns.sendall((200_000_000).to_bytes(4, 'big'))\nwhile True: s.sendall(z)",
    ],
)
def test_a_forged_answer_is_a_reading_that_says_the_reader_died(other_worker, spooled, code):
    other_worker(READY + code)
    with ReadingPool(workers=1) as pool:
        (reading,) = pool.read([spooled(a_mail().bytes())])
    assert reading.problem is Problem.READER_DIED
    assert reading.message == Message()


@pytest.mark.parametrize(
    "code",
    [
        f's.sendall(packed(["done", [{DOCUMENT}], False]))',
        f's.sendall(packed(["read", {DOCUMENT}, 0.1]))',
        's.sendall(packed(["begun", 0, "9"]))',
        's.sendall(packed(["problem", "encrypted", as_lists(Message())]))',
        's.sendall(packed(["done", [1], False]))',
    ],
)
def test_documents_that_the_mail_does_not_have_are_not_believed(other_worker, spooled, code):
    other_worker(READY + MESSAGE + code)
    with ReadingPool(workers=1) as pool:
        (reading,) = pool.read([spooled(a_mail().bytes())])
    assert reading.documents == ()


FLOODS = {
    "the message again and again": 'while True: s.sendall(packed(["message", as_lists(Message()), ""]))',
    "a document that is begun for ever": 'while True: s.sendall(packed(["begun", 0, "2"]))',
    "nothing but lengths of nothing": "while True: s.sendall(bytes(4096))",
    "a frame that never ends": "s.sendall((1000).to_bytes(4, 'big'))\nwhile True: time.sleep(0.01)",
    "silence": "while True: time.sleep(1)",
}


@pytest.mark.parametrize("code", FLOODS.values(), ids=FLOODS)
def test_a_reader_that_floods_or_hangs_is_ended_and_costs_no_other_mail(other_worker, spooled, monkeypatch, code):
    other_worker(READY + MESSAGE + code)
    with ReadingPool(workers=1, deadline_s=1.0) as pool:
        (flooded,) = pool.read([spooled(a_mail().bytes())])
        monkeypatch.undo()  # the workers to come are real ones
        (after,) = pool.read([spooled(a_mail().subject("the next").bytes())])
    assert flooded.message == Message()
    assert (after.problem, after.message.subject) == (None, "the next")
