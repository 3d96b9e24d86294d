"""The bytes of real answers to hostile mails: from a mail on Dovecot to what the SMTP server took.

The templates of these tests repeat the subject and the name, in header and text: more than those that come with the
product do. The RFCs: 5322 (format), 2047 (encoded words), 3834 and 5230 (automatic answers), 3461 (DSN), 6531 (EAI).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import pytest

from inbox_bot.core.words import ActionState
from tests.support.builders.at_work import ADDRESS, Company, an_application, at_work, read
from tests.support.servers.smtp import Kept, SmtpServer

pytestmark = pytest.mark.dovecot

TEMPLATE = "Subject: Re: {{ subject }}\n\nDear {{ applicant_name }},\n\n{{ subject }}\n.\n..\n{{ company_name }}\n"
THREADING = ["In-Reply-To", "References"]
FIELDS = [
    *("Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "X-Auto-Response-Suppress", "X-Inbox-Bot"),
    *("MIME-Version", "Content-Type"),
]
OUR_ID = re.compile(r"<answer\.[0-9a-f]{40}@snowplowanalytics\.com>")


@dataclass(frozen=True)
class Hostile:
    """What a stranger writes into the fields that our answer repeats, as bytes of a header."""

    name: str = "Ann Lee"
    subject: str = "Application: Infrastructure engineer"
    id: str | None = None
    more: dict[str, str] = field(default_factory=dict)
    threaded: bool = True  #: the answer can name the mail that it answers


HOSTILE = {
    # cpython 121650: decoded once it is `Hi =?utf-8?q?=0ABcc:_spy=40x.example?= 😀`, which Python 3.11 writes as a Bcc
    "encoded twice": Hostile(
        subject="=?utf-8?q?Hi_=3D=3Futf-8=3Fq=3F=3D0ABcc:=5Fspy=3D40x=2Eexample=3F=3D?= =?utf-8?b?8J+YgA==?="
    ),
    "a name that is encoded twice": Hostile(
        name="=?utf-8?q?Ann_=3D=3Futf-8=3Fq=3F=3D0ABcc:=5Fspy=3D40x=2Eexample=3F=3D?= =?utf-8?b?8J+YgA==?="
    ),
    "an encoded newline": Hostile(subject="=?utf-8?q?Hi=0D=0ABcc:_spy=40x.example?="),
    "an encoded newline in the name": Hostile(name="=?utf-8?q?Ann=0D=0ABcc:_spy=40x.example?="),
    "an encoded end of the mail": Hostile(subject="=?utf-8?q?Hi=0D=0A.=0D=0AMAIL_FROM:=3Cspy=40x.example=3E=0D=0A?="),
    "every other line end": Hostile(subject="=?utf-8?q?a=0Bb=0Cc=C2=85d=E2=80=A8e=E2=80=A9f?="),
    "signs that turn and hide": Hostile(name="=?utf-8?q?Ann_=E2=80=AEgpj=2Eexe_=E2=80=8B=EF=BB=BF?="),
    "quotes, commas, brackets": Hostile(name='"Lee, \\"Ann\\" <x>, spy"'),
    "a subject of 10 kB": Hostile(subject="word " * 2_000),
    "a subject of 10 kB without a space": Hostile(subject="w" * 10_000),
    "a long subject in Cyrillic": Hostile(
        subject="=?utf-8?q?" + "=D0=9F" * 20 + "?=" + "\r\n =?utf-8?q?=D0=AF?=" * 200
    ),
    "bytes that are no text": Hostile(subject="\udcff\udcfe caf\udce9"),
    "an invalid id": Hostile(id="<", threaded=False),
    "an id with a field in it": Hostile(id="<a@b.example>\r\n X-Evil: <c@d.example>", threaded=False),
    "long references": Hostile(more={"References": " ".join(f"<{n}.{'x' * 150}@a.example>" for n in range(11))}),
    "references that are none": Hostile(
        more={"References": "<a> <b@@c> spy@x.example <\udcff@x.example> <d@e.example>"}
    ),
    "all its answers elsewhere in its domain": Hostile(more={"Reply-To": "Elsewhere <else@host.example>"}),
}


@pytest.fixture(scope="module")
def taken(dovecot, tmp_path_factory) -> Iterator[dict[str, Kept]]:
    """Each hostile mail's answer, as the SMTP server took it."""
    folder = tmp_path_factory.mktemp("wire")
    answers = folder / "templates" / "answers"
    answers.mkdir(parents=True)
    for name in ("acknowledgement.en.txt", "speculative.en.txt", "missing_cv.en.txt"):
        (answers / name).write_text(TEMPLATE)
    with SmtpServer(dsn=True) as smtp, at_work(folder, dovecot.account(), smtp) as company:
        senders = {}
        for number, (case, hostile) in enumerate(HOSTILE.items()):
            address = f"ann@host{number}.example"
            senders[address] = case
            company.receives(mail_of(hostile, address, number))
        company.poll()
        yield {senders[kept.recipients[0].replace("else@", "ann@")]: kept for kept in smtp.kept}


