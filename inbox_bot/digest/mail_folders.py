"""Mail folders as a person calls them, whatever the server puts between the parts of a name."""

from inbox_bot.core.message import safe
from inbox_bot.core.review.folders import folder_of
from inbox_bot.core.rules.model import MailboxSettings, Rules
from inbox_bot.core.wording import Wording
from inbox_bot.core.words import Outcome

DELIMITERS = "./\\"  # that servers use (RFC 3501 §5.1)
_BELOW_INBOX = tuple(f"INBOX{delimiter}" for delimiter in DELIMITERS)


class MailFolders:
    """The folders of the mailboxes that rules.yaml names."""

    def __init__(self, rules: Rules, wording: Wording) -> None:
        self._wording = wording
        self._known = {
            delimiter.join(parts): "/".join(parts)
            for mailbox in rules.mailboxes
            for parts in _named(mailbox, rules)
            for delimiter in DELIMITERS
        }

    def shown(self, folder: str) -> str:
        """`Filed.Baker` or `INBOX/Filed/Baker` as "Filed/Baker"; a folder of somebody's own as the server calls it."""
        if folder.upper() == "INBOX":
            return self._wording.say("Inbox")
        below = folder[len("INBOX") + 1 :] if folder.upper().startswith(_BELOW_INBOX) else folder
        return safe.line(self._known.get(below, below))


def _named(mailbox: MailboxSettings, rules: Rules) -> set[tuple[str, ...]]:
    vacancies = (None, *rules.vacancies)
    found = (folder_of(outcome, vacancy, mailbox.move_to, None) for outcome in _MOVED for vacancy in vacancies)
    return {parts for parts in found if parts is not None}


_MOVED = (
    Outcome.FILED,
    Outcome.SPECULATIVE,
    Outcome.AGENCY,
    Outcome.CORRESPONDENCE,
    Outcome.DUPLICATE,
    Outcome.NOT_AN_APPLICATION,
    Outcome.COMMAND,
)
