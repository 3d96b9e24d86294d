"""What tests of answering start from: rules in live mode, a mail that is answered, and changes to it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

from inbox_bot.core.judgement.verdict import AgencyFinding, Applicant, ApplicationFinding, VacancyFinding, Verdict
from inbox_bot.core.message.values import Address, Document, Message, Part, Reading
from inbox_bot.core.reply.matter import Matter
from inbox_bot.core.reply.proposal import Proposal, proposal_of
from inbox_bot.core.reply.values import History, PastAnswer
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import ActionState, Kind, Reason, Role, Template

ROOT = Path(__file__).parents[4]
NOW = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)
US = "jobs@example.com"
SMALLEST = """\
company: {{name: Example Ltd, domains: [example.com, exämple.example], timezone: Europe/Berlin, language: en}}
mailbox:
  address: jobs@example.com
  aliases: [careers@example.com]
  authserv_id: mx.example.com
  imap: {{host: imap.example.com}}
  smtp: {{host: smtp.example.com}}
vacancies:
  - {{id: engineer, title: Engineer, address: jobs+engineer@example.com}}
  - {{id: analyst, title: Analyst}}
  - {{id: past, title: Past position, closes: 2026-05-31}}
reviewers:
  - {{email: rita.reviewer@example.com}}
mode: {mode}
"""


@cache
def templates() -> dict[str, str]:
    """The templates that come with the product."""
    folder = ROOT / "templates"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".txt", ".html")
    }


@cache
def rules_with(more: str = "", mode: str = "live", lacking: tuple[str, ...] = ()) -> Rules:
    """The rules of Example Ltd with some lines more, and without the templates `lacking`."""
    kept = {name: text for name, text in templates().items() if not any(word in name for word in lacking)}
    return load(SMALLEST.format(mode=mode) + more, kept)


def a_message(**changes: object) -> Message:
    """Ann Lee's application as it was read."""
    fields: dict[str, object] = {
        "senders": (Address(name="Ann Lee", address="ann.lee@example.org"),),
        "from_fields": 1,
        "recipients": (Address(name="", address=US),),
        "return_path": "ann.lee@example.org",
        "subject": "Application as engineer",
        "message_id": "<first@example.org>",
        "headers": (("from", "Ann Lee <ann.lee@example.org>"), ("to", US)),
        "text": "I should like to work for you.",
        "typed": "I should like to work for you.",
        "parts": (a_part("2", b"the CV of Ann Lee"),),
    }
    return Message(**{**fields, **changes})  # type: ignore[arg-type]


def a_part(section: str, content: bytes, *, filename: str = "cv.pdf", declared_type: str = "application/pdf") -> Part:
    """A part as an attachment."""
    return Part(
        section=section,
        filename=filename,
        type=declared_type,
        declared_type=declared_type,
        disposition="attachment",
        content_id="",
        content=content,
    )


def with_header(*fields: tuple[str, str], message: Message | None = None) -> Message:
    """The mail with further fields."""
    mail = message or a_message()
    return replace(mail, headers=(*mail.headers, *((name.lower(), value) for name, value in fields)))


def a_reading(message: Message | None = None, **changes: object) -> Reading:
    """The reading of a mail with a CV."""
    fields: dict[str, object] = {
        "raw_hash": "a" * 64,
        "mailbox": "recruitment",
        "received_at": NOW - timedelta(minutes=1),
        "message": message or a_message(),
        "documents": (Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text="Ann Lee"),),
        "content_hash": "c" * 64,
    }
    return Reading(**{**fields, **changes})  # type: ignore[arg-type]


def a_verdict(
    kind: Kind = Kind.APPLICATION,
    *,
    vacancy: str | None = "engineer",
    email: str | None = "ann.lee@example.org",
    name: str | None = "Ann Lee",
    language: str = "en",
    doubts: tuple[Reason, ...] = (),
    agency: AgencyFinding | None = None,
    applications: int = 1,
) -> Verdict:
    """An application for a vacancy, or what a test makes of it."""
    applicant = Applicant(name=name, email=email, language=language)
    finding = VacancyFinding(id=vacancy, confidence=0.9 if vacancy else 0.0)
    one = ApplicationFinding(applicant=applicant, vacancy=finding, documents=(0,))
    return Verdict(
        kind=kind,
        applicant=applicant,
        vacancy=finding,
        applications=(one,) * applications,
        doubts=doubts,
        agency=agency or AgencyFinding(),
    )


def a_history(**changes: object) -> History:
    """Nothing happened before."""
    return History(**{"fingerprint": "f" * 64, "first_seen_at": NOW, **changes})  # type: ignore[arg-type]


def a_past_answer(**changes: object) -> PastAnswer:
    """An acknowledgement to Ann Lee, sent an hour ago."""
    fields: dict[str, object] = {
        "answer_of": "e" * 64,
        "template": Template.ACKNOWLEDGEMENT,
        "state": ActionState.DONE,
        "at": NOW - timedelta(hours=1),
        "message_id": f"<answer.{'0' * 40}@example.com>",
        "subject": "Your application: Engineer",
        "correspondent": "ann.lee@example.org",
        "person": "ann.lee@example.org",
        "vacancy": "engineer",
        "likeness": "l" * 64,
    }
    return PastAnswer(**{**fields, **changes})  # type: ignore[arg-type]


def others(count: int, **changes: object) -> Sequence[PastAnswer]:
    """Past answers to so many different people."""
    return [
        a_past_answer(
            **{
                "answer_of": f"{number:064d}",
                "correspondent": f"person{number}@place{number}.example",
                "person": f"person{number}@place{number}.example",
                "message_id": f"<answer.{number:040d}@example.com>",
                **changes,
            }
        )
        for number in range(count)
    ]


def a_proposal(
    message: Message | None = None,
    *,
    reading: Reading | None = None,
    verdict: Verdict | None = None,
    rules: Rules | None = None,
    history: History | None = None,
    at: datetime = NOW,
    template: Template | None = Template.ACKNOWLEDGEMENT,
    vacancy: str | None = "engineer",
    decided: bool = False,
) -> Proposal:
    """Whether Ann Lee's application may be acknowledged, or what a test makes of it."""
    matter = Matter(
        reading=reading or a_reading(message),
        verdict=verdict or a_verdict(),
        rules=rules or rules_with(),
        history=history or a_history(),
        at=at,
    )
    return proposal_of(matter, template=template, vacancy=vacancy, decided=decided)