def mail_of(hostile: Hostile, address: str, number: int) -> bytes:
    """Written by hand: builders and libraries would repair it."""
    rest = an_application("Ann Lee", address, cv=f"case {hostile.subject[:20]!a} {number}").bytes()
    body = rest[rest.index(b"Content-Type: multipart") :]
    fields = {
        "Received": "from mx.example.org by mx.example.com; Mon, 1 Jun 2026 09:30:05 +0000",
        "From": f"{hostile.name} <{address}>",
        "To": ADDRESS,
        "Subject": hostile.subject,
        "Message-ID": hostile.id or f"<{number}.first@host.example>",
        "MIME-Version": "1.0",
        **{name: value.replace("host.example", f"host{number}.example") for name, value in hostile.more.items()},
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return head.encode("utf-8", "surrogateescape") + body


def fields_of(kept: Kept) -> list[tuple[str, str]]:
    """Name and value, as they stand: unfolded, not decoded."""
    head = kept.content.partition(b"\r\n\r\n")[0].decode("ascii")
    return [(name, value) for name, _, value in (line.partition(": ") for line in re.split(r"\r\n(?![ \t])", head))]


EACH = pytest.mark.parametrize("case", HOSTILE)


@EACH
def test_it_is_answered_with_our_fields_once_each_and_no_other(taken, case):
    kept = taken[case]
    names = [name for name, _ in fields_of(kept)]
    assert sorted(names) == sorted(FIELDS + (THREADING if HOSTILE[case].threaded else []))
    values = dict(fields_of(kept))
    assert (values["Auto-Submitted"], values["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert OUR_ID.fullmatch(values["Message-ID"])
    assert parsedate_to_datetime(values["Date"]).tzinfo is not None


@EACH
def test_it_goes_to_one_recipient_who_wrote_to_us(taken, case):
    kept = taken[case]
    [recipient] = kept.recipients
    assert re.fullmatch(r"(ann|else)@host\d+\.example", recipient)
    [to] = read(kept)["To"].addresses
    assert to.addr_spec == recipient
    assert "Bcc" not in read(kept)


@EACH
def test_its_lines_end_in_crlf_and_are_short(taken, case):
    wire = taken[case].wire
    assert wire.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", wire)
    assert b"\r\n.\r\n" not in wire, "a line of one dot ends the mail: it is stuffed (RFC 5321 §4.5.2)"
    head, _, body = taken[case].content.partition(b"\r\n\r\n")
    assert max(map(len, head.split(b"\r\n"))) <= 998
    assert max(map(len, body.split(b"\r\n"))) <= 76
    assert head.isascii()
    subject = dict(fields_of(taken[case]))["Subject"]
    assert max(map(len, subject.split("\r\n"))) <= 78


@EACH
def test_what_it_repeats_of_theirs_is_short_and_decodes_to_no_second_field(taken, case):
    mail = read(taken[case])
    assert len(mail["Subject"]) <= 240
    for said in (mail["Subject"], mail["To"].addresses[0].display_name):
        assert said.isprintable()
        assert "=?" not in said


@EACH
def test_its_references_are_bounded(taken, case):
    values = dict(fields_of(taken[case]))
    if HOSTILE[case].threaded:
        ids = values["References"].split()
        assert ids[-1] == values["In-Reply-To"]
        assert len(ids) <= 20
        assert sum(len(each) + 1 for each in ids) <= 900
        assert all(re.fullmatch(r"<[!-;=?-~]+@[!-;=?-~]+>", each) for each in ids)


@EACH
def test_its_envelope_asks_for_no_report(taken, case):
    kept = taken[case]
    assert kept.sender == ""
    assert kept.rcpt_options == ("NOTIFY=NEVER",)


def test_every_answer_has_an_id_of_its_own(taken):
    assert len({dict(fields_of(kept))["Message-ID"] for kept in taken.values()}) == len(HOSTILE)


def test_text_in_other_scripts_arrives_as_it_was_written(account, tmp_path):
    templates = tmp_path / "templates" / "answers"
    templates.mkdir(parents=True)
    (templates / "acknowledgement.en.txt").write_text(
        "Subject: Grüße, {{ applicant_name }} 🙂\n\nЗдравствуйте\n.\n結構\n"
    )
    with SmtpServer() as smtp, at_work(tmp_path, account, smtp) as company:
        company.receives(an_application("Jürgen Müßig", "j@example.org"))
        company.poll()
        mail = read(smtp.kept[0])
        assert mail["Subject"] == "Grüße, Jürgen Müßig 🙂"
        for form in ("plain", "html"):
            assert "Здравствуйте" in mail.get_body((form,)).get_content()
        assert mail.get_body(("plain",)).get_content().replace("\r\n", "\n") == "Здравствуйте\n.\n結構"
        assert mail["To"].addresses[0].display_name == "Jürgen Müßig"


def test_where_the_relay_refuses_the_null_sender_an_address_in_the_envelope_stands_in(account, tmp_path):
    more = "\nanswers: {envelope: bounces@snowplowanalytics.com}\n"
    with SmtpServer(dsn=True) as smtp, at_work(tmp_path, account, smtp, more=more) as company:
        company.receives(an_application())
        company.poll()
        [kept] = smtp.kept
        assert (kept.sender, kept.rcpt_options) == ("bounces@snowplowanalytics.com", ("NOTIFY=NEVER",))
        assert "Return-Path" not in read(kept)


# Addresses beyond ASCII (RFC 6531)


def sends_from(company: Company, *addresses: str) -> None:
    """An application from each, its header in UTF-8 (RFC 6532)."""
    for number, address in enumerate(addresses):
        mail = an_application("Jo", "jo@placeholder.example", cv=f"number {chr(97 + number)}").bytes()
        company.receives(
            mail.replace(b"jo@placeholder.example", address.encode()).replace(
                b"application.jo", b"application.%d" % number
            )
        )


def test_a_server_that_offers_smtputf8_gets_the_address_as_it_is(account, tmp_path):
    with SmtpServer() as smtp, at_work(tmp_path, account, smtp) as company:
        sends_from(company, "jörg@example.org", "jo@exämple.example")
        company.poll()
        by_recipient = {kept.recipients[0]: kept for kept in smtp.kept}
        assert set(by_recipient) == {"jörg@example.org", "jo@xn--exmple-cua.example"}
        assert "SMTPUTF8" in by_recipient["jörg@example.org"].mail_options
        assert "SMTPUTF8" not in by_recipient["jo@xn--exmple-cua.example"].mail_options
        assert "To: Jo <jörg@example.org>\r\n".encode() in by_recipient["jörg@example.org"].content


def test_a_server_that_does_not_refuses_that_answer_for_good_and_takes_the_others(account, tmp_path):
    with SmtpServer(smtputf8=False) as smtp, at_work(tmp_path, account, smtp) as company:
        sends_from(company, "jörg@example.org", "jo@exämple.example", "jo@example.net")
        company.poll()
        company.poll()
        assert [kept.recipients[0] for kept in smtp.kept] == ["jo@xn--exmple-cua.example", "jo@example.net"]
        [refused] = company.answers(ActionState.REFUSED)
        assert refused.to == "jörg@example.org"
        assert "SMTPUTF8" in (refused.note or "")
