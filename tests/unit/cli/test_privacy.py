"""The record of processing says what rules.yaml and the program's tables say, and all of it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from inbox_bot.cli.privacy.purposes import PERIODS, PURPOSES
from inbox_bot.cli.privacy.sheet import Sheet
from inbox_bot.core.introduction.pages import as_html, as_text
from inbox_bot.core.rules.keep import USUAL, Country, KeepSettings
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.words import Outcome, Template
from inbox_bot.edges import catalogues
from inbox_bot.edges.ledger.personal import personal_columns
from tests.unit.core.reply.circumstances import rules_with

AT = datetime(2026, 6, 20, 12, tzinfo=UTC)
MORE = """
filing: {to: /srv/applications}
ledger: postgresql://db.example.com:5433/recruitment
keep: {country: de, agency: 14 days, raw: 5 days, mailbox: expunge}
reading: {antivirus: "tcp:scanner.example.com:3310"}
hooks:
  - name: ats
    url: https://ats.example.com/secret-path?token=abc
    secret: env:HOOK_SECRET
    events: [application.filed]
"""


def text_of(rules: Rules, language: str = "en") -> str:
    sheet = Sheet(rules, personal_columns(), catalogues.whole().of(language), AT)
    return as_text(sheet.title, sheet.sections())


def row(text: str, label: str) -> str:
    """What stands beside a label, its lines joined."""
    lines = iter(text.splitlines())
    found = next(line for line in lines if line.startswith(f"{label} "))
    more = [found.removeprefix(label)]
    for line in lines:
        if not line.startswith(" "):
            break
        more.append(line)
    return " ".join(" ".join(more).split())


def test_every_table_with_data_about_people_stands_in_it_with_what_it_is_for():
    assert set(PURPOSES) == set(personal_columns())
    text = text_of(rules_with())
    for table, columns in personal_columns().items():
        assert row(text, table).endswith(f"({', '.join(columns)})")


def test_every_outcome_stands_in_it_with_how_long_it_is_kept():
    assert set(PERIODS) == set(Outcome)
    text = text_of(rules_with(MORE))
    assert all(row(text, outcome.value) for outcome in Outcome)
    assert "6 months after its vacancy closes" in row(text, "filed")
    assert "6 months after the person's last application" in row(text, "speculative")
    assert "14 days after it came" in row(text, "agency")
    assert "for ever: keep names no time" in row(text, "not_an_application")
    assert "5 days after it came" in row(text, "copies on disk")
    assert "60 months after the agency's mail came" in row(text, "of an erased mail, whom an agency introduced by it")
    assert "12 months after the mail was erased" in row(text, "of an erased mail, the hash that it was answered")
    assert "deleted for good" in text


def test_without_keep_it_says_that_nothing_is_ever_erased():
    text = text_of(rules_with())
    assert "rules.yaml has no keep: nothing is ever erased by itself" in text
    assert "months" not in text
    assert row(text, "legal basis").startswith("to be filled in"), "it is not ours to say"


def test_every_letter_stands_in_it_and_no_machine_turns_anybody_down():
    text = text_of(rules_with())
    for template in Template:
        assert row(text, template.value)
    for template in (Template.DECLINE, Template.CORRECTION, Template.AGENCY_REJECTION):
        assert "only when a person says so" in row(text, template.value)
    rejecting = text_of(rules_with("agencies: {policy: reject}\n"))
    assert "by itself" in row(rejecting, "agency_rejection")
    assert "only when a person says so" in row(rejecting, "decline")


def test_it_names_where_things_lie_and_who_is_told_and_no_secret():
    text = text_of(rules_with(MORE))
    for said in ("/srv/applications", "postgresql://db.example.com/recruitment", "rita.reviewer@example.com"):
        assert said in text
    assert row(text, "hook ats") == "ats.example.com: application.filed"
    assert "scanner.example.com" in row(text, "virus scanner")
    assert "token=abc" not in text
    assert "HOOK_SECRET" not in text


@pytest.mark.parametrize("country", Country)
def test_it_says_what_a_countrys_time_is_for_and_by_which_law(country):
    text = text_of(replace(rules_with(), keep=KeepSettings(country=country)))
    assert USUAL[country].source in row(text, "why so long")
    assert USUAL[country].limitation in row(text, "why introductions so long")


def test_a_vacancy_that_is_closed_without_a_date_is_named_since_its_applications_stay():
    rules = rules_with(MORE)
    closed = tuple(each.model_copy(update={"open": False}) for each in rules.vacancies[:1])
    assert "engineer" in text_of(replace(rules, vacancies=closed)).partition("so that their applications stay: ")[2]


def test_it_is_said_in_german_and_as_a_page_whatever_a_company_is_called():
    rules = rules_with(MORE)
    company = rules.company.model_copy(update={"name": "<script>alert(1)</script>"})
    sheet = Sheet(replace(rules, company=company), personal_columns(), catalogues.whole().of("de"), AT)
    page = as_html(sheet.title, sheet.sections(), "de")
    assert "Verzeichnis der Verarbeitung" in page
    assert "6 Monate nach dem Ende der Ausschreibung" in page
    assert "<script" not in page
