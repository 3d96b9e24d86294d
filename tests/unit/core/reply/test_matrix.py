"""Breadth: over a thousand automatic mails and none is answered, over three hundred genuine ones and all are."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from inbox_bot.core.judgement.judge import judge
from inbox_bot.core.judgement.verdict import NOTHING_KNOWN
from inbox_bot.core.message.lists import LIST_FIELDS
from inbox_bot.core.message.values import Document
from inbox_bot.core.plan import plan_for
from inbox_bot.core.plan.values import Planned, PlannedMail, Sends
from inbox_bot.core.reply.decide import may_answer
from inbox_bot.core.reply.values import Answer
from inbox_bot.core.reply.why import Stop
from inbox_bot.core.words import ActionState, Role
from tests.support.builders.mails import MailBuilder, a_mail, read_mail
from tests.unit.core.reply.circumstances import NOW, ROOT, a_history, a_proposal, a_reading, a_verdict, rules_with
from tests.unit.core.reply.letters import DOMAINS, LETTERS, PROGRAMS

CORPORA = ROOT.parent / "shared" / "corpora"
CV = Document(section="2", filename="cv.pdf", type="application/pdf", role=Role.CV, text="Curriculum vitae")

#: What a machine's mail says of itself: field and value.
MARKS = [
    *(("Auto-Submitted", word) for word in ("auto-replied", "auto-generated", "auto-notified", "x-vendor")),
    *(("Precedence", word) for word in ("bulk", "junk", "list", "auto_reply")),
    *(("X-Precedence", word) for word in ("bulk", "junk", "list", "auto_reply")),
    *((name, "<mailto:a@lists.example>") for name in LIST_FIELDS),
    *((name, "yes") for name in ("X-Autoreply", "X-Autorespond", "X-Autoresponder", "X-Mail-Autoreply", "X-No-Ack")),
    ("X-Auto-Reply-From", "robot@example.org"),
    ("X-FC-Machinegenerated", "true"),
    ("X-Loop", "yes"),
    ("X-Loop", "true"),
    ("X-Ack", "no"),
    ("X-MS-Exchange-Inbox-Rules-Loop", "a@example.org"),
    ("X-RT-Loop-Prevention", "rt.example.org"),
    ("X-Inbox-Bot", "answer"),
    ("X-Spam-Flag", "yes"),
    ("Content-Type", "multipart/report; report-type=delivery-status; boundary=b"),
]  # fmt: skip
NAMES = (str, str.lower, str.upper)
VALUES = (
    lambda value: value,
    str.upper,
    str.title,
    lambda value: f"  {value}\t ",
    lambda value: f"\r\n {value}",
    lambda value: f"\r\n\t {value}\r\n ",
    lambda value: f"(by a (very) small script) {value}",
    lambda value: f"{value} (no; really)",
)
LEFT_ALONE = ("X-Auto-Reply-From", "X-MS-Exchange-Inbox-Rules-Loop", "X-RT-Loop-Prevention", "X-Inbox-Bot")


def automatic_mails():
    for (name, value), spelt, said in product(MARKS, NAMES, VALUES):
        builder = a_mail().to("jobs@example.com").text("I apply for the position of engineer.")
        yield f"{spelt(name)}: {said(value)!r}", builder.header(spelt(name), said(value))


def answered(builder: MailBuilder):
    reading = a_reading(read_mail(builder.bytes()), documents=(CV,))
    plan = plan_for(reading, a_verdict(), rules_with(), a_history(), NOW)
    return [action for action in plan.actions if isinstance(action.effect, Answer)]


def test_without_a_mark_the_mail_is_answered():
    (answer,) = answered(a_mail().to("jobs@example.com").text("I apply for the position of engineer."))
    assert answer.state is ActionState.PENDING


def test_no_automatic_mail_is_answered_in_any_spelling_even_where_judgement_takes_it_for_an_application():
    mails = list(automatic_mails())
    assert len(mails) >= 800
    assert [shown for shown, builder in mails if answered(builder)] == []


@pytest.mark.parametrize("value", ["", "<>", "< >", "<\t>"])
@pytest.mark.parametrize("name", ["Return-Path", "return-path", "RETURN-PATH"])
def test_no_null_return_path_is_answered(name, value):
    mail = a_mail().to("jobs@example.com")
    assert answered(replace(mail, fields=((name, value), *mail.fields))) == []


def senders_that_are_nobody():
    nobodys = (
        "mailer-daemon postmaster abuse root uucp mailer listserv majordomo noreply no-reply no.reply donotreply "
        "do-not-reply bounce bounces-12 talk-request talk-errors x-relay owner-talk"
    )
    written = ("{}@a.example", "Ann Lee <{}@a.example>", "<{}+tag@a.example>", "prvs=1234567890={}@a.example")
    for local, spelt, wrapped in product(nobodys.split(), (str, str.upper, str.title), written):
        yield wrapped.format(spelt(local))


def test_nobody_is_answered():
    senders = list(senders_that_are_nobody())
    assert len(senders) >= 200
    assert [sender for sender in senders if answered(a_mail().to("jobs@example.com").from_(sender))] == []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the checkout")
def test_no_bounce_of_the_corpora_is_answered():
    files = sorted((CORPORA / "bounces").glob("*.eml"))
    assert len(files) > 300
    assert [file.name for file in files if _is_answered(file)] == []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPORA.is_dir(), reason="the corpora are not beside the checkout")
def test_nearly_all_of_them_are_stopped_by_headers_and_structure_alone():
    stopped = [isinstance(_why_unread(file), Stop) for file in sorted((CORPORA / "bounces").glob("*.eml"))]
    assert sum(stopped) >= 0.98 * len(stopped)


def _why_unread(file: Path):
    """Why it isn't answered, taken for an application with a CV."""
    return may_answer(a_proposal(reading=a_reading(read_mail(file.read_bytes()), documents=(CV,))))


