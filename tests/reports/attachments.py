"""The documents that inputs name: a CV of anybody in eight languages, letters, certificates, or a text given."""

import base64
import functools
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import Path

from docx import Document
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.support.builders.mails import a_mail

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LINE = 78  # characters
_CALENDAR = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:1@example\n"
    "DTSTART:20261201T100000Z\nDTEND:20261201T110000Z\nSUMMARY:Interview\nEND:VEVENT\nEND:VCALENDAR\n"
)
_OWN = re.compile(
    r"(?P<what>CV|cover letter|certificate|references|portfolio)(?: (?P<language>[a-z]{2}))?(?: of (?P<who>.+))?$"
)
_GIVEN = re.compile(r"(?P<name>.+?) = (?P<how>text|html|base64|calendar|file|picture|mail)(?: (?P<value>.*))?$")
_WHERE = re.compile(r"(?P<inline>inline )?(?:cid:(?P<cid>\S+) )?(?P<rest>.*)$")

#: Of a CV: profile, experience, education, skills, languages.
_CVS: Mapping[str, tuple[str, str, str, str, str]] = {
    "en": ("Curriculum vitae", "Experience", "Education", "Skills", "Languages: English (native), German"),
    "de": ("Lebenslauf", "Berufserfahrung", "Ausbildung", "Kenntnisse", "Sprachen: Deutsch, Englisch"),
    "fr": ("Curriculum vitae", "Expérience professionnelle", "Formation", "Compétences", "Langues : français, anglais"),
    "es": ("Currículum vitae", "Experiencia profesional", "Formación", "Conocimientos", "Idiomas: español, inglés"),
    "it": ("Curriculum vitae", "Esperienze professionali", "Istruzione e formazione", "Competenze", "Lingue: italiano"),
    "nl": ("Curriculum vitae", "Werkervaring", "Opleiding", "Vaardigheden", "Talen: Nederlands, Engels"),
    "pt": ("Curriculum vitae", "Experiência profissional", "Formação académica", "Competências", "Idiomas: português"),
    "pl": ("Curriculum vitae", "Doświadczenie zawodowe", "Wykształcenie", "Umiejętności", "Języki: polski, angielski"),
}
_LETTERS: Mapping[str, str] = {
    "en": "Dear Sir or Madam,\nI am writing to apply for the position. I look forward to hearing from you.\nSincerely,",
    "de": "Sehr geehrte Damen und Herren,\nhiermit bewerbe ich mich um die Stelle. Über eine Einladung zu einem "
    "Vorstellungsgespräch freue ich mich.\nMit freundlichen Grüßen",
    "fr": "Madame, Monsieur,\nje vous adresse ma candidature. Dans l'attente de votre réponse, je vous prie d'agréer, "
    "Madame, Monsieur, mes salutations distinguées.",
    "it": "Gentili Signori,\npropongo la mia candidatura. In attesa di un Vostro riscontro porgo cordiali saluti.",
    "nl": "Geachte heer, mevrouw,\nhierbij solliciteer ik naar de functie. Ik kijk uit naar uw reactie.\n"
    "Met vriendelijke groet",
    "pt": "Exmos. Senhores,\nvenho por este meio apresentar a minha candidatura.\nCom os melhores cumprimentos",
}


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """One part to attach."""

    name: str
    content: bytes
    type: str
    disposition: str = "attachment"
    content_id: str = ""


def attachment(value: str, sender: str, folder: Path) -> Attachment:
    """What an `Attach:` line asks for. Raises ValueError where it asks for nothing known."""
    where = _WHERE.match(value)
    if where is not None and (where["inline"] or where["cid"]):
        shown = attachment(where["rest"], sender, folder)
        disposition = "inline" if where["inline"] else "attachment"
        return replace(shown, disposition=disposition, content_id=where["cid"] or "")
    if (own := _OWN.match(value)) is not None:
        return _own(own["what"], own["language"] or "en", own["who"] or sender)
    given = _GIVEN.match(value)
    if given is None:
        raise ValueError(f"Attach: {value!r}")
    name, how, said = given["name"], given["how"], given["value"] or ""
    match how:
        case "text":
            return written(name, said)
        case "html":
            return Attachment(name=name, content=f"<html><body>{said}</body></html>".encode(), type="text/html")
        case "base64":
            return Attachment(name=name, content=base64.b64decode(said), type="application/octet-stream")
        case "picture":
            width, _, height = said.partition("x")
            return Attachment(name=name, content=picture(int(width), int(height)), type="image/jpeg")
        case "mail":
            who, _, text = said.removeprefix("of ").partition(": ") if said.startswith("of ") else (sender, "", said)
            return Attachment(name=name, content=_mail(who, text), type="application/octet-stream")
        case "calendar":
            return Attachment(name=name, content=_CALENDAR.encode(), type="text/calendar; method=REPLY")
        case _:
            return Attachment(name=name, content=(folder / said).read_bytes(), type="application/octet-stream")


