"""Before each answer: our trace on the mail that it answers, and a look for another inbox_bot's (`rival`).

Sent is looked at before each, but for a mail that bears our keyword where the last look is not a second old: a person's
mail program takes as long to put its copy there. The keyword goes on the mails of many coming answers by one command:
of two that do this at the same time, one marks second, and sees the other's on the first of its mails. By the same
command their flags are seen, so that not each that had to wait is asked about alone (`answered_by_hand`). The copy of
an answer whose mail bears no keyword follows its letter at once.
"""

import contextlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from inbox_bot.core.reply.values import Answer
from inbox_bot.core.rules.model import MailboxSettings
from inbox_bot.edges.ledger import Claimed
from inbox_bot.edges.mailbox import MailboxDown
from inbox_bot.pipeline import rival
from inbox_bot.pipeline.installation import Installation
from inbox_bot.pipeline.outgoing.answered_by_hand import is_answered
from inbox_bot.pipeline.sent import look_again

MARKED_AT_ONCE = 50
LOOKED_FOR = timedelta(seconds=1)  # so long a look at Sent holds


@dataclass
class Traces:
    """What one turn of letters has left and seen in a mailbox."""

    installation: Installation
    rules: MailboxSettings
    seen_to: set[int] = field(default_factory=set)  #: the answers whose mails we tried to mark, or have none to mark
    unmarked: set[int] = field(default_factory=set)  #: of those, the ones whose mails could not be marked
    #: by the number of an answer: when nobody had answered its mail by hand
    unanswered_at: dict[int, datetime] = field(default_factory=dict)
    looked_at: datetime | None = None

    def is_to_look(self, due: Claimed) -> bool:
        """Whether a look is needed before this answer. Where no keyword tells, the copies in Sent do: then always."""
        if due.id not in self.seen_to or due.id in self.unmarked:
            return True
        now = self.installation.now()
        return self.looked_at is None or not self.looked_at <= now < self.looked_at + LOOKED_FOR

    def look(self, due: Claimed) -> None:
        """Before an answer is claimed. Raises LedgerError.

        A mailbox that can't be asked now is no hindrance: it may be down for long, and answers would wait with it.
        """
        if rival.is_at_work(self.installation, self.rules.name):
            return
        with contextlib.suppress(MailboxDown):
            at = self.installation.now()
            look_again(self.installation, self.rules, self.installation.sessions[self.rules.name].mailbox)
            self.looked_at = at
            if due.id not in self.seen_to:
                self._mark()

    def _mark(self) -> None:
        box, at = self.installation.sessions[self.rules.name].mailbox, self.installation.now()
        coming = self.installation.ledger.actions.next_due(
            (Answer.kind,), at, mailbox=self.rules.name, count=MARKED_AT_ONCE
        )
        own = [each for each in coming if each.locations and not each.action.released]
        self.seen_to.update(each.id for each in coming)
        self.unmarked.update(each.id for each in own)
        marked = rival.mark(self.installation, box, [each.locations[0] for each in own])
        for each in own:
            mail = marked[each.locations[0]]
            if mail.trace is rival.Trace.OTHERS:
                rival.report(self.installation, self.rules, mail.other)
            if mail.trace is not rival.Trace.NONE:
                self.unmarked.discard(each.id)
            if len(each.locations) == 1 and mail.flags is not None and not is_answered(mail.flags):
                self.unanswered_at[each.id] = at
