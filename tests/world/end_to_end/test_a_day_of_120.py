"""A day of 120 mails on a real Dovecot: the digest that arrives says in both parts exactly what was delivered."""

import contextlib
import re
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

import pytest

from inbox_bot.digest.send import plan_digests
from tests.support.builders.at_work import ADDRESS, Company, a_cv, an_application, at_work
from tests.support.builders.mails import a_mail
from tests.support.digests import morning_after
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.smtp import Kept, SmtpServer

pytestmark = pytest.mark.dovecot
VACANCIES = ("Infrastructure engineer", "Data pipeline engineering intern", "Data science intern")
EACH, AGENCIES, QUESTIONS, NEWSLETTERS, AGAIN = 25, 12, 10, 13, 10
ALL = len(VACANCIES) * EACH + AGENCIES + QUESTIONS + NEWSLETTERS + AGAIN
AT_FULL_SPEED = "\nanswers: {limits: {per_minute: 1000}}\n"
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@pytest.fixture(scope="module")
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


def named(number: int) -> tuple[str, str]:
    """A name, and an address at a domain of its own."""
    first = f"{LETTERS[number // 26].upper()}{LETTERS[number % 26]}la"
    return f"{first} Holm", f"{first.lower()}.holm@{first.lower()}{number}.example"


def deliver(company: Company) -> None:
    number = 0
    sent = []
    for title in VACANCIES:
        for _ in range(EACH):
            name, address = named(number)
            sent.append(an_application(name, address, title=title, cv=f"Thesis {name * 3} {number}"))
            number += 1
    for mail in sent:
        company.receives(mail)
    for mail in sent[:AGAIN]:
        company.receives(b"Received: from mx.example by mx.example; Mon, 1 Jun 2026 10:00:00 +0000\r\n" + mail.bytes())
    for each in range(AGENCIES):
        name, _ = named(number + each)
        company.receives(
            a_mail()
            .from_(f"Kim Carr <kim@talent{each}.example>")
            .to(ADDRESS)
            .return_path(f"kim@talent{each}.example")
            .subject("Infrastructure engineer: an outstanding candidate")
            .id(f"<agency{each}@talent{each}.example>")
            .text(f"My candidate {name} is available. The CV is attached. Our fee is 20 % of the first salary.\n\nKim")
            .attach("candidate.txt", a_cv(name, f"c{each}@else.example", f"Thesis {each}"), "text/plain")
        )
    for each in range(QUESTIONS):
        company.receives(
            a_mail()
            .from_(f"Quinn Moor <quinn@asks{each}.example>")
            .to(ADDRESS)
            .return_path(f"quinn@asks{each}.example")
            .subject("A question about the data science intern position")
            .id(f"<question{each}@asks{each}.example>")
            .text(f"Is the internship paid, and does it start in {each + 1} months?\n\nQuinn Moor")
        )
    for each in range(NEWSLETTERS):
        company.receives(
            a_mail()
            .from_(f"News <news@letters{each}.example>")
            .to(ADDRESS)
            .return_path(f"news@letters{each}.example")
            .subject(f"Our news of week {each + 1}")
            .id(f"<news{each}@letters{each}.example>")
            .header("List-Unsubscribe", f"<https://letters{each}.example/leave>")
            .header("List-Id", f"<news.letters{each}.example>")
            .header("Precedence", "bulk")
            .text("Read our news. To unsubscribe, click here.")
        )


@pytest.fixture(scope="module")
def digest(dovecot: Dovecot, smtp: SmtpServer, tmp_path_factory) -> EmailMessage:
    """The digest as it arrived."""
    with (
        contextlib.closing(dovecot.account()) as account,
        at_work(tmp_path_factory.mktemp("day"), account, smtp, more=AT_FULL_SPEED) as company,
    ):
        deliver(company)
        company.poll()
        company.clock.forward(timedelta(minutes=10))
        company.poll()
        company.clock.at = morning_after(company.clock())
        installation = company.installation
        assert plan_digests(installation.ledger, installation.rules, company.clock(), set()) > 0
        company.poll()
        told = [message_from_bytes(kept.content, policy=policy.default) for kept in smtp.kept if is_digest(kept)]
        [mail] = [each for each in told if f"{ALL} mails came in" in parts(each)[0]]
        return mail


def is_digest(kept: Kept) -> bool:
    return b"Message-ID: <digest." in kept.wire


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def parts(mail: EmailMessage) -> list[str]:
    """What a reader sees of the text, and of the HTML page."""
    shown = _Shown()
    shown.feed(mail.get_body(("html",)).get_content())
    return [" ".join(text.split()) for text in (mail.get_body(("plain",)).get_content(), " ".join(shown.text))]


@pytest.fixture(scope="module", params=[0, 1], ids=["text", "html"])
def part(digest, request) -> str:
    return parts(digest)[request.param]


def test_every_number_of_the_first_sentence_is_what_was_delivered(part):
    assert f"{ALL} mails came in, all accounted for: " in part
    said = re.search(r"accounted for: (.*?)\. \d+ answered", part)
    counts = {words: int(number) for number, words in re.findall(r"(\d+) ([a-z ]+)", said[1])}
    assert counts == {
        "filed": len(VACANCIES) * EACH,
        "for a person": QUESTIONS,
        "from agencies": AGENCIES,
        "received once more": AGAIN,
        "unrelated": NEWSLETTERS,
    }
    assert sum(counts.values()) == ALL


def test_every_applicant_has_a_line_under_their_vacancy_and_every_question_its_own(part):
    for title in VACANCIES:
        assert f"{title} · {EACH} new · in Filed/{title} " in part
    names = [named(number)[0] for number in range(len(VACANCIES) * EACH)]
    assert [name for name in names if part.count(f"{name} ·") != 1] == []
    assert part.count("A question that a person has to answer.") == QUESTIONS


def test_what_needs_a_person_is_counted_in_the_subject(digest, part):
    assert digest["Subject"].startswith(f"{QUESTIONS + AGENCIES} need you · ")
    assert f"{AGENCIES} refusals of agencies wait for your yes." in part


def test_the_rest_is_counted(part):
    assert f"{AGAIN} mails received once more" in part
    assert f"{NEWSLETTERS} newsletters or advertisements" in part


def test_no_path_no_command_and_no_number_but_a_mails(part):
    assert "inbox-bot" not in part
    assert not re.search(r"(?<![\w:/.])/[\w.-]+/", part)
    numbers = [int(number) for number in re.findall(r"#(\d+)\b", part)]
    assert max(numbers) <= ALL
    assert len(set(numbers)) == len(VACANCIES) * EACH + QUESTIONS + AGENCIES


def test_it_is_small_and_nothing_is_attached(digest):
    assert len(digest.get_body(("html",)).get_content().encode()) < 80_000
    assert list(digest.iter_attachments()) == []
