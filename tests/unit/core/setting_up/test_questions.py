"""What is asked of somebody who begins, what it is by default, and what is no answer."""

import pytest

from inbox_bot.core.rules.model import Mode
from inbox_bot.core.rules.text.problems import Wrong
from inbox_bot.core.setting_up import questions
from inbox_bot.core.setting_up.providers import GMAIL, GOOGLE, MICROSOFT
from inbox_bot.core.setting_up.questions import Vacancies


@pytest.mark.parametrize(
    ("address", "environment", "default"),
    [
        ("jobs@acme.example", "", "postmaster@acme.example"),
        ("jobs@acme.example", "jane@acme.example", "jane@acme.example"),
        ("jobs@acme.example", "Jobs@acme.example", None),  # the mailbox itself
        ("acme.jobs@gmail.com", "", None),  # Google's postmaster is nobody of ours
    ],
)
def test_the_digest_goes_to_whoever_types_else_to_the_domains_postmaster(address, environment, default):
    assert questions.of_digest(address, environment).default == default


@pytest.mark.parametrize(
    ("host", "is_secret", "words"),
    [
        (GMAIL, True, "password"),
        (GOOGLE, False, "docs/signin-google.md"),
        (MICROSOFT, False, "docs/signin-microsoft.md"),
    ],
)
def test_what_is_asked_to_sign_in_is_what_the_server_takes_and_may_be_left_for_later(host, is_secret, words):
    question = questions.of_sign_in(host, "jobs@acme.example", from_environment="")
    assert (question.is_secret, question.default) == (is_secret, "")
    assert words in question.text


def test_a_password_that_is_there_already_is_taken_where_nothing_is_typed():
    question = questions.of_sign_in(GMAIL, "jobs@gmail.com", from_environment="env:INBOX_BOT_PASSWORD")
    assert "(Enter: the one in INBOX_BOT_PASSWORD)" in question.text


@pytest.mark.parametrize(
    ("text", "servers"),
    [
        ("imap.acme.example", (("imap.acme.example", 0), None)),
        (" Mail.acme.example:10143 ", (("mail.acme.example", 10_143), None)),
        ("imap.acme.example smtp.acme.example:587", (("imap.acme.example", 0), ("smtp.acme.example", 587))),
        ("[::1]:143, 127.0.0.1", (("::1", 143), ("127.0.0.1", 0))),
        ("::1", (("::1", 0), None)),
    ],
)
def test_servers_are_named_with_or_without_their_ports(text, servers):
    assert questions.servers_in(text) == servers


@pytest.mark.parametrize(
    "text", ["", "a b c", "imap.acme.example:many", "imap.acme.example:0", "https://x/", "imap.acme.example:70000"]
)
def test_what_is_no_server_is_refused(text):
    with pytest.raises(Wrong):
        questions.servers_in(text)


@pytest.mark.parametrize(
    ("text", "vacancies"),
    [
        ("", Vacancies()),
        ("https://acme.example/jobs", Vacancies(page="https://acme.example/jobs")),
        ("www.acme.example/jobs", Vacancies(page="https://www.acme.example/jobs")),
        ("www.acme.example", Vacancies(page="https://www.acme.example")),
        ("acme.example/en/careers?all#open", Vacancies(page="https://acme.example/en/careers?all#open")),
        ("./careers", Vacancies(page="./careers")),
        ("careers.html", Vacancies(page="careers.html")),
        ("Cook (m/w/d), Data engineer; Cook", Vacancies(titles=("Cook", "Data engineer"))),
        ("  ,,; ", Vacancies()),
        ("Node.js developer", Vacancies(titles=("Node.js developer",))),
        ("Node.js, CI/CD engineer, Cook/Waiter", Vacancies(titles=("Node.js", "CI/CD engineer", "Cook/Waiter"))),
    ],
)
def test_vacancies_are_a_page_or_titles(text, vacancies):
    assert questions.vacancies_in(text) == vacancies


def test_more_titles_than_can_be_are_refused():
    with pytest.raises(Wrong):
        questions.vacancies_in(",".join(f"Cook of kitchen {number}" for number in range(201)))


@pytest.mark.parametrize(("text", "mode"), [("observe", Mode.OBSERVE), ("L", Mode.LIVE), (" Live ", Mode.LIVE)])
def test_the_mode_may_be_said_by_its_first_letter(text, mode):
    assert questions.mode_in(text) is mode


@pytest.mark.parametrize("text", ["", "yes", "observed"])
def test_what_is_no_mode_is_refused(text):
    with pytest.raises(Wrong):
        questions.mode_in(text)


def test_the_digest_never_goes_to_the_mailbox_itself():
    with pytest.raises(Wrong, match="the mailbox itself"):
        questions.reviewer_in("Jobs@Acme.example", "jobs@acme.example")


@pytest.mark.parametrize(
    ("address", "company"),
    [
        ("jobs@acme-tools.co.uk", "Acme Tools"),
        ("jobs@mail.acme.example", "Acme"),
        ("acme.jobs@gmail.com", "Acme Jobs"),
        ("jobs@localhost", "Localhost"),
    ],
)
def test_a_companys_name_is_guessed_from_its_domain(address, company):
    assert questions.company_of(address) == company
