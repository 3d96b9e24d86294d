"""Pixels by the header alone, for each format that phones and scanners write."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from inbox_bot.core.message.mime.picture_size import picture_size
from inbox_bot.core.message.mime.sniff import type_of

TYPES = ["image/png", "image/jpeg", "image/gif", "image/bmp", "image/webp", "image/tiff", "image/heic", "image/avif"]


def drawn(format_: str, **settings: object) -> bytes:
    paper = io.BytesIO()
    Image.new("RGB", (1234, 567)).save(paper, format_, **settings)
    return paper.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        drawn("PNG"),
        drawn("JPEG"),
        drawn("JPEG", progressive=True),
        drawn("JPEG", exif=b"Exif\0\0" + bytes(5_000)),
        drawn("GIF"),
        drawn("BMP"),
        drawn("TIFF"),
        drawn("WEBP"),
        drawn("WEBP", lossless=True),
    ],
)
def test_width_and_height_are_in_the_header(content):
    assert picture_size(content, type_of(content)) == (1234, 567)


def test_of_a_photo_made_of_tiles_the_whole_counts():
    box = b"\0\0\0\x14ispe\0\0\0\0"
    tile, whole = (512).to_bytes(4, "big") * 2, (4032).to_bytes(4, "big") + (3024).to_bytes(4, "big")
    assert picture_size(b"\0\0\0\x18ftypheic" + box + tile + box + whole + box + tile, "image/heic") == (4032, 3024)


@given(st.binary(max_size=200), st.sampled_from(TYPES))
def test_what_is_cut_off_or_damaged_has_no_size_or_some_size_and_never_fails(content, media_type):
    assert len(picture_size(content, media_type)) == 2


@pytest.mark.parametrize("media_type", ["image/svg+xml", "application/pdf", "image/jxl"])
def test_other_formats_have_no_size(media_type):
    assert picture_size(drawn("PNG"), media_type) == (0, 0)
