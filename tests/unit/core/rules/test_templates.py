"""The answers as people get them, and which template serves."""

import re

import pytest

from inbox_bot.core.reply.letter.compose import NAMING_NOBODY
from inbox_bot.core.rules.templates.compiled import TemplateFailed, TemplateMissing, Templates
from inbox_bot.core.rules.templates.names import answer_name
from inbox_bot.core.words import Template

VALUES = {
    "applicant_name": "Zoë <Ö> & Co",
    "applicant_first_name": "Zoë",
    "vacancy_title": "Engineer",
    "vacancy_reference": "E-12",
    "vacancy_location": "London",
    "company_name": "Example Ltd",
    "contact_name": "Kim Keeper",
    "signature": "",
    "privacy": "https://example.com/privacy",
    "retention": "We delete it in June.",
    "answer_by": "8 June 2026",
    "kept_for": "1 year",
    "reply_within": "2 weeks",
    "received_on": "1 June 2026",
    "subject": "Hello",
    "has_cv": "yes",
    "archive": "",
    "values": {},
}
NAMELESS = dict.fromkeys(VALUES, "") | {"company_name": "Example Ltd"}
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
WORDS_AT_MOST = 120


def _templates(sources, *, languages=(), company_language="en"):
    return Templates(sources, languages=languages, company_language=company_language)


def _source(word):
    return f"Subject: {word}\n\n{word}\n"


@pytest.fixture(scope="module")
def shipped(templates):
    return _templates(templates)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_is_there_in_every_language(shipped, language):
    assert {template for template in Template if not shipped.has(template, language)} == set()


@pytest.mark.parametrize("values", [VALUES, NAMELESS], ids=["named", "nameless"])
def test_every_shipped_answer_reads_like_a_letter(templates, shipped, values):
    answers = [parts for parts in map(answer_name, templates) if parts is not None]
    assert len(answers) >= 16
    for parts in answers:
        answer = shipped.answer(Template(parts.template), language=parts.language, vacancy=None, values=values)
        assert answer.language == parts.language
        assert answer.subject
        assert "\n\n\n" not in answer.text
        assert not any(line != line.strip() for line in answer.text.splitlines())
        assert answer.text.splitlines()[-1] == "Example Ltd"
        assert " ," not in answer.text
        assert "  " not in answer.subject + answer.text
        greeting = answer.text.splitlines()[0]
        assert greeting.endswith(":" if parts.language == "es" else ","), "in Spanish a colon follows (RAE)"
        assert ("Zoë" in greeting) <= (values is VALUES)


#: Whoever says that somebody will read, compare, decide or write promises it: rules.yaml alone may do so.
PROMISES = {
    "en": r"\b(we'll|we will|will (read|write|answer|contact|hear)|get back to|be in touch)\b",
    "de": r"\b(wir werden|melden uns|schreiben (wir )?ihnen|wird .{0,40}lesen|hören sie von uns)\b",
    "fr": r"\b(nous vous (recontacterons|répondrons|écrirons)|aurez de nos nouvelles|nous allons)\b",
    "es": r"\b(le (contactaremos|responderemos|escribiremos)|tendrá noticias|nos pondremos)\b",
    "it": r"\b(la (contatteremo|ricontatteremo)|le (risponderemo|scriveremo)|avrà nostre notizie)\b",
    "nl": r"\b(nemen .{0,20}contact|u hoort|we zullen|wij zullen|laten .{0,20}weten)\b",
    "pl": r"\b(odezwiemy|skontaktujemy|odpowiemy|napiszemy)\b",
    "pt": r"\b(entraremos em contacto|responderemos|escreveremos|terá notícias)\b",
}


