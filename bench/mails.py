"""Five hundred applications as companies get them: PDF and DOCX CVs of about 130 kB, each from a domain of its own."""

import io
import random
from collections.abc import Iterator
from email.message import EmailMessage

from docx import Document
from docx.shared import Mm
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

ADDRESS = "recruitment@snowplowanalytics.com"
PDF_TYPE = ("application", "pdf")
DOCX_TYPE = ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document")
FIRST = "Ada Ben Chloe Dev Elin Femi Gwen Hugo Iris Jonas Kira Liam Mona Nils Omar Pia Quinn Rosa Sven Tara".split()
LAST = "Abbott Bauer Castro Dubois Evans Fischer Garcia Hansen Ito Jansen Kowalski Lopez Moreau Novak Okafor".split()
WORK = {
    "infrastructure-engineer": (
        "Infrastructure engineer",
        "AWS CloudFormation Ansible Terraform Kubernetes Mesos Vault Packer Nix Docker Golang monitoring PagerDuty "
        "deployment orchestration automation incident reliability network security accounts cost capacity on-call",
    ),
    "data-pipeline-engineer-intern": (
        "Data pipeline engineering intern",
        "Scala Kafka Kinesis Hadoop Samza Scalding Cascading Spark streaming batch ingestion schema event collector "
        "enrichment storage Redshift testing functional pipeline throughput latency open source contributions",
    ),
    "data-scientist-intern": (
        "Data scientist intern",
        "statistics R Python regression attribution marketing segmentation clustering dashboards D3 visualisation "
        "experiments hypothesis modelling forecasting notebooks pandas causal inference analytics probability",
    ),
}
CONNECTING = (
    "designed built measured improved documented reviewed maintained led delivered tested for with and the".split()
)
PAGES = 2
LINES_A_PAGE = 44


def mails(count: int) -> Iterator[bytes]:
    """`count` applications; the same ones at each call."""
    chance = random.Random(20261124)  # noqa: S311
    photo = _photo(chance)
    for number in range(count):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        vacancy = chance.choice(sorted(WORK))
        title, words = WORK[vacancy]
        lines = list(_cv(name, address_of(number, name), title, words.split(), chance))
        pdf = number % 4 != 3
        content = _pdf(lines, photo) if pdf else _docx(lines, photo)
        yield application(number, name, title, content, pdf=pdf)


def address_of(number: int, name: str) -> str:
    """Of the applicant with this number."""
    return f"{name.lower().replace(' ', '.')}@applicant{number}.example"


def application(number: int, name: str, title: str, content: bytes, *, pdf: bool) -> bytes:
    """A mail that applies with a CV; every third says nothing of the vacancy but in the CV."""
    mail = EmailMessage()
    mail["From"] = f"{name} <{address_of(number, name)}>"
    mail["To"] = ADDRESS
    mail["Subject"] = f"Application: {title}" if number % 3 else f"My CV ({name})"
    mail["Date"] = "Mon, 23 Nov 2026 09:00:00 +0000"
    mail["Message-ID"] = f"<{number}.bench@applicant{number}.example>"
    mail.set_content(f"Dear team,\n\nplease find my CV attached.\n\nKind regards,\n{name}\n")
    main, sub = PDF_TYPE if pdf else DOCX_TYPE
    mail.add_attachment(content, maintype=main, subtype=sub, filename=f"CV {name}.{'pdf' if pdf else 'docx'}")
    return mail.as_bytes()


def _cv(name: str, address: str, title: str, words: list[str], chance: random.Random) -> Iterator[str]:
    yield from (name, title, f"{address}   +44 20 7946 0{chance.randrange(100, 999)}", "", "EXPERIENCE", "")
    for line in range(PAGES * LINES_A_PAGE - 12):
        if line % 14 == 0:
            yield f"20{chance.randrange(10, 25)} - 20{chance.randrange(25, 27)}   Example Works {line}, London"
        yield " ".join(chance.choice(words if chance.random() < 0.6 else CONNECTING) for _ in range(11))
    yield from ("EDUCATION", "BSc Computer Science, Example University, 2019")


def _photo(chance: random.Random) -> bytes:
    """Something that does not compress, as a photo doesn't."""
    side = 240
    picture = io.BytesIO()
    Image.frombytes("RGB", (side, side), chance.randbytes(side * side * 3)).save(picture, "JPEG", quality=88)
    return picture.getvalue()


def _pdf(lines: list[str], photo: bytes) -> bytes:
    target = io.BytesIO()
    page = Canvas(target, pagesize=A4)
    page.drawImage(ImageReader(io.BytesIO(photo)), 160 * mm, 250 * mm, 35 * mm, 35 * mm)
    for begin in range(0, len(lines), LINES_A_PAGE):
        text = page.beginText(20 * mm, 280 * mm)
        text.setFont("Helvetica", 10)
        for line in lines[begin : begin + LINES_A_PAGE]:
            text.textLine(line)
        page.drawText(text)
        page.showPage()
    page.save()
    return target.getvalue()


def _docx(lines: list[str], photo: bytes) -> bytes:
    document = Document()
    document.add_picture(io.BytesIO(photo), width=Mm(35))
    for line in lines:
        document.add_paragraph(line)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
