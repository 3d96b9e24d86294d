"""Agencies under `policy: reject` on a real Dovecot: refused once in their language, or filed as far as approved."""

from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest

from inbox_bot.core.words import Outcome
from tests.support.builders.at_work import ADDRESS, DAY, MINUTE, Company, a_cv, at_work
from tests.support.builders.mails import MailBuilder, a_mail
from tests.support.servers.installation import Installed
from tests.support.servers.smtp import SmtpServer

pytestmark = pytest.mark.dovecot

TITLE = "Infrastructure engineer"
#: An agency in each language: what it writes, and the first word of a refusal in that language.
WRITES = {
    "en": ("Please find the CV of my candidate attached. Our fee is 20% of the salary.", "Hello"),
    "de": ("anbei der Lebenslauf unseres Kandidaten. Unser Honorar beträgt 25 % des Jahresgehalts.", "Guten Tag"),
    "fr": ("Voici le CV de notre candidat pour votre poste. Nos honoraires sont de 18 % du salaire.", "Bonjour"),
    "es": (
        "Les envío el CV de nuestro candidato para su vacante. Nuestros honorarios son el 18 % del salario.",
        "Buenos días",
    ),
    "it": ("Vi invio il curriculum del nostro candidato. La nostra fee è il 18 % della retribuzione.", "Buongiorno"),
    "nl": (
        "Hierbij het cv van onze kandidaat voor uw vacature. Onze fee bedraagt 20% van het jaarsalaris.",
        "Goedendag",
    ),
    "pt": ("Envio o CV do nosso candidato para a vossa vaga. Os nossos honorários são 18 % do salário.", "Bom dia"),
    "pl": (
        "W załączeniu przesyłam CV naszego kandydata na to stanowisko. Nasza prowizja to 18 % wynagrodzenia.",
        "Dzień dobry",
    ),
}
AGENCIES = """\
agencies:
  policy: reject
  approved:
    - welcome.example
    - {agency: others.example, vacancies: [data-scientist-intern]}
    - {agency: past.example, until: 2020-01-31}
"""


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as smtp:
        yield smtp


@pytest.fixture
def company(tmp_path, account, smtp) -> Iterator[Company]:
    installed = Installed(tmp_path, account, smtp)
    text = installed.text().replace("agencies:\n", AGENCIES, 1).replace("  policy: flag\n", "", 1)
    with at_work(tmp_path, account, smtp, text=text) as company:
        yield company


def introduces(domain: str, text: str, candidate: str = "Bob Ray", number: int = 1) -> MailBuilder:
    mail = a_mail().from_(f"Tom Hale <tom@{domain}>").to(ADDRESS).return_path(f"tom@{domain}")
    return (
        mail.subject(TITLE)
        .text(f"{text}\n\nTom Hale\n")
        .id(f"<introduction.{number}@{domain}>")
        .attach(f"{candidate} CV.txt", a_cv(candidate, "somebody@example.net"), "text/plain")
    )


def test_agencies_are_refused_once_in_their_language_and_filed_as_far_as_they_are_approved(company, smtp):
    for language, (text, _) in WRITES.items():
        company.receives(introduces(f"{language}-talent.example", text))
    for domain, candidate in (
        ("welcome.example", "Joe Kay"),
        ("others.example", "Ann Poe"),
        ("past.example", "Max Orr"),
    ):
        text = f"{candidate} has run clusters for years. {WRITES['en'][0]}"
        company.receives(introduces(domain, text, candidate))
    company.poll()
    company.clock.forward(MINUTE)
    for language, (text, _) in WRITES.items():
        company.receives(introduces(f"{language}-talent.example", text, number=2))
    company.poll()

    now = company.clock()
    mails = list(company.installation.ledger.reports.received_between(now - DAY, now + DAY))
    filed = [mail for mail in mails if mail.outcome is Outcome.FILED]
    assert [mail.applications[0].source for mail in filed] == ["tom@welcome.example"]
    assert {mail.outcome for mail in mails if mail not in filed} == {Outcome.AGENCY}
    assert len(list((company.installed.folder / "applications").rglob("*.txt"))) == 1

    answered = Counter(address for kept in smtp.kept for address in kept.recipients)
    refused = [f"tom@{language}-talent.example" for language in WRITES] + ["tom@others.example", "tom@past.example"]
    assert answered == Counter([*refused, "tom@welcome.example"])
    letters = {kept.recipients[0]: message_from_bytes(kept.content, policy=default) for kept in smtp.kept}
    for language, (_, greeting) in WRITES.items():
        letter = letters[f"tom@{language}-talent.example"]
        assert letter.get_body(("plain",)).get_content().startswith(greeting), language
        assert "Bob" not in letter.as_string()
    assert letters["tom@past.example"].get_body(("plain",)).get_content().startswith("Hello")
