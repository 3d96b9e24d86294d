"""Scans, read by the recogniser itself in its cage: what is made out, and what costs nobody anything."""

import os
import random
import struct
import sys
import zlib
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image, ImageDraw

from inbox_bot.core.message.values import Document
from inbox_bot.core.words import Problem, Remark, Role
from inbox_bot.edges.reading import process
from inbox_bot.edges.reading.pool import ReadingPool
from inbox_bot.edges.reading.process import WorkerNotStarted
from inbox_bot.edges.reading.scans import reader
from inbox_bot.edges.reading.scans.languages import languages_found
from inbox_bot.edges.reading.scans.offered import scan_reader
from inbox_bot.edges.reading.scans.reader import ScanReader
from tests.support.builders.handwriting import a_written_page
from tests.support.builders.mails import a_mail
from tests.support.builders.scans import (
    CV,
    SCANS,
    SECOND_PAGE,
    a_page,
    by_reportlab,
    packed,
    photographed,
    recall,
    skewed,
)
from tests.support.processes import children

PICTURES = Path(__file__).parents[4] / "support" / "scans"
HEIC, RUSSIAN = PICTURES / "photo.heic", PICTURES / "russian.png"
AS_BAD_AS_ANY = (
    "reportlab, 150 dpi, Helvetica, skewed",
    "pillow, 200 dpi, Times-Roman, photographed",
    "pdfium, upside down",
)
TALKS_NONSENSE = """
import sys, json
sys.path[:] = json.loads(sys.argv[1])
from inbox_bot.edges.reading.scans import worker
worker.Recogniser._page = lambda *asked: ["page", 7]
worker.main()
"""
TURNED = 0x0112  # EXIF's orientation
ON_ITS_SIDE = 6  # to be turned by 90 degrees to the right


@pytest.fixture(scope="module")
def pool():
    with ReadingPool(workers=1, scan_reader=scan_reader()) as pool:
        yield pool


@pytest.fixture
def read(pool, tmp_path):
    """What is read of a file that is itself a document, or a mail."""

    def documents_of(content: bytes, name: str = "cv.pdf") -> list[Document]:
        (tmp_path / name).write_bytes(content)
        return [each.document for each in pool.read_documents(tmp_path / name)]

    return documents_of


@pytest.mark.parametrize("scan", [scan for scan in SCANS if scan.name in AS_BAD_AS_ANY], ids=lambda scan: scan.name)
def test_a_scanned_cv_is_read_as_a_cv(read, scan):
    [document] = read(scan.make())
    assert (document.role, document.problem) == (Role.CV, None)
    assert Remark.RECOGNISED in {each.remark for each in document.findings}
    assert recall(document.text) >= 0.95


def test_thirty_scans_are_at_hand_and_three_of_them_are_read_in_each_run():
    assert len({scan.name for scan in SCANS}) == 30
    assert {scan.name for scan in SCANS}.issuperset(AS_BAD_AS_ANY)


def test_photos_of_two_pages_one_on_its_side_and_one_upside_down_are_one_cv(read):
    exif = Image.Exif()
    exif[TURNED] = ON_ITS_SIDE
    first = packed(photographed(a_page(CV)).rotate(90, expand=True), exif=exif)
    second = packed(photographed(a_page(SECOND_PAGE)).rotate(180))  # of which the camera knew nothing
    mail = a_mail().text("My CV is attached.").attach("IMG_1.jpg", first).attach("IMG_2.jpg", second)
    cv, further = read(mail.bytes(), "two.eml")
    assert cv.role is Role.CV
    assert recall(cv.text, (*CV, *SECOND_PAGE)) >= 0.95
    assert further.problem is None
    assert recall(further.text, SECOND_PAGE) >= 0.95


def test_a_photo_as_an_iphone_keeps_it_is_read_without_a_thread(read):
    [document] = read(HEIC.read_bytes(), "photo.heic")
    assert document.type == "image/heic"
    assert recall(document.text) >= 0.95


def test_a_fax_of_two_pages_as_tiff_is_read_whole_and_transparent_ink_as_ink(read):
    pages = [a_page(lines).convert("1") for lines in (CV, SECOND_PAGE)]
    [fax] = read(packed(pages[0], "TIFF", save_all=True, append_images=pages[1:], compression="group4"), "fax.tif")
    assert recall(fax.text, (*CV, *SECOND_PAGE)) >= 0.95
    ink = a_page().convert("L").point(lambda value: 255 - value)
    drawn = Image.new("LA", ink.size, (0, 0))
    drawn.putalpha(ink)
    [screenshot] = read(packed(drawn, "PNG"), "cv.png")
    assert recall(screenshot.text) >= 0.95


def test_of_a_long_scan_the_first_pages_are_read_and_that_is_said(read):
    [document] = read(by_reportlab(*[skewed(a_page(dpi=100))] * 7))
    assert document.text.count("Nordlicht") == 5
    assert "only the first 5 pages were read" in {each.words for each in document.findings}


def _png_that_says(width: int, height: int, rows: bytes) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def _noise() -> Image.Image:
    return Image.frombytes("L", (900, 1200), os.urandom(900 * 1200)).point(lambda value: 255 * (value > 200))


