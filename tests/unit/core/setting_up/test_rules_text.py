"""The first rules.yaml: whatever is answered, it is one that loads, and says what was answered."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox_bot.core.careers.values import Advertised
from inbox_bot.core.rules.checks import check
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.model import Mode, Provider, Rules, Security
from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.rules.text.shape import fit
from inbox_bot.core.rules.text.yaml_tree import read
from inbox_bot.core.setting_up import questions
from inbox_bot.core.setting_up.rendering import rules_text
from inbox_bot.core.setting_up.values import Seen, ServerAt, Setup
from inbox_bot.edges.rules_file import templates
from tests.unit.cli.running import ROOT

ENGLISH = {name: text for name, text in templates(ROOT / "templates").items() if ".en." in name or "/" not in name}
SETUP = Setup(
    address="jobs@acme-tools.co.uk",
    company="Acme Tools",
    timezone="Europe/London",
    language="en",
    imap=ServerAt(host="imap.acme-tools.co.uk"),
    smtp=ServerAt(host="smtp.acme-tools.co.uk", security=Security.STARTTLS),
    reviewer="jane@acme-tools.co.uk",
    domains=("acme-tools.co.uk",),
    password="file:mailbox-password",
    vacancies=(Advertised(title="Cook"), Advertised(title="C++ developer: senior", location="Hull", positions=2)),
)


def loaded(setup: Setup) -> Rules:
    return load(rules_text(setup), ENGLISH)


def test_what_was_answered_is_what_rules_yaml_says():
    rules = loaded(SETUP)
    [mailbox] = rules.mailboxes
    assert (rules.mode, rules.company.name, rules.company.domains) == (
        Mode.OBSERVE,
        "Acme Tools",
        ("acme-tools.co.uk",),
    )
    assert (mailbox.address, mailbox.imap.host, mailbox.imap.port) == (SETUP.address, SETUP.imap.host, 993)
    assert (mailbox.smtp.security, mailbox.smtp.port, mailbox.smtp.user) == (Security.STARTTLS, 587, SETUP.address)
    assert mailbox.imap.password.name == "mailbox-password"
    assert [(each.id, each.title, each.positions) for each in rules.vacancies] == [
        ("cook", "Cook", 1),
        ("c-developer-senior", "C++ developer: senior", 2),
    ]
    assert [each.email for each in rules.reviewers] == ["jane@acme-tools.co.uk"]


def test_every_part_has_a_remark_of_its_own_and_no_line_is_too_long_to_read():
    text = rules_text(SETUP)
    for key in re.findall(r"^(\w+):", text, re.MULTILINE):
        assert re.search(rf"^# .*\n{key}:", text, re.MULTILINE), key
    assert max(map(len, text.splitlines())) <= 120


def test_without_a_vacancy_there_is_a_closed_one_to_be_replaced():
    rules = loaded(replace(SETUP, vacancies=()))
    assert [(each.id, each.open) for each in rules.vacancies] == [("example-position", False)]
    assert "NOT CERTAIN: no vacancy is named yet" in rules_text(replace(SETUP, vacancies=()))


@pytest.mark.parametrize("provider", [Provider.MICROSOFT, Provider.GOOGLE])
@pytest.mark.parametrize("client_id", ["", "11112222-bbbb"])
def test_where_a_token_is_shown_there_is_no_password_and_it_loads_also_without_an_app_yet(provider, client_id):
    setup = replace(SETUP, sign_in=provider, client_id=client_id, password="")
    [mailbox] = loaded(setup).mailboxes
    assert (mailbox.signin.provider, mailbox.imap.password, mailbox.smtp.password) == (provider, None, None)
    assert ("WRITE the id" in rules_text(setup)) is not client_id


def test_what_the_server_showed_is_told_and_what_could_not_be_asked_is_marked():
    seen = Seen(spelled="INBOX.Filed.Cook", sent="Gesendet", junk="Spam", messages=3)
    text = rules_text(replace(SETUP, seen=seen, unasked=("the server did not answer",), smtp_logs_in=False))
    for told in ("INBOX.Filed.Cook", "Gesendet", "[INBOX, \\Junk]", "# NOT CERTAIN: the server did not answer"):
        assert told in " ".join(text.split("\n  # "))
    [mailbox] = load(text, ENGLISH).mailboxes
    assert (mailbox.smtp.user, mailbox.reads_junk) == (None, False)


@pytest.mark.parametrize(
    ("page", "followed"),
    [
        ("https://www.acme-tools.co.uk/jobs", "https://www.acme-tools.co.uk/jobs"),
        ("https://www.acme-tools.co.uk/jobs?lang=en#open", "https://www.acme-tools.co.uk/jobs?lang=en"),
        ("./careers.md", None),  # a page that was saved
        ("", None),
    ],
)
def test_the_page_that_the_vacancies_were_taken_from_is_followed(page, followed):
    careers = loaded(replace(SETUP, page=page)).careers
    assert (careers and (careers.page, careers.follow.value)) == (followed and (followed, "daily"))


def test_a_page_that_could_not_be_read_is_not_followed():
    assert loaded(replace(SETUP, page="https://www.acme-tools.co.uk/jobs", vacancies=())).careers is None


def test_the_sentence_about_agencies_is_a_remark_above_their_policy():
    text = rules_text(replace(SETUP, agencies="No calls from agencies."))
    assert '# Our careers page says: "No calls from agencies."\n  policy: flag' in text


ANY = st.text(alphabet=st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=40)


@settings(deadline=None, max_examples=60)
@given(ANY, ANY, ANY, st.lists(ANY, max_size=4))
def test_whatever_is_typed_or_said_by_a_server_it_loads_and_nothing_of_it_becomes_a_key(company, folder, said, titles):
    try:
        company, folder = str(questions.filing_in(company)), str(questions.filing_in(folder))
        vacancies = questions.vacancies_in(",".join(titles)).titles
    except Wrong:
        return
    seen = Seen(spelled=said, sent=said, junk=said)
    found = tuple(Advertised(title=each) for each in vacancies)
    setup = replace(
        SETUP, company=company, filing=folder, seen=seen, unasked=(said,), page=f"https://{said}", vacancies=found
    )
    told: list[str] = []
    root = read(rules_text(setup), lambda _, problem: told.append(problem))
    shape = fit(root, lambda _, problem: told.append(problem))
    check(root, lambda _, problem: told.append(problem))
    assert told == []
    assert (shape.company.name, shape.filing.to, shape.mailbox.folders) == (company, folder, ("INBOX",))
    assert [each.title for each in shape.vacancies] == [each.title for each in found] or not found
