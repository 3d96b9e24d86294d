"""What a digest says of `keep` beside what a person is to confirm (`digest/sections/keeping`): what goes in a week."""

from datetime import datetime

from inbox_bot.core.erasure.retention import REMAINS
from inbox_bot.core.rules.model import Mode, Rules
from inbox_bot.core.wording import Sentence
from inbox_bot.edges.ledger import Ledger
from inbox_bot.pipeline.privacy.retaining import look


def kept_notes(ledger: Ledger, rules: Rules, at: datetime) -> tuple[Sentence, ...]:
    """A sentence each; none where nothing is about to go. Raises LedgerError."""
    outlook = look(ledger, rules, at)
    if outlook is None:
        return ()
    going = outlook.about_to_go if outlook.is_confirmed and rules.mode is not Mode.OBSERVE else ()
    number = sum(each.number for each in going if each.kept not in REMAINS)
    left = sum(each.number for each in going if each.kept in REMAINS)
    said = []
    if number:
        said.append(
            Sentence(
                "Within seven days these mails are erased, by “keep” in rules.yaml: {number}. `inbox-bot keep` lists "
                "them.",
                number=number,
            )
        )
    if left:
        said.append(
            Sentence(
                "Within seven days what is left of erased mails goes too, by “keep” in rules.yaml: {number} mails. "
                "`inbox-bot keep` says what that is.",
                number=left,
            )
        )
    if outlook.in_dispute:
        said.append(
            Sentence(
                "Kept longer than “keep” in rules.yaml says, since an introduction is in dispute: {number} mails. "
                "`inbox-bot keep` lists them.",
                number=len(outlook.in_dispute),
            )
        )
    return tuple(said)
