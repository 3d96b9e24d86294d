"""Links that stand for a file, in the letter's plain text and in its HTML; other links stand for nothing."""

import pytest

from inbox_bot.core.message.links import LINKS, links_in
from tests.support.builders.mails import a_mail


@pytest.mark.parametrize(
    ("text", "name", "host"),
    [
        ("CV_Lee.pdf\n<https://drive.google.com/file/d/1AbC/view?usp=drive_web>", "CV_Lee.pdf", "drive.google.com"),
        ("Mein Lebenslauf: https://1drv.ms/b/s!AbCd.", "", "1drv.ms"),
        ("Mon CV : https://www.dropbox.com/s/abc/cv.pdf?dl=0", "", "www.dropbox.com"),
        ("Documentos: https://we.tl/t-abc", "", "we.tl"),
        ("CV: https://annlee.example/files/cv.pdf", "", "annlee.example"),
        ("CV: https://annlee.example/cv", "", "annlee.example"),
        ("Zie https://cloud.annlee.example/s/AbCdEfGhIjKlMnO", "", "cloud.annlee.example"),
        ("Profilo: https://www.linkedin.com/in/annlee", "", "www.linkedin.com"),
        (
            "I've linked 1 file to this email:\nMy life.docx (3 MB)\nLink: https://files.example/x7",
            "My life.docx",
            "files.example",
        ),
        ("https://www.icloud.com/attachment/?u=https%3A%2F%2Fcvws", "", "www.icloud.com"),
    ],
)
def test_a_link_to_a_file_is_found_in_plain_text(text, name, host):
    (found,) = links_in([text], [])
    assert (found.name, found.host) == (name, host)


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        (
            (
                '<div class="gmail_chip gmail_drive_chip"><a href="https://drive.google.com/file/d/1/view?usp=drive_web&amp;x=1">'
                '<img src="https://ssl.gstatic.com/icon.png"><span>CV_Lee.pdf</span></a></div>'
            ),
            "CV_Lee.pdf",
        ),
        ('<a href="https://files.example/x7"><b>Lebenslauf Ann Lee.docx</b></a>', "Lebenslauf Ann Lee.docx"),
        ("<A HREF=https://acme.sharepoint.com/:b:/g/personal/x>Mes documents</A>", ""),
    ],
)
def test_a_chip_in_html_is_such_a_link(markup, name):
    (found,) = links_in([], [markup])
    assert found.name == name
    assert "&amp;" not in found.url


@pytest.mark.parametrize(
    "text",
    [
        "Ich habe Ihre Anzeige gesehen: https://jobs.example/stelle/4711",
        "www.annlee.example",
        "My site is https://annlee.example/ and my code https://github.example/annlee",
        "https://drive.google.com/",
        "https://www.linkedin.com/company/acme",
        "https://notdropbox.com.evil.example/x",
    ],
)
def test_other_links_are_none(text):
    assert links_in([text], [f'<a href="{text.split()[-1]}">here</a>']) == ()


def test_each_address_is_found_once_with_the_name_that_somebody_gave_it():
    url = "https://we.tl/t-abc"
    found = links_in([f"see {url}"], [f'<a href="{url}">cv.pdf</a>'])
    assert [(link.url, link.name) for link in found] == [(url, "cv.pdf")]


def test_a_newsletter_has_no_more_than_twenty():
    assert len(links_in([f"https://we.tl/t-{number}" for number in range(100)], [])) == LINKS


def test_a_link_is_a_part_that_names_the_file_and_the_place():
    message = a_mail().text("CV_Lee.pdf\nhttps://drive.google.com/file/d/1AbC/view").message()
    part = message.parts[-1]
    assert (part.section, part.filename, part.type) == ("1!link1", "CV_Lee.pdf (drive.google.com)", "text/uri-list")
    assert part.content == b"https://drive.google.com/file/d/1AbC/view"
