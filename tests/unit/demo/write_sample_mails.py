"""Writes the demo's sample mails: `.venv/bin/python tests/unit/demo/write_sample_mails.py`.

Everybody in them is made up. The same bytes come out each time, given the same reportlab, python-docx and zlib.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import inbox_bot.demo
from tests.unit.demo import sample_forms, sample_others, sample_wishes

MAILS = Path(inbox_bot.demo.__file__).parent / "mails"

#: File name → who writes it, in the order in which they arrive.
WRITERS: Mapping[str, Callable[[], bytes]] = {
    "01-title-in-subject.eml": sample_wishes.in_the_subject,
    "02-docx-and-cover-letter.eml": sample_wishes.docx_and_letter,
    "03-title-in-cover-letter.eml": sample_wishes.in_the_letter,
    "04-only-the-cv-speaks.eml": sample_wishes.in_the_cv,
    "05-newsletter.eml": sample_others.newsletter,
    "06-misspelt-title.eml": sample_wishes.misspelt,
    "07-german.eml": sample_wishes.german,
    "08-speculative.eml": sample_wishes.speculative,
    "09-forgotten-attachment.eml": sample_forms.forgotten_attachment,
    "10-cv-in-the-body.eml": sample_forms.in_the_body,
    "11-nameless-inline-pdf.eml": sample_forms.nameless_inline,
    "12-mail-is-a-pdf.eml": sample_forms.all_pdf,
    "13-enquiry.eml": sample_others.enquiry,
    "14-withdrawal.eml": sample_others.withdrawal,
    "15-encrypted-cv.eml": sample_forms.encrypted,
    "16-agency-with-terms.eml": sample_others.agency_with_terms,
    "17-agency-softly.eml": sample_others.agency_softly,
    "18-recruiter-by-trade.eml": sample_forms.recruiter_by_trade,
    "19-bounce.eml": sample_others.bounce,
    "20-out-of-office.eml": sample_others.out_of_office,
    "21-forwarded-by-colleague.eml": sample_others.colleagues_forward,
    "22-delivered-twice.eml": sample_wishes.once_more,
    "23-two-vacancies.eml": sample_wishes.two_vacancies,
    "24-outlook-html-only.eml": sample_forms.outlook,
}


def write(folder: Path) -> None:
    """Write every mail into `folder`, which is created where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, written_by in WRITERS.items():
        (folder / name).write_bytes(written_by())


if __name__ == "__main__":
    write(MAILS)
