"""Archives: what is in them is read as if it had been attached; what can't be opened says why, and costs no other."""

import gzip
import io
import tarfile
import zipfile

import pytest

from inbox_bot.core.documents.collect import documents_of
from inbox_bot.core.documents.select import document_parts
from inbox_bot.core.message.values import Message
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.tars import open_gzip, open_tar
from inbox_bot.core.unpack.zips import open_zip
from inbox_bot.core.words import Problem, Role
from tests.support.builders.documents import CV, a_part, a_pdf
from tests.support.builders.mails import a_mail

TEXT = CV.encode()


def a_cv() -> bytes:
    return a_pdf(CV)


def a_zip(*files: tuple[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()


def a_tar(*files: tuple[str, bytes], links: tuple[str, ...] = ()) -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        for name, content in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        for name in links:
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
            archive.addfile(entry)
    return written.getvalue()


def locked(archive: bytes) -> bytes:
    content = bytearray(archive)
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def attached(archive: bytes, name: str = "papers.zip") -> Message:
    return a_mail().text("My papers.").attach(name, archive).message()


def opened(contents: Contents) -> list[tuple[str, str]]:
    return [(part.section, part.filename) for part in contents.parts]


@pytest.mark.parametrize(
    ("archive", "name"),
    [
        (a_zip(("cv.pdf", a_cv()), ("letter.txt", b"Dear Sirs")), "papers.zip"),
        (a_tar(("cv.pdf", a_cv()), ("letter.txt", b"Dear Sirs")), "papers.tar"),
        (gzip.compress(a_tar(("cv.pdf", a_cv()), ("letter.txt", b"Dear Sirs"))), "papers.tar.gz"),
        (a_zip(("all/papers.zip", a_zip(("cv.pdf", a_cv()), ("letter.txt", b"Dear Sirs")))), "nested.zip"),
        (a_zip(("papers.tgz", gzip.compress(a_tar(("cv.pdf", a_cv()), ("letter.txt", b"Dear Sirs"))))), "nested.zip"),
    ],
    ids=["zip", "tar", "tar.gz", "zip in zip", "tar.gz in zip"],
)
def test_what_is_in_an_archive_are_the_mail_s_documents(archive, name):
    documents = documents_of(attached(archive, name))
    assert [(each.filename, each.role, each.problem) for each in documents] == [
        ("cv.pdf", Role.CV, None),
        ("letter.txt", Role.COVER_LETTER, None),
    ]


def test_a_single_file_packed_by_gzip_is_that_file():
    assert [each.filename for each in documents_of(attached(gzip.compress(a_cv()), "cv.pdf.gz"))] == ["cv.pdf"]


def test_a_text_in_an_archive_is_no_letter():
    message = a_mail().attach("papers.zip", a_zip(("ATT00001.txt", TEXT))).message()
    assert [part.section for part in document_parts(message)] == ["1!ATT00001.txt"]


def test_a_mail_in_an_archive_is_read_as_a_mail():
    mail = a_mail().from_("Ann <ann@example.org>").subject("My application").text("I apply").attach("cv.pdf", a_cv())
    message = attached(a_zip(("mails/ann.eml", mail.bytes())))
    assert [(part.section, part.type) for part in message.parts][2:] == [
        ("2!ann.eml", "message/rfc822"),
        ("2!ann.eml.1", "text/plain"),
        ("2!ann.eml.2", "application/pdf"),
    ]
    assert [
        (mail.subject, section) for mail, section in zip(message.enclosed, message.enclosed_sections, strict=True)
    ] == [("My application", "2!ann.eml")]


def test_what_a_system_put_in_is_left_out():
    archive = a_zip(
        ("cv.pdf", a_cv()), ("__MACOSX/._cv.pdf", b"x"), ("a/.DS_Store", b"x"), ("Thumbs.db", b"x"), ("a/", b"")
    )
    assert opened(open_zip(a_part(archive), Budget())) == [("2!cv.pdf", "cv.pdf")]


@pytest.mark.parametrize(
    ("names", "sections"),
    [
        (("a/cv.pdf", "b/cv.pdf"), ["2!1", "2!2"]),
        (("mail.eml", "mail.eml.1", "cv.pdf"), ["2!1", "2!mail.eml.1", "2!cv.pdf"]),
        (("../../etc/passwd", "..", "C:\\cv.doc"), ["2!passwd", "2!2", "2!cv.doc"]),
        (("a!b.pdf", "7", "\x1b[2J.pdf"), ["2!1", "2!2", "2!3"]),
    ],
)
def test_each_file_has_a_section_of_its_own(names, sections):
    parts = open_zip(a_part(a_zip(*((name, b"x") for name in names))), Budget()).parts
    assert [part.section for part in parts] == sections


def test_names_in_the_packer_s_own_charset_are_read():
    archive = a_zip(("Lebenslauf_Xller.pdf", a_cv())).replace(b"Xller", "Müll".encode("cp1252") + b"e")
    (part,) = open_zip(a_part(archive), Budget()).parts
    assert part.filename == "Lebenslauf_Mülle.pdf"


def a_bomb() -> bytes:
    return a_zip(("cv.pdf", bytes(5_000_000)))


def as_pdf_too() -> bytes:
    written = io.BytesIO()
    entry = zipfile.ZipInfo("cv.txt")
    entry.extra = b"\x99\x99\x0c\0%PDF-1.4\n1 0"
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(entry, b"text")
    return written.getvalue()


@pytest.mark.parametrize(
    ("archive", "problem"),
    [
        (locked(a_zip(("cv.txt", b"text"))), Problem.ENCRYPTED),
        (a_zip(("cv.txt", b"text"))[:-10], Problem.DAMAGED),
        (a_zip(), Problem.DAMAGED),
        (as_pdf_too(), Problem.UNSAFE),
        (a_bomb(), Problem.UNSAFE),
        (a_zip(*((str(number), b"") for number in range(1_001))), Problem.UNSAFE),
        (gzip.compress(bytes(5_000_000)), Problem.UNSAFE),
        (gzip.compress(TEXT)[:-20], Problem.DAMAGED),
        (b"\x1f\x8b\x08" + bytes(50), Problem.DAMAGED),
        (gzip.compress(a_tar(links=("cv.pdf",))), Problem.DAMAGED),
    ],
    ids=["locked", "cut", "empty", "a PDF too", "a bomb", "too many", "a gzip bomb", "gzip, cut", "no gzip", "links"],
)
def test_an_archive_that_stays_closed_is_a_document_that_says_why(archive, problem):
    (document, cv) = documents_of(a_mail().text("Hi").attach("a.zip", archive).attach("cv.pdf", a_cv()).message())
    assert (document.filename, document.problem) == ("a.zip", problem)
    assert (cv.role, cv.problem) == (Role.CV, None)


def test_one_damaged_file_costs_no_other():
    archive = bytearray(a_zip(("letter.txt", b"x" * 400), ("cv.pdf", a_cv()), packed=zipfile.ZIP_STORED))
    archive[60] ^= 0xFF  # its checksum is another now
    letter, cv = documents_of(attached(bytes(archive)))
    assert (letter.filename, letter.problem) == ("letter.txt", Problem.DAMAGED)
    assert (cv.filename, cv.role, cv.problem) == ("cv.pdf", Role.CV, None)


@pytest.mark.parametrize(
    "budget",
    [{"parts": 1}, {"content_bytes": 1_000}, {"unfolded_bytes": 1_000}],
    ids=["more files than are left", "more bytes than are left", "more than archives may unfold to"],
)
def test_what_is_more_than_the_mail_may_hold_yet_is_too_large(budget):
    files = (("a.txt", TEXT), ("b.txt", TEXT))
    for unpacker, archive in (
        (open_zip, a_zip(*files)),
        (open_gzip, gzip.compress(a_tar(*files))),
    ):
        assert unpacker(a_part(archive), Budget(**budget)) == Contents(problem=Problem.TOO_LARGE)


def test_a_link_or_a_device_in_a_tar_is_no_file():
    contents = open_tar(a_part(a_tar(("cv.pdf", a_cv()), links=("etc",)), "papers.tar"), Budget())
    assert opened(contents) == [("2!cv.pdf", "cv.pdf")]


def test_archives_in_archives_end_at_a_depth():
    archive = a_zip(("cv.pdf", a_cv()))
    for number in range(6):
        archive = a_zip((f"{number}.zip", archive))
    (document,) = documents_of(attached(archive))
    assert (document.type, document.problem) == ("application/zip", Problem.UNSAFE)