def _is_answered(file: Path) -> bool:
    reading = a_reading(read_mail(file.read_bytes()), documents=())
    verdict = judge(reading, rules_with(), NOTHING_KNOWN)
    plan = plan_for(reading, verdict, rules_with(), a_history(), NOW)
    return any(isinstance(action.effect, Answer) and action.state is ActionState.PENDING for action in plan.actions)


def genuine_mails():
    for number, ((language, subject, text), (program, fields)) in enumerate(product(LETTERS, PROGRAMS.items())):
        address = f"applicant.{number}@{DOMAINS[number % len(DOMAINS)]}"
        mail = (
            a_mail().from_(f"Applicant {language.upper()} <{address}>").to("Jobs <jobs@example.com>").subject(subject)
        )
        mail = mail.text(text).attach("cv.pdf", f"%PDF-1.4 {number}".encode(), "application/pdf")
        mail = mail.id(f"<{number}.{program}@{address.rpartition('@')[2]}>").return_path(address)
        for name, value in fields:
            mail = mail.header(name, value)
        yield number, language, address, mail


def test_every_genuine_mail_is_answered():
    """Thirty letters in four languages by twelve mail programs from fifty domains, one after another."""
    assert len(LETTERS) == 30
    assert {language for language, _, _ in LETTERS} == {"en", "de", "fr", "es"}
    assert (len(PROGRAMS), len(set(DOMAINS))) == (12, 50)
    planned, silent = Planned(), []
    for number, language, address, mail in genuine_mails():
        at = NOW + timedelta(minutes=number)
        reading = a_reading(read_mail(mail.bytes()), documents=(CV,), received_at=at)
        verdict = a_verdict(email=address, language=language)
        history = a_history(fingerprint=f"{number}", first_seen_at=at).with_(planned.answers())
        plan = plan_for(reading, verdict, rules_with(), history, at)
        planned.add(PlannedMail(reading=reading, verdict=verdict, fingerprint=f"{number}", plan=plan))
        if not isinstance(plan.reply, Sends) or plan.reply.to != address:
            silent.append((address, plan.reply.why))
    assert silent == []
    assert len(planned.answers()) == 360
