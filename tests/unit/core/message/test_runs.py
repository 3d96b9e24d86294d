"""A mail whose base64 is held by single lines while its tree is told reads as one that is told line by line."""

import base64
import email
from email.message import Message as Node

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.mime import opening, runs
from inbox_bot.core.message.mime.opening import Header, opened

LINE = base64.b64encode(bytes(range(57))).decode()
FILE = "\n".join([LINE] * 60)


def as_told(node: Node, header: Header | None = None) -> list[object]:
    """All that the reader asks a tree for."""
    content = vars(node)["_payload"]
    below = [as_told(child) for child in content] if isinstance(content, list) else content
    return [node.raw_items() and list(node.raw_items()), below, node.preamble, node.epilogue, header]


def told(raw: bytes) -> list[object]:
    return as_told(*opened(raw))


def told_line_by_line(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> list[object]:
    with monkeypatch.context() as context:
        context.setattr(runs, "shortened", lambda raw: None)
        return told(raw)


LEAF_HEADERS = [
    'Content-Type: application/pdf; name="cv.pdf"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment',
    "Content-Type: application/pdf\nContent-Transfer-Encoding: base64",
    "Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: base64",
    "Content-Type: text/plain; name=a.txt\nContent-Transfer-Encoding: base64\nContent-Disposition: inline",
    "Content-Type: message/rfc822",
    "Content-Type: message/delivery-status",
    "Content-Type: multipart/mixed",
    "",
]
LEAF = st.builds(
    lambda header, blank, before, content, behind: "\n".join([header, *blank, *before, content, *behind]),
    st.sampled_from(LEAF_HEADERS),
    st.sampled_from([[""], [], ["Subject: no blank line"]]),
    st.lists(
        st.sampled_from(["Hello", "-- ", "From me", "--outer", "\xe9", LINE[:40], "Final-Recipient: a"]), max_size=2
    ),
    st.sampled_from(
        [FILE, FILE.replace("\n", "\r"), f"{FILE}=\n{FILE}", "short", f"{FILE}\n\n{FILE}", FILE + "\n--inner"]
    ),
    st.lists(st.sampled_from([LINE[:12] + "==", "", "--inner--", "words"]), max_size=2),
)


def multipart(boundary: str, parts: list[str], above: str, below: str, *, closed: bool) -> str:
    inside = "".join(f"\n--{boundary}\n{part}" for part in parts)
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n{above}{inside}' + (
        f"\n--{boundary}--{below}" if closed else ""
    )


OUTSIDE = st.sampled_from(["", "\n", f"\n{FILE}\n", FILE, "\nContent-Type: text/plain\n\n" + FILE])
INNER = st.builds(multipart, st.just("inner"), st.lists(LEAF, max_size=2), OUTSIDE, OUTSIDE, closed=st.booleans())
MAIL = st.builds(
    multipart, st.just("outer"), st.lists(LEAF | INNER, max_size=3), OUTSIDE, OUTSIDE, closed=st.booleans()
)


@settings(max_examples=60)
@given(mail=MAIL | LEAF, ends=st.sampled_from(["\n", "\r\n"]))
def test_however_a_mail_is_built_its_tree_is_the_one_that_is_told_line_by_line(mail, ends):
    raw = f"From: a@example.org\nSubject: x\n{mail}".replace("\n", ends).encode("latin-1")
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert told(raw) == told_line_by_line(raw, monkeypatch)
        monkeypatch.setattr(opening, "EXTRACTED_BYTES", 0)
        assert told(raw) == told_line_by_line(raw, monkeypatch)


def test_a_cv_is_held_by_one_line():
    raw = multipart("outer", [f"{LEAF_HEADERS[0]}\n\n{FILE}\n"], "", "", closed=True).encode()
    short = runs.shortened(raw)
    assert short is not None
    assert len(short.raw.splitlines()) < 15
    tree = email.message_from_bytes(short.raw)
    runs.put_back(tree, short.runs)
    assert as_told(tree) == as_told(email.message_from_bytes(raw))


def test_a_mail_that_shows_such_a_line_itself_is_told_as_it_is():
    assert runs.shortened(f"Subject: x\n\nInboxBotRun00000\n{FILE}\n".encode()) is None
