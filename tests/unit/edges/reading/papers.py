"""Documents made for a test of the cage: a CV, and PDFs that hold or kill their reader."""

import io
import zlib

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.support.builders.documents import raw_pdf

CV_LINES = (
    "Ada Example",
    "ada@example.org  +44 20 7946 0958",
    "Profile",
    "Engineer who builds data pipelines and looks after them.",
    "Work Experience",
    "Example Ltd, data engineer, 2019 - 2024",
    "Another Example, developer, 2015 - 2019",
    "Education",
    "University of Nowhere, BSc Mathematics, 2012 - 2015",
    "Skills",
    "Python, SQL, patience",
)


def a_cv() -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for number, line in enumerate(CV_LINES):
        canvas.drawString(72, 780 - 16 * number, line)
    canvas.save()
    return written.getvalue()


def doubling_pdf(levels: int = 30) -> bytes:
    """Form XObjects that each draw the next one twice: 2^levels drawings from a few kilobytes."""
    forms = []
    for level in range(levels):
        body = b"/X Do /X Do" if level < levels - 1 else b"BT /F 9 Tf (x) Tj ET"
        resources = b"/Resources << /XObject << /X %d 0 R >> >>" % (5 + level + 1)
        forms.append(_stream(body, b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] " + resources))
    return _pdf(_stream(b"/X Do /X Do"), b"/XObject << /X 5 0 R >>", *forms)


def double_flate_pdf(size: int = 200_000_000) -> bytes:
    """A page whose drawing is packed twice: a few kilobytes that are `size` bytes of drawing."""
    operators = b"BT /F 9 Tf (aaaaaaaaaaaaaaaa) Tj ET\n" * 5000
    once = zlib.compressobj(9)
    packed = b"".join(once.compress(operators) for _ in range(size // len(operators))) + once.flush()
    return _pdf(_stream(zlib.compress(packed, 9), b"/Filter [/FlateDecode /FlateDecode]"), b"")


def _pdf(drawing: bytes, resources: bytes, *more: bytes) -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources << %s >> >>" % resources
    return raw_pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page,
        drawing,
        *more,
    )


def _stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)
