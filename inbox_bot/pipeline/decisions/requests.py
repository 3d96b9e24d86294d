"""What people ask for about their data (GDPR, articles 15 to 17 and 21), until a person says that it is settled.

Nothing here answers or erases anything: that is `disclose`'s and `forget`'s, when a person says so. That a request is
settled is no decision about its mail: the mail stays what it is. `undo` takes back whichever a person said last.
"""

from datetime import datetime

from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.decisions.refused import NotDecided


def settle(number: int, ledger: Ledger, at: datetime, *, by: str | None) -> None:
    """All that a mail asks for is settled. Raises NotDecided where it asks for nothing, or nothing of it is open."""
    if ledger.requests.settle(number, at, by=by):
        return
    if not ledger.requests.of_mail(number):
        raise NotDecided(Sentence("mail #{number} asks for nothing about anybody's data", number=number))
    raise NotDecided(Sentence("what mail #{number} asks for is settled already", number=number))


def was_settled_last(number: int, ledger: Ledger, at: datetime | None = None) -> bool:
    """Whether the last thing that a person said of a mail is that its request is settled.

    `at`: the moment of who asks; a request that was opened again at that very moment was so by them, before they were
    interrupted.
    """
    rows = ledger.requests.of_mail(number)
    if at is not None and any(row.reopened_at == at for row in rows):
        return True
    settled = max((row.settled_at for row in rows if row.settled_at is not None), default=None)
    if settled is None:
        return False
    decisions = ledger.decisions.of_mail(number)
    undone = {row.undoes for row in decisions if row.undoes is not None}
    return not any(row.decision is not None and row.id not in undone and row.at > settled for row in decisions)