#: What would break the formal address, or sound like a machine.
INFORMAL = {
    "en": r"\b(hi|hey|cheers|guys)\b",
    "de": r"\b(du|dir|dich|dein\w*|euch|eure?\w*|hallo|hi)\b",
    "fr": r"\b(tu|te|toi|ton|ta|tes|salut|coucou)\b",
    "es": r"\b(hola|tú|tu|tus|te|ti|vosotros|vuestr\w+|os)\b",
    "it": r"\b(ciao|salve|tu|te|ti|tuo|tua|tuoi|tue)\b",
    "nl": r"\b(hoi|hallo|je|jij|jou|jouw|jullie)\b",
    "pl": r"\b(cześć|hej|ty|cię|ciebie|tobie|twój|twoj\w+|masz|możesz)\b",
    "pt": r"\b(olá|oi|tu|te|ti|teu|tua|teus|tuas|você\w*)\b",
}
MACHINES = (
    r"\b(auto-?(mati|mátic|matyczn)\w*|system\w*|sistema|système|systeem|robot\w*|bot|generat\w*|generier\w*"
    r"|no-?reply|do not reply|process(ed|ing)|verarbeitet|ticket|user|template)\b"
)


def test_the_address_is_formal_throughout_and_no_word_is_a_machines(templates, shipped):
    for template, language, letter in letters(templates, shipped, VALUES):
        said = f"{letter.subject}\n{letter.text}"
        assert re.search(INFORMAL[language], said, re.IGNORECASE) is None, (template, language)
        assert re.search(MACHINES, said, re.IGNORECASE) is None, (template, language)


def test_french_keeps_its_signs_by_their_words_and_no_language_mixes_two_apostrophes(templates, shipped):
    for template, language, letter in letters(templates, shipped, VALUES):
        assert not {"'", "’"} <= set(letter.text), (template, language)
        if language == "fr":
            assert re.search(r" [:;?!»]|« ", letter.text) is None, template


def letters(templates, shipped, values):
    """Each shipped letter with its template and language."""
    for parts in map(answer_name, sorted(templates)):
        if parts is not None:
            template = Template(parts.template)
            yield (
                template,
                parts.language,
                shipped.answer(template, language=parts.language, vacancy=None, values=values),
            )


