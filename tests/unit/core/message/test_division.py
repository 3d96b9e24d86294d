"""Parts behind an early closing line, in an encoded multipart, below a lost header; and words, which are no parts."""

import base64

import pytest

from inbox_bot.core.message.parse import parse

HEADER = "From: ann@example.org\nTo: jobs@example.com\nSubject: CV\nMIME-Version: 1.0\n"
LETTER = "--b\nContent-Type: text/plain\n\nDear all\n"
CV = '--b\nContent-Type: text/plain; name="cv.txt"\nContent-Disposition: attachment; filename="cv.txt"\n\nMy life\n'
MULTIPART = 'Content-Type: multipart/mixed; boundary="b"\n'


def names(text: str) -> list[str]:
    return [part.filename for part in parse(text.encode()).parts]


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}{MULTIPART}\n{LETTER}--b--\n{CV}--b--\n",
        f"{HEADER}{MULTIPART}\n{LETTER}--b--\n\n\nsome words\n\n{CV}",
        f"{HEADER}{MULTIPART}\n{LETTER}--b--\n{CV.replace('--b', '--other')}--other--\n",
        f"{HEADER}{MULTIPART}Content-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(f"{LETTER}{CV}--b--\n".encode()).decode(),
        f"{HEADER}{MULTIPART}\n{LETTER}--b--\n{CV.removeprefix('--b')}",
        f"{HEADER}{MULTIPART}\n{CV.removeprefix('--b')}\n{LETTER}--b--\n",
        f"{HEADER}\n{LETTER}{CV}--b--\n",
        f"{HEADER}\nThis is a multi-part message in MIME format.\n\n{LETTER}{CV}--b--\n",
        f"{HEADER}\n{MULTIPART}\n{LETTER}{CV}--b--\n",
    ],
    ids=[
        "too early",
        "words between",
        "another boundary",
        "base64",
        "no line above it",
        "before the first line",
        "no header",
        "preamble",
        "header in the body",
    ],
)
def test_the_cv_is_found(text):
    assert "cv.txt" in names(text)
    assert parse(text.encode()).typed == "Dear all"


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}{MULTIPART}\n{LETTER}--b--\n-- \nA footer, and words below it\n--\nContent with this?\n",
        f"{HEADER}\nDear all,\n--\nContent-Type: is what I know about\n",
        f"{HEADER}\nDear all, this is what I got from you:\n\n{'It goes on. ' * 40}\n{LETTER}{CV}--b--\n",
    ],
    ids=["footer", "signature", "a copy below a letter"],
)
def test_words_are_no_part(text):
    assert len(names(text)) == 1


def test_parts_behind_parts_end_somewhere():
    text = f"{HEADER}{MULTIPART}\n" + (LETTER + "--b--\n") * 300
    assert 1 <= len(parse(text.encode()).parts) <= 300
