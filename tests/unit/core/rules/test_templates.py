"""The answers as people get them, and which template serves."""

import re

import pytest

from inbox_bot.core.rules.template_names import answer_name
from inbox_bot.core.rules.templates import REQUIRED, TemplateFailed, TemplateMissing, Templates
from inbox_bot.core.words import Template

VALUES = {
    "applicant_name": "Zoë <Ö> & Co",
    "vacancy_title": "Engineer",
    "company_name": "Example Ltd",
    "subject": "Hello",
    "has_cv": "yes",
}
NAMELESS = VALUES | {"applicant_name": "", "vacancy_title": "", "subject": "", "has_cv": ""}


def _templates(sources, *, languages=(), company_language="en"):
    return Templates(sources, languages=languages, company_language=company_language)


def _source(word):
    return f"Subject: {word}\n\n{word}\n"


@pytest.fixture(scope="module")
def shipped(templates):
    return _templates(templates)


def test_the_required_ones_are_there_in_english_and_german(shipped):
    assert [template for template in REQUIRED if not shipped.has(template, "en")] == []
    assert [template for template in REQUIRED if not shipped.has(template, "de")] == []


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
        assert greeting.endswith(",")
        assert ("Zoë" in greeting) <= (values is VALUES)


THANKS = ("thank", "vielen dank", "merci", "gracias", "grazie", "dank u", "bedankt", "obrigad", "agradec", "dzięk")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "it", "nl", "pt", "pl"])
def test_an_agency_is_refused_in_its_language_and_never_thanked(shipped, language):
    answer = shipped.answer(Template.AGENCY_REJECTION, language=language, vacancy=None, values=VALUES)
    assert answer.language == language
    assert not [word for word in THANKS if re.search(rf"\b{word}", answer.text.lower())]


def test_an_acknowledgement(shipped):
    answer = shipped.answer(Template.ACKNOWLEDGEMENT, language="en", vacancy=None, values=VALUES)
    assert answer.subject == "Your application: Engineer"
    assert answer.text.startswith("Dear Zoë <Ö> & Co,\n\nThank you for applying for the position of Engineer.")


def test_no_text_of_theirs_but_name_and_subject(templates):
    from inbox_bot.core.rules.templates import VARIABLES

    assert set(VARIABLES) == {"applicant_name", "vacancy_title", "company_name", "subject", "has_cv"}


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


def test_a_template_that_includes_itself_is_a_fault():
    (fault,) = _templates({"answers/enquiry.en.txt": "Subject: a\n\n{% include 'answers/enquiry.en.txt' %}\n"}).faults
    assert fault.name == "answers/enquiry.en.txt"


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
