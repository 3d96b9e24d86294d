"""An attached web page: its text is read, what it would do is remarked on."""

import pytest

from inbox_bot.core.formats.web.html import read_html
from inbox_bot.core.words import Remark


@pytest.mark.parametrize(
    ("page", "findings"),
    [
        ("<h1>Ada</h1><p>Education</p>", ()),
        ("<h1>Ada</h1><p>Education</p><a href='https://example.org'>.</a>", ()),
        ("<h1>Ada</h1><p>Education</p><script>alert(1)</script>", (Remark.ACTIVE_CONTENT,)),
        ("<h1>Ada</h1><p onclick='x()'>Education</p>", (Remark.ACTIVE_CONTENT,)),
        ("<h1>Ada</h1><p>Education</p><img src='https://evil.example/pixel.png'>", (Remark.EXTERNAL_CONTENT,)),
    ],
)
def test_the_text_is_read_and_what_would_run_or_fetch_is_remarked_on(page, findings):
    extract = read_html(f"<html><body>{page}</body></html>".encode())
    assert extract.text.split()[:2] == ["Ada", "Education"]
    assert "alert" not in extract.text
    assert tuple(finding.remark for finding in extract.findings) == findings
