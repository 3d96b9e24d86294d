"""Where `mailbox.start` says something else than it did at first contact, which has no effect any more."""

from dataclasses import dataclass

from inbox_bot.core.rules.model import Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger


@dataclass(frozen=True, kw_only=True, slots=True)
class StartWithoutEffect:
    """A folder that was met before `start` said what it says now."""

    mailbox: str
    folder: str
    was: str  #: what `start` said at first contact
    start: str  #: what it says now
    left_alone: int

    @property
    def sentence(self) -> Sentence:
        """That it has no effect, and what has."""
        if not self.left_alone:
            return Sentence(
                "{folder}: start: {start} has no effect, since it was {was} at first contact: all that lay there then "
                "is taken in",
                folder=self.folder,
                start=self.start,
                was=self.was,
            )
        return Sentence(
            "{folder}: start: {start} has no effect, since it was {was} at first contact; `inbox-bot take-in --since "
            "DATE` takes earlier mail in (left alone: {number})",
            folder=self.folder,
            start=self.start,
            was=self.was,
            number=self.left_alone,
        )


def starts_without_effect(ledger: Ledger, rules: Rules) -> tuple[StartWithoutEffect, ...]:
    """Each watched folder of which that is so. Raises LedgerError."""
    found = []
    for mailbox in rules.mailboxes:
        for folder in mailbox.folders:
            state = ledger.intake.folder_state(mailbox.name, folder)
            start = str(mailbox.start)
            if state is not None and state.start not in (None, start):
                found.append(
                    StartWithoutEffect(
                        mailbox=mailbox.name,
                        folder=folder,
                        was=state.start or "",
                        start=start,
                        left_alone=state.left_alone,
                    )
                )
    return tuple(found)
