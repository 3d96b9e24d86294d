"""Writes the demo's sample mails: `.venv/bin/python tests/demo/write_sample_mails.py`.

Everybody in them is made up. The same bytes come out each time, given the same reportlab, python-docx and zlib.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import inbox_bot.demo
from tests.demo import sample_applicants as applicants
from tests.demo import sample_others as others

MAILS = Path(inbox_bot.demo.__file__).parent / "mails"

#: File name → who writes it, in the order in which they arrive.
WRITERS: Mapping[str, Callable[[], bytes]] = {
    "01-title-in-subject.eml": applicants.in_the_subject,
    "02-docx-and-cover-letter.eml": applicants.docx_and_letter,
    "03-title-in-cover-letter.eml": applicants.in_the_letter,
    "04-only-the-cv-speaks.eml": applicants.in_the_cv,
    "05-newsletter.eml": others.newsletter,
    "06-misspelt-title.eml": applicants.misspelt,
    "07-german.eml": applicants.german,
    "08-speculative.eml": applicants.speculative,
    "09-forgotten-attachment.eml": applicants.forgotten_attachment,
    "10-cv-in-the-body.eml": applicants.in_the_body,
    "11-nameless-inline-pdf.eml": applicants.nameless_inline,
    "12-mail-is-a-pdf.eml": applicants.all_pdf,
    "13-enquiry.eml": others.enquiry,
    "14-withdrawal.eml": others.withdrawal,
    "15-encrypted-cv.eml": applicants.encrypted,
    "16-agency-with-terms.eml": others.agency_with_terms,
    "17-agency-softly.eml": others.agency_softly,
    "18-recruiter-by-trade.eml": applicants.recruiter_by_trade,
    "19-bounce.eml": others.bounce,
    "20-out-of-office.eml": others.out_of_office,
    "21-forwarded-by-colleague.eml": others.colleagues_forward,
    "22-delivered-twice.eml": applicants.once_more,
    "23-two-vacancies.eml": applicants.two_vacancies,
    "24-outlook-html-only.eml": applicants.outlook,
}


def write(folder: Path) -> None:
    """Write every mail into `folder`, which is created where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, written_by in WRITERS.items():
        (folder / name).write_bytes(written_by())


if __name__ == "__main__":
    write(MAILS)
