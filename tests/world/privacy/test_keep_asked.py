"""Before `keep` lets an application go, its applicant is asked once: a yes keeps it, and silence deletes."""

from email.message import EmailMessage
from pathlib import Path

import pytest

from inbox_bot.core.erasure.retention import fingerprint_of
from inbox_bot.core.review.decision import KeepLonger, LetGo
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.pipeline.privacy.pending import go_on
from tests.support.builders.at_work import (
    ADDRESS,
    DAY,
    MINUTE,
    Clock,
    Company,
    an_application,
    at_work,
    open_again,
    read,
)
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer
from tests.world.decisions.desk import Desk
from tests.world.privacy.test_keep import rules_text

pytestmark = pytest.mark.dovecot

KEEP = """
keep: {filed: 1 month after closing, ask: 7 days before, agreed: 2 months, mailbox: expunge}
"""
PEOPLE = ("Ann Lee", "Bob Ray", "Cy Poe", "Dot Fox", "Eve Orr")


def address(name: str) -> str:
    return f"{name.replace(' ', '.').lower()}@{name.split()[1].lower()}.example"


def pass_days(company: Company, days: int, at_once: int = 1) -> None:
    """The daemon at work, day by day, or so many days at once."""
    for _ in range(days // at_once):
        company.clock.forward(at_once * DAY)
        Desk(company).polls(2)
        assert go_on(company.installation) == ()
        assert company.poll() == ()


def questions(smtp: SmtpServer) -> list[EmailMessage]:
    mails = [read(kept) for kept in smtp.kept]
    return [mail for mail in mails if "May we keep it" in str(mail.get_body(("plain",)).get_content())]


def answer(question: EmailMessage, text: str, sender: str) -> MailBuilder:
    quoted = "\n".join(f"> {line}" for line in question.get_body(("plain",)).get_content().splitlines())
    return (
        a_mail()
        .from_(sender)
        .return_path(sender.rpartition("<")[2].rstrip(">"))
        .to(ADDRESS)
        .subject(str(question["Subject"]))
        .id(f"<{abs(hash((text, sender)))}@answers.example>")
        .replying_to(str(question["Message-ID"]))
        .text(f"{text}\n\nOn Mon, 1 Jun 2026 at 10:00, Example wrote:\n{quoted}\n")
    )


def digest_of(company: Company):
    rules, at = company.installation.rules, company.clock()
    period = Period(day=at.date(), begins=at - 2 * DAY, ends=at + MINUTE)
    return gather(company.installation.ledger, rules, rules.reviewers[0], period)


def test_asked_once_a_yes_is_kept_silence_goes_and_anything_else_is_a_persons(account, smtp, tmp_path: Path):
    clock = Clock()
    clock.forward(-150 * DAY)  # a server takes no mail from days to come
    installed = Installed(tmp_path, account, smtp)
    text = rules_text(installed, clock, KEEP)
    with at_work(tmp_path, account, smtp, text=text, clock=clock) as company:
        desk, ledger = Desk(company), company.installation.ledger
        for name in PEOPLE:
            company.receives(an_application(name, address(name)))
        desk.polls(2)
        withdraws = (
            a_mail()
            .from_(f"Eve Orr <{address('Eve Orr')}>")
            .to(ADDRESS)
            .subject("Re: Application")
            .id("<w@orr.example>")
        )
        company.receives(withdraws.text("I withdraw my application.\n\nEve Orr"))
        desk.polls(1)
        first = read(smtp.kept[0]).get_body(("plain",)).get_content()
        assert "Shortly before, we ask you by mail whether we may keep it longer." in " ".join(first.split())
        assert go_on(company.installation) == ()
        assert ledger.expiring.confirm(fingerprint_of(company.installation.rules), clock(), by="me")
        pass_days(company, 24, at_once=12)
        assert questions(smtp) == []
        for _ in range(10):
            if ledger.consents.sums(clock()).waiting:
                break
            pass_days(company, 1)
        assert "asked next by mail" in " ".join(digest_of(company).notes), "they are told of before they are asked"

    with open_again(installed, clock) as company:  # killed between
        desk, ledger = Desk(company), company.installation.ledger
        pass_days(company, 2)
        asked = {str(mail["To"]): mail for mail in questions(smtp)}
        assert len(asked) == len(questions(smtp)) == 4, "each once, and not whoever withdrew"
        by_name = {name: next(mail for to, mail in asked.items() if name in to) for name in PEOPLE[:4]}
        ann, bob, cy = (f"{name} <{address(name)}>" for name in PEOPLE[:3])
        company.receives(answer(by_name["Ann Lee"], "Yes, please.\n\nKind regards\nAnn Lee", ann))
        company.receives(answer(by_name["Cy Poe"], "Yes, but not my telephone number.", cy))
        company.receives(answer(by_name["Dot Fox"], "Yes", "Dot Fox <dot@elsewhere.example>"))
        company.receives(answer(by_name["Bob Ray"], "Yes", bob).header("Auto-Submitted", "auto-replied"))
        desk.polls(2)
        yes, but, elsewhere, machine = (desk.mail(number) for number in range(7, 11))
        assert (yes.outcome, yes.reason) == (Outcome.CORRESPONDENCE, Reason.AGREES)
        assert (but.outcome, but.reason) == (Outcome.CORRESPONDENCE, Reason.UNSURE_CONSENT)
        assert (elsewhere.outcome, elsewhere.reason) == (Outcome.CORRESPONDENCE, Reason.UNSURE_CONSENT)
        assert machine.outcome is Outcome.NOT_AN_APPLICATION
        told = digest_of(company)
        assert any("agrees to be kept longer" in line.sentence for line in told.decided)
        replies = {choice.reply for line in told.needs_person for choice in line.choices}
        assert {"#8 keep longer", "#8 let go", "#9 keep longer"} <= replies
        assert ledger.consents.sums(clock()).agreed == 1

        desk.decides(KeepLonger(), 8)
        assert ledger.consents.sums(clock()).agreed == 2
        desk.undoes(8)
        assert ledger.consents.sums(clock()).agreed == 1
        desk.decides(LetGo(), 8)
        desk.decides(LetGo(), 9)
        company.receives(answer(by_name["Ann Lee"], "Yes!", ann).id("<again@lee.example>"))
        desk.polls(1)
        assert desk.mail(11).reason is Reason.AGREES

        pass_days(company, 14)
        gone = {number for number in range(1, 6) if desk.mail(number).outcome is Outcome.ERASED}
        assert gone == {2, 3, 4}, "silence, and two for whom a person said no; a withdrawal is a person's"
        assert {file.split("/")[2].partition("-")[0] for file in desk.files()} == {"Ann Lee", "Eve Orr"}
        company.receives(answer(by_name["Bob Ray"], "Yes", bob).id("<late@ray.example>"))
        desk.polls(1)
        assert desk.mail(12).reason is not Reason.AGREES, "what was deleted is not kept by a late yes"
        pass_days(company, 40, at_once=10)
        assert desk.mail(1).outcome is Outcome.FILED
        pass_days(company, 24, at_once=8)
        assert desk.mail(1).outcome is Outcome.ERASED, "a yes is for the time that rules.yaml says"
        assert len(questions(smtp)) == 4
        desk.is_whole()