def _strokes() -> Image.Image:
    chance, page = random.Random(1), Image.new("L", (1_240, 1_754), 255)
    pen = ImageDraw.Draw(page)
    for _ in range(1_500):
        x, y = chance.randrange(1_240), chance.randrange(1_754)
        pen.line((x, y, x + chance.randint(-12, 12), y + chance.randint(-18, 18)), fill=0, width=3)
    return page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(
            _png_that_says(50_000, 50_000, b"\0" * 5_000_000), "bomb.png", id="2.5 gigapixels in five kilobytes"
        ),
        pytest.param(packed(Image.new("L", (900, 1300), 255), "PNG"), "empty.png", id="an empty page"),
        pytest.param(packed(a_page())[:20_000], "cut.jpg", id="a photo that was cut off"),
        pytest.param(RUSSIAN.read_bytes(), "russian.png", id="a CV in a script that has no data here"),
        pytest.param(packed(a_written_page()), "written.jpg", id="a CV in somebody's hand"),
        pytest.param(packed(a_written_page(seed=3)), "half.jpg", id="a hand of which half looks like print"),
        pytest.param(packed(_strokes()), "noise.jpg", id="a page of noise"),
    ],
)
def test_what_is_no_text_stays_a_picture(read, content, name):
    [document] = read(content, name)
    assert (document.problem, document.text) == (Problem.SCANNED, "")


def test_a_photo_of_fifty_megapixels_is_read_within_its_memory(read):
    large = skewed(a_page(dpi=300)).resize((6_000, 8_400), Image.Resampling.NEAREST)
    [document] = read(packed(large), "large.jpg")
    assert recall(document.text) >= 0.95


def test_noise_that_holds_the_recogniser_costs_its_page_and_its_process(tmp_path):
    pages = tmp_path / "pages.pdf"
    pages.write_bytes(by_reportlab(_noise().resize((1_800, 2_400)), a_page()))
    before = children()
    with ReadingPool(workers=1, scan_reader=ScanReader(list(languages_found(None).values()), page_s=5.0)) as pool:
        [read] = pool.read_documents(pages)
        assert len(children() - before) == 1  # the reader of mails alone: nothing waits with a mail in its hands
    assert read.document.problem is None
    assert recall(read.document.text) >= 0.95


class Slow:
    """In a recogniser's place: makes out a CV on each page, and each takes thirteen seconds of the processor."""

    asked: ClassVar[list[str]] = []

    def __init__(self, *settings, **more):
        self._says = []

    def await_ready(self, within_s):
        assert within_s > process.START_S  # it yields to all others, and loading takes it longer

    def ask(self, frame, descriptor, cpu_s):
        self.asked.append(frame[2])
        self._says = [["taken"], ["page", "\n".join(CV), 93.0, 1]]

    def listen(self, deadline, limit):
        return self._says.pop(0)

    def spent_s(self):
        return 13.0 * len(self.asked)

    def kill(self):
        pass


def test_of_ten_scans_in_a_mail_the_cv_is_read_first_and_what_a_minute_does_not_reach_stays_a_picture(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(reader, "Worker", Slow)
    monkeypatch.setattr(Slow, "asked", [])
    mail = a_mail().text("My papers are attached.")
    for number in range(10):
        name = "Lebenslauf.jpg" if number == 7 else f"Zeugnis {number}.jpg"
        mail = mail.attach(name, packed(Image.new("L", (40, 60), 255 - number)), "image/jpeg")
    (tmp_path / "mail.eml").write_bytes(mail.bytes())
    with ReadingPool(workers=1, scan_reader=ScanReader([])) as pool:
        found = {each.document.filename: each.document for each in pool.read_documents(tmp_path / "mail.eml")}
    assert len(Slow.asked) == 5
    assert (found["Lebenslauf.jpg"].role, found["Lebenslauf.jpg"].problem) == (Role.CV, None)
    assert [name for name, each in found.items() if each.problem is Problem.SCANNED] == [
        f"Zeugnis {number}.jpg" for number in (4, 5, 6, 8, 9)
    ]


def test_no_page_is_begun_when_the_mails_time_is_over(tmp_path):
    scan = tmp_path / "cv.pdf"
    scan.write_bytes(by_reportlab(a_page(dpi=100)))
    with ReadingPool(workers=1, scan_reader=ScanReader(list(languages_found(None).values()), mail_s=0.0)) as pool:
        [read] = pool.read_documents(scan)
    assert read.document.problem is Problem.SCANNED


def test_closed_while_a_page_is_recognised_nothing_more_is_started(tmp_path):
    scan = tmp_path / "cv.pdf"
    scan.write_bytes(by_reportlab(a_page(dpi=100)))
    reader = ScanReader(list(languages_found(None).values()))
    reader.close()
    document = Document(section="1", filename="cv.pdf", type="application/pdf", problem=Problem.SCANNED)
    with pytest.raises(WorkerNotStarted):
        reader.recognise(scan, [document])


def test_without_the_extra_or_its_data_a_scan_is_what_it_was(monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert scan_reader() is None
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "tesserocr", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert scan_reader() is None


def test_data_of_further_languages_is_gathered_from_two_folders(tmp_path):
    english = languages_found(None)["eng"]
    (tmp_path / "fra.traineddata").write_bytes(english.read_bytes())
    found = languages_found(tmp_path)
    assert list(found) == ["eng", "deu", "fra"]
    assert found["fra"].parent == tmp_path
    scan = tmp_path / "cv.pdf"
    scan.write_bytes(by_reportlab(a_page(dpi=150)))
    with ReadingPool(workers=1, scan_reader=ScanReader(list(found.values()))) as pool:
        [read] = pool.read_documents(scan)
    assert recall(read.document.text) >= 0.95


def test_a_process_that_talks_nonsense_costs_its_pages(monkeypatch, tmp_path):
    scan = tmp_path / "cv.pdf"
    scan.write_bytes(by_reportlab(a_page(dpi=100)))
    document = Document(section="1", filename="cv.pdf", type="application/pdf", problem=Problem.SCANNED)
    monkeypatch.setattr(process, "_RUN", TALKS_NONSENSE)
    assert ScanReader(list(languages_found(None).values()), mail_s=4.0).recognise(scan, [document])["1"].pages == ()
