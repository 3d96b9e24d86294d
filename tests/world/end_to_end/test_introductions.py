"""A candidate whom an agency introduced and who is known otherwise, on a real Dovecot under `policy: reject`.

One company throughout, told day by day: what is kept, who is told what, and what the dossier says in the end.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inbox_bot.cli.app import code_of_run
from inbox_bot.core.formats.pdf.reader import read_pdf
from inbox_bot.core.review.decision import Decision, Means, NotAnAgency, SetApart
from inbox_bot.core.words import Outcome
from inbox_bot.digest.compose import pages
from inbox_bot.digest.gather import gather
from inbox_bot.digest.period import Period
from inbox_bot.edges.ledger import MailRow
from inbox_bot.pipeline.decisions.decide import carry, plan_decision
from inbox_bot.pipeline.trial.replay import Replay
from tests.support import browser
from tests.support.builders.at_work import ADDRESS, DAY, MINUTE, Clock, Company, a_cv, an_application, at_work
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.dovecot import Dovecot
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot

Run = Callable[..., str]
TITLE = "Infrastructure engineer"
CLOSED = f"    title: {TITLE}\n    closes: "
REJECTING = """\
agencies:
  policy: reject
  approved:
    - {agency: welcome.example, owns: 3 days}
"""
TERMS = "Our fee is 20 % of the first year's salary. By interviewing the candidate you accept our terms."


@pytest.fixture(scope="module")
def company(dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Company]:
    folder, account = tmp_path_factory.mktemp("company"), dovecot.account()
    with SmtpServer() as smtp:
        text = Installed(folder, account, smtp).text().replace("agencies:\n", REJECTING, 1)
        text = text.replace("  policy: flag\n", "", 1)
        clock = Clock(datetime.now(UTC).replace(microsecond=0) - 20 * DAY)  # a server takes no date of tomorrow's
        with at_work(folder, account, smtp, text=text, clock=clock) as company:
            yield company
    account.close()


@pytest.fixture
def run(company: Company, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command as a person types it; what it printed."""

    def command(line: str, *more: str) -> str:
        monkeypatch.setattr(sys, "argv", ["inbox-bot", *line.split(), *more, "--rules", str(company.installed.rules)])
        capsys.readouterr()
        assert code_of_run() == 0
        return capsys.readouterr().out

    return command


def introduces(firm: str, name: str, address: str, *, cv: bytes | None = None, number: int = 1) -> MailBuilder:
    """An agency presents somebody, with terms in the letter."""
    domain = f"{firm.lower()}-talent.example" if firm != "Welcome" else "welcome.example"
    mail = a_mail().from_(f"Tom Hale <tom@{domain}>").to(ADDRESS).return_path(f"tom@{domain}").subject(TITLE)
    letter = f"Please find the CV of my candidate {name} attached. {TERMS}\n\nTom Hale\n{firm} Recruitment Ltd\n"
    mail = mail.text(letter).id(f"<introduction.{number}@{domain}>")
    return mail.attach("CV.txt", a_cv(name, address) if cv is None else cv, "text/plain")


def of(company: Company, *mails: MailBuilder) -> list[MailRow]:
    """What became of mails that come in now."""
    company.clock.forward(MINUTE)
    begins = company.clock()
    for mail in mails:
        company.receives(mail)
    company.poll()
    company.clock.forward(2 * MINUTE)
    company.poll()
    return list(company.installation.ledger.reports.received_between(begins, company.clock()))


def digest(company: Company, since: datetime) -> tuple[tuple[str, ...], str]:
    """What the digest says of who is known twice, and its text."""
    rules = company.installation.rules
    period = Period(day=company.clock().date(), begins=since, ends=company.clock() + MINUTE)
    told = gather(company.installation.ledger, rules, rules.reviewers[0], period)
    return tuple(each.sentence for each in told.collisions), pages(told, rules)[1]


def on_disk(company: Company, *words: bytes) -> list[str]:
    """The files outside the ledger that hold one of these words, or are of a mail's bytes."""
    files = (each for each in company.installed.folder.rglob("*") if each.is_file() and ".db" not in each.name)
    return [str(each) for each in files if any(word in each.read_bytes() for word in words)]


