"""One small mail with one small document of each format, read before the cage closes.

Libraries import and open things on first use; inside the cage they can't. What is read here is written here.
"""

import gzip
import io
import tarfile
import zipfile
from email.message import EmailMessage

from cryptography.hazmat.backends import default_backend

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.domains import domain_as_a_labels
from inbox_bot.core.formats.office.doc import read_doc
from inbox_bot.core.formats.office.opendocument import read_flat_odt
from inbox_bot.core.formats.office.rtf import read_rtf
from inbox_bot.core.formats.pdf.reader import read_pdf
from inbox_bot.core.message.content import content_hash
from inbox_bot.core.message.parse import parse, parse_headers
from inbox_bot.core.unpack.stage import unpack

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SENTENCE = "Experienced engineer with education and skills, looking for work."


def warm_up() -> None:
    """Make the readers load what they load late. Takes some 50 ms."""
    mail = EmailMessage()
    mail["From"] = "Ada Example <ada@xn--bcher-kva.example>"
    mail["To"] = "jobs@example.com"
    mail["Subject"] = "Bewerbung für die Stelle"
    mail["Date"] = "Mon, 05 Jan 2026 10:00:00 +0100"
    mail.set_content("Guten Tag,\n\nanbei mein Lebenslauf.\n\n> Zitat\n-- \nAda")
    mail.add_alternative("<html><body><p>Guten <b>Tag</b></p><table><tr><td>1</td></tr></table></body></html>", "html")
    mail.add_attachment(pdf(_SENTENCE), maintype="application", subtype="pdf", filename="Lebenslauf Ä.pdf")
    mail.add_attachment(docx(_SENTENCE), maintype="application", subtype="octet-stream", filename="letter.docx")
    mail.add_attachment("Ein Text", filename="text.txt")
    for archive in (_zip_of("text.txt", _SENTENCE), gzip.compress(_tar_of("text.txt", _SENTENCE))):
        mail.add_attachment(archive, maintype="application", subtype="octet-stream", filename="archive")
    inner = EmailMessage()
    inner["Subject"] = "=?iso-2022-jp?B?GyRCTXpOciQ/GyhC?="
    inner.set_content("inside")
    mail.add_attachment(inner)
    raw = mail.as_bytes()
    message = unpack(parse(raw))
    content_hash(message)
    documents_of(message)
    parse_headers(raw)
    domain_as_a_labels("bücher.example")  # idna's tables; the library above writes no such domain into a header
    default_backend()  # what opens a locked Office document asks for it
    read_pdf(pdf(_SENTENCE).replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (1) >>"))
    read_pdf(pdf(_SENTENCE)[40:].replace(b"endobj", b""))
    read_rtf(b"{\\rtf1 " + _SENTENCE.encode() + b"}")
    read_flat_odt(b"<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>")
    read_doc(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_096))


def _zip_of(name: str, text: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return written.getvalue()


def _tar_of(name: str, text: str) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(text.encode())
        archive.addfile(entry, io.BytesIO(text.encode()))
    return written.getvalue()


def pdf(sentence: str) -> bytes:
    """A PDF of one page that says the sentence."""
    drawing = f"BT /F1 12 Tf 72 720 Td ({sentence}) Tj ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Font << /F1 5 0 R >> >>",
    )
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, entry in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, entry)
    table = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(written)


def docx(sentence: str) -> bytes:
    """A Word document of one paragraph that says the sentence."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>{sentence}</w:t></w:r></w:p></w:body></w:document>',
        )
    return written.getvalue()
