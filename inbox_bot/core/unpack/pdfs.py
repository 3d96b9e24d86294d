"""PDFs that hold files: attached to them, pinned to a page, or a portfolio, whose page is but a cover.

The PDF stays a document beside what it holds. Data that programs put in for each other are nobody's document: that of
an invoice, of a program that makes CVs. From Europass's the reader of the PDF takes who the CV is of.
"""

from inbox_bot.core.formats.pdf.europass import is_europass
from inbox_bot.core.formats.pdf.files import files_in, may_hold_files
from inbox_bot.core.message.mime.sniff import type_of
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.members import Member, parts_of

_NAMES_OF_DATA = (".xml", ".json", ".xmp", ".joboptions")


def open_pdf(part: Part, budget: Budget) -> Contents:
    """Its files; none where it has none, needs a password, or is broken."""
    if not may_hold_files(part.content):
        return Contents()
    files = files_in(part.content, budget.room)[: max(0, budget.parts_left)]
    members = [Member(name=file.name, content=file.content, problem=file.problem) for file in files]
    return Contents(parts=parts_of(part, [member for member in members if not _is_data(member)]))


def _is_data(member: Member) -> bool:
    """Whether it is XML that no reader knows, or a text that is called as data is."""
    media_type = type_of(member.content)
    called_so = member.name.lower().endswith(_NAMES_OF_DATA)
    return media_type == "application/xml" or is_europass(member.content) or (called_so and media_type == "text/plain")