def test_an_agency_is_refused_once_and_nothing_of_its_candidate_is_on_disk_outside_the_ledger(company: Company):
    """Two days later the same person applies, is filed and thanked, and the digest says so first."""
    [mail] = of(company, introduces("Hale", "Bob Ray", "bob.ray@example.net"))
    assert (mail.outcome, mail.raw_path) == (Outcome.AGENCY, None)
    assert [to for kept in company.installed.smtp.kept for to in kept.recipients if "hale" in to] == [
        "tom@hale-talent.example"
    ]
    assert on_disk(company, b"Bob Ray", b"bob.ray@example.net") == []
    assert [each.path for each in mail.documents] == [None]
    database = b"".join(each.read_bytes() for each in company.installed.folder.glob("*.db*") if each.is_file())
    assert b"bob.ray@example.net" not in database

    company.clock.forward(2 * DAY)
    since = company.clock()
    [mail] = of(company, an_application("Bob Ray", "bob.ray@example.net"))
    assert mail.outcome is Outcome.FILED
    assert company.installed.smtp.kept[-1].recipients == ("bob.ray@example.net",)
    thanked = company.installed.smtp.kept[-1].content
    assert b"hale" not in thanked.lower()
    [said], text = digest(company, since)
    assert text.startswith("INTRODUCED: Bob Ray applied directly on ")
    assert "after Hale Recruitment Ltd (hale-talent.example) had introduced them on" in said
    assert f"(#{mail.id})" in said
    assert "Hale Recruitment Ltd (hale-talent.example) was refused on " in said
    assert "the same address, the same CV" in said
    company.clock.forward(DAY)
    assert digest(company, company.clock())[0] == ()  # told once


def test_who_applied_first_is_known_since_then_when_an_agency_introduces_them(company: Company):
    [applied] = of(company, an_application("Ann Lee", "ann.lee@example.org"))
    company.clock.forward(DAY)
    since = company.clock()
    [mail] = of(company, introduces("Poole", "Ann Lee", "a.lee@example.net"))
    assert mail.outcome is Outcome.AGENCY
    [said], _ = digest(company, since)
    assert "Poole Recruitment Ltd (poole-talent.example) introduced Ann Lee on " in said
    assert "who is known since" in said
    assert f"(#{applied.id})" in said
    letters = {kept.recipients[0]: kept.content for kept in company.installed.smtp.kept}
    assert b"Ann" not in letters["tom@poole-talent.example"]


def test_two_agencies_present_one_person_with_a_blanked_cv_and_from_another_address(company: Company):
    company.clock.forward(DAY)
    since = company.clock()
    more = "\r\n".join(f"Year {n}: what only this person has done, with {n} people" for n in range(1980, 2010))
    own = a_cv("Max Orr", "max.orr@example.net", more)
    blanked = own.replace(b"Max Orr\r\n", b"Webb Recruitment Ltd\r\nCandidate 4711\r\n", 1)
    blanked = blanked.replace(own.splitlines()[1], b"On request")
    of(company, introduces("Kent", "Max Orr", "max.orr@example.net", cv=own))
    of(company, introduces("Webb", "M. O.", "", cv=blanked))
    said, _ = digest(company, since)
    assert any("Webb" in each and "Kent" in each and "nearly the same CV" in each for each in said), said


def test_a_mail_that_is_decided_to_be_no_agency_s_is_filed_whole_from_the_mailbox(company: Company):
    [mail] = of(company, introduces("Moss", "Eve Hart", "eve.hart@example.net"))
    at = company.clock()
    decision = Decision(wanted=NotAnAgency(), by="boss@example.com", means=Means.COMMAND, at=at)
    carry(plan_decision(mail.id, decision, company.installation, at), company.installation, at)
    assert on_disk(company, b"eve.hart@example.net") != []
    row = company.installation.ledger.reports.mail_by_number(mail.id)
    assert row is not None
    assert row.raw_path is not None
    assert company.installation.filing.exists(row.raw_path)
    assert company.installation.ledger.introductions.on_record(mail.id) is None


def test_an_approved_agency_s_candidate_is_theirs_until_the_day_that_was_agreed_and_is_still_taken_in(company: Company):
    [filed] = of(company, introduces("Welcome", "Joe Kay", "joe.kay@example.net"))
    assert filed.outcome is Outcome.FILED
    since = company.clock()
    [mail] = of(company, an_application("Joe Kay", "joe.kay@example.net"))
    assert mail.outcome is Outcome.FILED
    [said], _ = digest(company, since)
    assert "Welcome Recruitment Ltd (welcome.example) was approved." in said
    assert "they count as the candidate of Welcome Recruitment Ltd (welcome.example) until" in said
    company.clock.forward(4 * DAY)
    since = company.clock()
    of(company, introduces("Dunn", "Joe Kay", "joe.kay@example.net"))
    said = " ".join(digest(company, since)[0])
    assert "they counted as the candidate of Welcome Recruitment Ltd (welcome.example) until" in said
    assert "Dunn Recruitment Ltd (dunn-talent.example) introduced Joe Kay" in said


