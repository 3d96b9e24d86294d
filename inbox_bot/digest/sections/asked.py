"""What a person is asked about mails that were moved: a move that may mean something, and nobody can tell what."""

from inbox_bot.core.message import safe
from inbox_bot.core.review.orders import inert, inert_behind_a_number
from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Wording
from inbox_bot.digest.concern import Concern
from inbox_bot.digest.mail_folders import MailFolders
from inbox_bot.digest.sections.people import who
from inbox_bot.edges.ledger import Ledger, MailRow

ONE_BY_ONE = 20  # questions; more are counted
SUBJECT_SHOWN = 60  # characters


def asked(ledger: Ledger, rules: Rules, concern: Concern, wording: Wording) -> tuple[str, ...]:
    """A line for each mail, oldest first. Raises LedgerError."""
    folders = MailFolders(rules, wording)
    lines: dict[int, str] = {}
    for mailbox in sorted(concern.mailboxes):
        for drag in ledger.drags.asked(mailbox):
            mail = ledger.reports.mail(mailbox, drag.raw_hash)
            if mail is None or drag.question is None or not concern.includes(mail):
                continue
            lines[mail.id] = wording.say(
                "#{number} {who}, in {folder}: {question}",
                number=mail.id,
                who=_of(mail, wording),
                folder=inert(folders.shown(drag.location.folder)),
                question=drag.question,
            )
    shown = tuple(lines.values())[:ONE_BY_ONE]
    if len(lines) > ONE_BY_ONE:
        return (
            *shown,
            wording.say(
                "{number} more mails were moved to where it is not clear what is meant.", number=len(lines) - ONE_BY_ONE
            ),
        )
    return shown


def _of(mail: MailRow, wording: Wording) -> str:
    return inert_behind_a_number(who(mail, mail.of_whom, wording)) or safe.line(mail.subject, SUBJECT_SHOWN)
