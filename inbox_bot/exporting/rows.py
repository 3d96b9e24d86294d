"""The applications of a time, one a row, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from inbox_bot.core.message import safe
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Outcome, Reason
from inbox_bot.digest.lines import Lines
from inbox_bot.digest.received import SPECULATIVE
from inbox_bot.digest.values import Line
from inbox_bot.edges.ledger import ApplicationRow, DocumentRow, Ledger, MailRow, Wanted

PAGE = 500  # mails


class Standing(StrEnum):
    """What an application is to whoever takes it in."""

    NEW = "new"
    UPDATED = "updated"  #: the person had applied for the same before
    WITHDRAWN = "withdrawn"  #: the person took it back since


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One application."""

    mail: int  #: the number of the mail that brought it
    number: int  #: which of the mail's applications, from 1
    received_at: datetime
    standing: Standing
    outcome: Outcome | None
    reason: Reason | None
    vacancy: str | None
    title: str  #: of the vacancy, or what stands in its place
    name: str
    email: str
    phone: str
    language: str
    source: str  #: who brought it: an approved agency, a job board; "": the applicant
    line: Line  #: as the digest says it
    documents: tuple[DocumentRow, ...]  #: those that are filed


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """Some rows, and of how many mails they are."""

    rows: tuple[Row, ...]
    mails: int


def pages(ledger: Ledger, rules: Rules, wanted: Wanted, wording: Wording, at: datetime) -> Iterator[Page]:
    """All rows, in the order in which the mails were first seen. Raises LedgerError.

    Each page is asked for when the one before was taken: what comes in or is decided meanwhile may be among them.
    """
    lines = Lines(rules, wording, ends=at, name_mailboxes=False)
    zone = ZoneInfo(rules.company.timezone)
    titles = rules.titles()
    after = 0
    while mails := ledger.exports.page(wanted, after, PAGE):
        withdrawn = ledger.exports.withdrawn(mails)
        rows = (
            _row(mail, each, lines, zone, titles, wording, is_withdrawn=(mail.id, each.number) in withdrawn)
            for mail in mails
            for each in mail.applications
            if wanted.vacancy in (None, each.vacancy)
        )
        yield Page(rows=tuple(rows), mails=len(mails))
        after = mails[-1].id


def _row(
    mail: MailRow,
    application: ApplicationRow,
    lines: Lines,
    zone: ZoneInfo,
    titles: dict[str, str],
    wording: Wording,
    *,
    is_withdrawn: bool,
) -> Row:
    line = replace(lines.applying(mail, [application]), received=f"{mail.received_at.astimezone(zone):%Y-%m-%d %H:%M}")
    if is_withdrawn:
        line = replace(line, state=wording.say("withdrawn"))
    standing = Standing.UPDATED if application.is_update else Standing.NEW
    vacancy = application.vacancy
    return Row(
        mail=mail.id,
        number=application.number + 1,
        received_at=mail.received_at,
        standing=Standing.WITHDRAWN if is_withdrawn else standing,
        outcome=mail.outcome,
        reason=mail.reason,
        vacancy=vacancy,
        title=safe.line(titles.get(vacancy, vacancy)) if vacancy else wording.repeat(SPECULATIVE),
        name=application.name or "",
        email=application.email or "",
        phone=application.phone or "",
        language=application.language,
        source=application.source or "",
        line=line,
        documents=tuple(document for document in application.documents if document.path),
    )