def test_the_dossier_is_whole_after_the_mail_itself_was_deleted_by_hand(company: Company, run: Run):
    [mail] = of(company, introduces("Voss", "Ina Frost", "ina.frost@example.net"))
    of(company, an_application("Ina Frost", "ina.frost@example.net"))
    refused = next(kept for kept in company.installed.smtp.kept if kept.recipients == ("tom@voss-talent.example",))
    client = company.installed.account.client()
    client.select_folder("Agencies")
    client.delete_messages(client.search())
    client.expunge()
    company.clock.forward(MINUTE)
    company.poll()
    at = company.clock()
    decision = Decision(wanted=SetApart(), by="boss@example.com", means=Means.COMMAND, at=at)
    carry(plan_decision(mail.id, decision, company.installation, at), company.installation, at)
    record = company.installation.ledger.introductions.on_record(mail.id)
    assert record is not None
    [sent] = record.introductions[0].refusals
    assert sent.letter.encode() == refused.content
    text = run(f"agencies dossier {mail.id}")
    for told in (
        "tom@voss-talent.example",
        "Voss Recruitment Ltd",
        "20 %",
        "By interviewing the candidate you accept our terms.",
        record.raw_hash,
        sent.message_id,
        sent.reply,
        "Never filed, never passed on",
        "filed nowhere",
        "Ina Frost applied directly on",
        "from: Tom Hale <tom@voss-talent.example>",
    ):
        assert told in " ".join(text.split()), told
    found = json.loads(run(f"agencies dossier {mail.id} --json"))
    assert (found["applications_filed"], found["documents_passed_on"]) == (0, 0)
    assert found["refusals"][0]["letter"] == sent.letter
    assert f"#{mail.id}.1" in run("agencies")


def test_an_agency_s_mail_is_judged_again_from_the_mailbox_where_alone_it_lies(company: Company):
    [mail] = of(company, introduces("Reed", "Una Berg", "una.berg@example.net"))
    assert mail.raw_path is None
    at, installation = company.clock(), company.installation
    agencies = installation.rules.agencies
    approved = (*agencies.approved, agencies.approved[0].model_copy(update={"agency": "reed-talent.example"}))
    approving = replace(installation.rules, agencies=agencies.model_copy(update={"approved": approved}))
    replay = Replay(installation=installation, new=approving, at=at)
    [replayed] = replay.over([mail])
    assert (replayed.was.outcome, replayed.becomes.outcome) == (Outcome.AGENCY, Outcome.FILED)
    assert (replay.gone, replay.in_mailbox) == (0, 0)
    assert on_disk(company, b"una.berg@example.net") == []

    [settings] = installation.rules.mailboxes
    nowhere = settings.model_copy(update={"imap": settings.imap.model_copy(update={"port": 1})})
    down = replace(installation, rules=replace(installation.rules, mailboxes=(nowhere,)), sessions={}, beside={})
    replay = Replay(installation=down, new=None, at=at)
    assert list(replay.over([mail, mail])) == []
    assert (replay.gone, replay.in_mailbox) == (0, 2)


def test_what_is_in_dispute_stays_when_its_time_is_over_until_a_person_settles_it(company: Company, run: Run):
    [mail] = of(company, introduces("Crewe", "Lea Holm", "lea.holm@example.net"))
    [applied] = of(company, an_application("Lea Holm", "lea.holm@example.net"))
    both, rules = {mail.id, applied.id}, company.installed.rules
    text = rules.read_text()
    keep = "\nkeep: {agency: 1 day, filed: 1 day after closing}\n"
    closed = (company.clock() - 10 * DAY).date().isoformat()
    rules.write_text(text.replace("    title: Infrastructure engineer\n", f"{CLOSED}{closed}\n", 1) + keep)
    asked = json.loads(run("keep --json"))
    assert both <= set(asked["in_dispute"])
    assert not both & set(asked["mails"])
    assert f"#{applied.id}" in run("keep --yes").partition("in dispute: ")[2]
    assert "any longer" in run(f"agencies settle {mail.id}")
    asked = json.loads(run("keep --json"))
    assert not both & set(asked["in_dispute"])
    assert "so again" in run(f"agencies reopen {mail.id}")
    assert both <= set(json.loads(run("keep --json"))["in_dispute"])
    rules.write_text(text)


@pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium on this machine")
def test_the_dossier_s_page_is_readable_to_everybody_on_the_screen_and_on_paper(
    company: Company, run: Run, tmp_path: Path
):
    [mail] = of(company, introduces("Lamb", "Cleo West", "cleo.west@example.net"))
    page, paper = tmp_path / "dossier.html", tmp_path / "dossier.pdf"
    assert run(f"agencies dossier {mail.id}", "--html", str(page)) == ""
    html = page.read_text("utf-8")
    assert browser.violations(html) == browser.violations(html, dark=True) == []
    assert browser.width_needed(html, 500) <= 500
    browser.printed(html, paper)
    printed = " ".join(read_pdf(paper.read_bytes()).text.split())
    for told in ("Never filed, never passed on", "By interviewing the candidate you accept our terms", "Accepted"):
        assert told in printed, told
