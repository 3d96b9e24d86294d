"""The rules.yaml that comes with the product, and the smallest one there can be."""

import json
import os
import re
from datetime import date, time, timedelta
from pathlib import Path

import pytest

from inbox_bot.core.rules.load import load, templates_folder
from inbox_bot.core.rules.model import Mode, Policy, Rules, RulesFile, Security
from inbox_bot.core.rules.schema import json_schema
from inbox_bot.core.rules.section import Section
from inbox_bot.core.rules.text.shape import section_in
from inbox_bot.core.rules.understood import understood

ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def rules(example, templates) -> Rules:
    return load(example, templates)


def test_the_example_loads_without_any_environment(example, templates, monkeypatch):
    for name in list(os.environ):
        monkeypatch.delenv(name)
    assert load(example, templates).mailboxes[0].imap.password is not None


def test_the_example_is_the_company_of_the_careers_page(rules):
    assert rules.mode is Mode.OBSERVE
    assert rules.company.name == "Snowplow Analytics"
    assert [mailbox.address for mailbox in rules.mailboxes] == ["recruitment@snowplowanalytics.com"]
    assert [vacancy.id for vacancy in rules.vacancies] == [
        "infrastructure-engineer",
        "data-pipeline-engineer-intern",
        "data-scientist-intern",
    ]
    assert rules.agencies.policy is Policy.FLAG


def test_the_example_says_every_option(example):
    """Every key of the model stands in the example, if only as a remark."""
    written = set(re.findall(r"[a-z_]+[0-9]?", example))
    missing = {key for section in _sections(RulesFile) for key in _keys(section)} - written
    assert missing <= {"source"}  # the inside of a Secret, which is written env:NAME


def test_what_was_understood(rules):
    assert understood(rules).splitlines() == [
        "Snowplow Analytics: 1 mailbox, 3 vacancies (3 open), 1 reviewer, 1 rule",
        "mailbox recruitment: recruitment@snowplowanalytics.com on imap.snowplowanalytics.com:993",
        "mode observe: everything is read and written down, nothing is moved, nobody is answered",
        "agencies: set apart, their refusals held for a person",
    ]


def test_closed_vacancies_are_counted_on_a_day(rules_with, smallest, templates):
    text = smallest.replace("title: Engineer", "title: Engineer, closes: 2027-02-28")
    rules = load(text, templates)
    assert "1 vacancy (1 open)" in understood(rules, date(2027, 2, 28))
    assert "1 vacancy (0 open)" in understood(rules, date(2027, 3, 1))


def test_the_shipped_schema_is_the_model_s():
    shipped = (ROOT / "inbox_bot" / "core" / "rules" / "rules.schema.json").read_text(encoding="utf-8")
    assert shipped == json_schema(), (
        "write it anew: python -m inbox_bot.core.rules.schema > inbox_bot/core/rules/rules.schema.json"
    )


def test_the_schema_knows_keys_as_the_user_writes_them():
    definitions = json.loads(json_schema())["$defs"]
    assert "largest" in definitions["MailboxSettings"]["properties"]
    assert "from" in definitions["AnswersSettings"]["properties"]
    assert definitions["Vacancy"]["required"] == ["id", "title"]


def test_the_defaults_are_right_for_most(rules_with):
    rules = rules_with("")
    mailbox = rules.mailboxes[0]
    assert (mailbox.name, mailbox.folders, mailbox.start) == ("recruitment", ("INBOX",), "now")
    assert mailbox.largest_bytes == 40_000_000
    assert mailbox.move_to.filed == ("Filed", "{vacancy}")
    assert mailbox.move_to.review is None
    assert (mailbox.imap.port, mailbox.smtp.port) == (993, 465)
    assert (rules.filing.to, rules.ledger) == ("./applications", "./ledger.db")
    assert (rules.answers.from_name, rules.answers.from_address, rules.answers.envelope) == ("", None, None)
    assert rules.answers.delay == timedelta(0)
    assert (rules.answers.limits.per_minute, rules.answers.limits.per_hour) == (30, 500)
    assert rules.reviewers[0].digest.at == time(8, 0)
    assert rules.reviewers[0].digest.on == {0, 1, 2, 3, 4}
    assert rules.keep is None
    assert rules.alarm.after == timedelta(hours=2)


