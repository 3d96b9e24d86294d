"""Scans and photos of a CV, made of a page that is printed here: skewed, grey, packed hard, seen from the side."""

import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageFilter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

CV = (
    "MARA LINDQVIST",
    "Hafenstrasse 12, 20457 Hamburg",
    "mara.lindqvist@example.org   +49 40 5550 1234",
    "",
    "WORK EXPERIENCE",
    "2019 - present   Infrastructure engineer, Nordlicht Systems GmbH",
    "Ran Kubernetes clusters on AWS with Terraform and Ansible for forty services.",
    "Led the move from hand-written deployments to continuous delivery.",
    "2015 - 2019   Data pipeline engineer, Hanse Analytics AG",
    "Built pipelines in Python and PostgreSQL, and looked after them at night.",
    "",
    "EDUCATION",
    "2009 - 2012   Bachelor of Science in Computer Science, University of Hamburg",
    "Thesis on the scheduling of periodic tasks in distributed systems.",
    "",
    "SKILLS",
    "Kubernetes, Terraform, Ansible, PostgreSQL, Python, Linux, Prometheus, Grafana",
    "",
    "LANGUAGES",
    "German (native), English (fluent), Swedish (basic)",
)
SECOND_PAGE = (
    "FURTHER TRAINING",
    "2021   Certified Kubernetes Administrator, two weeks in Berlin",
    "2018   Database administration with PostgreSQL, a course of one year",
    "INTERESTS",
    "Rowing on the Alster, choir singing, and restoring old radio receivers.",
)
_WORD = re.compile(r"[^\W_]{2,}")
PAPER, TABLE = (255, 255, 255), (92, 70, 50)


def recall(text: str, wanted: tuple[str, ...] = CV) -> float:
    """Of the words on a page, how many a text has."""
    words, there = (Counter(_WORD.findall(each.lower())) for each in ("\n".join(wanted), text))
    return sum((words & there).values()) / sum(words.values())


def a_page(lines: tuple[str, ...] = CV, *, dpi: int = 200, font: str = "Helvetica", size: float = 10.5) -> Image.Image:
    """The lines as a page that was printed and lies straight, in colour."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for number, line in enumerate(lines):
        canvas.setFont(font, size + 4 if line.isupper() else size)
        canvas.drawString(64, 780 - number * size * 1.6, line)
    canvas.save()
    with pypdfium2.PdfDocument(written.getvalue()) as document:
        rendered: Image.Image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
        return rendered


def skewed(page: Image.Image, degrees: float = 2) -> Image.Image:
    """As it lies on the glass."""
    return page.rotate(degrees, expand=True, fillcolor=PAPER, resample=Image.Resampling.BICUBIC)


def photographed(page: Image.Image) -> Image.Image:
    """On a table, from below and a little from the side, with the light from one side."""
    width, height = page.size
    seen = (int(width * 1.2), int(height * 1.2))
    corners = ((0.14, 0.10), (0.88, 0.12), (0.93, 0.93), (0.07, 0.90))
    places = [(x * seen[0], y * seen[1]) for x, y in corners]
    taken = page.transform(
        seen,
        Image.Transform.PERSPECTIVE,
        _perspective(places, [(0, 0), (width, 0), (width, height), (0, height)]),
        Image.Resampling.BICUBIC,
        fillcolor=TABLE,
    )
    light = Image.linear_gradient("L").rotate(90).resize(seen).point(lambda value: 110 + value * 145 // 255)
    lit = Image.composite(taken, Image.new("RGB", seen, (20, 20, 20)), light)
    return lit.filter(ImageFilter.GaussianBlur(0.8))


def packed(page: Image.Image, format: str = "JPEG", **settings: object) -> bytes:
    """A picture file; as JPEG grey and packed hard, as scanners do it."""
    written = io.BytesIO()
    if format == "JPEG":
        page, settings = page.convert("L"), {"quality": 60, **settings}
    page.save(written, format, **settings)
    return written.getvalue()


def by_reportlab(*pages: Image.Image) -> bytes:
    """A scanned PDF: each page a JPEG on the whole of it."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for page in pages:
        canvas.drawImage(ImageReader(io.BytesIO(packed(page))), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def by_pillow(*pages: Image.Image) -> bytes:
    """The same by Pillow: a page has a point for each pixel, as apps on phones write it."""
    first, *others = (Image.open(io.BytesIO(packed(page))) for page in pages)
    written = io.BytesIO()
    first.save(written, "PDF", save_all=True, append_images=others)
    return written.getvalue()


def by_pdfium(*pages: Image.Image) -> bytes:
    """The same by pdfium."""
    document = pypdfium2.PdfDocument.new()
    for page in pages:
        drawn = pypdfium2.PdfImage.new(document)
        drawn.load_jpeg(io.BytesIO(packed(page)), inline=True)
        drawn.set_matrix(pypdfium2.PdfMatrix().scale(*A4))
        sheet = document.new_page(*A4)
        sheet.insert_obj(drawn)
        sheet.gen_content()
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


PRODUCERS: Mapping[str, Callable[..., bytes]] = {"reportlab": by_reportlab, "pillow": by_pillow, "pdfium": by_pdfium}


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """One way in which a CV comes as a picture."""

    name: str
    make: Callable[[], bytes]  #: the file


def _all_scans() -> tuple[Scan, ...]:
    """Thirty: by three producers, of 150 to 300 dpi, straight, skewed either way, and photographed."""
    fonts = ("Helvetica", "Times-Roman", "Courier")
    found = []
    for number, (producer, make) in enumerate(PRODUCERS.items()):
        for dpi in (150, 200, 300):
            for name, bent in (("skewed", skewed), ("skewed back", _skewed_back), ("photographed", photographed)):
                font = fonts[(number + len(found)) % 3]
                found.append(
                    Scan(
                        name=f"{producer}, {dpi} dpi, {font}, {name}",
                        make=lambda make=make, bent=bent, dpi=dpi, font=font: make(  # type: ignore[misc]
                            bent(a_page(dpi=dpi, font=font, size=9 if font == "Courier" else 10.5))
                        ),
                    )
                )
        found.append(
            Scan(
                name=f"{producer}, upside down",
                make=lambda make=make: make(a_page().rotate(180)),  # type: ignore[misc]
            )
        )
    return tuple(found)


def _skewed_back(page: Image.Image) -> Image.Image:
    return skewed(page, -2)


SCANS = _all_scans()


def _perspective(places: list[tuple[float, float]], shown: list[tuple[float, float]]) -> list[float]:
    """The eight numbers that Pillow wants, so that the corners `shown` of a page are seen at `places`."""
    rows = []
    for (x, y), (u, v) in zip(places, shown, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):  # Gauss and Jordan
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                factor = rows[other][at]
                rows[other] = [a - factor * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]
