"""Documents behind a password, as Acrobat and Office lock them."""

import io
import random
import zipfile

import pypdf
from msoffcrypto.method.ecma376_agile import ECMA376Agile

from tests.support.builders.documents import CV, a_docx, a_pdf, paragraph

PASSWORD = "Alle meine Entchen!"


def a_locked_pdf(password: str = PASSWORD, *, text: str = CV, algorithm: str = "AES-256") -> bytes:
    written = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(a_pdf(text)))
    writer.encrypt(password, algorithm=algorithm)
    writer.write(written)
    return written.getvalue()


def a_locked_package(package: bytes, password: str = PASSWORD, *, spins: int = 1_000) -> bytes:
    """An Office file of any kind, locked; Office itself takes 100,000 spins.

    With a picture in it: what is smaller than 4,096 bytes the library writes where nobody finds it.
    """
    held = io.BytesIO(package)
    with zipfile.ZipFile(held, "a") as file:
        file.writestr("docProps/photo.bin", random.Random(1).randbytes(6_000))
    package = held.getvalue()
    return bytes(ECMA376Agile.encrypt(password, io.BytesIO(package), spin_count=spins))


def a_locked_docx(password: str = PASSWORD, *, text: str = CV, spins: int = 1_000) -> bytes:
    body = "".join(paragraph(line) for line in text.splitlines())
    return a_locked_package(a_docx(body), password, spins=spins)