def test_no_letter_promises_what_rules_yaml_does_not(templates, shipped):
    for template, language, letter in letters(templates, shipped, VALUES | {"reply_within": ""}):
        assert re.search(PROMISES[language], letter.text, re.IGNORECASE) is None, (template, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_acknowledgement_says_when_they_hear_from_us_where_rules_yaml_does(shipped, language):
    letter = shipped.answer(Template.ACKNOWLEDGEMENT, language=language, vacancy=None, values=VALUES)
    assert re.search(PROMISES[language], letter.text, re.IGNORECASE)
    assert "2 weeks" in letter.text


def test_every_letter_is_short_and_stays_in_the_conversation(templates, shipped):
    for template, language, letter in letters(templates, shipped, VALUES):
        assert len(letter.text.split()) <= WORDS_AT_MOST, (template, language)
        if template not in NAMING_NOBODY:
            assert letter.subject == "Re: Hello", (template, language)


def test_a_letter_names_the_same_things_in_every_language(templates):
    named: dict[str, dict[str, set[str]]] = {}
    for name, source in templates.items():
        if (parts := answer_name(name)) is not None:
            found = set(re.findall(r"{{ (\w+)", source)) | set(re.findall(r"{% if (\w+)", source))
            named.setdefault(parts.template, {})[parts.language] = found
    for template, by_language in named.items():
        assert set(map(frozenset, by_language.values())) == {frozenset(by_language["en"])}, template


def test_every_letter_says_at_its_head_what_it_is_for(templates):
    for name, source in templates.items():
        if (parts := answer_name(name)) is not None:
            assert source.startswith(f"{{# {Template(parts.template).sentence} #}}\n"), name


def test_a_letter_to_an_applicant_says_how_data_are_handled_and_one_to_an_agency_does_not(shipped):
    for template in (Template.ACKNOWLEDGEMENT, Template.SPECULATIVE, Template.MISSING_CV):
        text = shipped.answer(template, language="de", vacancy=None, values=VALUES).text
        assert f"\n\n{VALUES['retention']}\nWie wir mit Ihren Daten umgehen: {VALUES['privacy']}\n\nFreundliche" in text
    text = shipped.answer(Template.AGENCY_REJECTION, language="de", vacancy=None, values=VALUES).text
    assert VALUES["privacy"] not in text
    assert VALUES["retention"] not in text


def test_a_signature_of_several_lines_stands_in_for_the_companys_name(shipped):
    signed = VALUES | {"signature": "Kim Keeper\nThe recruiting team"}
    letter = shipped.answer(Template.ACKNOWLEDGEMENT, language="en", vacancy=None, values=signed)
    assert letter.text.endswith("Kind regards\nKim Keeper\nThe recruiting team\n")


THANKS = ("thank", "vielen dank", "merci", "gracias", "grazie", "dank u", "bedankt", "obrigad", "agradec", "dzięk")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_an_agency_is_refused_in_its_language_and_never_thanked(shipped, language):
    answer = shipped.answer(Template.AGENCY_REJECTION, language=language, vacancy=None, values=VALUES)
    assert answer.language == language
    assert not [word for word in THANKS if re.search(rf"\b{word}", answer.text.lower())]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_a_refusal_names_nobody_and_says_nothing_of_who_is_known(shipped, language):
    """The letter is the same whoever was introduced, and whatever we know of them."""
    plain = VALUES | {name: "" for name in VALUES if name.startswith(("applicant_", "vacancy_"))}
    told, untold = (
        shipped.answer(Template.AGENCY_REJECTION, language=language, vacancy=None, values=values)
        for values in (VALUES, plain)
    )
    assert told == untold
    assert VALUES["applicant_name"] not in told.text


def test_an_acknowledgement(shipped):
    answer = shipped.answer(Template.ACKNOWLEDGEMENT, language="en", vacancy=None, values=VALUES)
    assert answer.subject == "Re: Hello"
    assert answer.text.startswith("Dear Zoë <Ö> & Co,\n\nThank you for applying for the position of Engineer (E-12).")


def test_no_text_of_theirs_but_name_and_subject(templates):
    from inbox_bot.core.rules.templates.compiled import VARIABLES

    theirs = {"applicant_name", "applicant_first_name", "subject"}
    ours = {name for name in VARIABLES if name.startswith(("vacancy_", "company_"))}
    ours |= {"contact_name", "signature", "privacy", "retention", "answer_by", "kept_for", "reply_within", "values"}
    assert set(VARIABLES) - ours - theirs == {"received_on", "has_cv", "archive"}


class TestLookup:
    """In each language the vacancy's own text first: the one asked for, the company's, English."""

    SOURCES = {  # noqa: RUF012
        f"answers/acknowledgement{middle}.{language}.txt": _source(f"{middle.strip('.') or 'any'} {language}")
        for middle in ("", ".cook")
        for language in ("de", "en")
    }

    @pytest.mark.parametrize(
        ("language", "vacancy", "served"),
        [
            ("de", "cook", "cook de"),
            ("de", "engineer", "any de"),
            ("de", None, "any de"),
            ("fr", "cook", "cook en"),
            ("en", None, "any en"),
        ],
    )
    def test_which_serves(self, language, vacancy, served):
        answer = _templates(self.SOURCES).answer(
            Template.ACKNOWLEDGEMENT, language=language, vacancy=vacancy, values=VALUES
        )
        assert (answer.subject, answer.language) == (served, served[-2:])

    def test_the_company_s_language_stands_in_before_english(self):
        answer = _templates(self.SOURCES, company_language="de").answer(
            Template.ACKNOWLEDGEMENT, language="fr", vacancy=None, values=VALUES
        )
        assert answer.subject == "any de"

    def test_a_language_that_is_not_offered_is_not_used(self):
        answer = _templates(self.SOURCES, languages=("en",)).answer(
            Template.ACKNOWLEDGEMENT, language="de", vacancy=None, values=VALUES
        )
        assert answer.subject == "any en"

    def test_none_at_all(self):
        with pytest.raises(TemplateMissing):
            _templates(self.SOURCES).answer(Template.ENQUIRY, language="en", vacancy=None, values=VALUES)

    def test_has_asks_for_the_language_itself(self):
        templates = _templates({"answers/enquiry.cook.de.txt": _source("x")})
        assert templates.has(Template.ENQUIRY, "de", "cook")
        assert not templates.has(Template.ENQUIRY, "de")
        assert not templates.has(Template.ENQUIRY, "en", "cook")


def test_a_template_that_fails_for_one_mail_says_where():
    source = (
        "Subject: a\n\n{% if applicant_name == 'Zoë <Ö> & Co' %}\n{{ 1 / (subject | length - 5) }}\n{% endif %}\nx\n"
    )
    templates = _templates({"answers/enquiry.en.txt": source})
    assert templates.faults == ()
    with pytest.raises(TemplateFailed, match=r"^answers/enquiry\.en\.txt:4: division by zero$"):
        templates.answer(Template.ENQUIRY, language="en", vacancy=None, values=VALUES)


def test_a_template_that_never_ends_is_stopped_by_the_sandbox():
    source = "Subject: a\n\n{% for n in range(99999999) %}x{% endfor %}\n"
    (fault,) = _templates({"answers/enquiry.en.txt": source}).faults
    assert fault.line == 3


@pytest.mark.parametrize(
    ("body", "line", "said"),
    [
        (
            "{% for a in range(9) %}" * 3 + "x" + "{% endfor %}" * 3,
            1,
            "loops within loops",
        ),
        ("{{ 9 ** 9 ** 9 }}", 3, "nor needs such a number"),
        ("{{ 'x' * 1000000000 }}", 3, "no letter is as long"),
        ("{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}", 3, "recursion"),
        ("{% import 'answers/enquiry.en.txt' as itself %}{{ itself.x }}", 3, ""),
        ("{% include 'answers/../../rules.yaml' %}", 3, "rules.yaml"),
    ],
    ids=["loops", "power", "repetition", "macro", "import", "include"],
)
def test_whatever_a_slip_asks_for_ends_as_a_fault(body, line, said):
    (fault,) = _templates({"answers/enquiry.en.txt": f"Subject: a\n\n{body}\n"}).faults
    assert fault.line == line
    assert said in fault.message


def test_short_loops_products_and_repetitions_are_a_letters():
    source = "Subject: a\n\n{% for n in range(3) %}{{ n * 2 }} {{ '-' * n }};{% endfor %}\n"
    answer = _templates({"answers/enquiry.en.txt": source}).answer(
        Template.ENQUIRY, language="en", vacancy=None, values=VALUES
    )
    assert answer.text == "0 ;2 -;4 --;\n"


def test_a_template_that_includes_itself_is_a_fault():
    (fault,) = _templates({"answers/enquiry.en.txt": "Subject: a\n\n{% include 'answers/enquiry.en.txt' %}\n"}).faults
    assert fault.name == "answers/enquiry.en.txt"


def test_no_shipped_template_has_a_fault_or_takes_in_another(shipped, templates):
    assert shipped.faults == ()
    assert [name for name in templates if shipped.includes(name)] == []


def test_only_what_the_user_changed_is_tried_out_before_it_is_needed():
    broken = "Subject: a\n\n{{ nobody }}\n"
    sources = {"answers/enquiry.en.txt": broken, "answers/enquiry.de.txt": broken}
    templates = Templates(
        sources, languages=(), company_language="en", shipped={"answers/enquiry.en.txt": broken, "other": broken}
    )
    assert [fault.name for fault in templates.faults] == ["answers/enquiry.de.txt"]
    assert templates.has(Template.ENQUIRY, "en")
    with pytest.raises(TemplateFailed, match="nobody"):
        templates.answer(Template.ENQUIRY, language="en", vacancy=None, values=VALUES)


def test_a_line_that_ends_in_a_tag_keeps_its_end():
    source = "Subject: a{% if subject %} b{% endif %}\n\n{% if subject %}\none{# remark #}\n{% endif %}\ntwo\n"
    answer = _templates({"answers/enquiry.en.txt": source}).answer(
        Template.ENQUIRY, language="en", vacancy=None, values=VALUES
    )
    assert (answer.subject, answer.text) == ("a b", "one\ntwo\n")


def test_pages_escape_and_answers_do_not():
    templates = _templates({"digest/d.html": "<p>{{ name }}</p>", "digest/d.txt": "{{ name }}"})
    assert templates.page("digest/d.html", {"name": "<b>&"}) == "<p>&lt;b&gt;&amp;</p>"
    assert templates.page("digest/d.txt", {"name": "<b>&"}) == "<b>&"
    with pytest.raises(TemplateMissing):
        templates.page("digest/e.html", {})
    with pytest.raises(TemplateFailed, match=r"^digest/d\.html:1: 'name' is undefined$"):
        templates.page("digest/d.html", {})