@pytest.mark.parametrize(
    ("security", "imap", "smtp"),
    [("tls", 993, 465), ("starttls", 143, 587), ("none", 143, 25)],
)
def test_ports_follow_the_security(smallest, templates, security, imap, smtp):
    text = smallest.replace("imap.example.com", f"localhost, security: {security}")
    text = text.replace("smtp.example.com", f"'::1', security: {security}")
    mailbox = load(text, templates).mailboxes[0]
    assert (mailbox.imap.port, mailbox.smtp.port) == (imap, smtp)
    assert mailbox.smtp.security is Security(security)


def test_a_port_that_is_written_counts(smallest, templates):
    mailbox = load(smallest.replace("imap.example.com", "localhost, port: 10143"), templates).mailboxes[0]
    assert mailbox.imap.port == 10143


class TestRules:
    """What the other rooms ask of Rules."""

    @pytest.fixture
    def rules(self, templates):
        return load(
            """\
company: {name: Example Ltd}
mailboxes:
  - name: jobs
    address: Jobs@Example.com
    aliases: work@bücher.example
    imap: {host: imap.example.com}
    smtp: {host: smtp.example.com}
    vacancies: [engineer]
    reviewers: jane@example.com
  - name: everything
    address: all@example.com
    imap: {host: imap.example.com}
    smtp: {host: smtp.example.com}
vacancies:
  - {id: engineer, title: Engineer, address: jobs+engineer@example.com}
  - {id: cook, title: Cook}
reviewers:
  - {email: Jane@example.com}
  - {email: joe@example.com}
answers: {from: "Jobs at Example <hello@example.com>", envelope: bounces@example.com}
""",
            templates,
        )

    def test_a_mailbox_by_its_name(self, rules):
        assert rules.mailbox("everything").address == "all@example.com"
        with pytest.raises(KeyError):
            rules.mailbox("nowhere")

    def test_vacancies_and_reviewers_of_a_mailbox(self, rules):
        assert [vacancy.id for vacancy in rules.vacancies_of("jobs")] == ["engineer"]
        assert [vacancy.id for vacancy in rules.vacancies_of("everything")] == ["engineer", "cook"]
        assert [reviewer.email for reviewer in rules.reviewers_of("jobs")] == ["Jane@example.com"]
        assert len(rules.reviewers_of("everything")) == 2

    def test_a_vacancy_by_its_id(self, rules):
        assert rules.vacancy("cook").title == "Cook"
        assert rules.vacancy("baker") is None

    def test_own_addresses_are_in_lower_case_with_a_labels(self, rules):
        assert rules.own_addresses() == {
            "jobs@example.com",
            "work@xn--bcher-kva.example",
            "all@example.com",
            "jobs+engineer@example.com",
            "hello@example.com",
            "bounces@example.com",
        }

    def test_the_sender_of_answers_is_a_name_and_an_address(self, rules):
        assert (rules.answers.from_name, rules.answers.from_address) == ("Jobs at Example", "hello@example.com")


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("answers: {templates: ./letters}", "./letters"),
        ("answers: {delay: nonsense, templates: letters}", "letters"),
        ("company: {}", None),
        ("answers: [", None),
    ],
)
def test_the_folder_of_templates_is_known_before_anything_is_proven(text, folder):
    assert templates_folder(text) == folder


def _sections(section: type[Section], seen: set[type[Section]] | None = None) -> set[type[Section]]:
    seen = set() if seen is None else seen
    if section not in seen:
        seen.add(section)
        for field in section.model_fields.values():
            below = section_in(field.annotation)
            if below is not None:
                _sections(below, seen)
    return seen


def _keys(section: type[Section]) -> set[str]:
    return {field.alias or name for name, field in section.model_fields.items()}
