"""Agencies under `policy: reject` on a real Dovecot: refused once in their language, or filed as far as approved.

Whoever is known is refused no otherwise, and no candidate hears of it."""

import re
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default

import pytest

from inbox_bot.core.wording import ENGLISH
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.digest.because import of_an_agency
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
    - {agency: Hale Search Ltd, owns: 6 months}
  blocked: [blocked.example]
"""
KNOWN, UNKNOWN = "Joe Kay", "Cy Dole"  # the first has applied before


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


def address_of(candidate: str) -> str:
    return f"{candidate.replace(' ', '.').lower()}@gmail.com"


def introduces(domain: str, text: str, candidate: str = "Bob Ray", number: int = 1, signed: str = "") -> MailBuilder:
    mail = a_mail().from_(f"Tom Hale <tom@{domain}>").to(ADDRESS).return_path(f"tom@{domain}")
    return (
        mail.subject(f"{TITLE}: {candidate}")
        .text(f"{text}\n\nTom Hale\n{signed}\n")
        .id(f"<introduction.{number}@{domain}>")
        .attach(f"{candidate} CV.txt", a_cv(candidate, address_of(candidate)), "text/plain")
    )


def applies(name: str, sender: str) -> MailBuilder:
    mail = a_mail().from_(f"{name} <{sender}>").to(ADDRESS).return_path(sender).subject(f"Application: {TITLE}")
    text = f"I am applying for the position of {TITLE}. My CV is attached.\n\n{name}\n"
    return mail.text(text).id(f"<application.{sender}>").attach(f"{name} CV.txt", a_cv(name, sender), "text/plain")


def test_agencies_are_refused_once_in_their_language_and_filed_as_far_as_they_are_approved(company, smtp):
    company.receives(applies(KNOWN, address_of(KNOWN)))
    company.poll()
    before = len(smtp.kept)
    assert before == 1
    for language, (text, _) in WRITES.items():
        company.receives(introduces(f"{language}-talent.example", text))
    for domain, candidate in (
        ("welcome.example", "Lou Fox"),
        ("others.example", "Ann Poe"),
        ("past.example", "Max Orr"),
    ):
        text = f"{candidate} has run clusters for years. {WRITES['en'][0]}"
        company.receives(introduces(domain, text, candidate))
    company.receives(introduces("gmail.com", WRITES["en"][0], "Una Pim", signed="Hale Search"))
    company.receives(applies("Ida Voss", "ida@blocked.example"))
    english = WRITES["en"][0]
    for domain, candidate in (("first.example", KNOWN), ("other.example", UNKNOWN)):
        company.receives(introduces(domain, english, candidate))
    bobs = address_of("Bob Ray")
    company.receives(introduces("beside.example", english).header("Reply-To", bobs).header("Cc", bobs))
    company.receives(introduces("under.example", english).from_(f"Bob Ray <{bobs}>").return_path(bobs))
    company.poll()
    company.clock.forward(MINUTE)
    for language, (text, _) in WRITES.items():  # once more, and of the first of them somebody else
        company.receives(introduces(f"{language}-talent.example", text, number=2))
    company.receives(introduces("en-talent.example", english, "Kit Low", number=3))
    company.poll()

    now = company.clock()
    mails = list(company.installation.ledger.reports.received_between(now - DAY, now + DAY))
    filed = [mail for mail in mails if mail.outcome is Outcome.FILED]
    assert {mail.applications[0].source for mail in filed} == {None, "tom@welcome.example", "tom@gmail.com"}
    review = [mail for mail in mails if mail.outcome is Outcome.REVIEW]
    assert {(mail.sender, mail.reason) for mail in review} == {
        ("Ida Voss <ida@blocked.example>", Reason.UNSURE_AGENCY),
        (f"Bob Ray <{bobs}>", Reason.UNSURE_AGENCY),
    }
    assert {mail.outcome for mail in mails if mail not in (*filed, *review)} == {Outcome.AGENCY}

    said = {mail.sender: of_an_agency(mail, ENGLISH) for mail in mails}
    beyond = {sender: why for sender, why in said.items() if "@past." in sender or "@others." in sender}
    listed = "in rules.yaml: agencies.approved:"
    assert beyond == {
        "Tom Hale <tom@past.example>": f"{listed} past.example, until 2020-01-31",
        "Tom Hale <tom@others.example>": f"{listed} others.example, not for infrastructure-engineer",
    }

    letters = smtp.kept[before:]
    answered = Counter(address for kept in letters for address in kept.recipients)
    refused = [f"tom@{language}-talent.example" for language in (*WRITES, "en")]
    refused += [f"tom@{name}.example" for name in ("others", "past", "first", "other", "beside")]
    assert answered == Counter([*refused, "tom@welcome.example", "tom@gmail.com"])
    refusals = {kept.recipients[0]: kept.content for kept in letters if kept.recipients[0] in refused}
    for language, (_, greeting) in WRITES.items():
        letter = message_from_bytes(refusals[f"tom@{language}-talent.example"], policy=default)
        assert letter.get_body(("plain",)).get_content().startswith(greeting), language
        shown = "\n".join([*map(str, letter.values()), *(part.get_content() for part in letter.iter_parts())])
        assert not [name for name in ("Bob", "Ray", "Hale", "Kit") if name in shown], language
    plain = {to: without_ids(content).replace(to.encode(), b"") for to, content in refusals.items()}
    assert plain["tom@first.example"] == plain["tom@other.example"] == plain["tom@past.example"]


def without_ids(letter: bytes) -> bytes:
    """A letter without Date, Message-ID and the fields of its thread."""
    return re.sub(rb"(?m)^(?:Date|Message-ID|In-Reply-To|References): .*(?:\r\n[ \t].*)*\r\n", b"", letter)
