"""Every letter that comes with the product, as it is read: a file a language, `letters/<language>.txt`.

Where a template changes on purpose: `python -m tests.unit.core.rules.test_letters` writes the files anew.
"""

from datetime import date
from pathlib import Path

import pytest

from inbox_bot.core.reply.letter.notice import Since, retention_in
from inbox_bot.core.reply.letter.spoken import date_in, lasting, span_in
from inbox_bot.core.rules.templates.compiled import Templates
from inbox_bot.core.rules.written.quantities import Span
from inbox_bot.core.words import Template
from tests.unit.core.reply.circumstances import templates

LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pl", "pt")
FOLDER = Path(__file__).parent / "letters"
FULL = {
    "applicant_name": "Zoë Fernández",
    "applicant_first_name": "Zoë",
    "vacancy_title": "Data engineer",
    "vacancy_reference": "DE-12",
    "vacancy_location": "London",
    "company_name": "Example Ltd",
    "contact_name": "Kim Keeper",
    "signature": "The recruiting team\nExample Ltd",
    "privacy": "https://example.com/privacy",
    "retention": "",
    "answer_by": "",
    "kept_for": "",
    "reply_within": "",
    "received_on": "",
    "subject": "My application",
    "has_cv": "yes",
    "archive": "yes",
    "values": {},
}
BARE = dict.fromkeys(FULL, "") | {"company_name": "Example Ltd", "values": {}}
RULE = "=" * 72


def letters(language: str) -> str:
    """All letters of a language: with all that a template may name, and with nothing but the company's name."""
    said = FULL | {
        "retention": retention_in(Span(months=6), Since.CLOSING, language),
        "answer_by": date_in(date(2026, 12, 8), language),
        "kept_for": lasting(Span(months=12), language),
        "reply_within": span_in("two weeks", language),
        "received_on": date_in(date(2026, 6, 1), language),
    }
    shipped = Templates(templates(), languages=(), company_language="en")
    written = []
    for template in Template:
        for values in (said, BARE):
            letter = shipped.answer(template, language=language, vacancy=None, values=values)
            written.append(f"{RULE}\n{template.value}: {letter.subject}\n\n{letter.text}")
    return "\n".join(written)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letters_read_as_they_were_last_looked_at(language):
    assert letters(language) == (FOLDER / f"{language}.txt").read_text(encoding="utf-8")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for each in LANGUAGES:
        (FOLDER / f"{each}.txt").write_text(letters(each), encoding="utf-8")
