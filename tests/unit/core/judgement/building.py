"""What the tests of judgement are made of: rules, readings built from values, CVs of people who don't exist."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, EarlierMail, Known, Verdict
from inbox_bot.core.message.values import Document, Message, Reading
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import AgenciesSettings, Rules, Vacancy
from inbox_bot.core.words import Kind, Problem, Role
from tests.support.builders.mails import MailBuilder, a_mail

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)

_RULES = """
company: {name: Example Ltd, domains: [example.com], timezone: Europe/London, language: en}
mailbox:
  address: recruitment@example.com
  aliases: [jobs@example.com]
  imap: {host: imap.example.com}
  smtp: {host: smtp.example.com}
vacancies:
  - id: infra
    title: Infrastructure engineer
    aliases: [Infra Engineer, DevOps engineer]
    keywords: [AWS, Ansible, CloudFormation, Kubernetes, Docker, Terraform, Linux, monitoring]
    address: infra@example.com
    reference: INF-2026-07
  - id: pipeline-intern
    title: Data pipeline engineering intern
    aliases: [Data pipeline engineer]
    keywords: [Scala, Hadoop, Kafka, Kinesis, Spark, Samza, streaming, ETL]
    address: recruitment+pipeline@example.com
  - id: scientist-intern
    title: Data scientist intern
    keywords: [statistics, machine learning, Python, attribution, D3, regression, notebooks]
    reference: "17"
  - id: chef
    title: Koch / Köchin (m/w/d)
    aliases: [Chef de partie]
    keywords: [kitchen, menu, catering, Küche]
    open: false
reviewers: [{email: jane@example.com}]
"""

_TEMPLATES = Path(__file__).parents[4] / "templates"
RULES = load(
    _RULES,
    {str(file.relative_to(_TEMPLATES)): file.read_text("utf-8") for file in _TEMPLATES.glob("*/*") if file.is_file()},
)


def with_agencies(**lists: Any) -> Rules:
    """The same rules with entries on the lists of agencies."""
    return replace(RULES, agencies=AgenciesSettings(**lists))


def with_vacancies(*vacancies: Vacancy) -> Rules:
    """The same rules with other vacancies."""
    return replace(RULES, vacancies=vacancies)


def a_cv(name: str = "Ann Lee", email: str = "ann.lee@example.org", about: str = "", **fields: Any) -> Document:
    """A readable CV."""
    text = f"{name}\n{email} | +44 20 7946 0123\n\nProfile\n{about}\n\nExperience\nExample Mill, 2019-2026\n"
    return Document(
        section=fields.pop("section", "2"),
        filename=fields.pop("filename", "cv.pdf"),
        type="application/pdf",
        role=Role.CV,
        text=text,
        **fields,
    )


def a_document(
    role: Role, text: str = "", *, filename: str = "document.pdf", problem: Problem | None = None
) -> Document:
    """Any other document."""
    return Document(section="3", filename=filename, type="application/pdf", role=role, text=text, problem=problem)


def reading_of(mail: MailBuilder | Message, *documents: Document) -> Reading:
    """What reading would have made of a mail with these documents."""
    message = mail if isinstance(mail, Message) else mail.message()
    return Reading(raw_hash="00", mailbox="recruitment", received_at=NOON, message=message, documents=documents)


def verdict_of(
    mail: MailBuilder | Message, *documents: Document, rules: Rules = RULES, known: Known = NOTHING_KNOWN
) -> Verdict:
    """What judgement says of it."""
    return judge(reading_of(mail, *documents), rules, known)


def letter(subject: str, text: str) -> MailBuilder:
    """A letter from Ann Lee, who is nobody we know."""
    return a_mail().subject(subject).text(text)


def earlier(kind: Kind, *vacancies: str, ours: bool = False) -> Known:
    """An earlier mail of the same thread and person."""
    mail = EarlierMail(
        message_id="<before@example.org>",
        kind=kind,
        vacancies=vacancies,
        received_at=NOON,
        ours=ours,
        same_person=not ours,
        same_thread=True,
    )
    return Known(earlier=(mail,))
