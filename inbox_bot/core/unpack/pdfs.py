"""PDFs that hold files: attached to them, pinned to a page, or a portfolio, whose page is but a cover.

The PDF stays a document beside what it holds. Europass's data is no document: the reader of the PDF takes from it who
the CV is of.
"""

from inbox_bot.core.formats.europass import is_europass
from inbox_bot.core.formats.pdf_files import files_in, may_hold_files
from inbox_bot.core.message.values import Part
from inbox_bot.core.unpack.budget import Budget
from inbox_bot.core.unpack.contents import Contents
from inbox_bot.core.unpack.members import Member, parts_of


def open_pdf(part: Part, budget: Budget) -> Contents:
    """Its files; none where it has none, needs a password, or is broken."""
    if not may_hold_files(part.content):
        return Contents()
    files = files_in(part.content, budget.room)[: max(0, budget.parts_left)]
    members = [Member(name=file.name, content=file.content, problem=file.problem) for file in files]
    return Contents(parts=parts_of(part, [member for member in members if not is_europass(member.content)]))
