"""Which parts are the body, and what they say."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.message.parse import parse
from inbox_bot.core.message.text.flowed import unflowed
from inbox_bot.core.message.text.html_text import text_of
from tests.support.builders.mails import a_mail


def multipart(subtype: str, *entities: str) -> str:
    boundary = f"b{len(''.join(entities))}"
    delimited = "".join(f"--{boundary}\n{entity}\n" for entity in entities)
    return f"Content-Type: multipart/{subtype}; boundary={boundary}\n\n{delimited}--{boundary}--\n"


PLAIN = "Content-Type: text/plain\n\nplain"
HTML = "Content-Type: text/html\n\n<p>markup</p>"
BLANK = "Content-Type: text/plain\n\n \n"
PICTURE = "Content-Type: image/png\nContent-ID: <p>\n\n\x01"
NAMED = "Content-Type: text/plain; name=notes.txt\nContent-Disposition: inline\n\nnotes"
ATTACHED = "Content-Type: text/plain\nContent-Disposition: attachment; filename=cv.txt\n\ncv"
SECOND = "Content-Type: text/plain\n\nsecond"
MAIL = "Content-Type: message/rfc822\n\nSubject: x\n\ninner"


@pytest.mark.parametrize(
    ("entity", "text"),
    [
        (PLAIN, "plain"),
        (HTML, "markup"),
        (multipart("alternative", PLAIN, HTML), "plain"),
        (multipart("alternative", HTML, PLAIN), "plain"),
        (multipart("alternative", BLANK, HTML), "markup"),
        (multipart("alternative", multipart("related", HTML, PICTURE), PICTURE), "markup"),
        (multipart("alternative", PLAIN, multipart("mixed", HTML, PICTURE, HTML)), "plain"),
        (multipart("mixed", multipart("alternative", PLAIN, HTML), PICTURE), "plain"),
        (multipart("mixed", PLAIN, PICTURE, SECOND), "plain\n\nsecond"),
        (multipart("mixed", PLAIN, ATTACHED), "plain"),
        (multipart("mixed", PLAIN, NAMED), "plain"),
        (multipart("mixed", NAMED, PICTURE), "notes"),  # Apple Mail shows it, and there is nothing else
        (multipart("mixed", ATTACHED), ""),
        (multipart("mixed", PLAIN, MAIL), "plain"),
        (multipart("related", HTML, PLAIN), "markup"),
        (multipart("signed", PLAIN, SECOND), "plain"),
        (PICTURE, ""),
        ("", ""),
    ],
)
def test_the_body_is_what_a_mail_program_shows(entity, text):
    assert parse(f"MIME-Version: 1.0\n{entity}".encode()).text == text


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("utf-8", "naïve €".encode(), "naïve €"),
        ("iso-8859-1", b"caf\xe9 \x80", "café €"),  # what is called Latin 1 is Windows-1252 (WHATWG)
        ("utf-8", b"caf\xe9", "café"),  # wrong label, Western text
        ("utf-8", "café".encode() + b"\xff", "café\ufffd"),  # right label, damaged
        ("us-ascii", "café".encode(), "café"),
        ("", b"caf\xe9", "café"),
        ("x-no", "café".encode(), "café"),
        ("idna", "café".encode(), "café"),
        ("zip", "café".encode(), "café"),
        ("punycode", b"caf-dma", "caf-dma"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("iso-2022-jp", "日本".encode("iso-2022-jp"), "日本"),
        ("gb2312", "镕".encode("gb18030"), "镕"),  # not in GB 2312 itself
        ("utf-16", "hello".encode("utf-16"), "hello"),
        ("utf-7", b"+2D0- caf+AOk-", "\ufffd café"),  # a lone surrogate is no text
        ("utf-8", b"a\0b", "a\ufffdb"),
    ],
)
def test_text_is_decoded_by_its_charset_or_by_what_fits(charset, content, text):
    raw = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n".encode() + content
    assert parse(raw).text == text


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two", "one\ntwo"),
        ("<style>p {color: red}</style><script>alert(1)</script><p>seen</p>", "seen"),
        ("<html><head><title>no</title></head><body>yes</body></html>", "yes"),
        ("<!-- no --><p>yes</p>", "yes"),
        ("<p style='display: none'>no</p><p>yes</p>", "yes"),
        ("<p>Tom &amp; J&eacute;r&#244;me&nbsp;X</p>", "Tom & Jérôme X"),
        ("<p>mine</p><blockquote>theirs<br>more</blockquote><p>mine</p>", "mine\n\n> theirs\n> more\n\nmine"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>> b"),
        ("<div>" * 1_000 + "deep" + "</div>" * 1_000, "deep"),
        ("<div>" * 1_000 + "a<br>b<!-- no --><style>no</style>&amp;<b title='>'>c</b>" + "</div>" * 1_000, "a\nb&c"),
        ("<div>" * 1_000 + "a<!-->b<!--[if x]><!-->c<!--<![endif]-->d<script>no", "abcd"),
        ("<div>" * 1_000 + f"&#{'9' * 30};&#x41;&bogus;", "\ufffdA&bogus;"),
        (f"<p {' '.join(f'a{n}' for n in range(600))} style='display: none'>many attributes</p>", "many attributes"),
        (f"<p {' '.join(f'a{n}' for n in range(400))} style='display: none'>no</p>yes", "yes"),
        (f"<p>one</p><img src='data:image/png;base64,{'A/' * 2_000}'><p>two</p>", "one\n\ntwo"),
        ("not html at all", "not html at all"),
        ("<p>cut off <b", "cut off"),
        ("", ""),
        ("\0\x01<p>x\ue0f0y</p>", "x y"),
    ],
)
def test_html_is_turned_to_the_text_a_reader_sees(html, text):
    assert text_of(html) == text


@given(
    st.lists(
        st.one_of(st.text(max_size=20), st.sampled_from(["<p>", "<blockquote>", "</", "<!--", "<![", "&#0;", "<td>"]))
    )
)
@settings(max_examples=150, deadline=None)
def test_any_html_is_text(pieces):
    text_of("".join(pieces)).encode("utf-8")


@pytest.mark.parametrize(
    ("flowed", "delsp", "text"),
    [
        ("one \ntwo\nthree", False, "one two\nthree"),
        ("one \ntwo", True, "onetwo"),
        ("> quoted \n> on\nmine", False, "> quoted on\nmine"),
        ("> one \nmine", False, "> one \nmine"),  # another depth ends the paragraph
        (">> deep \n>> er", False, ">> deep er"),
        (" >not a quote", False, ">not a quote"),
        ("text \n-- \nAnn", False, "text \n-- \nAnn"),
        ("", False, ""),
    ],
)
def test_flowed_text_is_unfolded(flowed, delsp, text):
    assert unflowed(flowed, delsp=delsp) == text


def test_flowed_is_unfolded_where_the_mail_says_so():
    assert parse(b"Content-Type: text/plain; format=flowed; delsp=yes\n\nLebens \nlauf\n").text == "Lebenslauf"


def test_a_body_is_cut_at_a_million_characters():
    assert len(a_mail().text("é " * 600_000).message().text) <= 1_000_000
