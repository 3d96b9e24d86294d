"""Which pictures are pages: by pixels and shape, wherever in the mail they are."""

import pytest

from inbox_bot.core.documents.pictures import is_page
from inbox_bot.core.documents.select import document_parts
from tests.support.builders.documents import a_body, a_message, a_part

JPEG = b"\xff\xd8\xff" + bytes(60_000)
INLINE = {"disposition": "inline"}
IN_HTML = {"disposition": "inline", "content_id": "a@b"}


def a_picture(width: int, height: int, filename: str = "IMG_1.jpg", content: bytes = JPEG, **fields: object):
    return a_part(content, filename, type="image/jpeg", pixels=(width, height), **fields)


@pytest.mark.parametrize(
    ("picture", "page"),
    [
        (a_picture(1240, 1754), True),
        (a_picture(1240, 1754, **INLINE), True),
        (a_picture(1240, 1754, **IN_HTML), True),
        (a_picture(1240, 1754, "image001.jpg", **IN_HTML), True),
        (a_picture(1080, 2340, **INLINE), True),
        (a_picture(4032, 3024, **IN_HTML), True),
        (a_picture(600, 800, **IN_HTML), True),
        (a_picture(1300, 1300, **IN_HTML), True),
        (a_picture(1275, 1650, content=JPEG[:8_592]), True),
        (a_picture(300, 100, **IN_HTML), False),
        (a_picture(400, 560), False),
        (a_picture(1200, 400, **IN_HTML), False),
        (a_picture(900, 600, **IN_HTML), False),
        (a_picture(1000, 1000, **IN_HTML), False),
        (a_picture(500, 4000, **IN_HTML), False),
        (a_picture(1240, 1754, shown_width=120, **IN_HTML), False),
        (a_picture(1240, 1754, shown_width=600, **IN_HTML), True),
        (a_picture(1240, 1754, "logo.jpg", **IN_HTML), False),
        (a_picture(1240, 1754, "company_banner.jpg"), False),
        (a_picture(1240, 1754, content=JPEG[:900]), False),
        (a_picture(99_999, 99_999, **IN_HTML), False),
    ],
)
def test_a_page_has_the_pixels_and_the_shape_of_one(picture, page):
    assert is_page(picture) is page


def test_a_page_in_the_letter_is_a_document_beside_a_cover_letter():
    parts = a_body("Dear all"), a_part(b"%PDF-1.4", "letter.pdf"), a_picture(1240, 1754, section="3", **IN_HTML)
    assert [part.section for part in document_parts(a_message(*parts))] == ["2", "3"]


def test_a_small_picture_that_the_letter_shows_is_none_beside_anything_or_alone():
    logo = a_picture(300, 100, section="3", **IN_HTML)
    assert document_parts(a_message(a_body("Dear all"), logo)) == ()
    assert len(document_parts(a_message(a_body("Dear all"), a_part(b"%PDF-1.4", "cv.pdf"), logo))) == 1
