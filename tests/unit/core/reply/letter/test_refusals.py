"""The refusal as it goes out: it thanks nobody, names nobody, accepts nothing, whatever came and in each language."""

import re
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from inbox_bot.core.judgement.verdict import AgencyFinding, Applicant, ApplicationFinding
from inbox_bot.core.message.values import Address
from inbox_bot.core.reply.letter.wire import to_wire
from inbox_bot.core.rules.load import load
from inbox_bot.core.rules.templates.names import answer_name
from inbox_bot.core.words import Kind, Template
from tests.unit.core.reply.circumstances import NOW, SMALLEST, a_message, a_reading, a_verdict, templates
from tests.unit.core.reply.letter.test_compose import answer

LANGUAGES = sorted(
    parts.language
    for parts in map(answer_name, templates())
    if parts is not None and parts.template == Template.AGENCY_REJECTION
)
THANKS = re.compile(
    r"\b(?:thank|appreciat|grateful|glad|happy|pleas(?:ed|ure)|dank|freuen|freut|erfreut|merci|remerci|ravi|gracias|"
    r"agradec|encantad|grazie|ringrazi|lieti|bedankt|blij|obrigad|grat[oa]s?\b|dzięk|wdzięczn|miło)",
    re.IGNORECASE,
)
#: In each language: no fee, no terms, put on no file.
SAYS = {
    "de": ("kein Honorar", "Geschäftsbedingungen", "weder zu unseren Akten"),
    "en": ("no fee", "terms of business", "neither put on file"),
    "es": ("ningún honorario", "condición comercial", "no se han archivado"),
    "fr": ("aucun honoraire", "condition commerciale", "ni versés à nos dossiers"),
    "it": ("non è dovuto alcun compenso", "condizione commerciale", "né archiviati"),
    "nl": ("geen vergoeding", "voorwaarden", "niet in onze dossiers"),
    "pl": ("żadne wynagrodzenie", "warunków handlowych", "nie włączyliśmy do akt"),
    "pt": ("não são devidos honorários", "condições comerciais", "não foram arquivados"),
}
CANDIDATE = Applicant(name="Bob Ray", email="bob.ray@example.net")


def refusal(language: str, name: str = "Bob Ray", **changes: object) -> bytes:
    """What goes out to an agency that writes under its candidate's name, and of them in the subject."""
    message = a_message(
        senders=(Address(name=name, address="tom@talent.example"),), subject=f"{name} – CV of {name}", **changes
    )
    verdict = a_verdict(Kind.AGENCY, agency=AgencyFinding(flagged=True, signals=2), language=language, applications=0)
    found = ApplicationFinding(applicant=replace(CANDIDATE, name=name), vacancy=verdict.vacancy, documents=(0,))
    verdict = replace(verdict, presented=(found,), applicant=replace(CANDIDATE, name=name, language=language))
    composed = answer(template=Template.AGENCY_REJECTION, reading=a_reading(message), verdict=verdict)
    return to_wire(composed.letter, NOW + timedelta(minutes=1))


def test_there_is_one_in_each_language():
    assert sorted(SAYS) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_names_nobody_thanks_nobody_and_accepts_nothing(language):
    letter = message_from_bytes(refusal(language), policy=default)
    shown = [part.get_content() for part in letter.walk() if not part.is_multipart()]
    assert len(shown) == 2
    for said in (*shown, *(f"{name}: {value}" for name, value in letter.items())):
        assert not re.search(r"\b(?:bob|ray|ann|lee)\b", said, re.IGNORECASE), said
        assert not THANKS.search(said), said
    for said in shown:
        assert all(each in " ".join(said.split()) for each in SAYS[language]), said
    assert str(letter["Subject"]).startswith("Re: ")
    assert "2026" in str(letter["Subject"])
    assert str(letter["To"]) == "tom@talent.example"
    assert str(letter["In-Reply-To"]) == "<first@example.org>"


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_the_same_for_whomever_the_agency_introduces_but_for_ids_and_dates(language):
    other = refusal(language, name="Cy Dole", message_id="<second@example.org>", references=("<root@example.org>",))
    assert plain(other) == plain(refusal(language))


def plain(letter: bytes) -> bytes:
    """A letter without Date, Message-ID and the fields of its thread."""
    head, _, body = letter.partition(b"\r\n\r\n")
    fields = re.sub(rb"(?m)^(?:Date|Message-ID|In-Reply-To|References): .*(?:\r\n[ \t].*)*\r\n", b"", head + b"\r\n")
    return fields + body


def test_a_template_of_the_users_is_given_no_name_and_no_word_of_theirs():
    own = "Subject: Re: {{ subject or 'Your message' }}\n\nHello {{ applicant_name }}{{ applicant_first_name }}.\n"
    rules = load(SMALLEST.format(mode="live"), templates() | {"answers/agency_rejection.en.txt": own})
    letter = answer(a_message(subject="CV: Bob Ray"), Template.AGENCY_REJECTION, rules=rules).letter
    assert (letter.subject, letter.text.strip(), letter.to.name) == ("Re: Your message", "Hello .", "")