@functools.cache
def written(name: str, text: str) -> Attachment:
    """A text in the format that its name says: PDF (a Word file where PDF's own fonts lack its letters) or plain."""
    if not name.lower().endswith((".pdf", ".docx")):
        return Attachment(name=name, content=text.encode(), type="text/plain; charset=utf-8")
    if name.lower().endswith(".pdf") and _fits_latin(text):
        return Attachment(name=name, content=_pdf(text), type=PDF)
    return Attachment(name=name.rpartition(".")[0] + ".docx", content=_docx(text), type=DOCX)


def cv_of(name: str, address: str, language: str = "en") -> str:
    """A CV's text."""
    title, experience, education, skills, languages = _CVS[language]
    return (
        f"{name}\n{address}   +44 20 7946 0123\n\n{title}\n\n{experience}\n"
        "2019 - 2026   Systems engineer, Example Works\nAWS, Terraform, Kubernetes, Docker, Ansible, monitoring\n"
        "2016 - 2019   Junior engineer, Sample Mills\nPython, SQL, statistics, dashboards\n\n"
        f"{education}\n2013 - 2016   BSc Computer Science, Example University\n\n"
        f"{skills}\nAWS, Docker, Linux, Golang, bash, Python\n\n{languages}\n"
    )


def _own(what: str, language: str, who: str) -> Attachment:
    name, address = parseaddr(who)
    match what:
        case "CV":
            return written("cv.pdf", cv_of(name, address, language))
        case "cover letter":
            return written("cover letter.pdf", f"{name}\n{address}\n\n{_LETTERS.get(language, _LETTERS['en'])}\n{name}")
        case "certificate":
            return written("certificate.pdf", f"Certificate\nThis is to certify that {name} has completed the course.")
        case "references":
            text = f"Letter of reference\n{name} worked for us from 2016 to 2019, to our full satisfaction."
            return written("references.pdf", text)
        case _:
            return written("portfolio.pdf", f"Portfolio of {name}\nSelected projects")


@functools.cache
def picture(width: int, height: int) -> bytes:
    """A photo of a page, or of anything in its shape: lines on paper, and a camera's noise."""
    page = Image.effect_noise((width, height), 12).point(lambda value: min(255, value + 110))
    drawing = ImageDraw.Draw(page)
    for number, top in enumerate(range(height // 20, height - height // 20, max(height // 40, 4))):
        end = width - width // 10 - number * 37 % (width // 3 + 1)
        drawing.line((width // 10, top, end, top), fill=40, width=max(height // 200, 1))
    paper = io.BytesIO()
    page.save(paper, "JPEG", quality=30)
    return paper.getvalue()


def _mail(sender: str, text: str) -> bytes:
    """A mail by the same sender, with their CV: what an upload, or a drag out of a mail program, makes an .eml of."""
    cv = _own("CV", "en", sender)
    inner = a_mail().header("From", sender).subject("Application: Infrastructure engineer").text(text)
    return inner.attach(cv.name, cv.content, cv.type).bytes()


def _fits_latin(text: str) -> bool:
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _pdf(text: str) -> bytes:
    paper = io.BytesIO()
    canvas = Canvas(paper, pagesize=A4, invariant=True)
    body = canvas.beginText(60, 780)
    body.setFont("Helvetica", 11)
    for line in text.split("\n"):
        for start in range(0, max(len(line), 1), _LINE):
            body.textLine(line[start : start + _LINE])
    canvas.drawText(body)
    canvas.save()
    return paper.getvalue()


def _docx(text: str) -> bytes:
    paper = io.BytesIO()
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(paper)
    return paper.getvalue()
