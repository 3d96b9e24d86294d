"""What a letter's pictures are said to show: read where the letter itself is, never from what it quotes."""

import pytest

from inbox_bot.core.message.text.alt_texts import ALT_LIMIT, PICTURES, alt_texts
from tests.support.builders.mails import a_mail

LOGO = '<img src="cid:1" alt="Harper Recruitment Ltd">'


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (LOGO, ("Harper Recruitment Ltd",)),
        ("<IMG ALT='Unser Kandidat'>", ("Unser Kandidat",)),
        ("<img alt=Logo src=x>", ("Logo",)),
        ('<img alt="M&uuml;ller &amp; Co&#10;Personal">', ("Müller & Co Personal",)),
        (f"{LOGO}{LOGO}", ("Harper Recruitment Ltd",)),
        ('<img alt="😀"><img alt=""><img alt="-"><img src="x">', ()),
        ('<img data-alt="Harper Recruitment Ltd">', ()),
        ('<img alt="a \u202eb c d">', ("a b c d",)),
        ("no picture", ()),
    ],
)
def test_a_pictures_words_are_one_inert_line(markup, found):
    assert alt_texts([f"<p>Hello</p>{markup}"]) == found


@pytest.mark.parametrize(
    "quote",
    [
        "<blockquote>",
        '<div class="gmail_quote gmail_quote_container">',
        '<div id="divRplyFwdMsg" dir="ltr">',
        "<div style='border:none;border-top:solid #E1E1E1 1.0pt'>",
        '<div class="moz-cite-prefix">',
        "<p><b><span lang=DE>Von:</span></b> Joan",
        "<b>From:</b> Joan",
    ],
)
def test_a_quoted_picture_is_nobodys_here(quote):
    assert alt_texts([f'<img alt="Own logo">{quote}{LOGO}']) == ("Own logo",)


def test_pictures_are_bounded():
    many = "".join(f'<img alt="picture number {number}">' for number in range(10_000))
    assert len(alt_texts([many])) == PICTURES
    assert len(alt_texts([f'<img alt="{"a" * 1_900}">'])[0]) == ALT_LIMIT
    assert alt_texts(["<img alt='" * 30_000, '<img alt="' + "x " * 200_000]) == ()


def test_a_mail_has_them_though_its_plain_text_is_what_is_read():
    message = a_mail().text("CV attached.").html(f"<p>CV attached.</p>{LOGO}").message()
    assert (message.typed, message.alt_texts) == ("CV attached.", ("Harper Recruitment Ltd",))
