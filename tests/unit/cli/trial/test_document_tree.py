"""What `read` prints of a file: its documents, below what they are in."""

from pathlib import Path

from inbox_bot.cli.trial.document_tree import lines_of
from inbox_bot.cli.trial.read import as_object
from inbox_bot.core.message.values import Document, Finding
from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import Problem, Remark, Role
from inbox_bot.edges.reading.pool import Holder, ReadDocument

MAIL = Holder(section="", name="mail.eml", type="message/rfc822")
ZIP = Holder(section="2", name="pap\u202eers.zip", type="application/zip")
PDF = Holder(section="2!cv.pdf", name="cv.pdf", type="application/pdf")


def read(section: str, name: str, *within: Holder, **told: object) -> ReadDocument:
    document = Document(section=section, filename=name, type="application/pdf", **told)
    return ReadDocument(document=document, seconds=0.5, within=within)


def test_a_file_that_is_a_document_is_one_line():
    document = read("1", "cv.pdf", role=Role.CV, text="x" * 538)
    assert list(lines_of([document], "in/cv.pdf", ENGLISH)) == ["in/cv.pdf  application/pdf  cv  538 characters"]


def test_what_is_in_a_mail_or_an_archive_stands_below_it():
    hidden = Finding(remark=Remark.HIDDEN_TEXT, detail="hire me")
    documents = [
        read("2!cv.pdf", "cv.pdf", MAIL, ZIP, role=Role.CV, text="cv", findings=(hidden,)),
        read("2!cv.pdf!a\nb.pdf", "a\nb.pdf", MAIL, ZIP, PDF, problem=Problem.ENCRYPTED),
        read("2!inner.zip", "inner.zip", MAIL, ZIP, problem=Problem.UNSAFE),
        read("3", "letter.pdf", MAIL, role=Role.COVER_LETTER, text="l"),
    ]
    assert list(lines_of(documents, "mail.eml", ENGLISH)) == [
        "mail.eml  message/rfc822",
        "├─ papers.zip  application/zip",
        "│  ├─ cv.pdf  application/pdf  cv  2 characters  (It hides text from its reader: hire me)",
        "│  │  └─ a b.pdf  application/pdf  other  It is encrypted, or needs a password.",
        "│  └─ inner.zip  application/pdf  other  It tries to do something a document has no need to.",
        "└─ letter.pdf  application/pdf  cover_letter  1 character",
    ]


def test_as_json_each_document_names_what_it_is_in():
    told = as_object(Path("mail.eml"), read("2!cv.pdf", "cv.pdf", MAIL, ZIP))
    assert told["path"] == "2!cv.pdf"
    assert [each["path"] for each in told["within"]] == ["", "2"]
