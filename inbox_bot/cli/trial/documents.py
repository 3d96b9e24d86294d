"""How a document's state is said at a terminal: what was read of it, or why nothing was, and what was remarked."""

from inbox_bot.core.message import safe
from inbox_bot.core.message.values import Document, Finding
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Remark

SAID_LIMIT = 2_000  # characters of a remark: links have to be whole to lead anywhere


def state_of(document: Document, wording: Wording) -> str:
    """`The document is encrypted, or needs a password.`, or `2,310 characters`."""
    if document.problem:
        return wording.of(document.problem)
    return wording.plural("{number} character", "{number} characters", document.characters)


def remarks_on(document: Document, wording: Wording) -> str:
    """Its remarks in brackets, behind two blanks; "" where there are none."""
    links = [finding for finding in document.findings if finding.remark is Remark.LINK]
    remarks = [_said(finding, wording) for finding in document.findings if finding not in links]
    if links:
        remarks.append(f"{wording.of(Remark.LINK).rstrip('.')}: {' '.join(finding.detail for finding in links)}")
    return f"  ({', '.join(safe.line(each, SAID_LIMIT) for each in remarks)})" if remarks else ""


def _said(finding: Finding, wording: Wording) -> str:
    match finding.remark:
        case Remark.NOT_OPENED:
            return finding.detail
        case Remark.FIRST_PAGES:
            return wording.say("only the first {number} pages were read", number=finding.detail)
    remark = wording.of(finding.remark).rstrip(".")
    return f"{remark}: {finding.detail}" if finding.detail else remark
