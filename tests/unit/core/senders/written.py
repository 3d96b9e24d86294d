"""Reads tests/unit/core/senders/*.txt: written mails with what is right for each, for people to read and add to.

A mail begins with `=== what it is about`. Then come its header fields as they are written, and between them: any number
of `Attached:` (`CV of Ann Lee <ann.lee@example.org>: what it says`, or `CV: its lines / set apart / by slashes`),
`Forwarding:` (a mail within), `Policy:` and `Approved:` (of the agencies in rules.yaml). What is right is `Kind`,
`Outcome` (and its reason), `Vacancy`, `Applicant`, `Answer` (`template to address`, `template held: why`, `none: why`),
`Language` (of the answer) and `Because` (a rule, and words of its quotation). "or" stands between two that are as good.
Then a blank line, and the letter.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN, Evidence, Verdict
from inbox_bot.core.message.values import Document, Reading
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Held, Plan, Sends
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import AgenciesSettings, Policy, Rules
from tests.support.builders.mails import MailBuilder, a_mail
from tests.unit.core.judgement.building import a_cv
from tests.unit.core.reply.circumstances import NOW, a_history, templates

_FOLDER = Path(__file__).parent
_RULES = """
company: {name: Example Ltd, domains: [example.com], timezone: Europe/London, language: en}
mode: live
mailbox:
  address: recruitment@example.com
  aliases: [jobs@example.com]
  authserv_id: mx.example.com
  imap: {host: imap.example.com}
  smtp: {host: smtp.example.com}
vacancies:
  - id: infra
    title: Infrastructure engineer
    aliases: [DevOps engineer]
    keywords: [AWS, Ansible, Kubernetes, Docker, Terraform, Linux, monitoring]
  - id: cook
    title: Koch / Köchin (m/w/d)
    aliases: [Chef, Cuisinier, Cocinero, Cuoco, Kok, Cozinheiro, Kucharz]
    keywords: [kitchen, menu, catering, Küche, cuisine, cucina, kuchnia]
  - id: nurse
    title: Nurse
    aliases: [Pflegefachkraft, Infirmier, Enfermero, Infermiere, Verpleegkundige, Enfermeiro, Pielęgniarka]
    keywords: [hospital, ward, ziekenhuis]
  - id: driver
    title: Driver
    keywords: [lorries]
    open: false
reviewers: [{email: jane@example.net}]
"""
_RIGHT = ("Kind", "Outcome", "Vacancy", "Applicant", "Answer", "Language", "Because")
_OURS = (*_RIGHT, "Attached", "Forwarding", "Policy", "Approved")


@dataclass(frozen=True)
class Written:
    """One mail, and what is right."""

    about: str
    mail: MailBuilder
    documents: tuple[Document, ...]
    policy: Policy
    approved: tuple[str, ...]
    right: dict[str, tuple[str, ...]]  #: by its name: what is right, whichever


@dataclass(frozen=True)
class Found:
    """What was made of it, in the table's own words."""

    verdict: Verdict
    plan: Plan

    def said(self) -> dict[str, str]:
        """The same names as on the right."""
        verdict, plan = self.verdict, self.plan
        applicant = verdict.applicant
        return {
            "Kind": verdict.kind.value,
            "Outcome": " ".join(word.value for word in (plan.outcome, plan.reason) if word is not None),
            "Vacancy": verdict.vacancy.id or "none",
            "Applicant": " ".join(
                filter(None, (applicant.name or "nobody", applicant.email and f"<{applicant.email}>"))
            ),
            "Answer": self._answer(),
            "Language": next((answer.language for answer in self._letters()), ""),
        }

    def quoted(self) -> tuple[Evidence, ...]:
        """All evidence there is."""
        verdict = self.verdict
        return (*verdict.kind_evidence, *verdict.agency.evidence, *verdict.vacancy.evidence)

    def _answer(self) -> str:
        reply = self.plan.reply
        if isinstance(reply, Sends):
            return f"{reply.template} to {reply.to}"
        return f"{reply.template} held: {reply.why}" if isinstance(reply, Held) else f"none: {reply.why}"

    def _letters(self) -> tuple[Answer, ...]:
        return tuple(action.effect for action in self.plan.actions if isinstance(action.effect, Answer))


@cache
def _rules() -> Rules:
    return load(_RULES, templates())


def found_in(written: Written) -> Found:
    """What judgement and plan make of a written mail, in live mode, with nothing known of before."""
    rules = replace(_rules(), agencies=AgenciesSettings(policy=written.policy, approved=written.approved))
    reading = Reading(
        raw_hash="0" * 64,
        mailbox="recruitment",
        received_at=NOW,
        message=written.mail.message(),
        documents=written.documents,
        content_hash="c" * 64,
    )
    verdict = judge(reading, rules, NOTHING_KNOWN)
    return Found(verdict, plan_for(reading, verdict, rules, a_history(), NOW))


def mails_in(name: str) -> list[Written]:
    """The mails of one file, in order."""
    return [_written(block) for block in (_FOLDER / f"{name}.txt").read_text("utf-8").split("\n=== ")[1:]]


def _written(block: str) -> Written:
    head, _, text = block.partition("\n\n")
    about, *lines = head.splitlines()
    fields = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    mail = a_mail().text(text.rstrip("\n"))
    received, rest = mail.fields[0], mail.fields[1:]
    ours = [(name, value) for name, value in fields if name not in _OURS]
    named = {name.lower() for name, _ in ours}
    # As a server hands it over: what our border wrote on top, the sender's fields below.
    kept = tuple(field for field in rest if field[0].lower() not in named)
    top = tuple(field for field in ours if field[0] in ("Return-Path", "Authentication-Results"))
    forged = any(name == "Received" for name, _ in ours)
    below = tuple(field for field in ours if forged or field not in top)
    mail = replace(mail, fields=(*(() if forged else top), received, *below, *kept))
    documents = []
    for name, value in fields:
        if name == "Attached":
            documents.append(_cv(value, f"{len(documents) + 2}"))
        elif name == "Forwarding":
            mail = mail.forwarding(_inner(value))
    given = dict(fields)
    return Written(
        about=about,
        mail=mail,
        documents=tuple(documents),
        policy=Policy(given.get("Policy", "flag")),
        approved=tuple(given["Approved"].split(", ")) if "Approved" in given else (),
        right={name: tuple(given[name].split(" or ")) for name in _RIGHT if name in given},
    )


def _cv(value: str, section: str) -> Document:
    of = re.fullmatch(r"CV of ([^<]+) <([^>]+)>: (.*)", value)
    if of is not None:
        return a_cv(of[1], of[2], of[3], section=section)
    lines = value.removeprefix("CV: ").replace(" / ", "\n")
    return replace(a_cv(section=section), text=lines)


def _inner(value: str) -> MailBuilder:
    found = re.fullmatch(r'a mail from ([^"]+) "([^"]*)": (.*)', value)
    assert found is not None, value
    return a_mail().from_(found[1].strip()).subject(found[2]).text(found[3])
