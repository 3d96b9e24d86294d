"""The sample mails: real MIME, made-up people, and the same bytes whoever writes them."""

import base64
import email
import email.policy
import io
import re
from pathlib import Path

import pypdf
import pytest
from docx import Document

from inbox_bot.core.message.content import content_hash
from inbox_bot.demo.expected import EXPECTED
from inbox_bot.demo.samples import Sample, samples
from tests.support.builders.mails import read_mail
from tests.unit.demo import papers
from tests.unit.demo.write_sample_mails import WRITERS, write

ADDRESS = re.compile(rb"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
OURS = "snowplowanalytics.com"  # the company of the example rules.yaml
#: RFC 2606 and RFC 6761: names that will never be anybody's
MADE_UP = re.compile(r"(^|\.)(example|example\.(com|net|org))$")
BASE64_LINE = re.compile(rb"^[A-Za-z0-9+/=]{40,76}\r?$", re.MULTILINE)

every_sample = pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.name)


def test_there_are_24_and_each_has_its_row():
    assert len(samples()) == 24
    assert [sample.name for sample in samples()] == list(EXPECTED) == list(WRITERS)


def test_together_they_are_small():
    assert sum(len(sample.raw) for sample in samples()) < 1_500_000


def test_writing_them_again_changes_nothing(tmp_path: Path):
    """But for what a different zlib makes of the attachments: their base64 lines are left out."""
    write(tmp_path)
    for sample in samples():
        assert BASE64_LINE.sub(b"", (tmp_path / sample.name).read_bytes()) == BASE64_LINE.sub(b"", sample.raw)


def test_the_same_writer_gives_the_same_bytes(tmp_path: Path):
    write(tmp_path / "once")
    write(tmp_path / "twice")
    for sample in samples():
        assert (tmp_path / "once" / sample.name).read_bytes() == (tmp_path / "twice" / sample.name).read_bytes()


@every_sample
def test_every_line_ends_in_crlf(sample: Sample):
    assert sample.raw.count(b"\n") == sample.raw.count(b"\r\n") == sample.raw.count(b"\r")


@every_sample
def test_no_line_is_longer_than_smtp_allows(sample: Sample):
    assert max(map(len, sample.raw.split(b"\r\n"))) <= 998  # RFC 5321 §4.5.3.1.6


@every_sample
def test_every_domain_in_a_mail_is_made_up_but_the_examples_own(sample: Sample):
    parts = email.message_from_bytes(sample.raw).walk()
    texts = [part.get_payload(decode=True) for part in parts if part.get_content_maintype() == "text"]
    assert _real_domains(b"\n".join([BASE64_LINE.sub(b"", sample.raw.replace(b"=\r\n", b"")), *texts])) == set()


def test_every_domain_in_a_paper_is_made_up():
    assert _real_domains(b"\n".join(file.read_bytes() for file in papers.PAPERS.glob("*.txt"))) == set()


def _real_domains(text: bytes) -> set[str]:
    domains = {match[1].decode().lower() for match in ADDRESS.finditer(text)}
    return {domain for domain in domains if not MADE_UP.search(domain) and domain != OURS}


@every_sample
def test_the_mime_is_sound(sample: Sample):
    message = email.message_from_bytes(sample.raw, policy=email.policy.default)
    assert [defect for part in message.walk() for defect in part.defects] == []


@every_sample
def test_parsing_it_twice_gives_equal_values(sample: Sample):
    assert read_mail(sample.raw) == read_mail(sample.raw)


@every_sample
def test_our_parser_finds_what_the_standard_librarys_finds(sample: Sample):
    ours, theirs = read_mail(sample.raw), email.message_from_bytes(sample.raw, policy=email.policy.default)
    assert ours.subject == theirs["Subject"]
    assert ours.sender is not None
    assert ours.sender.address == theirs["From"].addresses[0].addr_spec
    assert ours.message_id == theirs["Message-ID"]
    files = [part.get_payload(decode=True) for part in theirs.walk() if part.get_content_maintype() == "application"]
    assert [part.content for part in ours.parts if part.declared_type.startswith("application/")] == files


def test_only_the_second_delivery_says_the_same_twice():
    hashes = {sample.name: content_hash(read_mail(sample.raw)) for sample in samples()}
    assert len(set(hashes.values())) == len(hashes) - 1
    for name, expected in EXPECTED.items():
        if expected.duplicate_of is not None:
            assert hashes[name] == hashes[expected.duplicate_of]
            assert samples()[0].raw != next(sample.raw for sample in samples() if sample.name == name)


def test_many_cvs_have_two_pages():
    pages = [len(pypdf.PdfReader(io.BytesIO(pdf)).pages) for pdf in _attachments("application/pdf") if _opens(pdf)]
    assert pages.count(2) >= 6


def test_an_encrypted_cv_needs_its_password():
    (encrypted,) = [pdf for pdf in _attachments("application/pdf") if not _opens(pdf)]
    assert pypdf.PdfReader(io.BytesIO(encrypted), password="not-for-mail").pages[0].extract_text().startswith("Grace")


def test_the_name_in_the_text_box_is_not_in_the_paragraphs():
    docx = papers.docx_text_box(papers.paper("ingrid-sorensen.cv"))
    document = Document(io.BytesIO(docx))
    assert not any("Sørensen" in paragraph.text for paragraph in document.paragraphs if not _boxed(paragraph))
    assert "Ingrid Sørensen" in document.element.xml


def _boxed(paragraph: object) -> bool:
    return bool(paragraph._p.xpath("ancestor::w:txbxContent"))  # type: ignore[attr-defined]


def _attachments(type_: str) -> list[bytes]:
    found = []
    for sample in samples():
        for part in email.message_from_bytes(sample.raw).walk():
            if part.get_content_type() == type_:
                found.append(base64.b64decode(part.get_payload()))
    return found


def _opens(pdf: bytes) -> bool:
    return not pypdf.PdfReader(io.BytesIO(pdf)).is_encrypted
