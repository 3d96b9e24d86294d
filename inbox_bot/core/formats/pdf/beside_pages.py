"""What a PDF says beside its pages: what was filled into its form, and whom the data of a Europass CV is about."""

from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw as pdfium

from inbox_bot.core.formats.legible import FEW_LETTERS, is_notice, letters_in
from inbox_bot.core.formats.pdf.europass import DATA_BYTES, is_europass, person_in
from inbox_bot.core.formats.pdf.files import files_in
from inbox_bot.core.formats.pdf.forms import filled_in


@dataclass(frozen=True, kw_only=True, slots=True)
class PdfData:
    """Text that stands on no page."""

    person: str = ""  #: before the pages
    filled_in: str = ""  #: behind them

    def around(self, pages: str) -> str:
        """The text of the pages with this before and behind it; without a notice that another program is needed."""
        kept = "" if letters_in(self.filled_in) >= FEW_LETTERS and is_notice(pages) else pages
        return "\n".join(filter(None, (self.person, kept, self.filled_in)))


def data_in(content: bytes, document: pypdfium2.PdfDocument) -> PdfData:
    """The data of a PDF; `document` is the same file, open in pdfium, which knows at no cost whether there is any."""
    values = filled_in(content) if document.get_formtype() != pdfium.FORMTYPE_NONE else ""
    files = files_in(content, DATA_BYTES) if document.count_attachments() > 0 else ()
    people = (person_in(file.content) for file in files if is_europass(file.content))
    return PdfData(person=next(filter(None, people), ""), filled_in=values)
