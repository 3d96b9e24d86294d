"""Locked documents, opened by a password that was told; the file itself stays as it came."""

import io

import olefile
import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.formats import locked
from inbox_bot.core.formats.locked import SPINS_LIMIT, unlocked
from inbox_bot.core.formats.read import read_part
from inbox_bot.core.words import Problem, Remark, Role
from tests.support.builders.documents import a_package, a_part, a_zip
from tests.support.builders.locked import PASSWORD, a_locked_docx, a_locked_package, a_locked_pdf
from tests.support.builders.mails import a_mail

WORKBOOK = {
    "xl/workbook.xml": "<workbook/>",
    "xl/worksheets/sheet1.xml": "<worksheet/>",
}


@pytest.mark.parametrize(
    "content",
    [
        a_locked_pdf(algorithm="RC4-128"),
        a_locked_pdf(algorithm="AES-128"),
        a_locked_pdf(algorithm="AES-256"),
        a_locked_docx(),
    ],
    ids=["RC4", "AES-128", "AES-256", "DOCX"],
)
def test_the_password_among_three_opens_it_and_a_wrong_one_leaves_it_locked(content):
    part = a_part(content)
    opened = read_part(part, ("wrong", "wrong as well", PASSWORD))
    assert (opened.problem, opened.type, "looks after them" in opened.text) == (None, part.type, True)
    assert Remark.OPENED in {finding.remark for finding in opened.findings}
    wrong = read_part(part, ("wrong",))
    assert (wrong, wrong.problem) == (read_part(part), Problem.ENCRYPTED)


def test_a_mail_that_tells_the_password_of_its_cv_brings_a_cv():
    mail = a_mail().text(f'Anbei mein Lebenslauf.\n\nDas Passwort lautet "{PASSWORD}".')
    message = mail.attach("cv.pdf", a_locked_pdf()).attach("letter.docx", a_locked_docx(text="Dear team")).message()
    cv, letter = documents_of(message)
    assert (cv.role, cv.problem, letter.text) == (Role.CV, None, "Dear team")
    assert b"/Encrypt" in message.parts[1].content  # what is filed is what came


@pytest.mark.parametrize(
    "content",
    [a_locked_package(a_package(WORKBOOK)), a_zip(encrypted=True)],
    ids=["XLSX", "ZIP"],
)
def test_what_else_is_locked_stays_encrypted_whatever_is_told(content):
    message = a_mail().text(f"Password: {PASSWORD}").attach("cv", content, "application/octet-stream").message()
    assert message.passwords
    [document] = documents_of(message)
    assert document.problem is Problem.ENCRYPTED


def test_a_lock_that_asks_for_more_than_any_office_writes_is_not_tried(monkeypatch):
    tried = []
    monkeypatch.setattr(locked.msoffcrypto, "OfficeFile", tried.append)
    assert unlocked(a_part(a_locked_docx(spins=SPINS_LIMIT + 1)), (PASSWORD,)) is None
    content = a_locked_docx()
    with olefile.OleFileIO(io.BytesIO(content)) as file:
        info = file.openstream("EncryptionInfo").read()
    unfolding = info.replace(b"<encryption ", b"<!DOCTYPE a>", 1)
    assert unlocked(a_part(content.replace(info, unfolding[: len(info)].ljust(len(info)))), (PASSWORD,)) is None
    assert tried == []


def test_a_file_that_calls_itself_locked_and_is_not_stays_what_it_is():
    assert read_part(a_part(b"%PDF-1.4\n%broken /Encrypt"), ("any",)).problem is not None
    assert unlocked(a_part(b"text"), ("any",)) is None
